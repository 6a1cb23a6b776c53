package codec

import (
	"unicode/utf16"
	"unicode/utf8"

	"s1mig/pkg/finding"
)

// str is a string that the careful parser has read.
type str struct {
	text []byte // unescaped; a view of the window or of the parser's own buffer
	good bool   // valid UTF-8, no lone surrogate, no raw control character
	bad  int    // the index behind the last byte that is not UTF-8
}

// string reads the string at i. Faults inside it are reported; it is not ok only
// where no end of the string can be found.
func (p *careful) string(i int) (str, int, bool) {
	start := i + 1
	end := plainEnd(p.b, start)
	if p.b[end] == '"' && end < p.end {
		return str{text: p.b[start:end], good: true}, end + 1, true
	}
	s := str{good: true}
	p.text = append(p.text[:0], p.b[start:end]...)
	for i = end; ; {
		next := plainEnd(p.b, i)
		p.text = append(p.text, p.b[i:next]...)
		i = next
		if i >= p.end {
			p.stop = short
			return s, i, false
		}
		var ok bool
		switch c := p.b[i]; {
		case c == '"':
			s.text = p.text
			return s, i + 1, true
		case c == '\\':
			i, ok = p.escape(i, &s)
		case c < 0x20:
			i, ok = p.control(i, &s)
		default:
			i, ok = p.rune(i, &s)
		}
		if !ok {
			return s, i, false
		}
	}
}

// control reports a raw control character. A line end means that the string was
// never closed.
func (p *careful) control(i int, s *str) (int, bool) {
	if c := p.b[i]; c == '\n' || c == '\r' {
		return p.fail(i, finding.ControlChar, func() string { return "the line ends inside a string" })
	}
	p.report(finding.ControlChar, i, "write it as an escape, or leave it out", "raw control character 0x%02x inside a string", p.b[i])
	s.good = false
	p.text = append(p.text, p.b[i])
	return i + 1, true
}

// rune reads a character beyond ASCII. A run of bytes that are none is one fault.
func (p *careful) rune(i int, s *str) (int, bool) {
	r, n := utf8.DecodeRune(p.b[i:p.end])
	if r == utf8.RuneError && n <= 1 {
		if p.end-i < utf8.UTFMax && !utf8.FullRune(p.b[i:p.end]) {
			p.stop = short
			return i, false
		}
		if s.bad != i {
			p.report(finding.InvalidUTF8, i, "save the file as UTF-8", "byte 0x%02x is not UTF-8", p.b[i])
		}
		s.good, s.bad = false, i+1
	}
	p.text = append(p.text, p.b[i:i+n]...)
	return i + n, true
}

// escape reads the escape sequence at i (RFC 8259 section 7).
func (p *careful) escape(i int, s *str) (int, bool) {
	if i+1 >= p.end {
		p.stop = short
		return i, false
	}
	switch c := p.b[i+1]; c {
	case '"', '\\', '/':
		p.text = append(p.text, c)
	case 'b':
		p.text = append(p.text, '\b')
	case 'f':
		p.text = append(p.text, '\f')
	case 'n':
		p.text = append(p.text, '\n')
	case 'r':
		p.text = append(p.text, '\r')
	case 't':
		p.text = append(p.text, '\t')
	case 'u':
		return p.unicodeEscape(i, s)
	default:
		return p.fail(i+1, finding.Syntax, func() string { return p.shown(i+1) + " cannot follow a backslash" })
	}
	return i + 2, true
}

func (p *careful) unicodeEscape(i int, s *str) (int, bool) {
	r, ok := p.hex4(i + 2)
	if !ok {
		return i, false
	}
	after := i + 6
	if utf16.IsSurrogate(r) {
		pair := rune(utf8.RuneError)
		if p.b[after] == '\\' && p.b[after+1] == 'u' {
			low, ok := p.hex4(after + 2)
			if !ok {
				return i, false
			}
			if pair = utf16.DecodeRune(r, low); pair != utf8.RuneError {
				after += 6
			}
		} else if after+1 >= p.end {
			p.stop = short
			return i, false
		}
		if r = pair; r == utf8.RuneError {
			p.report(finding.LoneSurrogate, i, "", "half a surrogate pair stands alone")
			s.good = false
		}
	}
	p.text = utf8.AppendRune(p.text, r)
	return after, true
}

func (p *careful) hex4(i int) (rune, bool) {
	var r rune
	for k := i; k < i+4; k++ {
		d, ok := hexDigit(p.b[k])
		if !ok {
			p.want(k, `four hexadecimal digits after \u`)
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
