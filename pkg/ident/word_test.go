package ident

import (
	"encoding/binary"
	"strconv"
	"testing"
)

// A word is a number exactly where strconv reads one, and says the same number.
func TestWordNumber(t *testing.T) {
	for _, text := range []string{"00000000", "99999999", "12345678", "00000019"} {
		for at := range text {
			for c := range 256 {
				s := text[:at] + string([]byte{byte(c)}) + text[at+1:]
				if w := Word("-"+s, 1); w != binary.LittleEndian.Uint64([]byte(s)) {
					t.Fatalf("%q is the word %x", s, w)
				}
				for digits := 1; digits <= 8; digits++ {
					want, err := strconv.ParseUint(s[8-digits:], 10, 64)
					n, ok := WordNumber(Word(s, 0), digits)
					if ok != (err == nil) || ok && n != want {
						t.Fatalf("the last %d of %q are %d, %v; want %d, %v", digits, s, n, ok, want, err)
					}
				}
			}
		}
	}
}
