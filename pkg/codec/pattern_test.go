package codec

import (
	"math/rand/v2"
	"slices"
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// lexicalTypes are all that a text can have.
func lexicalTypes() []*ident.Type { return append(ident.All(), maf.CertificateEntryType) }

// patternOf is the pattern of a valid text of the type in quotation marks.
func patternOf(text []byte, lex *ident.Type) pattern {
	p := make(pattern, chunks(len(text)))
	p.write(text)
	inner := text[1 : len(text)-1]
	p.vary(1, inner, lex.KinOf(inner))
	return p
}

// Whatever is of the pattern of a valid text is valid: with any byte at any place,
// and with any bytes at several.
func TestPatternsAreValid(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 22))
	for _, lex := range lexicalTypes() {
		for _, example := range lex.Examples {
			text := []byte(`"` + example + `"`)
			if needsCare(text) {
				continue
			}
			p := patternOf(text, lex)
			if !p.fits(inputOf(padded(text)), 0) {
				t.Errorf("%s: %s is not of its own pattern", lex.Name, text)
			}
			for at := range text {
				for c := range 256 {
					checkPattern(t, p, lex, text, map[int]byte{at: byte(c)})
				}
			}
			for range 3000 {
				changes := map[int]byte{}
				for range 2 + rnd.IntN(6) {
					changes[rnd.IntN(len(text))] = "0123456789ABCDEFGZaz\"\\:-/@`{\x00\x80\xb9\xff"[rnd.IntN(32)]
				}
				checkPattern(t, p, lex, text, changes)
			}
		}
	}
}

// checkPattern changes some bytes of a text that the pattern was made of.
func checkPattern(t *testing.T, p pattern, lex *ident.Type, text []byte, changes map[int]byte) {
	t.Helper()
	in := padded(text)
	for at, c := range changes {
		in[at] = c
	}
	changed, n := in[:len(text)], len(text)
	valid := changed[0] == '"' && changed[n-1] == '"' && lex.Valid(changed[1:n-1]) && !needsCare(changed[1:n-1])
	if p.fits(inputOf(in), 0) && !valid {
		t.Fatalf("%s: %q is of the pattern of %q", lex.Name, changed, text)
	}
}

// What differs as the texts of one field do is of one pattern.
func TestPatternsFit(t *testing.T) {
	for _, c := range []struct {
		lex          *ident.Type
		known, other string
		want         bool
	}{
		{ident.RecordIDType, "I-00000001.SUP01", "I-99999999.ABC99", true},
		{ident.RecordIDType, "I-00000001.SUP01", "x-0000000f.1up0Z", true},
		{ident.RecordIDType, "I-00000001.SUP01", "I-00000001.SUP1", false},
		{ident.RecordIDType, "I-00000001.SUP01", "I_00000001.SUP01", false},
		{ident.GroupIDType, "AA", "ZE", true},
		{ident.GroupIDType, "AA", "Z1", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:ABCDEF", true},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4e0001", true},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4G0001", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4@0001", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4`0001", false},
		{ident.SRVType, "8.11", "8.11", true},
		{ident.SRVType, "8.11", "8.01", false},
		{maf.CertificateEntryType, "N/A", "N/B", false},
		{maf.CertificateEntryType, "0", "F", true},
	} {
		p := patternOf([]byte(`"`+c.known+`"`), c.lex)
		if got := p.fits(inputOf(padded([]byte(`"`+c.other+`"`))), 0); got != c.want {
			t.Errorf("%s: %s is of the pattern of %s: %v", c.lex.Name, c.other, c.known, got)
		}
	}
}

// Each byte of a chunk is held to what the chunk says of it, and to nothing else, by
// whatever instructions the machine has.
func TestChunks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(41, 42))
	fitting, unfit := 0, 0
	for range 20_000 {
		p := make(pattern, 1+rnd.IntN(2))
		text := make([]byte, chunkSize*len(p))
		for k := range text {
			text[k] = byte(rnd.Uint32())
			switch rnd.IntN(4) {
			case 0:
				p.set(k, 0, anything)
			case 1:
				p.set(k, text[k], kindsOf[byte(rnd.Uint32())]&^anything)
			default:
				text[k] = "0189AFGOPZafgopz"[rnd.IntN(16)]
				p.set(k, byte(rnd.Uint32()), kindsOf[text[k]]&^anything)
			}
		}
		for range rnd.IntN(3) {
			text[rnd.IntN(len(text))] = byte(rnd.Uint32())
		}
		want, misfits := true, make([]uint64, len(p))
		for k, c := range text {
			if !p[k/chunkSize].allows(k%chunkSize, c) {
				want, misfits[k/chunkSize] = false, misfits[k/chunkSize]|1<<(k%chunkSize)
			}
		}
		in := inputOf(padded(text))
		with, without := make([]uint64, len(p)), make([]uint64, len(p))
		p.misfits(in, 0, with)
		if misfitsPortable(&p[0], len(p), in, &without[0]); !slices.Equal(with, misfits) || !slices.Equal(without, misfits) {
			t.Fatalf("%v: of %q %b are no fits and, portably, %b, want %b", p, text, with, without, misfits)
		}
		if got, portable := p.fits(in, 0), fitsPortable(&p[0], len(p), in); got != want || portable != want {
			t.Fatalf("%v: %q fits %v and, portably, %v, want %v", p, text, got, portable, want)
		}
		if want {
			fitting++
		} else {
			unfit++
		}
	}
	if fitting < 1000 || unfit < 1000 {
		t.Errorf("%d fit and %d do not: too one-sided", fitting, unfit)
	}
}

// allows is what the doc of a chunk says.
func (c *chunk) allows(k int, b byte) bool {
	kind := func(kind byte, first, last byte) bool { return c.kinds[k]&kind != 0 && first <= b && b <= last }
	return b == c.exact[k] || c.kinds[k]&anything != 0 || kind(digits, '0', '9') ||
		kind(capitalsToO, 'A', 'O') || kind(capitalsToZ, 'P', 'Z') || kind(smallsToO, 'a', 'o') || kind(smallsToZ, 'p', 'z') ||
		kind(hexLetters, 'A', 'F') || kind(hexLetters, 'a', 'f')
}
