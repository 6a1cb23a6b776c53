package ident

// class is a set of bytes.
type class [256]bool

func newClass(members string) *class {
	c := new(class)
	for i := range len(members) {
		c[members[i]] = true
	}
	return c
}

const (
	digitBytes = "0123456789"
	upperBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alnumBytes = digitBytes + upperBytes + "abcdefghijklmnopqrstuvwxyz"
)

var (
	inDigit      = newClass(digitBytes)
	inUpper      = newClass(upperBytes)
	inUpperDigit = newClass(upperBytes + digitBytes)
	inAlnum      = newClass(alnumBytes)
	inLabel      = newClass(alnumBytes + "-")
	inBase64URL  = newClass(alnumBytes + "-_")
	inName       = newClass(alnumBytes + "._-")
	inReference  = newClass(alnumBytes + "._:-")
	inCode       = newClass(alnumBytes + ".-")
	inLowerHex   = newClass("0123456789abcdef")
)

// span returns how many bytes at the start of b are in the class.
func (c *class) span(b []byte) int {
	i := 0
	for rest := b; len(rest) >= 8; rest = rest[8:] { // a sealed value is hundreds of bytes long
		if !(c[rest[0]] && c[rest[1]] && c[rest[2]] && c[rest[3]] && c[rest[4]] && c[rest[5]] && c[rest[6]] && c[rest[7]]) {
			break
		}
		i += 8
	}
	for i < len(b) && c[b[i]] {
		i++
	}
	return i
}

// tokenOf reports whether b is least to most bytes long (least being 1 or more),
// begins with a byte of first and goes on with bytes of rest.
func tokenOf(b []byte, least, most int, first, rest *class) bool {
	return len(b) >= least && len(b) <= most && first[b[0]] && rest.span(b[1:]) == len(b)-1
}

// token returns tokenOf as the Valid of a Type.
func token(least, most int, first, rest *class) func(b []byte) bool {
	return func(b []byte) bool { return tokenOf(b, least, most, first, rest) }
}

// Token is a form that a scanner can read byte by byte: Min to Max bytes, Min
// being 1 or more, the first of them in First and all others in Rest. Neither
// has a control character, a quotation mark, a backslash or a byte beyond ASCII.
type Token struct {
	Min, Max    int
	First, Rest *[256]bool
}

func newToken(least, most int, first, rest *class) *Token {
	return &Token{least, most, (*[256]bool)(first), (*[256]bool)(rest)}
}

// trimPrefix returns b without the prefix, and whether it had it.
func trimPrefix(b []byte, prefix string) ([]byte, bool) {
	if len(b) < len(prefix) || string(b[:len(prefix)]) != prefix {
		return b, false
	}
	return b[len(prefix):], true
}
