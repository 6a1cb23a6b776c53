package compare

import (
	"slices"
	"unsafe"

	"s1mig/pkg/spec"
)

// differ compares two objects field by field.
type differ struct {
	record string
	a, b   *detail
	enc    encoder
	found  []Difference
}

// spot is where an object stands on one side.
type spot struct {
	base unsafe.Pointer
	path []any
}

func (s spot) to(steps ...any) []any { return append(slices.Clone(s.path), steps...) }

// object compares the objects at two spots. skip says which fields are left out
// beside those of the plan; it may be nil.
func (d *differ) object(p *plan, name string, a, b spot, skip func(*planned) bool) {
	for i := range p.fields {
		f := &p.fields[i]
		if f.skip || skip != nil && skip(f) {
			continue
		}
		va, vb := d.bytes(p, f, a.base), d.bytes(p, f, b.base)
		if va == vb {
			continue
		}
		here := f.Name
		if name != "" {
			here = name + "." + f.Name
		}
		switch {
		case f.Op == spec.OpObject && va != "" && vb != "":
			d.object(f.of, here, spot{f.Object(a.base), a.to(f.Name)}, spot{f.Object(b.base), b.to(f.Name)}, nil)
		case f.Op == spec.OpObjects:
			d.list(f, here, a, b)
		default:
			d.add(Differs, here, d.a.valueAt(f, a, va), d.b.valueAt(f, b, vb))
		}
	}
}

// bytes is the form in which a value is compared; "" where it is absent.
func (d *differ) bytes(p *plan, f *planned, base unsafe.Pointer) string {
	if !f.present(base, p.csv) {
		return ""
	}
	d.enc.buf = append(d.enc.buf[:0], 1)
	d.enc.value(p, f, base, (*encoder).object)
	return string(d.enc.buf)
}

func (d *differ) add(kind Kind, field string, a, b *Place) {
	d.found = append(d.found, Difference{Kind: kind, Record: d.record, Field: field, A: a, B: b})
}

// valueAt is the place of a value of an object, with the value unless it is absent.
func (d *detail) valueAt(f *planned, s spot, text string) *Place {
	p := d.place(s.to(f.Name)...)
	if text != "" {
		shown := show(f.Field, s.base)
		p.Value = &shown
	}
	return p
}

func (d *detail) place(path ...any) *Place {
	if d.at == nil {
		return &Place{}
	}
	pos, pointer := d.at(path...)
	return &Place{Line: pos.Line, Column: pos.Column, Offset: pos.Offset, Pointer: pointer}
}

// list compares two lists of objects: items that mean the same are struck out, the
// others paired by their names, in order.
func (d *differ) list(f *planned, name string, a, b spot) {
	na, nb := f.Len(a.base), f.Len(b.base)
	mate := make([]int, na)
	taken := make([]bool, nb)
	for i := range mate {
		mate[i] = -1
	}
	d.pair(f, a, b, mate, taken, (*encoder).object)
	same := slices.Clone(mate)
	d.pair(f, a, b, mate, taken, (*encoder).name)
	for i := range na {
		item := spot{f.Item(a.base, i), a.to(f.Name, i)}
		title := name + "[" + label(f.of, item.base) + "]"
		switch {
		case mate[i] < 0:
			d.add(OnlyInA, title, d.a.place(item.path...), nil)
		case same[i] < 0:
			d.object(f.of, title, item, spot{f.Item(b.base, mate[i]), b.to(f.Name, mate[i])}, nil)
		}
	}
	for i := range nb {
		if !taken[i] {
			item := spot{f.Item(b.base, i), b.to(f.Name, i)}
			d.add(OnlyInB, name+"["+label(f.of, item.base)+"]", nil, d.b.place(item.path...))
		}
	}
	paired := slices.DeleteFunc(mate, func(i int) bool { return i < 0 })
	if f.of.all && !slices.IsSorted(paired) {
		d.add(Order, name, d.a.place(a.to(f.Name)...), d.b.place(b.to(f.Name)...))
	}
}

// pair gives each item of A that has no mate the first of B that has the same form
// and is not taken.
func (d *differ) pair(f *planned, a, b spot, mate []int, taken []bool, form func(*encoder, *plan, unsafe.Pointer)) {
	of := func(base unsafe.Pointer) string {
		d.enc.buf = d.enc.buf[:0]
		form(&d.enc, f.of, base)
		return string(d.enc.buf)
	}
	free := map[string][]int{}
	for i := range taken {
		if !taken[i] {
			k := of(f.Item(b.base, i))
			free[k] = append(free[k], i)
		}
	}
	for i := range mate {
		if mate[i] >= 0 {
			continue
		}
		k := of(f.Item(a.base, i))
		if list := free[k]; len(list) > 0 {
			mate[i], free[k] = list[0], list[1:]
			taken[list[0]] = true
		}
	}
}
