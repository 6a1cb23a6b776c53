package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
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

// members reads the members of an object up to its closing brace.
func (g *program) members(in input8, i int, base unsafe.Pointer) (after int, seen uint32) {
	expected, surprises := &g.follow, 0
	if g.order < 0 {
		expected = &g.unknown
	}
	for last := 0; ; {
		k := int(expected[last&63])
		c := &g.fields[k]
		if c.key.differs(in.words(i)) == 0 && (!c.key.long || c.key.at(in, i)) {
			i += len(c.key.text)
		} else if k, i = g.name(in, i); i >= 0 {
			surprise := 0
			if int(g.follow[last&63]) != k {
				surprise = 1
			}
			surprises += surprise
			g.follow[last&63] = uint8(k)
			c = &g.fields[k]
		} else {
			return refused, 0
		}
		last = k + 1
		if bit := uint32(1) << (k & 31); seen&bit == 0 {
			seen |= bit
		} else {
			return refused, 0
		}
		if i = c.value(in, in.space(i), base); i < 0 {
			return refused, 0
		}
		switch i = in.space(i); in.byte(i) {
		case ',':
			i = in.space(i + 1)
		case '}':
			if surprises > 0 || g.order < 0 {
				g.order = min(max(g.order+bits.OnesCount32(seen)-3*surprises, -maxOrder), maxOrder)
			}
			return i, seen
		default:
			return refused, 0
		}
	}
}

// maxOrder bounds what earlier objects say of the next one.
const maxOrder = 100

// name reads `"name":` where it is not the one expected. It returns the field
// and the index after the colon.
func (g *program) name(in input8, i int) (k, after int) {
	t := &g.names
	for k := t.first[t.hash(in.word(i+1))&63]; k != 0; k = t.next[(k-1)&31] {
		if key := &g.fields[k-1].key; key.at(in, i) {
			return int(k - 1), i + len(key.text)
		}
	}
	if in.byte(i) != '"' {
		return 0, refused
	}
	end := in.plainEnd(i + 1)
	if in.byte(end) != '"' {
		return 0, refused
	}
	colon := in.space(end + 1)
	if in.byte(colon) != ':' {
		return 0, refused
	}
	name := in.text(i+1, end)
	if f := g.table.Field(name); f != nil {
		return f.Index, colon + 1
	}
	return 0, refused
}

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

// value reads the value of a field.
func (c *fieldCode) value(in input8, i int, base unsafe.Pointer) int {
	f := c.field
	switch c.op {
	case spec.OpText:
		if c.form != nil {
			return in.token(i, c.form, f.Text(base))
		}
		return in.free(i, f.Lex, f.Text(base))
	case spec.OpEUI64:
		v, ok := ident.ParseEUI64(in.bytes(i+1, i+24))
		*f.EUI64(base) = v
		return in.end(i, i+24, ok)
	case spec.OpMPxN:
		end := in.mpxnEnd(i + 1)
		v, ok := ident.ParseMPxN(in.bytes(i+1, end))
		*f.MPxN(base) = v
		return in.end(i, end, ok)
	case spec.OpHex8:
		v, ok := ident.Hex8(in.word(i + 1))
		*f.Hex8(base) = v
		return in.end(i, i+9, ok)
	case spec.OpManufacturer:
		v, ok := ident.Hex4(in.half(i + 1))
		*f.Manufacturer(base) = ident.Manufacturer(v)
		return in.end(i, i+5, ok)
	case spec.OpEnum:
		return c.enumeration(in, i, base)
	case spec.OpDate:
		v, ok := civil.ParseDate(in.bytes(i+1, i+11))
		*f.Date(base) = v
		return in.end(i, i+11, ok)
	case spec.OpObjects:
		return c.objects(in, i, base)
	case spec.OpTexts:
		return c.texts(in, i, base)
	case spec.OpBool:
		return in.boolean(i, f.Bool(base))
	case spec.OpInteger:
		return c.integer(in, i, base)
	case spec.OpInstant:
		v, ok := civil.ParseInstant(in.bytes(i+1, i+21))
		*f.Instant(base) = v
		return in.end(i, i+21, ok)
	case spec.OpObject:
		return c.sub.object(in, i, f.Object(base))
	}
	return refused
}

// free reads a string of a lexical type that is no token.
func (in input8) free(i int, lex *ident.Type, to *string) int {
	if in.byte(i) != '"' {
		return refused
	}
	end := in.plainEnd(i + 1)
	if in.byte(end) != '"' || !lex.Valid(in.bytes(i+1, end)) {
		return refused
	}
	*to = in.text(i+1, end)
	return end + 1
}

// token reads a string of that form.
func (in input8) token(i int, form *ident.Token, to *string) int {
	if in.byte(i) != '"' || !form.First[in.byte(i+1)] {
		return refused
	}
	end := i + 2
	for form.Rest[in.byte(end)] {
		end++
	}
	if n := end - i - 1; in.byte(end) != '"' || n < form.Min || n > form.Max {
		return refused
	}
	*to = in.text(i+1, end)
	return end + 1
}

// lexical reads a string of the lexical type.
func (in input8) lexical(i int, lex *ident.Type, to *string) int {
	if lex.Token != nil {
		return in.token(i, lex.Token, to)
	}
	return in.free(i, lex, to)
}

// end accepts a string from i whose text ends at end, if the text is of its form
// and the quotation marks stand where they must.
func (in input8) end(i, end int, ok bool) int {
	if ok && in.byte(i) == '"' && in.byte(end) == '"' {
		return end + 1
	}
	return refused
}

// mpxnEnd is the index after the digits that stand at i, if they are an MPxN.
func (in input8) mpxnEnd(i int) int {
	if in.byte(i+10)-'0' <= 9 {
		return i + 13
	}
	end := i + 6
	for end < i+10 && in.byte(end) != '"' {
		end++
	}
	return end
}

// enumeration reads one of the allowed values. What is kept is not the text in
// the input, so it may be kept longer.
func (c *fieldCode) enumeration(in input8, i int, base unsafe.Pointer) int {
	if in.byte(i) != '"' {
		return refused
	}
	w := in.words(i + 1)[0]
	for k := range c.enum {
		v := &c.enum[k]
		if v.at8(w) && (len(v.text) <= 8 || v.at(in, i+1)) {
			*c.field.Text(base) = c.field.Enum[k]
			return i + 1 + len(v.text)
		}
	}
	return refused
}

// enumValue returns the allowed value equal to text, which unlike text itself
// may be kept, or "".
func enumValue(f *spec.Field, text []byte) string {
	for _, v := range f.Enum {
		if v == string(text) {
			return v
		}
	}
	return ""
}

func (c *fieldCode) integer(in input8, i int, base unsafe.Pointer) int {
	start := i
	var v int64
	for ; in.byte(i)-'0' <= 9; i++ {
		if i-start == 16 {
			return refused
		}
		v = v*10 + int64(in.byte(i)-'0')
	}
	if i == start || (in.byte(start) == '0' && i-start > 1) || v < c.field.Min || v > c.field.Max {
		return refused
	}
	*c.field.Integer(base) = v
	return i
}

func (in input8) boolean(i int, to *bool) int {
	switch {
	case in.text(i, i+4) == "true":
		*to = true
		return i + 4
	case in.text(i, i+5) == "false":
		*to = false
		return i + 5
	}
	return refused
}

func (c *fieldCode) texts(in input8, i int, base unsafe.Pointer) int {
	if in.byte(i) != '[' {
		return refused
	}
	f := c.field
	list := (*f.Texts(base))[:0]
	for i = in.space(i + 1); in.byte(i) != ']'; {
		var s string
		if i = in.lexical(i, f.Lex, &s); i < 0 {
			return refused
		}
		list = append(list, s)
		if i = in.comma(i); i < 0 {
			return refused
		}
	}
	*f.Texts(base) = list
	if int64(len(list)) < f.Min || int64(len(list)) > f.Max {
		return refused
	}
	return i + 1
}

func (c *fieldCode) objects(in input8, i int, base unsafe.Pointer) int {
	if in.byte(i) != '[' {
		return refused
	}
	f := c.field
	f.Clear(base)
	var n int64
	for i = in.space(i + 1); in.byte(i) != ']'; n++ {
		if n == f.Max {
			return refused
		}
		if i = c.sub.object(in, i, f.Append(base)); i < 0 {
			return refused
		}
		if i = in.comma(i); i < 0 {
			return refused
		}
	}
	if n < f.Min {
		return refused
	}
	return i + 1
}

// comma reads what stands between two items: a comma that another item follows,
// or nothing before the closing bracket.
func (in input8) comma(i int) int {
	i = in.space(i)
	if in.byte(i) == ']' {
		return i
	}
	if in.byte(i) != ',' {
		return refused
	}
	if i = in.space(i + 1); in.byte(i) == ']' {
		return refused
	}
	return i
}

func (in input8) plainEnd(i int) int {
	for {
		if m := notPlain(in.word(i)); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
}

// view returns b as a string without a copy.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
