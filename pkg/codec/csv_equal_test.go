package codec_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
)

func (w way) readCSV(doc string) seen {
	return readCSVWith(w.wrap(strings.NewReader(doc)), w.opt, func(t *envelope.Type) codec.Worker { return &bitsCollector{collector{t: t}} })
}

// bitsCollector collects of each record which of its values are there, and which
// of those are good, too, and what the rows are.
type bitsCollector struct{ collector }

func (c *bitsCollector) Record(r *codec.Record) {
	c.collector.Record(r)
	a := r.Value.(*maf.Authorisation)
	have, bad := a.Bits()
	if r.Broken {
		have, bad = 0, 0
	}
	rows, ok := r.Rows()
	text := fmt.Sprintf(" %b %b %q %d-%d %v", have, bad, rows.ID, rows.First, rows.Last, ok)
	for i := range a.Meters {
		have, bad := a.Meters[i].Bits()
		text += fmt.Sprintf(" %b %b", have, bad)
	}
	c.Records[len(c.Records)-1] += text
}

// agreeCSV wants all ways to tell the same of a CSV.
func agreeCSV(t *testing.T, doc string, maxRecord int) {
	t.Helper()
	all := ways(maxRecord)
	want := all[0].readCSV(doc)
	for _, w := range all[1:] {
		got := w.readCSV(doc)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(codec.Result{}, seen{})); diff != "" {
			t.Fatalf("%s: (-singly +%s)\n%.4000s\nof %.6000q", w.name, w.name, diff, doc)
		}
	}
}

// longCSV is the rows of n authorisations, some of two meters, under names in
// one order or another, of which one may be missing and one not known.
func longCSV(rnd *rand.Rand, n int) string {
	names := strings.Split(strings.TrimSpace(csvHead), ",")
	order := rnd.Perm(len(names))
	if rnd.IntN(2) == 0 {
		slices.Sort(order)
	}
	if rnd.IntN(4) == 0 {
		order = order[1:] // a column is missing
	}
	if rnd.IntN(4) == 0 {
		names[rnd.IntN(len(names))] = "Notes" // or not known
	}
	end := []string{"\r\n", "\n"}[rnd.IntN(2)]
	quote := []int{0, 0, 0, 1, 20}[rnd.IntN(5)] // one cell of so many is quoted
	var b strings.Builder
	row := func(cells ...string) {
		for k, i := range order {
			if k > 0 {
				b.WriteByte(',')
			}
			if quote > 0 && rnd.IntN(quote) == 0 {
				fmt.Fprintf(&b, "%q", cells[i])
				continue
			}
			b.WriteString(cells[i])
		}
		b.WriteString(end)
	}
	row(names...)
	for i := range n {
		id := fmt.Sprintf("A-%d", i)
		party := []string{"DCC", "Supplier", ""}[rnd.IntN(3)]
		row(id, "2022-06-13", "2022-06-15", party, "9900000000015", "Z9:5A0101 Z9:5A0102", "Z9:4E0001")
		for range rnd.IntN(7) / 5 {
			row(id, "2022-06-13", "2022-06-15", party, "9999000104", "", []string{"", "N/A", " "}[rnd.IntN(3)])
		}
	}
	return b.String()
}

// csvScraps are what mutations of a CSV put in.
var csvScraps = []string{",", `"`, `""`, "\n", "\r\n", "\r", " ", "\x00", "\xff", "é", "\n\n", ",,,,,,\n", "A-1,", "\"a\nb\"", "=1", "N/A", "x\n", "  "}

// mutateCSV spoils the document in a few places, or takes lines away, doubles
// them or puts them elsewhere.
func mutateCSV(rnd *rand.Rand, doc string) string {
	for range 1 + rnd.IntN(5) {
		i := rnd.IntN(len(doc))
		switch rnd.IntN(6) {
		case 0:
			doc = doc[:i] + string(doc[i]^1<<rnd.IntN(8)) + doc[i+1:]
		case 1:
			doc = doc[:i] + doc[i+min(len(doc)-i, 1+rnd.IntN(1+rnd.IntN(200))):]
		case 2, 3:
			doc = doc[:i] + csvScraps[rnd.IntN(len(csvScraps))] + doc[i:]
		default:
			lines := strings.SplitAfter(doc, "\n")
			k := rnd.IntN(len(lines))
			line := lines[k]
			if rnd.IntN(2) == 0 {
				lines = slices.Delete(lines, k, k+1)
			}
			k = min(k+rnd.IntN(3), len(lines))
			doc = strings.Join(slices.Insert(lines, k, line), "")
		}
		if doc == "" {
			return csvHead
		}
	}
	return doc
}

// Neither workers, nor blocks, nor how the input comes in change what is told of
// a CSV, however broken.
func TestCSVAllWaysAgreeOnSpoiltFiles(t *testing.T) {
	rnd := rand.New(rand.NewPCG(20, 21))
	rounds := 100
	if testing.Short() {
		rounds = 30
	}
	for i := range rounds {
		doc := longCSV(rnd, 5+rnd.IntN(200))
		agreeCSV(t, doc, 0)
		agreeCSV(t, mutateCSV(rnd, doc), []int{0, 0, 0, 200, 80}[i%5])
	}
}

// FuzzCSV reads any bytes in all ways and wants the same of each.
func FuzzCSV(f *testing.F) {
	rnd := rand.New(rand.NewPCG(22, 23))
	f.Add([]byte(csvHead + csvRows))
	for range 10 {
		doc := longCSV(rnd, 100)
		f.Add([]byte(doc))
		f.Add([]byte(mutateCSV(rnd, doc)))
		f.Add([]byte(alikeCSV(rnd, 100, 40)))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		agreeCSV(t, string(doc), 0)
		agreeCSV(t, string(doc), 150)
	})
}
