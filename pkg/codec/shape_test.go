package codec

import (
	"math/rand/v2"
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// lexicalTypes are all that a text can have.
func lexicalTypes() []*ident.Type { return append(ident.All(), maf.CertificateEntryType) }

// Whatever is of the shape of a valid text is valid: with any byte at any place,
// and with any bytes at several.
func TestShapesAreValid(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 22))
	for _, lex := range lexicalTypes() {
		for _, example := range lex.Examples {
			text := []byte(`"` + example + `"`)
			s := newShape(text, lex, []extent{{1, len(text) - 1}})
			if len(text) > maxShape || needsCare(text) {
				continue
			}
			if !s.fits(inputOf(padded(text)), 0) {
				t.Errorf("%s: %s is not of its own shape", lex.Name, text)
			}
			for at := range text {
				for c := range 256 {
					checkShape(t, &s, lex, text, map[int]byte{at: byte(c)})
				}
			}
			for range 3000 {
				changes := map[int]byte{}
				for range 2 + rnd.IntN(6) {
					changes[rnd.IntN(len(text))] = "0123456789ABCDEFGZaz\"\\:-/@`{\x00\x80\xb9\xff"[rnd.IntN(32)]
				}
				checkShape(t, &s, lex, text, changes)
			}
		}
	}
}

// checkShape changes some bytes of a text that the shape was made of.
func checkShape(t *testing.T, s *shape, lex *ident.Type, text []byte, changes map[int]byte) {
	t.Helper()
	in := padded(text)
	for at, c := range changes {
		in[at] = c
	}
	changed, n := in[:len(text)], len(text)
	valid := changed[0] == '"' && changed[n-1] == '"' && lex.Valid(changed[1:n-1]) && !needsCare(changed[1:n-1])
	fits := s.fits(inputOf(in), 0)
	if fits && !valid {
		t.Fatalf("%s: %q is of the shape of %q", lex.Name, changed, text)
	}
	if plain := (s.head(inputOf(in), 0)|s.tail(inputOf(in), 0))&highBits == 0; plain && !fits {
		t.Fatalf("%s: %q is plainly of the shape of %q", lex.Name, changed, text)
	}
}

// What differs as the texts of one field do is of one shape.
func TestShapesFit(t *testing.T) {
	for _, c := range []struct {
		lex          *ident.Type
		known, other string
		want         bool
	}{
		{ident.RecordIDType, "I-00000001.SUP01", "I-99999999.ABC99", true},
		{ident.RecordIDType, "I-00000001.SUP01", "I-00000001.SUP1", false},
		{ident.RecordIDType, "I-00000001.SUP01", "I_00000001.SUP01", false},
		{ident.GroupIDType, "AA", "ZE", true},
		{ident.OrganisationType, "SUPA", "SUP1", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:ABCDEF", true},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4e0001", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4G0001", false},
		{ident.CertificateIDType, "Z9:4E0001", "Z9:4@0001", false},
		{ident.SRVType, "8.11", "8.11", true},
		{ident.SRVType, "8.11", "8.01", false},
		{maf.CertificateEntryType, "N/A", "N/B", false},
		{maf.CertificateEntryType, "0", "F", true},
	} {
		text := []byte(`"` + c.known + `"`)
		s := newShape(text, c.lex, []extent{{1, len(text) - 1}})
		if got := s.fits(inputOf(padded([]byte(`"`+c.other+`"`))), 0); got != c.want {
			t.Errorf("%s: %s is of the shape of %s: %v", c.lex.Name, c.other, c.known, got)
		}
	}
	never := shape{}.never()
	if never.fits(inputOf(make([]byte, pad)), 0) || never.head(inputOf(make([]byte, pad)), 0) == 0 {
		t.Error("NUL bytes are of no shape")
	}
}

// A program that knows what came before reads as one that knows nothing: each of
// the records that are like one another or spoilt, and every one cut short.
func TestLearnedParserAgrees(t *testing.T) {
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(23, 24))
		used := table.New()
		for range spoilt() / 5 {
			quick, v := newProgram(table), table.New()
			fillRandom(rnd, table, table.Base(v))
			text := Append(nil, table, v)
			for range 60 {
				teach(quick, table, text)
				compareWith(t, quick, table, resemble(rnd, text), used)
			}
			for n := range text {
				if quick.object(inputOf(padded(text[:n])), 0, table.Base(used)) >= 0 {
					t.Fatalf("%s is accepted", text[:n])
				}
			}
		}
	}
}

// teach has the program read the text as often as it takes to know it.
func teach(quick *program, table *spec.Table, text []byte) {
	into := table.New()
	for range 3 {
		quick.object(inputOf(padded(text)), 0, table.Base(into))
	}
}

// resemble changes some bytes of the text for others of the same kind, and often
// one or two for any other.
func resemble(rnd *rand.Rand, text []byte) []byte {
	out := append([]byte{}, text...)
	for range rnd.IntN(20) {
		i := rnd.IntN(len(out))
		switch c := out[i]; {
		case '0' <= c && c <= '9':
			out[i] = '0' + byte(rnd.IntN(10))
		case 'A' <= c && c <= 'F':
			out[i] = "0123456789ABCDEF"[rnd.IntN(16)]
		}
	}
	for range rnd.IntN(3) {
		i := rnd.IntN(len(out))
		switch rnd.IntN(4) {
		case 0:
			out[i] = byte(rnd.Uint32())
		case 1:
			out[i] = "GZgz:;@[`{/.-\\\" "[rnd.IntN(16)]
		case 2:
			out = append(out[:i], out[i+1:]...)
		case 3:
			out = append(out[:i:i], append([]byte{"\",:{}[]\\ 0eA"[rnd.IntN(12)]}, out[i:]...)...)
		}
	}
	return out
}

// FuzzLearned holds a program that has read one text to the careful parser when
// it reads another.
func FuzzLearned(f *testing.F) {
	all := tables()
	rnd := rand.New(rand.NewPCG(25, 26))
	for i, table := range all {
		v := table.New()
		fillRandom(rnd, table, table.Base(v))
		text := Append(nil, table, v)
		f.Add(uint8(i), text, resemble(rnd, text))
	}
	f.Fuzz(func(t *testing.T, which uint8, before, text []byte) {
		table := all[int(which)%len(all)]
		quick := newProgram(table)
		teach(quick, table, before)
		compareWith(t, quick, table, text, table.New())
	})
}
