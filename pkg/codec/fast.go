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
	if in.byte(i) != '{' {
		return refused
	}
	before := startObject(base)
	var seen uint32
	if i = in.space(i + 1); in.byte(i) != '}' {
		if i, seen = g.members(in, i, base); i < 0 {
			return refused
		}
	}
	if g.required&^seen != 0 {
		return refused
	}
	endObject(g.table, base, before, seen, 0)
	return i + 1
}

// members reads the members of an object up to its closing brace. What it does
// itself and does not leave to value is what there is most of in large files.
func (g *program) members(in input8, i int, base unsafe.Pointer) (after int, seen uint32) {
	for c := &g.fields[0]; ; {
		last := c
		c = c.next
		op := c.op
		if g.order < 0 {
			named := g.named(in, i)
			c, op = named.code, named.op
		}
		if c.key.differs(in.words(i)) == 0 && !c.key.long {
			i += len(c.key.text)
		} else if c, i = g.name(last, in, i); i >= 0 {
			op = c.op
		}
		if i < 0 || seen&c.bit != 0 {
			return refused, 0
		}
		seen |= c.bit
		i = in.space(i)
		switch op {
		case opToken:
			if s := &c.shapes.known[0]; s.head(in, i)&highBits == 0 && (s.n <= 16 || s.tail(in, i)&highBits == 0) {
				*c.field.Text(base) = in.text(i+1, i+s.n-1)
				c.shapes.hits++
				i += s.n
			} else {
				i = c.text(in, i, base)
			}
		case spec.OpEnum:
			i = c.enumeration(in, i, base, g.order >= 0)
		case spec.OpMPxN:
			i = c.mpxn(in, i, base)
		case spec.OpTexts:
			i = c.texts(in, i, base)
		case spec.OpObjects:
			i = c.objects(in, i, base)
		case spec.OpEUI64:
			i = c.eui64(in, i, base)
		case spec.OpHex8:
			i = c.hex8(in, i, base)
		case spec.OpManufacturer:
			i = c.manufacturer(in, i, base)
		default:
			i = c.value(in, i, base)
		}
		if i < 0 {
			return refused, 0
		}
		if in.byte(i) != ',' {
			if i = in.space(i); in.byte(i) == '}' {
				g.learn(bits.OnesCount32(seen))
				return i, seen
			}
			if in.byte(i) != ',' {
				return refused, 0
			}
		}
		i = in.space(i + 1)
	}
}

// name reads `"name":` where it is not the one expected behind another field. It
// returns the field and the index after the colon.
func (g *program) name(last *fieldCode, in input8, i int) (c *fieldCode, after int) {
	if c, after = g.find(in, i); after >= 0 && g.order >= 0 && last.next != c {
		last.next = c
		g.surprises++
	}
	return c, after
}

// find reads `"name":`.
func (g *program) find(in input8, i int) (c *fieldCode, after int) {
	if c = g.named(in, i).code; c.key.at(in, i) {
		return c, i + len(c.key.text)
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
	name := in.text(i+1, end)
	if f := g.table.Field(name); f != nil {
		return &g.fields[1+f.Index], colon + 1
	}
	return nil, refused
}

// learn is told that an object has been read, and how many fields it had.
func (g *program) learn(fields int) {
	switch {
	case g.order < 0: // after the last of these, an order is expected again
		g.order++
	case g.surprises > 0:
		if g.order = min(g.order+fields-3*g.surprises, maxOrder); g.order < 0 {
			g.order = -anyOrder
		}
		g.surprises = 0
	}
}

const (
	maxOrder = 100 // bounds what earlier objects say of the next one
	anyOrder = 40  // objects of which no order is expected, once there was none
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
	for left := before &^ have; left != 0; left &= left - 1 {
		if i := bits.TrailingZeros32(left); i < len(t.Fields) {
			t.Fields[i].Clear(base)
		}
	}
	spec.ObjectAt(base).SetBits(have, bad)
}
