package codec

import (
	"math/rand/v2"
	"strings"
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Of values that are never alike few shapes and outlines are kept, and what is read
// stays right while they are forgotten and learned again.
func TestShapesBounded(t *testing.T) {
	rnd := rand.New(rand.NewPCG(49, 50))
	quick, into := newProgram(mcf.Record), mcf.Record.New()
	forgotten := 0
	for i := range 20_000 {
		in := &mcf.Installation{InstallationID: strings.Repeat("I", 1+rnd.IntN(40)), EPCLEntry: strings.Repeat("e.", 1+rnd.IntN(20)), GroupID: "AB",
			AuthorisationIDs: []string{"A"}, CommunicationsServiceProvider: "C",
			Devices: []mcf.Device{{DeviceID: ident.EUI64(i), DeviceType: mcf.GSME, ResponsibleSupplier: strings.Repeat("S", 2+rnd.IntN(7))}}}
		text := Append(nil, mcf.Record, in)
		known := len(quick.made)
		if n := quick.object(inputOf(padded(text)), 0, mcf.Record.Base(into)); n != len(text) {
			t.Fatalf("%s is refused", text)
		}
		if len(quick.made) < known {
			forgotten++
		}
		if got := Append(nil, mcf.Record, into); string(got) != string(text) {
			t.Fatalf("%s is read as %s", text, got)
		}
		for _, g := range []*program{quick, quick.of(mcf.Record.Field("devices"))} {
			if len(g.made) > 1+maxShapes*len(g.fields) || len(g.outlines.known) > maxOutlines {
				t.Fatalf("%d shapes of %d fields and %d outlines are kept", len(g.made), len(g.fields), len(g.outlines.known))
			}
		}
	}
	if forgotten == 0 {
		t.Error("shapes that are no use are kept for ever")
	}
}

// The shape of a number is not that of the first digits of another.
func TestShapesOfNumbers(t *testing.T) {
	table := spec.New("count", "A count.", spec.Def[counted]{Name: "count", Required: true, Clause: "test", Doc: "How many.", At: func(c *counted) any { return &c.Count }})
	quick := newProgram(table)
	teach(quick, table, []byte(`{"count":12}`))
	for text, want := range map[string]int64{`{"count":34}`: 34, `{"count":5}`: 5, `{"count":678}`: 678, `{"count":12 }`: 12, `{"count":02}`: -1, `{"count":1.5}`: -1, `{"count":12,}`: -1, "{\"count\":12\x9d": -1, `{"count":12`: -1} {
		c := &counted{Count: -1}
		n := quick.object(inputOf(padded([]byte(text))), 0, table.Base(c))
		if n < 0 {
			c.Count = -1
		}
		if c.Count != want {
			t.Errorf("%s is read as %d, want %d", text, c.Count, want)
		}
	}
}

// A list is a list however it is spaced, and whatever stands behind it.
func TestListsOfAnySpacing(t *testing.T) {
	for _, list := range []string{`[]`, `[ ]`, `[ "Z9:5A0101"]`, `["Z9:5A0101" ]`, `["Z9:5A0101", "Z9:5A0102"]`, `["Z9:5A0101" ,"Z9:5A0102"]`,
		"[\n\"Z9:5A0101\"\n]", `["Z9:5A0101","Z9:5A0102","Z9:5A0103"]`, `["Z9:5A0101","Z9:5A0102","Z9:5A0103","Z9:5A0104"]`, `[""]`, `["]`, `["a"`, `["a","]`} {
		for _, behind := range []string{`}`, `,"mpxn":"9900000000015"}`, `0}`, `x`, ``, "\x9d"} {
			quick := newProgram(maf.Meters)
			for range 3 {
				compareWith(t, quick, maf.Meters, []byte(`{"supplierCertificateIDs":`+list+behind), maf.Meters.New())
			}
		}
	}
}

type counted struct {
	spec.Object
	Count int64
}

// A program that knows what came before reads as one that knows nothing: each of
// the records that are like one another or spoilt, and every one cut short.
func TestLearnedParserAgrees(t *testing.T) {
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(23, 24))
		used := table.New()
		for range spoilt() / 5 {
			quick, v := programs(table)[rnd.IntN(3)], table.New()
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

// addPairs begins a corpus with a text of each table, by its number, and one that
// resembles it.
func addPairs(f *testing.F, all []*spec.Table, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, seed+1))
	for i, table := range all {
		v := table.New()
		fillRandom(rnd, table, table.Base(v))
		text := Append(nil, table, v)
		f.Add(uint8(i), text, resemble(rnd, text))
	}
}

// FuzzLearned holds a program that has read one text to the careful parser when
// it reads another.
func FuzzLearned(f *testing.F) {
	all := tables()
	addPairs(f, all, 25)
	f.Fuzz(func(t *testing.T, which uint8, before, text []byte) {
		table := all[int(which)%len(all)]
		for _, quick := range programs(table) {
			teach(quick, table, before)
			compareWith(t, quick, table, text, table.New())
		}
	})
}
