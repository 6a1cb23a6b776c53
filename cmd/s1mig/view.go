package main

import (
	"fmt"
	"io"
	"strings"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/report"
	"s1mig/pkg/spec"
)

// view is a human view of records, read off their tables.
type view struct{ text []byte }

func (v *view) line(depth int, format string, args ...any) {
	v.text = append(v.text, strings.Repeat("  ", depth)...)
	v.text = append(v.text, report.Visible(fmt.Sprintf(format, args...))...)
	v.text = append(v.text, '\n')
}

func (v *view) flush(w io.Writer) error {
	_, err := w.Write(v.text)
	return err
}

// object shows the struct that value points at.
func (v *view) object(depth int, t *spec.Table, value any) { v.fields(depth, t, t.Base(value)) }

func (v *view) fields(depth int, t *spec.Table, base unsafe.Pointer) {
	have, bad := spec.ObjectAt(base).Bits()
	for i := range t.Fields {
		f := &t.Fields[i]
		bit := uint32(1) << f.Index
		switch {
		case have&bit == 0:
		case bad&bit != 0 && !holdsMore(f, base):
			v.field(depth, f, "(malformed)")
		case f.Secret:
			v.field(depth, f, "[redacted]")
		case f.Op == spec.OpObject:
			v.line(depth, "%s", f.Name)
			v.fields(depth+1, f.Table, f.Object(base))
		case f.Op == spec.OpObjects:
			for k := range f.Len(base) {
				v.line(depth, "%s %d", f.Name, k+1)
				v.fields(depth+1, f.Table, f.Item(base, k))
			}
		default:
			v.field(depth, f, f.Show(base))
		}
	}
}

// holdsMore reports whether a value has fields of its own to show; where it is
// malformed, that is the fault of one of them.
func holdsMore(f *spec.Field, base unsafe.Pointer) bool {
	return f.Op == spec.OpObject || f.Op == spec.OpObjects && f.Len(base) > 0
}

func (v *view) field(depth int, f *spec.Field, value string) {
	v.line(depth, "%-*s  %s", max(0, 34-2*depth), f.Name, value)
}

// trailer shows how a file ends.
func (v *view) trailer(r codec.Result) {
	if r.Trailer == nil {
		v.line(0, "no trailer")
	} else {
		v.line(0, "trailer")
		v.object(1, envelope.TrailerTable, r.Trailer)
	}
	v.line(0, "%s, %d bytes, sha-256 %s", report.Count(r.Records, "record"), r.Bytes, r.SHA256)
}
