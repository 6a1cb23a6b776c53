package codec

import (
	"unsafe"

	"s1mig/pkg/spec"
)

// NOTE. Where a record has a fault, the careful parser leaves to the fast one
// what has none: an object of a list, or a single member. And where one object
// has a fault the next of its kind often has one, so it is not even tried to read
// that as a whole.

// try is object, unless it is likely to be refused.
func (g *program) try(in input8, i int, base unsafe.Pointer) int {
	if g == nil || g.wary > 0 {
		return refused
	}
	return g.object(in, i, base)
}

// expect is told whether an object was one that would be refused.
func (g *program) expect(refusal bool) {
	switch {
	case g == nil:
	case refusal:
		g.wary = wariness
	default:
		g.wary = max(0, g.wary-1)
	}
}

// wariness is how many objects must have had no fault before the next is tried as
// a whole again.
const wariness = 2

// fields is an object while it is being read.
type fields struct {
	t         *spec.Table
	quick     *program   // of t, or nil
	last      *fieldCode // read last
	base      unsafe.Pointer
	have, bad uint32
}

func newFields(t *spec.Table, quick *program, base unsafe.Pointer) fields {
	o := fields{t: t, quick: quick, base: base}
	if quick != nil {
		o.last = &quick.fields[0]
	}
	return o
}

// plainName reads `"name":` as the fast parser does and returns the field and the
// index of its value; nil where it would refuse.
func (o *fields) plainName(in input8, i int) (*fieldCode, int) {
	if o.quick == nil {
		return nil, refused
	}
	c := o.last.next
	if c.key.at(in, i) {
		i += len(c.key.text)
	} else if c, i = o.quick.find(in, i); i < 0 {
		return nil, refused
	}
	if c.bit == 0 { // the field that is none: its name is NUL
		return nil, refused
	}
	o.last = c
	return c, in.space(i)
}

// plainValue reads the value of a field that did not stand before, if the object
// goes on behind it. It refuses a list of objects, which are better read one by one.
func (o *fields) plainValue(in input8, i int, c *fieldCode) int {
	if o.have&c.bit != 0 {
		return refused
	}
	if i = c.any(in, i, o.base); i < 0 {
		return refused
	}
	if next := in.byte(in.space(i)); next != ',' && next != '}' { // as behind the 1 of 1.5
		return refused
	}
	o.have |= c.bit
	return i
}

// any reads a value of any kind but a list of objects.
func (c *fieldCode) any(in input8, i int, base unsafe.Pointer) int {
	switch c.op {
	case opToken:
		return c.text(in, i, base)
	case spec.OpEnum:
		return c.enumeration(in, i, base, true)
	case spec.OpMPxN:
		return c.mpxn(in, i, base)
	case spec.OpTexts:
		if c.shapes.known[0].n > 0 && c.shapes.of(in, i) == nil {
			return refused // it has a fault more often than a new shape
		}
		return c.texts(in, i, base)
	case spec.OpEUI64:
		return c.eui64(in, i, base)
	case spec.OpHex8:
		return c.hex8(in, i, base)
	case spec.OpManufacturer:
		return c.manufacturer(in, i, base)
	}
	return c.value(in, i, base)
}
