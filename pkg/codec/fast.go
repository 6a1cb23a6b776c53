package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/spec"
)

// NOTE. The fast parser accepts or refuses; it never says why. What it accepts
// is exactly what the careful parser finds no fault in, less what it does not
// care to understand (escapes, characters beyond ASCII in free text): those
// records are read a second time, carefully, and may turn out to be good. All
// its functions return the index after what they read, or refused. The buffer
// ends in pad NUL bytes, which no function accepts, so none runs off its end.

const refused = -1

// object reads the object that begins at i into the struct at base.
func (g *program) object(in input8, i int, base unsafe.Pointer) int {
	before := startObject(base)
	g.objects++
	switch {
	case g.ordered != 0:
		i = g.inOrder(in, i, base)
	case in.byte(i) != '{' || in.byte(i+1) != '"':
		i = g.unknown(in, i, base)
	case g.arranged != nil:
		return g.inArrangement(in, i+1, base, before)
	default: // most are read here: one call more, and the next object would wait for its memory
		g.reset()
		after, behind := g.match(in, i+1)
		switch {
		case !behind || in.byte(after) != '}':
			i = g.onward(in, after, behind, base, g.seen, noOutline)
		case !g.take(in, 0, base, &g.places[0], g.seen):
			return refused
		default:
			g.inNoOrder()
			i = after + 1
		}
	}
	if i < 0 || g.required&^g.seen != 0 {
		return refused
	}
	endObject(g.table, base, before, g.seen, 0)
	return i
}

// inOrder reads the object at i, by an outline if it is of one.
func (g *program) inOrder(in input8, i int, base unsafe.Pointer) int {
	l := g.outlineOf(in, i)
	if l == nil {
		return g.unknown(in, i, base)
	}
	if !g.take(in, i, base, &l.places[0], l.takes) {
		return refused
	}
	g.seen = l.have
	if i += l.n; l.opens == nil {
		return i
	}
	return g.continued(l, in, i-1, base)
}

// continued reads what an object of an outline has from the bracket at i on, where
// that ends.
func (g *program) continued(l *outline, in input8, i int, base unsafe.Pointer) int {
	if i = l.opens.nested(in, i, base); i < 0 {
		return refused
	}
	if i = in.space(i); in.byte(i) == ',' {
		g.last = l.last
		return g.members(in, i+1, base, noOutline)
	}
	return in.closed(i)
}

// unknown reads the object at i, which is of no known outline.
func (g *program) unknown(in input8, i int, base unsafe.Pointer) int {
	g.reset()
	if in.byte(i) != '{' {
		return refused
	}
	first := in.space(i + 1)
	if in.byte(first) == '}' {
		return first + 1
	}
	return g.members(in, first, base, i)
}

// closed is the index behind the closing brace at i.
func (in input8) closed(i int) int {
	if in.byte(i) == '}' {
		return i + 1
	}
	return refused
}

const noOutline = -1

// members reads the members of an object from the one at i on, up to its closing
// brace. Where the object began at start and not at noOutline, an outline may be
// made of it.
func (g *program) members(in input8, i int, base unsafe.Pointer, start int) int {
	before := g.seen
	i, behind := g.match(in, in.space(i))
	return g.onward(in, i, behind, base, g.seen&^before, start)
}

// onward is members from where the matcher has stopped. Of the fields left, the places
// alone are known.
func (g *program) onward(in input8, i int, behind bool, base unsafe.Pointer, left uint32, start int) int {
	for {
		switch {
		case !behind:
			i, start = g.member(in, i, base), noOutline
		case g.opened():
			g.learnOutline(in, start, i+1)
			start = noOutline
			i = g.fields[g.shape(g.last).field].nested(in, i, base)
		}
		if i < 0 {
			return refused
		}
		if i = in.space(i); in.byte(i) != ',' {
			break
		}
		before := g.seen
		i, behind = g.match(in, in.space(i+1))
		left |= g.seen &^ before
	}
	if !g.take(in, 0, base, &g.places[0], left&^g.opening) {
		return refused
	}
	if i = in.closed(i); i >= 0 {
		g.learnOutline(in, start, i)
		g.learn(bits.OnesCount32(g.seen))
	}
	return i
}

// member reads a member of no known shape.
func (g *program) member(in input8, i int, base unsafe.Pointer) int {
	c, value := g.find(in, i)
	if value < 0 || g.seen&c.bit != 0 {
		return refused
	}
	g.seen |= c.bit
	after := 0
	if c.sub != nil {
		after = c.nested(in, value, base)
	} else {
		after = c.value(in, value, base)
	}
	if after >= 0 {
		g.learnShape(c, in, i, value, after)
	}
	return after
}

// nested reads an object or a list of objects.
func (c *fieldCode) nested(in input8, i int, base unsafe.Pointer) int {
	if c.field.Op == spec.OpObject {
		return c.sub.object(in, i, c.field.Object(base))
	}
	return c.objects(in, i, base)
}

// find reads `"name":` and returns the field and the index of its value.
func (g *program) find(in input8, i int) (c *fieldCode, value int) {
	if c = g.byName[g.names.hash(in.word(i+1))]; c != nil && c.key.at(in, i) {
		return c, in.space(i + len(c.key.text))
	}
	if in.byte(i) != '"' {
		return nil, refused
	}
	end := in.plainEnd(i + 1)
	if in.byte(end) != '"' {
		return nil, refused
	}
	colon := in.space(end + 1)
	if in.byte(colon) != ':' {
		return nil, refused
	}
	if f := g.table.Field(in.text(i+1, end)); f != nil {
		return &g.fields[f.Index], in.space(colon + 1)
	}
	return nil, refused
}

// learn is told that an object has been read, and how many fields it had.
func (g *program) learn(fields int) {
	switch {
	case g.order < 0:
		g.inNoOrder()
	case g.surprises > 0:
		if g.order = min(g.order+fields-3*int(g.surprises), maxOrder); g.order < 0 {
			g.disorder()
		}
		g.surprises = 0
	default:
		g.anyOrder /= 2
	}
}

// disorder has no order be expected of the next objects.
func (g *program) disorder() {
	g.anyOrder = min(max(leastAnyOrder, 2*g.anyOrder), mostAnyOrder)
	g.order = -g.anyOrder
	g.ordered = 0
	g.arrange()
}

// inNoOrder is told that an object has been read of which no order was expected; of
// the one after the last of these, one is.
func (g *program) inNoOrder() {
	if g.order++; g.order == 0 {
		g.ordered, g.surprises = 1, 0
		g.arranged = nil
	}
}

const (
	maxOrder = 100 // bounds what earlier objects say of the next one

	// Of so many objects no order is expected, once there was none: twice as many
	// each time that there is none still.
	leastAnyOrder = 40
	mostAnyOrder  = 2560
)

// The structs of an earlier record are used again. What its fields hold that
// stood in the earlier record is known from the presence bits: a field that did
// not stand there is clear. While an object is being read, all its bits are set,
// since it may be given up at any point.

// startObject begins an object and returns the fields that may hold something.
func startObject(base unsafe.Pointer) (before uint32) {
	o := spec.ObjectAt(base)
	before, _ = o.Bits()
	o.SetBits(^uint32(0), 0)
	return before
}

// endObject clears what is left of an earlier record and sets the presence bits.
func endObject(t *spec.Table, base unsafe.Pointer, before, have, bad uint32) {
	if left := before &^ have; left != 0 {
		clearFields(t, base, left)
	}
	spec.ObjectAt(base).SetBits(have, bad)
}

func clearFields(t *spec.Table, base unsafe.Pointer, left uint32) {
	for ; left != 0; left &= left - 1 {
		if i := bits.TrailingZeros32(left); i < len(t.Fields) {
			t.Fields[i].Clear(base)
		}
	}
}
