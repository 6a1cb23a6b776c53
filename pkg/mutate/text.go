package mutate

import (
	"bytes"
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
)

// textMutators spoil the text of a file: what any JSON reader would say, and what
// most of them let through. Files are sealed after the text before the trailer is
// spoilt, so that their seals hold.
func textMutators() []Mutator {
	return []Mutator{
		inBody(finding.Syntax, "a comma before the closing brace of a record", "the end of the record", `}`, `,}`, inRecord(lastBrace)),
		inBody(finding.Syntax, "a missing comma between two members of a record", "the first record", `,"`, `"`, inRecord(func(record []byte) int { return bytes.Index(record, []byte(`,"`)) })),
		inWhole(finding.Truncated, "the end cut off within the trailer", "the trailer", "the rest of the file", "(absent)",
			func(b []byte) []byte { return b[:len(b)-40] }),
		inWhole(finding.Truncated, "the end cut off within the last record", "the last record", "the rest of the file", "(absent)",
			func(b []byte) []byte { return b[:bytes.LastIndex(b, []byte("\n],"))-10] }),
		inWhole(finding.TrailingData, "a second document after the first", "behind the end", "(absent)", "{}",
			func(b []byte) []byte { return append(b, "{}\n"...) }),
		inWhole(finding.TrailingData, "blank lines after the document", "behind the end", "(absent)", "two line ends",
			func(b []byte) []byte { return append(b, "\n\n"...) }).good(),
		trailerBeforeRecords(),
		inBody(finding.ByteOrderMark, "a byte order mark before the document", "the beginning", ``, "\xef\xbb\xbf", func([]byte) int { return 0 }),
		inBody(finding.InvalidUTF8, "a byte of Latin-1 in a string", "the id of the first record", ``, "\xe4", inRecord(firstID)),
		inBody(finding.LoneSurrogate, "half a surrogate pair in a string", "the id of the first record", ``, `\ud83d`, inRecord(firstID)),
		inBody(finding.ControlChar, "a raw tab in a string", "the id of the first record", ``, "\t", inRecord(firstID)),
		inBody(finding.Nesting, "40 lists one in the other", "a member of the first record", `{`, `{"nested":`+strings.Repeat("[", 40)+strings.Repeat("]", 40)+`,`, inRecord(firstBrace)).also(finding.UnknownField), // no field is a list of lists
		inBody(finding.RecordSize, "a record of more than a mebibyte", "the first record", `{`, `{`+strings.Repeat(" ", 1<<20), inRecord(firstBrace)),
		inBody(finding.RecordSize, "a record of nearly a mebibyte", "the first record", `{`, `{`+strings.Repeat(" ", 1<<20-1<<14), inRecord(firstBrace)).good(),
	}
}

// inBody makes a mutator that puts one text in the place of another in the text
// before the trailer, at an offset.
func inBody(code finding.Code, name, where, old, text string, at func([]byte) int) Mutator {
	return onLatest(code, name, nil, nil, func(_ *Set, d *document) (Change, error) {
		d.tree.body = func(b []byte) []byte {
			i := at(b)
			out := append(bytes.Clone(b[:i]), text...)
			return append(out, b[i+len(old):]...)
		}
		return Change{of: d, Pointer: where, Before: shown(old), After: shown(text)}, nil
	})
}

// inWhole makes a mutator that changes the finished file.
func inWhole(code finding.Code, name, where, before, after string, edit func([]byte) []byte) Mutator {
	return onLatest(code, name, nil, nil, func(_ *Set, d *document) (Change, error) {
		d.tree.whole = edit
		return Change{of: d, Pointer: where, Before: before, After: after}, nil
	})
}

// shown makes a text fit for one line.
func shown(text string) string {
	const most = 60
	if text == "" {
		return "(absent)"
	}
	if len(text) > most {
		text = text[:most] + "…"
	}
	return string(quoted(strings.ToValidUTF8(text, "\ufffd")))
}

// inRecord finds a place in the first record.
func inRecord(place func(record []byte) int) func([]byte) int {
	return func(b []byte) int {
		from := bytes.Index(b, []byte("\":[\n")) + 4
		to := from + bytes.IndexByte(b[from:], '\n')
		return from + place(b[from:to])
	}
}

func firstBrace([]byte) int { return 0 }

func lastBrace(record []byte) int { return bytes.LastIndexByte(record, '}') }

// firstID is behind the first letter of the id of a record, its first member.
func firstID(record []byte) int { return bytes.Index(record, []byte(`":"`)) + 4 }

// trailerBeforeRecords puts the trailer before the records, with a digest of what
// stands before it there.
func trailerBeforeRecords() Mutator {
	return onLatest(finding.TopOrder, "the trailer before the records", nil, nil, func(s *Set, d *document) (Change, error) {
		t := d.tree
		head, records, _ := bytes.Cut(t.text(d.fileType.Records), []byte(",\n\""+d.fileType.Records+"\":["))
		head = append(bytes.Clone(head), ",\n"...)
		t.seal = func(trailer *envelope.Trailer) { trailer.Digest = digestOf(head) }
		t.whole = func([]byte) []byte {
			out := append(bytes.Clone(head), `"`+envelope.TrailerName+`":`...)
			out = append(t.trailer.append(out), ",\n\""+d.fileType.Records+"\":["...)
			return append(append(out, bytes.TrimSuffix(records, []byte(",\n"))...), "}\n"...)
		}
		return Change{of: d, Pointer: "/" + envelope.TrailerName, Before: "behind the records", After: "before the records"}, nil
	})
}
