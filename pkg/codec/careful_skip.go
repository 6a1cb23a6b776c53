package codec

import "s1mig/pkg/finding"

// skip reads over any JSON value at i, checking its syntax.
func (p *careful) skip(i int) (int, bool) {
	switch c := p.b[i]; {
	case c == '"':
		_, after, ok := p.string(i)
		return after, ok
	case c == '{' || c == '[':
		return p.skipNested(i)
	case c == '-' || c-'0' <= 9:
		return p.number(i)
	case c == 't' || c == 'f' || c == 'n':
		return p.literal(i)
	}
	return p.want(i, "a value")
}

func (p *careful) skipNested(i int) (int, bool) {
	if p.depth >= maxDepth {
		return p.skipDeep(i)
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.b[i] == '[' {
		return p.items(i, p.skip)
	}
	return p.members(i, func(_ []byte, _, valueAt int) (int, bool) { return p.skip(valueAt) })
}

// skipDeep reports what is nested too deep at i and reads over it. It looks at
// strings and brackets alone, and so needs no room however deep they nest.
func (p *careful) skipDeep(i int) (int, bool) {
	start := i
	for depth := 0; ; i++ {
		switch c := p.b[i]; {
		case i >= p.end:
			p.stop = short
			return i, false
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == '"':
			_, after, ok := p.string(i)
			if !ok {
				return after, false
			}
			i = after - 1
		}
		if depth == 0 {
			p.report(finding.Nesting, start, "", "nested deeper than %d levels", maxDepth)
			return i + 1, true
		}
	}
}

// number reads over a JSON number (RFC 8259 section 6).
func (p *careful) number(i int) (int, bool) {
	if p.b[i] == '-' {
		i++
	}
	switch {
	case p.b[i] == '0':
		i++
	case p.b[i]-'1' <= 8:
		i = p.digits(i)
	default:
		return p.want(i, "a digit")
	}
	if p.b[i] == '.' {
		if i++; p.b[i]-'0' > 9 {
			return p.want(i, "a digit after the decimal point")
		}
		i = p.digits(i)
	}
	if p.b[i]|0x20 == 'e' {
		if i++; p.b[i] == '+' || p.b[i] == '-' {
			i++
		}
		if p.b[i]-'0' > 9 {
			return p.want(i, "a digit in the exponent")
		}
		i = p.digits(i)
	}
	if i >= p.end {
		p.stop = short
		return i, false
	}
	if c := p.b[i]; c-'0' <= 9 {
		return p.want(i, "no leading zero")
	}
	return i, true
}

func (p *careful) digits(i int) int {
	for p.b[i]-'0' <= 9 {
		i++
	}
	return i
}

// literal reads over true, false or null.
func (p *careful) literal(i int) (int, bool) {
	word := "null"
	switch p.b[i] {
	case 't':
		word = "true"
	case 'f':
		word = "false"
	}
	for k := range len(word) {
		if p.b[i+k] != word[k] {
			return p.want(i+k, word)
		}
	}
	return i + len(word), true
}
