package compare

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"unsafe"

	"s1mig/pkg/spec"
)

// encoder writes what is compared of an object in one form: two objects have the
// same bytes if and only if they mean the same. Each part says where it ends, so
// no two objects share bytes by chance.
type encoder struct {
	buf   []byte
	marks []int // where the items of the lists under way begin
	spare []byte
	spans []span
}

type span struct{ from, to int }

// sum is a hash of what is compared of a record.
type sum [2]uint64

// sum hashes all that is compared of an object.
func (e *encoder) sum(p *plan, base unsafe.Pointer) sum {
	e.buf = e.buf[:0]
	e.object(p, base)
	h := sha256.Sum256(e.buf)
	return sum{binary.LittleEndian.Uint64(h[:]), binary.LittleEndian.Uint64(h[8:])}
}

// identity hashes what names an object.
func (e *encoder) identity(p *plan, base unsafe.Pointer) uint64 {
	e.buf = e.buf[:0]
	e.name(p, base)
	h := sha256.Sum256(e.buf)
	return binary.LittleEndian.Uint64(h[:])
}

// object appends the fields that are compared and present.
func (e *encoder) object(p *plan, base unsafe.Pointer) {
	for i := range p.fields {
		if f := &p.fields[i]; !f.skip && f.present(base, p.csv) {
			e.buf = append(e.buf, byte(i+1))
			e.value(p, f, base, (*encoder).object)
		}
	}
	e.buf = append(e.buf, 0)
}

// name appends what names an object. The items of a list name it by their own
// names.
func (e *encoder) name(p *plan, base unsafe.Pointer) {
	for _, i := range p.key {
		if f := &p.fields[i]; f.present(base, p.csv) {
			e.buf = append(e.buf, byte(i+1))
			e.value(p, f, base, (*encoder).name)
		}
	}
	e.buf = append(e.buf, 0)
}

// present reports whether there is a value to be compared. Text that is empty and
// a list of no items mean what their absence means; a number, even 0, does not.
func (f *planned) present(base unsafe.Pointer, csv bool) bool {
	switch f.Op {
	case spec.OpText, spec.OpEnum, spec.OpObjects:
		return !f.IsEmpty(base)
	case spec.OpTexts:
		list := *f.Texts(base)
		return len(list) > 1 || len(list) == 1 && !(csv && list[0] == "")
	}
	return spec.ObjectAt(base).Has(spec.Ref(f.Index)) || !f.IsEmpty(base)
}

// value appends a value; objects writes the objects in it.
func (e *encoder) value(p *plan, f *planned, base unsafe.Pointer, objects func(*encoder, *plan, unsafe.Pointer)) {
	switch f.Op {
	case spec.OpText, spec.OpEnum:
		e.text(f, *f.Text(base))
	case spec.OpEUI64, spec.OpMPxN, spec.OpInstant, spec.OpInteger:
		e.buf = binary.LittleEndian.AppendUint64(e.buf, uint64(*f.Integer(base)))
	case spec.OpHex8, spec.OpDate:
		e.buf = binary.LittleEndian.AppendUint32(e.buf, *f.Hex8(base))
	case spec.OpManufacturer:
		e.buf = binary.LittleEndian.AppendUint64(e.buf, uint64(*f.Manufacturer(base)))
	case spec.OpBool:
		e.buf = append(e.buf, boolByte(*f.Bool(base)))
	case spec.OpObject:
		objects(e, f.of, f.Object(base))
	case spec.OpTexts:
		e.texts(p, f, *f.Texts(base))
	case spec.OpObjects:
		n, first := f.Len(base), len(e.marks)
		e.buf = binary.AppendUvarint(e.buf, uint64(n))
		for i := range n {
			e.marks = append(e.marks, len(e.buf))
			objects(e, f.of, f.Item(base, i))
		}
		e.order(p, first)
	default:
		panic("compare: field " + f.Name + " is kept in a way that is not known")
	}
}

func (e *encoder) text(f *planned, s string) {
	if f.same != nil {
		s = f.same(s)
	}
	e.buf = binary.AppendUvarint(e.buf, uint64(len(s)))
	e.buf = append(e.buf, s...)
}

func (e *encoder) texts(p *plan, f *planned, list []string) {
	first := len(e.marks)
	e.buf = binary.AppendUvarint(e.buf, uint64(len(list)))
	for _, s := range list {
		if p.csv && len(list) > 1 && strings.Trim(s, " ") == "" {
			s = "-" // as a CSV has it, see codec.CSVWriter
		}
		e.marks = append(e.marks, len(e.buf))
		e.text(f, s)
	}
	e.order(p, first)
}

// order puts the items that the marks from first on begin into the order of their
// bytes, unless their own order counts, and drops the marks.
func (e *encoder) order(p *plan, first int) {
	marks := append(e.marks[first:], len(e.buf))
	e.marks = e.marks[:first]
	if p.all || e.ascending(marks) {
		return
	}
	e.spans = e.spans[:0]
	start := marks[0]
	for i := range len(marks) - 1 {
		e.spans = append(e.spans, span{marks[i] - start, marks[i+1] - start})
	}
	e.spare = append(e.spare[:0], e.buf[start:]...)
	slices.SortFunc(e.spans, func(a, b span) int { return bytes.Compare(e.spare[a.from:a.to], e.spare[b.from:b.to]) })
	e.buf = e.buf[:start]
	for _, s := range e.spans {
		e.buf = append(e.buf, e.spare[s.from:s.to]...)
	}
}

func (e *encoder) ascending(marks []int) bool {
	for i := 0; i+2 < len(marks); i++ {
		if bytes.Compare(e.buf[marks[i]:marks[i+1]], e.buf[marks[i+1]:marks[i+2]]) > 0 {
			return false
		}
	}
	return true
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}
