package codec

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s1mig/pkg/filetype"
	"s1mig/pkg/spec"
)

// tables are all tables of records, headers and trailers that files can have.
func tables() (all []*spec.Table) {
	for _, t := range filetype.All() {
		all = append(all, t.Record, t.Header)
	}
	return append(all, filetype.All()[0].Record)
}

// sameValue compares two record structs in every field, the presence bits
// included.
func sameValue(t *testing.T, a, b any) string {
	t.Helper()
	return cmp.Diff(a, b, cmp.Exporter(func(typ reflect.Type) bool { return typ == reflect.TypeFor[spec.Object]() }), cmp.FilterPath(isBadBits, cmp.Ignore()))
}

func isBadBits(p cmp.Path) bool { return p.Last().String() == ".bad" }

// padded is text as the parsers want it.
func padded(text []byte) []byte { return append(append([]byte{}, text...), make([]byte, pad)...) }

func carefulRead(t *spec.Table, text []byte, into any) (n int, ok bool, p *careful) {
	return helpedRead(nil, t, text, into)
}

// What Append writes is JSON, the fast parser takes it, and both parsers read
// the same value back, into a struct that an earlier record has used too.
//
//trace:shows 5.3
//trace:covers * generate format
func TestRoundTrip(t *testing.T) {
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(1, 2))
		used := table.New()
		for range 300 {
			want := table.New()
			fillRandom(rnd, table, table.Base(want))
			text := Append(nil, table, want)
			if !json.Valid(text) {
				t.Fatalf("%s: not JSON: %s", table.Name, text)
			}
			quick, slow := table.New(), table.New()
			buf := padded(text)
			if n := newProgram(table).object(inputOf(buf), 0, table.Base(quick)); n != len(text) && !needsCare(text) {
				t.Fatalf("%s: the fast parser refuses %s", table.Name, text)
			} else if n == len(text) {
				if diff := sameValue(t, want, quick); diff != "" {
					t.Fatalf("fast: (-want +got)\n%s", diff)
				}
				newProgram(table).object(inputOf(buf), 0, table.Base(used))
				if got := Append(nil, table, used); string(got) != string(text) {
					t.Fatalf("into a used struct:\n%s\nwant\n%s", got, text)
				}
			}
			if n, ok, p := carefulRead(table, text, slow); !ok || n != len(text) || len(p.found) > 0 {
				t.Fatalf("%s: careful: %d %v %v", text, n, ok, p.found)
			}
			if diff := sameValue(t, want, slow); diff != "" {
				t.Fatalf("careful: (-want +got)\n%s", diff)
			}
		}
	}
}

// needsCare reports whether the text has what the fast parser leaves to the
// careful one: escapes, and characters beyond ASCII.
func needsCare(text []byte) bool {
	for _, c := range text {
		if c == '\\' || c >= 0x80 {
			return true
		}
	}
	return false
}

// Text that must be escaped comes back as it was.
func TestAppendString(t *testing.T) {
	for _, s := range []string{"", `"`, `\`, "\x00\x1f\n\r\t", "\x7f", "é€😀", "a\"b\\c\nd", "\u2028", "<&>"} {
		text := appendString(nil, s)
		var got string
		if err := json.Unmarshal(text, &got); err != nil || got != s {
			t.Errorf("%q is written %s and read back as %q, %v", s, text, got, err)
		}
	}
	for n := range 20 { // a character anywhere in a text of any length
		for at := range n {
			for _, c := range "\"\\\x00\x1f\x7fé€ !#[]~" {
				s := strings.Repeat("~", at) + string(c) + strings.Repeat(" ", n-at)
				want, got := string(appendEscaped([]byte{'"'}, s))+`"`, string(appendString(nil, s))
				if got != want || !json.Valid([]byte(got)) {
					t.Errorf("%q is written %s, want %s", s, got, want)
				}
			}
		}
	}
	if got := string(appendString(nil, "a\xffb")); got != "\"a\ufffdb\"" {
		t.Errorf("a byte that is not UTF-8 is written %q", got)
	}
}

// FuzzParsers holds the two parsers to each other: what the fast one accepts the
// careful one finds no fault in, and both read the same. What the careful one
// finds no fault in is JSON, and comes back from Append the same.
func FuzzParsers(f *testing.F) {
	all := tables()
	rnd := rand.New(rand.NewPCG(3, 4))
	for i, table := range all {
		v := table.New()
		fillRandom(rnd, table, table.Base(v))
		f.Add(uint8(i), Append(nil, table, v))
	}
	f.Fuzz(func(t *testing.T, which uint8, text []byte) {
		rnd := rand.New(rand.NewPCG(9, uint64(which)))
		table := all[int(which)%len(all)]
		used := table.New()
		fillRandom(rnd, table, table.Base(used))
		compareParsers(t, table, text, used)
	})
}

func compareParsers(t *testing.T, table *spec.Table, text []byte, used any) {
	t.Helper()
	compareWith(t, newProgram(table), table, text, used)
}

// compareWith is compareParsers with a program that may have read other records.
func compareWith(t *testing.T, program *program, table *spec.Table, text []byte, used any) {
	quick, slow := table.New(), table.New()
	if len(text) == 0 || text[0] != '{' {
		return
	}
	buf := padded(text)
	nothingStays(t, table, text, used)
	helpIsNoMatter(t, program, table, text, used)
	n := program.object(inputOf(buf), 0, table.Base(quick))
	m, ok, p := carefulRead(table, text, slow)
	clean := ok && p.faults == 0
	if n >= 0 && (!clean || n != m) {
		t.Fatalf("%q: fast reads %d bytes; careful %d, %v, %v", text, n, m, ok, p.found)
	}
	if !clean {
		return
	}
	if !json.Valid(text[:m]) {
		t.Fatalf("%q is clean and no JSON", text[:m])
	}
	if n >= 0 {
		if diff := sameValue(t, slow, quick); diff != "" {
			t.Fatalf("%q: (-careful +fast)\n%s", text, diff)
		}
	} else if !needsCare(text[:m]) {
		t.Fatalf("%q: careful finds nothing, fast refuses", text)
	}
	again := table.New()
	out := Append(nil, table, slow)
	if _, ok, p := carefulRead(table, out, again); !ok || p.faults > 0 || string(Append(nil, table, again)) != string(out) {
		t.Fatalf("%q is written %q, which reads %v", text, out, p.found)
	}
}

// nothingStays reads the text as the reader does, into a struct that has been
// used before, and wants the same as in a new one.
func nothingStays(t *testing.T, table *spec.Table, text []byte, used any) {
	fresh := table.New()
	for _, v := range []any{fresh, used} {
		if newProgram(table).object(inputOf(padded(text)), 0, table.Base(v)) < 0 {
			carefulRead(table, text, v)
		}
	}
	if got, want := Append(nil, table, used), Append(nil, table, fresh); string(got) != string(want) {
		t.Fatalf("%q is read as\n%s\nand into a used struct as\n%s", text, want, got)
	}
}

// spoilt is how many records of each table are spoilt.
func spoilt() int {
	if testing.Short() {
		return 5
	}
	return 60
}

// The fast parser and the careful one agree on spoilt records too; the fuzz
// target goes on from here.
func TestParsersAgreeOnSpoiltRecords(t *testing.T) {
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(5, 6))
		used := table.New()
		for range spoilt() {
			v := table.New()
			fillRandom(rnd, table, table.Base(v))
			text := Append(nil, table, v)
			for range 20 {
				spoilt := append([]byte{}, text...)
				switch i := rnd.IntN(len(spoilt)); rnd.IntN(4) {
				case 0:
					spoilt[i] = byte(rnd.Uint32())
				case 1:
					spoilt = append(spoilt[:i], spoilt[i+1:]...)
				case 2:
					spoilt = append(spoilt[:i:i], append([]byte{`",:{}[]\ 0e.`[rnd.IntN(12)]}, spoilt[i:]...)...)
				case 3:
					k := rnd.IntN(len(spoilt))
					spoilt[i], spoilt[k] = spoilt[k], spoilt[i]
				}
				compareParsers(t, table, spoilt, used)
			}
		}
	}
}
