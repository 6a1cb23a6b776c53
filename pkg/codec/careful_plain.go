package codec

import (
	"math/bits"
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
	quick     *program // of t, or nil
	last      uint32   // the shape of the member read last by one
	base      unsafe.Pointer
	have, bad uint32
}

// plain reads members as the fast parser does, from the one at i on. It returns the
// index behind the last of them, or refused where it would refuse the first; then, if
// its name is known, which field it is and where its value stands.
func (o *fields) plain(in input8, i int) (after int, f *spec.Field, value int) {
	if o.quick == nil {
		return refused, nil, refused
	}
	if after := o.shaped(in, i); after >= 0 {
		return after, nil, refused
	}
	c, value := o.quick.find(in, i)
	if value < 0 {
		return refused, nil, refused
	}
	if o.have&c.bit != 0 || c.sub != nil { // whose parts are better read one by one
		return refused, c.field, value
	}
	after = c.value(in, value, o.base)
	if after < 0 || !in.goesOn(after) {
		return refused, c.field, value
	}
	o.have |= c.bit
	o.quick.last = o.last
	o.quick.learnShape(c, in, i, value, after)
	o.last = o.quick.last
	return after, nil, refused
}

// pass is told of a member that plain has refused: it stands for the one that was
// expected, so that the one behind it is, and remains to be.
func (o *fields) pass() {
	if o.quick != nil {
		o.last = o.quick.shape(o.last).next
	}
}

// goesOn reports whether an object goes on, or ends, behind a value that ends at i:
// it does not behind the 1 of 1.5.
func (in input8) goesOn(i int) bool {
	next := in.byte(in.space(i))
	return next == ',' || next == '}'
}

// shaped is plain for members of known shapes.
func (o *fields) shaped(in input8, i int) int {
	g := o.quick
	g.seen, g.last = o.have, o.last
	after, behind := g.match(in, i)
	read := g.seen &^ o.have
	if behind && g.opened() {
		field := g.shape(g.last).field
		read &^= 1 << field
		after, behind, g.last = int(g.places[field].at), false, 0
	}
	if read == 0 {
		return refused
	}
	if !behind { // the comma stands before the member
		for after--; in.byte(after) != ','; after-- {
		}
	}
	if !g.take(in, 0, o.base, &g.places[0], read) || !in.goesOn(after) {
		for ; read != 0; read &= read - 1 {
			g.fields[bits.TrailingZeros32(read)].field.Clear(o.base)
		}
		return refused
	}
	o.have |= read
	o.last = g.last
	return after
}
