package codec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/spec"
)

// The fast parser reads fields in any order, from record to record, and comes to
// expect none; when the order is steady again it expects that.
func TestFieldsInAnyOrder(t *testing.T) {
	for _, c := range []struct {
		table *spec.Table
		lines []byte
	}{
		{mcf.Record, pairedLines(installationLine)[:1<<18]},
		{maf.Record, pairedLines(authorisationLine)[:1<<18]},
	} {
		lines := c.lines[:bytes.LastIndexByte(c.lines, '\n')+1]
		any := scrambled(lines)
		quick := newProgram(c.table)
		fast, slow := c.table.New(), c.table.New()
		read := func(text []byte) {
			for line := range bytes.Lines(text) {
				line = bytes.TrimSpace(line)
				if n := quick.object(inputOf(padded(line)), 0, c.table.Base(fast)); n != len(line) {
					t.Fatalf("refused: %s", line)
				}
				if n, ok, p := carefulRead(c.table, line, slow); !ok || n != len(line) || len(p.found) > 0 {
					t.Fatalf("%s: %v", line, p.found)
				}
				if diff := sameValue(t, slow, fast); diff != "" {
					t.Fatalf("%s: (-careful +fast)\n%s", line, diff)
				}
			}
		}
		read(any)
		if quick.order >= 0 {
			t.Errorf("%s: an order is expected where there is none", c.table.Name)
		}
		read(lines)
		read(lines) // it is looked for after no more objects than there were without
		if quick.order < 0 {
			t.Errorf("%s: no order is expected where there is one", c.table.Name)
		}
		// What stands for the field that never comes is refused like anything else.
		if n := quick.object(inputOf(padded([]byte("{\x00\"a\"}"))), 0, c.table.Base(fast)); n >= 0 {
			t.Errorf("%s: NUL is taken for a name", c.table.Name)
		}
	}
}

// anyhow has a program expect no order of fields, for as long as any test reads.
func anyhow(g *program) *program {
	g.ordered, g.order = 0, math.MinInt32
	for i := range g.fields {
		if sub := g.fields[i].sub; sub != nil {
			anyhow(sub)
		}
	}
	return g
}

// arranging has a program that expects no order look up arrangements.
func arranging(g *program) *program {
	for i := range anyhow(g).fields {
		if sub := g.fields[i].sub; sub != nil {
			arranging(sub)
		}
	}
	g.lookUp()
	return g
}

// programs are new ones for a table that expect an order, expect none, and look up
// which it is.
func programs(t *spec.Table) []*program {
	return []*program{newProgram(t), anyhow(newProgram(t)), arranging(newProgram(t))}
}

// Where no order is expected, the shapes of a name are expected to follow each other
// as they did before.
func TestShapesFollowEachOther(t *testing.T) {
	quick, into := anyhow(newProgram(mcf.Devices)), mcf.Devices.New()
	read := func(k int) {
		text := fmt.Appendf(nil, `{"deviceType":%q,"deviceID":"90-B3-D5-1F-30-01-00-00"}`, mcf.DeviceTypes()[k%4])
		quick.object(inputOf(padded(text)), 0, mcf.Devices.Base(into)) // a device has more, but that is seen last
	}
	for k := range 12 {
		read(k)
	}
	hash := quick.names.hash(inputOf([]byte(`deviceType`)).word(0))
	for k := range 8 {
		if next := quick.shape(uint32(quick.heads[hash].at)); int(next.place.word) != k%4 {
			t.Errorf("behind %d, value %d is tried", k, next.place.word)
		}
		read(k)
	}
}

// Names that differ in their first bytes have different hashes.
func TestNamesAreToldApart(t *testing.T) {
	for _, table := range tables() {
		names := newProgram(table).names
		found := map[uint8]string{}
		for i := range table.Fields {
			first := table.Fields[i].Lead[len(`,"`):]
			first = first[:min(len(first), 8)]
			hash := names.hash(inputOf(padded([]byte(first))).word(0))
			if other, ok := found[hash]; ok && other != first {
				t.Errorf("%s: %q and %q have the same hash", table.Name, other, first)
			}
			found[hash] = first
		}
	}
}

// What has been read often enough to be known is read without an allocation, in
// steady and in random order, compact and pretty-printed.
func TestNothingIsAllocatedForARecord(t *testing.T) {
	for _, c := range []struct {
		table *spec.Table
		lines []byte
	}{
		{mcf.Record, pairedLines(installationLine)[:1<<17]},
		{maf.Record, pairedLines(authorisationLine)[:1<<17]},
	} {
		lines := c.lines[:bytes.LastIndexByte(c.lines, '\n')+1]
		for name, text := range map[string][]byte{"steady": lines, "random": scrambled(lines), "pretty": indented(t, lines)} {
			quick, v := newProgram(c.table), c.table.New()
			in := inputOf(padded(text))
			read := func() {
				for i := 0; i < len(text); i++ {
					if i = quick.object(in, i, c.table.Base(v)); i < 0 {
						t.Fatalf("%s, %s: refused", c.table.Name, name)
					}
				}
			}
			for range 20 {
				read()
			}
			least, records := math.Inf(1), bytes.Count(lines, []byte{'\n'})
			for range 20 {
				least = min(least, testing.AllocsPerRun(1, read))
			}
			if least > float64(records)/patience { // a pattern is made in place of another no oftener
				t.Errorf("%s, %s: %v allocations for %d records", c.table.Name, name, least, records)
			}
		}
	}
}

// indented is each record as encoding/json indents it, with a byte between two.
func indented(t *testing.T, lines []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for line := range bytes.Lines(lines) {
		if err := json.Indent(&out, bytes.TrimSpace(line), "    ", "  "); err != nil {
			t.Fatal(err)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// An order is no longer expected of objects that are all of known outlines, each of
// another than the last two; and is again once they are of one.
func TestOutlinesInNoOrder(t *testing.T) {
	var texts []string
	for _, m := range [][]string{{"M", "S", "N"}, {"M", "N", "S"}, {"S", "M", "N"}, {"S", "N", "M"}, {"N", "M", "S"}, {"N", "S", "M"}} {
		texts = append(texts, "{"+strings.NewReplacer("M", `"mpxn":"9900000000089"`, "S", `"supplierCertificateIDs":["Z9:5A0101"]`,
			"N", `"networkOperatorCertificateID":"Z9:4E0001"`).Replace(strings.Join(m, ","))+"}")
	}
	quick, into := newProgram(maf.Meters), maf.Meters.New()
	read := func(text string) {
		if n := quick.object(inputOf(padded([]byte(text))), 0, maf.Meters.Base(into)); n != len(text) {
			t.Fatalf("refused: %s", text)
		}
	}
	for _, text := range texts {
		for range 2 * mostAnyOrder {
			read(text)
		}
	}
	if n := len(quick.outlines.known); n != len(texts) || quick.ordered == 0 {
		t.Fatalf("%d outlines are known of %d, ordered %d", n, len(texts), quick.ordered)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		read(texts[rnd.IntN(len(texts))])
	}
	if quick.ordered != 0 {
		t.Error("an order is expected where there is none")
	}
	for range 2 * mostAnyOrder {
		read(texts[0])
	}
	if quick.ordered == 0 {
		t.Error("no order is expected where there is one")
	}
}
