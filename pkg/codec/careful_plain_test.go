package codec

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// helpedRead reads the text carefully with the help of a program.
func helpedRead(quick *program, t *spec.Table, text []byte, into any) (n int, ok bool, p *careful) {
	p = &careful{}
	p.reset(padded(text), len(text), source.Start())
	n, ok = p.object(0, t, quick, t.Base(into))
	return n, ok, p
}

// helpIsNoMatter wants the careful parser to say the same, of the same places in
// the same order, and to read the same, with the help of a program or without:
// whatever that has learned, and whatever the struct held before.
func helpIsNoMatter(t *testing.T, quick *program, table *spec.Table, text []byte, used any) {
	t.Helper()
	alone := table.New()
	n, ok, want := carefulRead(table, text, alone)
	for _, into := range []any{table.New(), used} {
		m, helpedOK, got := helpedRead(quick, table, text, into)
		if ok && n != m || ok != helpedOK || want.stop != got.stop || want.at != got.at || want.faults != got.faults {
			t.Fatalf("%q: alone %d %v %v at %d, %d faults; helped %d %v %v at %d, %d faults", text,
				n, ok, want.stop, want.at, want.faults, m, helpedOK, got.stop, got.at, got.faults)
		}
		if !slices.Equal(want.found, got.found) {
			t.Fatalf("%q: (-alone +helped)\n%s", text, cmp.Diff(want.found, got.found))
		}
		if !ok || reflect.DeepEqual(alone, into) { // which tells empty from nil, and is quick
			continue
		}
		if diff := cmp.Diff(alone, into, cmp.AllowUnexported(spec.Object{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%q: (-alone +helped)\n%s", text, diff)
		}
	}
}

// Of a record with one fault in a value, the careful parser reads that value and
// what it stands in, and nothing else; and so it does in those that follow.
func TestCarefulReadsOnlyWhatIsWrong(t *testing.T) {
	const good = `{"authorisationID":"A-1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","commissioningParty":"DCC",` +
		`"meters":[{"mpxn":"9900000000015","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"},{"mpxn":"9999000104"}]}`
	for _, c := range []struct {
		old, new string
		odd      int
		found    int
	}{
		{"", "", 0, 0},
		{"A-1", "", 1, 1},
		{"A-1", `\u0041-1`, 1, 0},
		{`"2022-06-15"`, `20220615`, 1, 1},
		{"2022-06-15", "2022-06-31", 1, 1},
		{"DCC", "DDC", 1, 1},
		{"9999000104", "9999000x04", 1, 1},
		{"Z9:5A0102", "Z9_5A0102", 1, 1},
		{`"migrateOn":"2022-06-15",`, ``, 0, 1},
		{`"migrateOn":`, `"migrationWeek":"2022-06-13","migrateOn":`, 1, 1},
		{`"migrateOn":`, `"colour":"red","migrateOn":`, 0, 1},
	} {
		quick, into := newProgram(maf.Record), maf.Record.New()
		text := []byte(strings.Replace(good, c.old, c.new, 1))
		for range 2 {
			n, ok, p := helpedRead(quick, maf.Record, text, into)
			if !ok || n != len(text) || p.odd != c.odd || len(p.found) != c.found {
				t.Errorf("%s: %d read carefully, %v", text, p.odd, p.found)
			}
			wrong := quick.try(inputOf(padded(text)), 0, maf.Record.Base(into)) < 0
			if want := c.odd+c.found > 0; wrong != want || quick.wary > 0 != want {
				t.Errorf("%s: refused %v, expected to be %v", text, wrong, quick.wary > 0)
			}
		}
		for range wariness {
			helpedRead(quick, maf.Record, []byte(good), into)
		}
		if quick.try(inputOf(padded([]byte(good))), 0, maf.Record.Base(into)) < 0 {
			t.Errorf("after %s a fault is expected though records without one have followed", text)
		}
	}
}

// A program that has read records with faults helps like one that has not.
func TestHelpIsNoMatter(t *testing.T) {
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(27, 28))
		quick, used := newProgram(table), table.New()
		for range spoilt() {
			v := table.New()
			fillRandom(rnd, table, table.Base(v))
			text := Append(nil, table, v)
			for range 20 {
				changed := []byte(respelt(rnd, text))
				if rnd.IntN(2) == 0 {
					changed = resemble(rnd, changed)
				}
				helpIsNoMatter(t, quick, table, changed, used)
			}
			helpIsNoMatter(t, quick, table, text[:1+rnd.IntN(len(text))], used)
		}
	}
}

// respelt is the record with one of its tokens changed for another, so that it
// mostly stays JSON.
func respelt(rnd *rand.Rand, text []byte) string {
	parts := strings.SplitAfter(string(text), ",")
	i, k := rnd.IntN(len(parts)), rnd.IntN(len(parts))
	switch rnd.IntN(8) {
	case 0:
		parts[i] = ""
	case 1:
		parts[i] += parts[k]
	case 2:
		parts[i], parts[k] = parts[k], parts[i]
	case 3:
		parts[i] = strings.Replace(parts[i], `":`, `" : `, 1)
	case 4:
		parts[i] = strings.Replace(parts[i], `":"`, `":7,"x":"`, 1)
	case 5:
		parts[i] = strings.Replace(parts[i], `":`, []string{`":null,"`, `":[],"`, `":{},"`, `":true,"`, `":[{}],"`, `":[7],"`}[rnd.IntN(6)]+`x":`, 1)
	case 6:
		parts[i] = strings.Replace(parts[i], `"`, []string{`"é`, `"\u0041`, `"\ud800`, "\"\xff", "\"\x01", `"" `}[rnd.IntN(6)], 1)
	}
	return strings.Join(parts, "")
}
