package codec

import (
	"strconv"
	"unicode/utf8"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Append appends the struct that v points at as one JSON object in canonical
// form: fields in the order of the table, no white space. A field that is not
// required is left out where it is empty and was not marked as present.
func Append(dst []byte, t *spec.Table, v any) []byte {
	return appendObject(dst, t, t.Base(v))
}

func appendObject(dst []byte, t *spec.Table, base unsafe.Pointer) []byte {
	have, _ := spec.ObjectAt(base).Bits()
	have |= t.Required()
	dst = append(dst, '{')
	comma := false
	for i := range t.Fields {
		f := &t.Fields[i]
		if have&(1<<i) == 0 && f.IsEmpty(base) {
			continue
		}
		if comma {
			dst = append(dst, ',')
		}
		comma = true
		dst = append(dst, f.Prefix...)
		dst = appendValue(dst, f, base)
	}
	return append(dst, '}')
}

func appendValue(dst []byte, f *spec.Field, base unsafe.Pointer) []byte {
	switch f.Op {
	case spec.OpText:
		return appendString(dst, *f.Text(base))
	case spec.OpInteger:
		return strconv.AppendInt(dst, *f.Integer(base), 10)
	case spec.OpBool:
		return strconv.AppendBool(dst, *f.Bool(base))
	case spec.OpObject:
		return appendObject(dst, f.Table, f.Object(base))
	case spec.OpTexts:
		dst = append(dst, '[')
		for i, s := range *f.Texts(base) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, s)
		}
		return append(dst, ']')
	case spec.OpObjects:
		dst = append(dst, '[')
		for i := range f.Len(base) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendObject(dst, f.Table, f.Item(base, i))
		}
		return append(dst, ']')
	}
	dst = append(dst, '"')
	dst = appendCompact(dst, f, base)
	return append(dst, '"')
}

// appendCompact appends the text of a value that needs no escaping.
func appendCompact(dst []byte, f *spec.Field, base unsafe.Pointer) []byte {
	switch f.Op {
	case spec.OpEnum:
		return append(dst, *f.Text(base)...)
	case spec.OpEUI64:
		return f.EUI64(base).AppendTo(dst)
	case spec.OpMPxN:
		return f.MPxN(base).AppendTo(dst)
	case spec.OpHex8:
		return ident.Firmware(*f.Hex8(base)).AppendTo(dst)
	case spec.OpManufacturer:
		return f.Manufacturer(base).AppendTo(dst)
	case spec.OpDate:
		return civil.Date(*f.Date(base)).AppendTo(dst)
	case spec.OpInstant:
		return f.Instant(base).AppendTo(dst)
	}
	panic("codec: no way to write field " + f.Name)
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string (RFC 8259 section 7), escaping only
// what must be. Bytes that are not UTF-8 become the replacement character.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(append(dst, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		case c == '"' || c == '\\':
			dst = append(append(dst, s[start:i]...), '\\', c)
			start = i + 1
		case c < 0x20:
			dst = append(append(dst, s[start:i]...), '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			start = i + 1
		}
		i++
	}
	return append(append(dst, s[start:]...), '"')
}
