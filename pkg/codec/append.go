package codec

import (
	"strconv"
	"unicode/utf8"
	"unsafe"

	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Append appends the struct that v points at as one JSON object in canonical
// form: fields in the order of the table, no white space. A field that is not
// required is left out where it is empty and was not marked as present.
func Append(dst []byte, t *spec.Table, v any) []byte {
	return appendObject(dst, t, t.Base(v))
}

// appendObject lets every field bring the comma before it; the first one's place
// is the opening brace's.
func appendObject(dst []byte, t *spec.Table, base unsafe.Pointer) []byte {
	have, _ := spec.ObjectAt(base).Bits()
	have |= t.Required()
	start := len(dst)
	for i := range t.Fields {
		f := &t.Fields[i]
		if have&(1<<i) == 0 && f.IsEmpty(base) {
			continue
		}
		dst = appendValue(append(dst, f.Lead...), f, base)
	}
	if len(dst) == start {
		return append(dst, "{}"...)
	}
	dst[start] = '{'
	return append(dst, '}')
}

// appendValue appends a value behind its field's Lead, which opened the string
// that it is.
func appendValue(dst []byte, f *spec.Field, base unsafe.Pointer) []byte {
	switch f.Op {
	case spec.OpText:
		return append(appendText(dst, *f.Text(base)), '"')
	case spec.OpInteger, spec.OpBool, spec.OpObject, spec.OpTexts, spec.OpObjects:
		return appendOther(dst, f, base)
	}
	return append(appendCompact(dst, f, base), '"')
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
		return f.Date(base).AppendTo(dst)
	case spec.OpInstant:
		return f.Instant(base).AppendTo(dst)
	}
	panic("codec: no way to write field " + f.Name)
}

// appendOther appends a value that is no string.
func appendOther(dst []byte, f *spec.Field, base unsafe.Pointer) []byte {
	switch f.Op {
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
	panic("codec: no way to write field " + f.Name)
}

// appendString appends s as a JSON string (RFC 8259 section 7).
func appendString(dst []byte, s string) []byte {
	return append(appendText(append(dst, '"'), s), '"')
}

// appendText appends s as the inside of a JSON string.
func appendText(dst []byte, s string) []byte {
	if isPlainText(s) {
		return append(dst, s...)
	}
	return appendEscaped(dst, s)
}

// isPlainText reports whether the text is ASCII that needs no escaping. It looks
// at eight bytes at a time; the last eight may overlap those before.
func isPlainText(s string) bool {
	n := len(s)
	if n < 8 {
		for i := range n {
			if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
				return false
			}
		}
		return true
	}
	in, marks := input8{unsafe.StringData(s)}, uint64(0)
	for i := 0; i < n-8; i += 8 {
		marks |= notPlain(in.word(i))
	}
	return marks|notPlain(in.word(n-8)) == 0
}

const hexDigits = "0123456789abcdef"

// appendEscaped appends s and escapes only what must be. Bytes that are not UTF-8
// become the replacement character.
func appendEscaped(dst []byte, s string) []byte {
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
	return append(dst, s[start:]...)
}
