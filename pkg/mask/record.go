package mask

import (
	"unsafe"

	"s1mig/pkg/spec"
)

// record copies the struct at src, which is well formed, to the one at dst. Text
// that stays is the same as src's.
func (m *masker) record(p *plan, dst, src unsafe.Pointer) {
	have, bad := spec.ObjectAt(src).Bits()
	if bad != 0 {
		panic("mask: a malformed record is copied as a well-formed one")
	}
	for i := range p.table.Fields {
		f := &p.table.Fields[i]
		f.Clear(dst)
		if have&(1<<i) != 0 || !f.IsEmpty(src) {
			m.field(p, i, dst, src)
		}
	}
	spec.ObjectAt(dst).SetBits(have, 0)
}

// field copies one field.
func (m *masker) field(p *plan, i int, dst, src unsafe.Pointer) {
	f, how := &p.table.Fields[i], p.fields[i]
	switch f.Op {
	case spec.OpText:
		*f.Text(dst) = m.treat(how, *f.Text(src))
	case spec.OpTexts:
		for _, text := range *f.Texts(src) {
			*f.Texts(dst) = append(*f.Texts(dst), m.treat(how, text))
		}
	case spec.OpMPxN:
		*f.MPxN(dst) = m.mpxn(*f.MPxN(src))
	case spec.OpEUI64:
		if *f.EUI64(dst) = *f.EUI64(src); how != Keep {
			*f.EUI64(dst) = m.device(*f.EUI64(src))
		}
	case spec.OpObject:
		m.record(p.inside[i], f.Object(dst), f.Object(src))
	case spec.OpObjects:
		for k := range f.Len(src) {
			m.record(p.inside[i], f.Append(dst), f.Item(src, k))
		}
	default:
		if how != Keep {
			panic("mask: no way to mask field " + f.Name)
		}
		keep(f, dst, src)
	}
}

// keep copies a value that is no identifier and has a form of its own.
func keep(f *spec.Field, dst, src unsafe.Pointer) {
	switch f.Op {
	case spec.OpEnum:
		*f.Text(dst) = *f.Text(src)
	case spec.OpHex8:
		*f.Hex8(dst) = *f.Hex8(src)
	case spec.OpManufacturer:
		*f.Manufacturer(dst) = *f.Manufacturer(src)
	case spec.OpDate:
		*f.Date(dst) = *f.Date(src)
	case spec.OpInstant:
		*f.Instant(dst) = *f.Instant(src)
	case spec.OpInteger:
		*f.Integer(dst) = *f.Integer(src)
	case spec.OpBool:
		*f.Bool(dst) = *f.Bool(src)
	default:
		panic("mask: no way to copy field " + f.Name)
	}
}
