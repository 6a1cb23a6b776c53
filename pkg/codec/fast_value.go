package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// value reads the value of a field that is no object and no list of objects.
func (c *fieldCode) value(in input8, i int, base unsafe.Pointer) int {
	f := c.field
	switch f.Op {
	case spec.OpText:
		return in.lexical(i, f.Lex, f.Text(base))
	case spec.OpEnum:
		return c.enumeration(in, i, base)
	case spec.OpEUI64:
		v, ok := c.eui.Parse(in.eui64(i + 1))
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
		v, ok := ident.Hex8(in.hex4(i + 1))
		*f.Manufacturer(base) = ident.Manufacturer(v)
		return in.end(i, i+5, ok)
	case spec.OpDate:
		v, ok := c.month.Parse(in.date(i + 1))
		*f.Date(base) = v
		return in.end(i, i+11, ok)
	case spec.OpInstant:
		v, ok := civil.ParseInstant(in.bytes(i+1, i+21))
		*f.Instant(base) = v
		return in.end(i, i+21, ok)
	case spec.OpInteger:
		return c.integer(in, i, base)
	case spec.OpBool:
		return in.boolean(i, f.Bool(base))
	case spec.OpTexts:
		return c.texts(in, i, base)
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
	for k := range c.enum {
		if v := &c.enum[k]; v.at(in, i+1) {
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
	c.sub.outlines.begin()
	var n int64
	for i = in.space(i + 1); in.byte(i) != ']'; n++ {
		if n == f.Max {
			return refused
		}
		if i = c.sub.object(in, i, f.Append(base)); i < 0 {
			return refused
		}
		if in.byte(i) == ',' && in.byte(i+1) == '{' { // as it mostly is
			i++
		} else if i = in.comma(i); i < 0 {
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
