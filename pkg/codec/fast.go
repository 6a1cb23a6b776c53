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

// fastObject reads the object that begins at b[i] into the struct at base.
func fastObject(b []byte, i int, t *spec.Table, base unsafe.Pointer) int {
	if b[i] != '{' {
		return refused
	}
	before := startObject(base)
	var seen uint32
	next := 0
	for i = fastSpace(b, i+1); b[i] != '}'; {
		var f *spec.Field
		if f, i = fastName(b, i, t, next); f == nil || seen&(1<<f.Index) != 0 {
			return refused
		}
		seen |= 1 << f.Index
		next = f.Index + 1
		if i = fastValue(b, fastSpace(b, i), f, base); i < 0 {
			return refused
		}
		if i = fastSpace(b, i); b[i] != ',' {
			break
		}
		if i = fastSpace(b, i+1); b[i] != '"' {
			return refused
		}
	}
	if b[i] != '}' || t.Required()&^seen != 0 {
		return refused
	}
	endObject(t, base, before, seen, 0)
	return i + 1
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

func fastSpace(b []byte, i int) int {
	if b[i] > ' ' {
		return i
	}
	return skipSpace(b, i)
}

// fastName reads `"name":`. The field that is expected next is tried first, then
// those behind it, since in canonical layout some are left out.
func fastName(b []byte, i int, t *spec.Table, next int) (*spec.Field, int) {
	head := b[i:]
	for k := next; k < len(t.Fields); k++ {
		if f := &t.Fields[k]; f.HasPrefix(head) {
			return f, i + len(f.Prefix)
		}
	}
	return fastAnyName(b, i, t)
}

func fastAnyName(b []byte, i int, t *spec.Table) (*spec.Field, int) {
	if b[i] != '"' {
		return nil, refused
	}
	end := plainEnd(b, i+1)
	if b[end] != '"' {
		return nil, refused
	}
	name := b[i+1 : end]
	colon := fastSpace(b, end+1)
	if b[colon] != ':' {
		return nil, refused
	}
	for k := range t.Fields {
		if t.Fields[k].Name == string(name) {
			return &t.Fields[k], colon + 1
		}
	}
	return nil, refused
}

// fastValue reads the value of field f.
func fastValue(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	switch f.Op {
	case spec.OpText:
		return fastText(b, i, f.Lex, f.Text(base))
	case spec.OpEUI64:
		v, ok := ident.ParseEUI64(b[i+1 : i+24])
		*f.EUI64(base) = v
		return fastEnd(b, i, i+24, ok)
	case spec.OpMPxN:
		end := i + 1 + mpxnLen(b[i+1:i+14])
		v, ok := ident.ParseMPxN(b[i+1 : end])
		*f.MPxN(base) = v
		return fastEnd(b, i, end, ok)
	case spec.OpHex8:
		v, ok := ident.ParseFirmware(b[i+1 : i+9])
		*f.Hex8(base) = uint32(v)
		return fastEnd(b, i, i+9, ok)
	case spec.OpManufacturer:
		v, ok := ident.ParseManufacturer(b[i+1 : i+5])
		*f.Manufacturer(base) = v
		return fastEnd(b, i, i+5, ok)
	case spec.OpDate:
		v, ok := civil.ParseDate(b[i+1 : i+11])
		*f.Date(base) = v
		return fastEnd(b, i, i+11, ok)
	case spec.OpInstant:
		v, ok := civil.ParseInstant(b[i+1 : i+21])
		*f.Instant(base) = v
		return fastEnd(b, i, i+21, ok)
	case spec.OpEnum:
		return fastEnum(b, i, f, base)
	case spec.OpInteger:
		return fastInteger(b, i, f, base)
	case spec.OpBool:
		return fastBool(b, i, f.Bool(base))
	case spec.OpTexts:
		return fastTexts(b, i, f, base)
	case spec.OpObject:
		return fastObject(b, i, f.Table, f.Object(base))
	case spec.OpObjects:
		return fastObjects(b, i, f, base)
	}
	return refused
}

func fastText(b []byte, i int, lex *ident.Type, to *string) int {
	if b[i] != '"' {
		return refused
	}
	end := plainEnd(b, i+1)
	if b[end] != '"' || !lex.Valid(b[i+1:end]) {
		return refused
	}
	*to = view(b[i+1 : end])
	return end + 1
}

// view returns b as a string without a copy.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// fastEnd accepts a string from i whose text ends at end, if the text is of its
// form and the quotation marks stand where they must.
func fastEnd(b []byte, i, end int, ok bool) int {
	if ok && b[i] == '"' && b[end] == '"' {
		return end + 1
	}
	return refused
}

// mpxnLen is the length of the digits that b begins with, if they are an MPxN.
func mpxnLen(b []byte) int {
	if b[10]-'0' <= 9 {
		return 13
	}
	n := 6
	for n < 10 && b[n] != '"' {
		n++
	}
	return n
}

func fastEnum(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	if b[i] != '"' {
		return refused
	}
	end := plainEnd(b, i+1)
	if b[end] != '"' {
		return refused
	}
	if v := enumValue(f, b[i+1:end]); v != "" {
		*f.Text(base) = v
		return end + 1
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

func fastInteger(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	start := i
	var v int64
	for ; b[i]-'0' <= 9; i++ {
		if i-start == 16 {
			return refused
		}
		v = v*10 + int64(b[i]-'0')
	}
	if i == start || (b[start] == '0' && i-start > 1) || v < f.Min || v > f.Max {
		return refused
	}
	*f.Integer(base) = v
	return i
}

func fastBool(b []byte, i int, to *bool) int {
	switch {
	case string(b[i:i+4]) == "true":
		*to = true
		return i + 4
	case string(b[i:i+5]) == "false":
		*to = false
		return i + 5
	}
	return refused
}

func fastTexts(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	if b[i] != '[' {
		return refused
	}
	list := (*f.Texts(base))[:0]
	for i = fastSpace(b, i+1); b[i] != ']'; {
		var s string
		if i = fastText(b, i, f.Lex, &s); i < 0 {
			return refused
		}
		list = append(list, s)
		if i = fastComma(b, i); i < 0 {
			return refused
		}
	}
	*f.Texts(base) = list
	if int64(len(list)) < f.Min || int64(len(list)) > f.Max {
		return refused
	}
	return i + 1
}

func fastObjects(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	if b[i] != '[' {
		return refused
	}
	f.Clear(base)
	var n int64
	for i = fastSpace(b, i+1); b[i] != ']'; n++ {
		if n == f.Max {
			return refused
		}
		if i = fastObject(b, i, f.Table, f.Append(base)); i < 0 {
			return refused
		}
		if i = fastComma(b, i); i < 0 {
			return refused
		}
	}
	if n < f.Min {
		return refused
	}
	return i + 1
}

// fastComma reads what stands between two items: a comma that another item
// follows, or nothing before the closing bracket.
func fastComma(b []byte, i int) int {
	i = fastSpace(b, i)
	if b[i] == ']' {
		return i
	}
	if b[i] != ',' {
		return refused
	}
	if i = fastSpace(b, i+1); b[i] == ']' {
		return refused
	}
	return i
}
