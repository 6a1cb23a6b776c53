package codec

import (
	"encoding/csv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// rowsOf cuts a text into rows as the reader of CSV does; ok is false where a
// row is not RFC 4180.
func rowsOf(text string, block int) (rows [][]string, ok bool) {
	opt := Options{BlockSize: block}.withDefaults()
	f := &File{opt: opt}
	f.win = newWindow(strings.NewReader(text), opt.BlockSize, opt.MaxRecord, newDigester())
	c := &csvReader{File: f, judge: newCSVJudge(&csvTable{idColumn: -1}, &slot{})}
	for c.nextRow() {
		if c.judge.p.stop == broken {
			return rows, false
		}
		var row []string
		for _, cell := range c.judge.cells {
			row = append(row, string(cell.text))
		}
		rows = append(rows, row)
		c.skipRow()
	}
	return rows, true
}

// encoding/csv leaves out empty lines and takes CRLF inside a cell for LF.
func likeEncodingCSV(rows [][]string) [][]string {
	out := slices.DeleteFunc(slices.Clone(rows), func(row []string) bool { return len(row) == 1 && row[0] == "" })
	for _, row := range out {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
		}
	}
	return out
}

func compareCSV(t *testing.T, text string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	want, err := r.ReadAll()
	got, ok := rowsOf(text, 64)
	if ok != (err == nil) {
		t.Fatalf("%q: ok %v, encoding/csv says %v", text, ok, err)
	}
	if ok && !slices.EqualFunc(likeEncodingCSV(got), likeEncodingCSV(want), slices.Equal) {
		t.Fatalf("%q: %q, encoding/csv has %q", text, got, want)
	}
}

// oddCSV says of a text that the two may differ on it for a known reason: a CR
// that ends no line, and cells in quotation marks that are empty and alone.
func oddCSV(text string) bool {
	rest := strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Contains(rest, "\r") || strings.Contains(rest, `""`)
}

// FuzzCSVRows holds the reader's rows to those of encoding/csv.
func FuzzCSVRows(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "\"a\",b\r\nc", "a,\"b\nc\"\n\n", "\"a", "a\"b", "\"a\"b", ",,\n,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !oddCSV(text) {
			compareCSV(t, text)
		}
	})
}

func TestCSVRowsAreThoseOfEncodingCSV(t *testing.T) {
	rnd := rand.New(rand.NewPCG(16, 17))
	for range 20_000 {
		var b strings.Builder
		for range rnd.IntN(30) {
			b.WriteString([]string{"a", "b", " ", ",", ",", `"`, "\n", "\r\n", "é", `"x"`}[rnd.IntN(10)])
		}
		if text := b.String(); !oddCSV(text) {
			compareCSV(t, text)
		}
	}
	for text, want := range map[string][]string{`"a""b"`: {`a"b`}, `"",""`: {"", ""}, `""""`: {`"`}, "\"\"\"\n\"\"\"": {"\"\n\""}} {
		if got, ok := rowsOf(text, 64); !ok || len(got) != 1 || !slices.Equal(got[0], want) {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
