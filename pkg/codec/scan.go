package codec

import (
	"encoding/binary"
	"math/bits"
)

// pad is how many NUL bytes follow the data in every buffer that the parsers
// read. A NUL ends every scan, and no fixed-size look at the bytes of a value
// reaches further: at most as far from where a member may begin, or from behind a list,
// as an arrangement goes, or at the name of the next member if this is as long as the
// longest that has a shape.
const pad = arrangedSize + 16

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

var newline = []byte{'\n'}

// plainEnd returns the index of the first byte from i that is not plain text
// inside a JSON string: a quotation mark, a backslash, a control character or a
// byte of a multi-byte character. It looks at eight bytes at a time (SWAR).
func plainEnd(b []byte, i int) int {
	for {
		if m := notPlain(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
}

// notPlain marks the bytes of w that are not plain text, in their high bits. The
// lowest mark is true; those above it may not be.
func notPlain(w uint64) uint64 {
	quote := w ^ (lowBits * '"')
	slash := w ^ (lowBits * '\\')
	// A byte below 0x20 or above 0x7f, or equal to one of the two marks, sets
	// its high bit. Borrows can only mark bytes above a true one.
	return ((quote-lowBits)&^quote | (slash-lowBits)&^slash | (w-lowBits*0x20)&^w | w) & highBits
}

// skipSpace returns the index of the first byte from i that is not JSON white
// space (RFC 8259 section 2).
func skipSpace(b []byte, i int) int {
	for b[i] <= ' ' && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
