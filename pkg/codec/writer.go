package codec

import (
	"bufio"
	"bytes"
	"io"

	"s1mig/pkg/filetype/envelope"
)

// Writer writes a migration file in canonical layout: one record a line.
type Writer struct {
	w       *bufio.Writer
	t       *envelope.Type
	hash    *digester
	buf     []byte
	records int64
	err     error
	spare   *Spare // of batches; nil: none
}

// Seal is what the writer knows of a finished file.
type Seal struct {
	Digest  string // of the trailer, with its prefix
	SHA256  string // of the whole file, in hex
	Records int64
	Bytes   int64
}

// NewWriter begins a file of type t with that header.
func NewWriter(w io.Writer, t *envelope.Type, h *envelope.Header) *Writer {
	return NewWriterRaw(w, t, Append(nil, t.Header, h))
}

// NewWriterRaw begins a file of type t with a header that is JSON already, well
// formed or not.
func NewWriterRaw(w io.Writer, t *envelope.Type, header []byte) *Writer {
	out := &Writer{w: bufio.NewWriterSize(w, 1<<16), t: t, hash: newDigester()}
	out.buf = appendHead(out.buf, t, header)
	out.flushLine()
	return out
}

// appendHead appends what stands before the first record: the header, which is
// JSON already, and the opening of the records.
func appendHead(dst []byte, t *envelope.Type, header []byte) []byte {
	dst = append(dst, `{"`+envelope.HeaderName+`":`...)
	dst = append(dst, header...)
	return append(dst, ",\n\""+t.Records+"\":["...)
}

// Write appends one record: v points at the record struct of the type. Errors
// of the underlying writer are kept and returned by Close.
func (w *Writer) Write(v any) {
	w.separator()
	w.buf = Append(w.buf, w.t.Record, v)
	w.flushLine()
}

// WriteRaw appends one record that is already in canonical form.
func (w *Writer) WriteRaw(record []byte) {
	w.separator()
	w.buf = append(w.buf, record...)
	w.flushLine()
}

func (w *Writer) separator() {
	if w.records > 0 {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(w.buf, '\n')
	w.records++
}

func (w *Writer) flushLine() {
	w.put(w.buf)
	w.buf = w.buf[:0]
}

// put hashes and writes. Nothing is done for nobody: after an error of the
// underlying writer there is no file to hash.
func (w *Writer) put(b []byte) {
	if w.err != nil {
		return
	}
	w.hash.write(b)
	_, w.err = w.w.Write(b)
}

// Records is how many records have been written.
func (w *Writer) Records() int64 { return w.records }

// Close ends the records and writes the trailer. sign makes the signature over
// the digest and the count; see seal.SignTrailer. Where sign is nil the trailer
// has none: the file is a draft. The error is that of sign or the first one of
// the underlying writer.
func (w *Writer) Close(sign func(digest string, records int64) (string, error)) (Seal, error) {
	w.buf = append(w.buf, "\n],\n"...)
	w.flushLine()
	w.hash.markTrailer()
	digest := w.hash.digest()
	trailer := &envelope.Trailer{RecordCount: w.records, Digest: digest}
	if sign == nil {
		w.buf = appendDraft(w.buf, trailer)
	} else {
		signature, err := sign(digest, w.records)
		if err != nil {
			return Seal{}, err
		}
		trailer.Signature = signature
		w.buf = AppendTrailer(w.buf, trailer)
	}
	w.flushLine()
	if w.err == nil {
		w.err = w.w.Flush()
	}
	if w.err != nil {
		return Seal{}, w.err
	}
	return Seal{Digest: digest, SHA256: w.hash.sum(), Records: w.records, Bytes: w.hash.n}, nil
}

// AppendTrailer appends the last line of a file.
func AppendTrailer(dst []byte, t *envelope.Trailer) []byte {
	dst = append(dst, `"`+envelope.TrailerName+`":`...)
	dst = Append(dst, envelope.TrailerTable, t)
	return append(dst, "}\n"...)
}

// appendDraft appends the last line of a file that is not signed: the signature,
// which every table requires, is left out.
func appendDraft(dst []byte, t *envelope.Trailer) []byte {
	const unsigned, end = `,"signature":""`, "}}\n"
	return append(bytes.TrimSuffix(AppendTrailer(dst, t), []byte(unsigned+end)), end...)
}
