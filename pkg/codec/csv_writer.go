package codec

import (
	"bufio"
	"io"
	"strings"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/spec"
)

// CSVWriter writes a MAF as CSV (RFC 4180): a row of column names, then a row
// for each meter. An authorisation without meters is written as a row without
// one. What a CSV cannot tell apart becomes the same: a value that is absent and
// one that is empty; and, among several values in one cell, a blank one is
// written as the placeholder -.
type CSVWriter struct {
	w       *bufio.Writer
	hash    *digester
	columns []maf.Column
	buf     []byte
	records int64
	err     error
}

// NewCSVWriter begins a file with the row of column names.
func NewCSVWriter(w io.Writer) *CSVWriter {
	return NewCSVWriterOf(w, columnNames(maf.Columns()))
}

// NewCSVWriterOf begins a file with a row of these names, for rows that are
// written by WriteRaw alone.
func NewCSVWriterOf(w io.Writer, names []string) *CSVWriter {
	out := &CSVWriter{w: bufio.NewWriterSize(w, 1<<16), hash: newDigester(), columns: maf.Columns()}
	out.buf = AppendRow(out.buf, names)
	out.flush()
	return out
}

// Write writes the rows of one authorisation. Errors of the underlying writer
// are kept and returned by Close.
func (w *CSVWriter) Write(a *maf.Authorisation) {
	w.records++
	w.buf = AppendRows(w.buf, w.columns, a)
	w.flush()
}

// WriteRaw writes the rows of one authorisation that AppendRows has made, or
// AppendRow.
func (w *CSVWriter) WriteRaw(rows []byte) {
	w.records++
	w.buf = append(w.buf, rows...)
	w.flush()
}

// AppendRow appends a row of these cells, well formed or not.
func AppendRow(dst []byte, cells []string) []byte {
	for i, text := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, text)
	}
	return append(dst, "\r\n"...)
}

// AppendRows appends the rows of one authorisation as Write writes them; columns
// are those of maf.Columns.
func AppendRows(dst []byte, columns []maf.Column, a *maf.Authorisation) []byte {
	if len(a.Meters) == 0 {
		return appendMeter(dst, columns, a, &maf.Meter{})
	}
	for i := range a.Meters {
		dst = appendMeter(dst, columns, a, &a.Meters[i])
	}
	return dst
}

func appendMeter(dst []byte, columns []maf.Column, a *maf.Authorisation, m *maf.Meter) []byte {
	for i, col := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		base := maf.Meters.Base(m)
		if col.Table == maf.Record {
			base = maf.Record.Base(a)
		}
		if f := col.Field; !f.IsEmpty(base) {
			switch f.Op {
			case spec.OpText:
				dst = appendCell(dst, *f.Text(base))
			case spec.OpTexts:
				dst = appendCell(dst, joined(*f.Texts(base)))
			default:
				dst = appendCompact(dst, f, base)
			}
		}
	}
	return append(dst, "\r\n"...)
}

// joined puts several values into one cell.
func joined(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	var out []string
	for _, v := range values {
		if strings.Trim(v, " ") == "" {
			v = "-"
		}
		out = append(out, v)
	}
	return strings.Join(out, " ")
}

// appendCell appends the text of a cell, in quotation marks where it needs them.
func appendCell(dst []byte, text string) []byte {
	if !strings.ContainsAny(text, "\",\r\n") {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}

func (w *CSVWriter) flush() {
	w.hash.write(w.buf)
	if w.err == nil {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// Records is how many authorisations have been written.
func (w *CSVWriter) Records() int64 { return w.records }

// Close ends the file. The Seal's Digest is that of all its bytes; what is signed
// stands in a file beside it. The error is the first one of the underlying
// writer.
func (w *CSVWriter) Close() (Seal, error) {
	if w.err == nil {
		w.err = w.w.Flush()
	}
	if w.err != nil {
		return Seal{}, w.err
	}
	sum := w.hash.sum()
	return Seal{Digest: DigestPrefix + sum, SHA256: sum, Records: w.records, Bytes: w.hash.n}, nil
}
