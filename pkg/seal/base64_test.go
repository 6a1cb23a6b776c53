package seal

import (
	"bytes"
	"encoding/base64"
	"testing"
)

// Octets of every length are written as encoding/base64 writes them, and come
// back.
func TestBase64(t *testing.T) {
	src := make([]byte, 300)
	for i := range src {
		src[i] = byte(i*i*31 + i)
	}
	for n := range src {
		for from := range min(n+1, 8) {
			want := base64.RawURLEncoding.EncodeToString(src[from:n])
			got := appendBase64([]byte("x"), src[from:n])
			if string(got) != "x"+want {
				t.Fatalf("%x is written %q, want %q", src[from:n], got, want)
			}
			if back, err := appendDecoded([]byte("y"), got[1:]); err != nil || string(back) != "y"+string(src[from:n]) {
				t.Fatalf("%q is read as %x, %v", got, back, err)
			}
		}
	}
}

// FuzzDecoded holds the decoder to encoding/base64: a text is taken if that takes
// it strictly, without skipping a line end, and writes it the same.
func FuzzDecoded(f *testing.F) {
	for _, s := range []string{"", "A", "AA", "AB", "AAA", "AAB", "AAAA", "AA==", "AA\n", "A\rAAA", "AAA+", "AAA/", "_-_-", "AAAA\x80AAA", "AAAAA"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
		canonical := err == nil && base64.RawURLEncoding.EncodeToString(want) == string(text)
		got, err := appendDecoded(nil, text)
		if (err == nil) != canonical || canonical && !bytes.Equal(got, want) {
			t.Errorf("%q: %x, %v, want %x, %v", text, got, err, want, canonical)
		}
	})
}
