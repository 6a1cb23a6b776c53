package ident

import (
	"math/rand/v2"
	"testing"
)

// A valid text stays valid when bytes change places with others of their kin.
func TestKin(t *testing.T) {
	rnd := rand.New(rand.NewPCG(31, 32))
	for _, typ := range All() {
		for _, example := range typ.Examples {
			kin := typ.KinOf([]byte(example))
			for range 200 {
				b := []byte(example)
				for i := range b {
					if letters := kin.Letters(b[i]); letters > 0 {
						b[i] = []byte{'0' + byte(rnd.IntN(10)), 'A' + byte(rnd.IntN(letters)), 'a' + byte(rnd.IntN(letters))}[rnd.IntN(3)]
						continue
					}
					first, last := kin.Range(b[i])
					b[i] = first + byte(rnd.IntN(int(last-first)+1))
				}
				if !typ.Valid(b) {
					t.Fatalf("%s: %q is kin to %q and not valid", typ.Name, b, example)
				}
			}
		}
	}
}

func TestKinOf(t *testing.T) {
	for _, c := range []struct {
		typ  *Type
		text string
		want Kin
	}{
		{RecordIDType, "A-1", Digits | Capitals | Smalls | Alphanumerics},
		{OrganisationType, "SUPA", Digits | Capitals | Smalls}, // its first character is a letter
		{GroupIDType, "AA", Digits | Capitals | Smalls},        // it has no digit and no small letter
		{DigestType, DigestType.Examples[0], 0},
		{SRVType, "8.11", 0},
		{CertificateIDType, "Z9:5A0101", HexDigits},
		{CertificateIDType, "N/A", 0},
	} {
		if got := c.typ.KinOf([]byte(c.text)); got != c.want {
			t.Errorf("%s: kin of %q are %05b, want %05b", c.typ.Name, c.text, got, c.want)
		}
	}
	hex := &Token{1, 8, (*[256]bool)(newClass("0123456789abcdef")), (*[256]bool)(inDigit)}
	if got := hex.Kin(); got != Digits|Capitals {
		t.Errorf("kin of a token with some small letters are %05b", got)
	}
	for _, c := range []struct {
		kin  Kin
		c    byte
		want int
	}{{Alphanumerics, 'q', 26}, {Alphanumerics, '7', 26}, {Alphanumerics | HexDigits, 'F', 26}, {Alphanumerics, '-', 0}, {HexDigits, 'f', 6}, {HexDigits, '9', 6}, {HexDigits, 'g', 0}, {Digits | Capitals, 'A', 0}} {
		if got := c.kin.Letters(c.c); got != c.want {
			t.Errorf("kin %05b of %c: %d letters, want %d", c.kin, c.c, got, c.want)
		}
	}
	for _, c := range []struct {
		kin         Kin
		c           byte
		first, last byte
	}{{Digits, '5', '0', '9'}, {Capitals, '5', '5', '5'}, {Capitals, 'Q', 'A', 'Z'}, {Smalls, 'q', 'a', 'z'}, {Digits | Smalls, '-', '-', '-'}, {0, '1', '1', '1'}} {
		if first, last := c.kin.Range(c.c); first != c.first || last != c.last {
			t.Errorf("kin %05b of %c: %c to %c", c.kin, c.c, first, last)
		}
	}
}

// A parser that knows the text before parses each as one that knows nothing.
func TestEUI64Parser(t *testing.T) {
	rnd := rand.New(rand.NewPCG(33, 34))
	var p EUI64Parser
	if _, ok := p.Parse(new([23]byte)); ok {
		t.Error("NUL bytes are taken for an EUI-64")
	}
	if _, ok := p.Parse((*[23]byte)([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0001-02-03"))); ok {
		t.Error("NUL bytes are taken for the first octets")
	}
	good, bad := 0, 0
	for range 200_000 {
		b := []byte("90-B3-D5-1F-30-01-00-00")
		for range rnd.IntN(4) {
			b[rnd.IntN(len(b))] = "0123456789ABCDEFabcdef-G:@\x00\xff"[rnd.IntN(28)]
		}
		got, ok := p.Parse((*[23]byte)(b))
		want, wantOK := ParseEUI64(b)
		if got != want || ok != wantOK {
			t.Fatalf("%q: %v, %v, want %v, %v", b, got, ok, want, wantOK)
		}
		if shares := p.Shares((*[23]byte)(b)); wantOK && (!shares || p.Value((*[23]byte)(b)) != want) {
			t.Fatalf("%q shares its first octets with itself: %v; value %v, want %v", b, shares, p.Value((*[23]byte)(b)), want)
		}
		if ok {
			good++
		} else {
			bad++
		}
	}
	if good < 10_000 || bad < 10_000 {
		t.Errorf("%d good and %d bad: too tame", good, bad)
	}
}
