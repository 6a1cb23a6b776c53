package codec

import (
	"bytes"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/source"
)

// HeaderRaw returns the bytes of the header; nil where it could not be read to
// its end.
func (f *File) HeaderRaw() []byte { return bytes.Clone(f.headerRaw) }

// HeaderAt returns the position and the JSON Pointer of the value that path leads
// to within the header, as Record.At does within a record.
func (f *File) HeaderAt(path ...any) (source.Position, string) {
	r := Record{Raw: f.headerRaw, Pos: f.headerPos}
	return r.within(envelope.HeaderName, path)
}

// TrailerAt returns the position and the JSON Pointer of the value that path
// leads to within the trailer, as Record.At does within a record.
func (r *Result) TrailerAt(path ...any) (source.Position, string) {
	t := Record{Raw: r.trailerRaw, Pos: r.trailerPos}
	return t.within(envelope.TrailerName, path)
}

// within places a value of a part of the document that is no record.
func (r *Record) within(part string, path []any) (source.Position, string) {
	steps := []step{{name: part}}
	for _, e := range path {
		if name, ok := e.(string); ok {
			steps = append(steps, step{name: name})
			continue
		}
		steps = append(steps, step{i: e.(int)})
	}
	return locate(r.Raw, r.Pos, path...), pointer(steps)
}
