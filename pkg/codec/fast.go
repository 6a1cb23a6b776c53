package codec

import (
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
	var seen uint32
	next := 0
	for i = fastSpace(b, i+1); b[i] != '}'; {
		f, after := fastName(b, i, t, next)
		if f == nil || seen&(1<<f.Index) != 0 {
			return refused
		}
		seen |= 1 << f.Index
		next = f.Index + 1
		if i = fastValue(b, fastSpace(b, after), f, base); i < 0 {
			return refused
		}
		i = fastSpace(b, i)
		if b[i] == ',' {
			i = fastSpace(b, i+1)
			if b[i] == '"' {
				continue
			}
			return refused
		}
		if b[i] != '}' {
			return refused
		}
	}
	if t.Required()&^seen != 0 {
		return refused
	}
	clearMissing(t, seen, base)
	spec.ObjectAt(base).SetBits(seen, 0)
	return i + 1
}

func clearMissing(t *spec.Table, seen uint32, base unsafe.Pointer) {
	if int(seen+1)>>len(t.Fields) == 1 {
		return
	}
	for i := range t.Fields {
		if seen&(1<<i) == 0 {
			t.Fields[i].Clear(base)
		}
	}
}

func fastSpace(b []byte, i int) int {
	if b[i] > ' ' {
		return i
	}
	return skipSpace(b, i)
}

// fastName reads `"name":`, trying the field that is expected next first.
func fastName(b []byte, i int, t *spec.Table, next int) (*spec.Field, int) {
	if next < len(t.Fields) {
		f := &t.Fields[next]
		if end := i + len(f.Prefix); end <= len(b) && string(b[i:end]) == f.Prefix {
			return f, end
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
	case spec.OpEUI64, spec.OpMPxN, spec.OpHex8, spec.OpManufacturer, spec.OpDate, spec.OpInstant:
		return fastCompact(b, i, f, base)
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

// fastCompact reads a string whose value is kept as a number. All but the MPxN
// have one length only.
func fastCompact(b []byte, i int, f *spec.Field, base unsafe.Pointer) int {
	if b[i] != '"' {
		return refused
	}
	i++
	end := i + compactLen[f.Op]
	if f.Op == spec.OpMPxN {
		end = i + mpxnLen(b[i:i+14])
	}
	if b[end] != '"' || !storeCompact(b[i:end], f, base) {
		return refused
	}
	return end + 1
}

var compactLen = [...]int{
	spec.OpEUI64: 23, spec.OpMPxN: 13, spec.OpHex8: 8, spec.OpManufacturer: 4, spec.OpDate: 10, spec.OpInstant: 20,
	spec.OpObjects: 0,
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

// storeCompact parses the text and keeps its value; it reports whether the text
// is of the field's form. Both parsers keep values with it.
func storeCompact(text []byte, f *spec.Field, base unsafe.Pointer) (ok bool) {
	switch f.Op {
	case spec.OpEUI64:
		*f.EUI64(base), ok = ident.ParseEUI64(text)
	case spec.OpMPxN:
		*f.MPxN(base), ok = ident.ParseMPxN(text)
	case spec.OpHex8:
		var v ident.Firmware
		v, ok = ident.ParseFirmware(text)
		*f.Hex8(base) = uint32(v)
	case spec.OpManufacturer:
		*f.Manufacturer(base), ok = ident.ParseManufacturer(text)
	case spec.OpDate:
		*f.Date(base), ok = civil.ParseDate(text)
	case spec.OpInstant:
		*f.Instant(base), ok = civil.ParseInstant(text)
	}
	return ok
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
