package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"unicode/utf16"
	"unicode/utf8"
)

// writeJSON writes the report as one JSON document, laid out so that one
// finding, installation, authorisation, alert or file is one line.
func writeJSON(w *bufio.Writer, r *Report, _ Options) error {
	j := &jsonWriter{w: w}
	j.text(`{"tool":`).value(r.Tool)
	j.text(",\n \"basis\":").value(r.Basis)
	j.text(",\n \"asOf\":").value(r.AsOf).text(`,"asOfSource":`).value(r.AsOfSource)
	j.text(",\n \"files\":[")
	for i := range r.Files {
		j.comma(i > 0).file(&r.Files[i])
	}
	j.text("]")
	if len(r.Skipped) > 0 {
		j.text(",\n \"skipped\":").value(r.Skipped)
	}
	if len(r.Unread) > 0 {
		j.text(",\n \"unread\":").value(r.Unread)
	}
	j.text(",\n \"summary\":").value(r.Summary.filled())
	if r.Run != nil {
		j.text(",\n \"run\":").run(r.Run)
	}
	if r.Interrupted {
		j.text(",\n \"interrupted\":true")
	}
	j.text(",\n \"exit\":").value(r.Exit).text("}\n")
	return nil
}

// writeNDJSON writes one line for each finding, with its file, and one for the
// summary.
func writeNDJSON(w *bufio.Writer, r *Report, _ Options) error {
	j := &jsonWriter{w: w}
	for i := range r.Files {
		for k := range r.Files[i].Findings {
			j.value(struct {
				File string `json:"file"`
				*Finding
			}{r.Files[i].File, &r.Files[i].Findings[k]}).text("\n")
		}
	}
	j.value(struct {
		Summary     Summary `json:"summary"`
		Skipped     []Note  `json:"skipped,omitempty"`
		Unread      []Note  `json:"unread,omitempty"`
		Interrupted bool    `json:"interrupted,omitempty"`
		Exit        int     `json:"exit"`
	}{r.Summary.filled(), r.Skipped, r.Unread, r.Interrupted, r.Exit}).text("\n")
	return nil
}

// filled returns the summary without nil maps, which JSON would write as null.
func (s Summary) filled() Summary {
	if s.ByCode == nil {
		s.ByCode = map[string]int64{}
	}
	return s
}

type jsonWriter struct {
	w       *bufio.Writer
	buf     bytes.Buffer // of one value
	encoder *json.Encoder
}

func (j *jsonWriter) text(s string) *jsonWriter { j.w.WriteString(s); return j }

// comma begins the next line of a list.
func (j *jsonWriter) comma(more bool) *jsonWriter {
	if more {
		j.text(",")
	}
	return j.text("\n  ")
}

// value writes one value on one line. Values are structs of this package, which
// always marshal.
func (j *jsonWriter) value(v any) *jsonWriter {
	if j.encoder == nil {
		j.encoder = json.NewEncoder(&j.buf)
		j.encoder.SetEscapeHTML(false)
	}
	j.buf.Reset()
	if err := j.encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("report: %v", err))
	}
	j.w.Write(printable(bytes.TrimSuffix(j.buf.Bytes(), []byte("\n"))))
	return j
}

// line writes one of many values alike.
func (j *jsonWriter) line(v any) {
	if p, ok := v.(plainLine); ok {
		if line, ok := p.appendPlain(j.w.AvailableBuffer()); ok {
			j.w.Write(line)
			return
		}
	}
	j.value(v)
}

func (j *jsonWriter) file(f *File) {
	head := *f
	head.Findings = []Finding{}
	head.Rejected = filledSlice(f.Rejected)
	head.NotEvaluated = filledSlice(f.NotEvaluated)
	var b bytes.Buffer
	inner := &jsonWriter{w: bufio.NewWriter(&b)}
	inner.value(head)
	inner.w.Flush()
	// findings is the last member: they follow, each on a line of its own.
	j.w.Write(bytes.TrimSuffix(b.Bytes(), []byte("]}")))
	for i := range f.Findings {
		if i > 0 {
			j.text(",")
		}
		j.text("\n   ").value(&f.Findings[i])
	}
	j.text("]}")
}

func (j *jsonWriter) run(r *Run) {
	j.text(`{"seed":`).value(r.Seed)
	j.text(",\n  \"installations\":[")
	writeSeq(j, r.Installations)
	j.text("],\n  \"authorisations\":[")
	writeSeq(j, r.Authorisations)
	states := r.States
	if states == nil {
		states = map[string]int64{}
	}
	j.text("],\n  \"states\":").value(states)
	j.text(",\n  \"alerts\":[")
	writeSeq(j, r.Alerts)
	j.text("],\n  \"stages\":").value(filledSlice(r.Stages))
	j.text(",\n  \"files\":[")
	writeSeq(j, func(yield func(Exchanged) bool) {
		for f := range each(r.Files) {
			f.Parents = filledSlice(f.Parents)
			if !yield(f) {
				return
			}
		}
	})
	j.text("]}")
}

func writeSeq[T any](j *jsonWriter, items iter.Seq[T]) {
	first := true
	var kept T // of which the encoder is given the address
	for item := range each(items) {
		if !first {
			j.text(",")
		}
		first = false
		kept = item
		j.text("\n   ").line(&kept)
	}
}

// filledSlice returns an empty slice for a nil one, which JSON would write as
// null.
func filledSlice[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// printable returns JSON text with every character that does not print written
// as a \u escape. Such a character can only stand in a string, so the value
// stays the same.
func printable(text []byte) []byte {
	plain := 0 // most of it, if not all
	for plain < len(text) && ' ' <= text[plain] && text[plain] <= '~' {
		plain++
	}
	if bytes.IndexFunc(text[plain:], hidden) < 0 {
		return text
	}
	var out []byte
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case !hidden(r):
			out = append(out, text[:n]...)
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		}
		text = text[n:]
	}
	return out
}
