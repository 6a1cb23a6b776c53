package codec

import (
	"math/rand/v2"
	"strings"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// fillRandom fills the struct at base with values of the forms that its table
// allows: examples of the lexical types, and random ones of the compact kinds.
func fillRandom(rnd *rand.Rand, t *spec.Table, base unsafe.Pointer) {
	for i := range t.Fields {
		f := &t.Fields[i]
		if !f.Required && rnd.IntN(3) == 0 {
			continue
		}
		have, _ := spec.ObjectAt(base).Bits()
		spec.ObjectAt(base).SetBits(have|1<<i, 0)
		randomValue(rnd, f, base)
	}
}

func randomValue(rnd *rand.Rand, f *spec.Field, base unsafe.Pointer) {
	switch f.Op {
	case spec.OpText:
		*f.Text(base) = randomText(rnd, f.Lex)
	case spec.OpEnum:
		*f.Text(base) = f.Enum[rnd.IntN(len(f.Enum))]
	case spec.OpEUI64:
		*f.EUI64(base) = ident.EUI64(rnd.Uint64())
	case spec.OpMPxN:
		*f.MPxN(base) = randomMPxN(rnd)
	case spec.OpHex8:
		*f.Hex8(base) = rnd.Uint32()
	case spec.OpManufacturer:
		*f.Manufacturer(base) = ident.Manufacturer(rnd.Uint32())
	case spec.OpDate:
		*f.Date(base) = civil.NewDate(1+rnd.IntN(9999), 1, 1+rnd.IntN(365))
	case spec.OpInstant:
		*f.Instant(base) = civil.Instant(1 + rnd.Int64N(4e9))
	case spec.OpInteger:
		*f.Integer(base) = f.Min + rnd.Int64N(min(f.Max-f.Min+1, 1<<rnd.IntN(53)))
	case spec.OpBool:
		*f.Bool(base) = rnd.IntN(2) == 0
	case spec.OpTexts:
		for range count(rnd, f) {
			*f.Texts(base) = append(*f.Texts(base), randomText(rnd, f.Lex))
		}
	case spec.OpObject:
		fillRandom(rnd, f.Table, f.Object(base))
	case spec.OpObjects:
		for range count(rnd, f) {
			fillRandom(rnd, f.Table, f.Append(base))
		}
	}
}

func count(rnd *rand.Rand, f *spec.Field) int { return int(f.Min + rnd.Int64N(min(f.Max-f.Min+1, 5))) }

func randomMPxN(rnd *rand.Rand) ident.MPxN {
	if rnd.IntN(2) == 0 {
		return ident.MPANWithCheck(rnd.Uint64N(1e12))
	}
	return ident.MPRNWithCheck(rnd.Uint64N(1e4), 6+rnd.IntN(5))
}

// randomText is an example of the type or one with characters replaced, if that
// is still of the type.
func randomText(rnd *rand.Rand, lex *ident.Type) string {
	s := []byte(lex.Examples[rnd.IntN(len(lex.Examples))])
	out := string(s)
	for range rnd.IntN(6) {
		if len(s) > 0 {
			s[rnd.IntN(len(s))] = "AZaz09-._:/ "[rnd.IntN(12)]
		}
		if lex.Valid(s) {
			out = string(s)
		}
	}
	return strings.Clone(out)
}
