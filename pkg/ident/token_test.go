package ident

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// TestTokenIsValid holds each Token to the Valid of its type.
func TestTokenIsValid(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	n := 0
	for _, typ := range All() {
		if typ.Token == nil {
			continue
		}
		n++
		checkToken(t, typ, "")
		for _, s := range append(typ.Examples, typ.Bad...) {
			checkToken(t, typ, s)
			for range 500 {
				b := []byte(s + s)
				for k := range b {
					if rnd.IntN(4) == 0 {
						b[k] = byte(rnd.IntN(256))
					}
				}
				checkToken(t, typ, string(b[:rnd.IntN(len(b)+1)]))
			}
		}
		for _, c := range "\x00\x1f\"\\\x7f\u0080" {
			if typ.Token.Rest[byte(c)] || typ.Token.First[byte(c)] {
				t.Errorf("%s: a scanner would run over %q", typ.Name, c)
			}
		}
	}
	if n < 5 {
		t.Errorf("%d types have a Token", n)
	}
}

func checkToken(t *testing.T, typ *Type, s string) {
	t.Helper()
	f := typ.Token
	ok := len(s) >= f.Min && len(s) <= f.Max && f.First[s[0]]
	for i := 1; ok && i < len(s); i++ {
		ok = f.Rest[s[i]]
	}
	if ok != typ.Valid([]byte(s)) {
		t.Errorf("%s: %q is a Token: %v; Valid says otherwise", typ.Name, s, ok)
	}
}

// TestHex8 tries every byte at every place, beside digits and beside others.
func TestHex8(t *testing.T) {
	for _, text := range []string{"00000000", "12345678", "9aBcDeFf", "ffffffff", "0123 567", "\xff\xff\xff\xff\xff\xff\xff\xff"} {
		for place := range 8 {
			for c := range 256 {
				b := []byte(text)
				b[place] = byte(c)
				want, wantOK := parseHex(b)
				if v := Hex8Value(binary.LittleEndian.Uint64(b)); wantOK && uint64(v) != want {
					t.Fatalf("%q: value %x, want %x", b, v, want)
				}
				if got, ok := Hex8(binary.LittleEndian.Uint64(b)); ok != wantOK || ok && uint64(got) != want {
					t.Fatalf("%q: %x, %v; want %x, %v", b, got, ok, want, wantOK)
				}
			}
		}
	}
}
