package codec_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
)

const (
	twoCommas  = "S-SYNTAX: expected a record, found “,”"
	noComma    = "S-SYNTAX: a comma is missing behind this record"
	lastComma  = "S-SYNTAX: expected a record after the comma, found “]”"
	noObject   = "S-FIELD-TYPE: a record must be an object, not a number"
	cutShort   = "S-TRUNCATED: the file ends inside its records"
	lostTheEnd = "S-TRUNCATED: the rest of the file could not be made out"
)

func odd(shown string) string {
	return "S-SYNTAX: expected a comma or the closing bracket behind this record, found " + shown
}

// gapCase is what stands between the two records of the sample, or behind the
// second, and what is to be found.
type gapCase struct {
	name string
	gap  string // a bar stands where the finding does
	// want is the finding of the record before the gap; "" if there is none.
	want    string
	file    string // findings of the file, joined by "; "
	records int
	last    bool // the gap stands behind the second record
}

func gapCases() []gapCase {
	return []gapCase{
		{"as it should be", ",\n", "", "", 2, false},
		{"CRLF", ",\r\n", "", "", 2, false},
		{"on one line", ",", "", "", 2, false},
		{"white space", " \t,\r\n\n ", "", "", 2, false},
		{"comma on the next line", "\n,", "", "", 2, false},
		{"two commas", ",|,\n", twoCommas, "", 2, false},
		{"two commas, CRLF", ",|,\r\n", twoCommas, "", 2, false},
		{"many commas", ",|,,,,,\n", twoCommas, "", 2, false},
		{"commas with white space", " , |, ,\n", twoCommas, "", 2, false},
		{"a comma on each line", ",\n|,\n", twoCommas, "", 2, false},
		{"two commas on one line", ",|,", twoCommas, "", 2, false},
		{"a comma before the record", ",\n|,", twoCommas, "", 2, false},
		{"commas on three lines", ",|,\n,\n\n", twoCommas, "", 2, false},
		{"no comma", "|\n", noComma, "", 2, false},
		{"no comma, CRLF", "|\r\n", noComma, "", 2, false},
		{"nothing", "|", noComma, "", 2, false},
		{"no comma and white space", "| \t\n\n ", noComma, "", 2, false},
		{"a word", " |x,\n", odd("“x”"), "", 2, false},
		{"a word without a comma", "|x\n", odd("“x”"), "", 2, false},
		{"a word behind the line end", "\n|x,\n", odd("“x”"), "", 2, false},
		{"a word, CRLF", " |x,\r\n", odd("“x”"), "", 2, false},
		{"a second brace", "|},\n", odd("“}”"), "", 2, false},
		{"a colon", "|:{\"a\":1},\n", odd("“:”"), "", 2, false},
		{"a comment", " |/* { */,\n", odd("“/”"), "", 2, false},
		{"a string", "|\"{\",\n", odd("“\"”"), "", 2, false},
		{"a number", " |1,\n", odd("“1”"), "", 2, false},
		{"a NUL", "|\x00,\n", odd("control character 0x00"), "", 2, false},
		{"a byte", "|\xff,\n", odd("byte 0xff"), "", 2, false},
		{"a record on the line that is not read", "|x,{},\n", odd("“x”"), "", 2, false},
		{"lines that are no records", " |x\ny\n {}\n", odd("“x”"), "", 2, false},
		{"a number as a record", ",5,\n", "", "", 3, false},
		{"a word as a record", ",\nx,\n", "", "", 3, false},
		{"last comma", ",\n", "", lastComma, 2, true},
		{"last comma on the line of the bracket", "\n,", "", lastComma, 2, true},
		{"last two commas", ",|,\n", twoCommas, lastComma, 2, true},
		{"nothing before the bracket", "", "", "", 2, true},
		{"white space before the bracket", " \n\n ", "", "", 2, true},
		{"a word before the bracket", " |x\n", odd("“x”"), "", 2, true},
		{"a word and a comma before the bracket", " |x,\n", odd("“x”"), "", 2, true},
		{"a brace on the line of the bracket", "\n|}", odd("“}”"), lostTheEnd, 2, true},
	}
}

// gapDoc is the sample with the gap, and where its finding is to stand.
func (c gapCase) doc() (doc string, at int) {
	gap := strings.Replace(c.gap, "|", "", 1)
	first, second, tail := ",\n", "\n", strings.TrimPrefix(sampleTail, "\n")
	head := sampleHead + sampleFirst
	if c.last {
		head, second = head+first+sampleSecond, gap
		doc = head + second + tail
	} else {
		doc = head + gap + sampleSecond + second + tail
	}
	doc = strings.Replace(doc, `"recordCount":2`, fmt.Sprintf(`"recordCount":%d`, c.records), 1)
	return seal(doc), len(head) + max(0, strings.Index(c.gap, "|"))
}

// found are the findings of the file, and of the record before the gap.
func (c gapCase) found(s seen) (file, record []finding.Finding) {
	below := []string{"/authorisations/0", "/authorisations/1"}
	for _, f := range s.findings {
		switch {
		case f.Path == "":
			file = append(file, f)
		case c.last && f.Path == below[1] || !c.last && f.Path == below[0]:
			record = append(record, f)
		}
	}
	return file, record
}

// What stands between two records is judged once, as the record's before it, and
// is never a record; the same in all readers.
func TestGaps(t *testing.T) {
	for _, c := range gapCases() {
		t.Run(c.name, func(t *testing.T) {
			doc, at := c.doc()
			agree(t, doc, 0)
			s := readString(doc)
			if len(s.Records) != c.records {
				t.Errorf("%d records, want %d: %q", len(s.Records), c.records, s.Records)
			}
			if !strings.Contains(s.Records[0], sampleFirst) || !strings.Contains(s.Records[len(s.Records)-1], sampleSecond) {
				t.Errorf("a good record is lost: %q", s.Records)
			}
			file, record := c.found(s)
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if got := messages(record); !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			} else if len(got) > 0 && record[0].Pos != place(doc, at) {
				t.Errorf("at %v, want %v", record[0].Pos, place(doc, at))
			}
			if c.want != "" && record[0].Hint == "" {
				t.Error("no hint")
			}
			if got := strings.Join(messages(file), "; "); got != c.file {
				t.Errorf("found of the file %q, want %q", got, c.file)
			}
		})
	}
}

func messages(found []finding.Finding) (out []string) {
	for _, f := range found {
		out = append(out, string(f.Code)+": "+f.Message)
	}
	return out
}

// gapped is the document, of one record a line or all on one, with a gap between
// every two records that gap gives.
func gapped(doc string, gap func(i int) string) string {
	parts := strings.Split(doc, `{"authorisationID"`)
	for i := 1; i < len(parts)-1; i++ {
		end := strings.LastIndexByte(parts[i], '}') + 1
		parts[i] = parts[i][:end] + gap(i)
	}
	return seal(strings.Join(parts, `{"authorisationID"`))
}

// A gap of each kind behind every record, wherever blocks end: in a gap, before it
// and behind it.
func TestGapsAtBlockEnds(t *testing.T) {
	const n = 60
	for _, c := range gapCases() {
		if c.last || c.records != 2 {
			continue
		}
		doc := gapped(long(n), func(int) string { return strings.Replace(c.gap, "|", "", 1) })
		want := way{"", codec.Options{Workers: 1, BlockSize: 64}, plain}.read(doc)
		if len(want.Records) != n || c.want == "" && len(want.Found) > 0 || c.want != "" && len(want.Found) != n-1 {
			t.Fatalf("%s: %d records, %d findings: %q", c.name, len(want.Records), len(want.Found), want.Found)
		}
		sizes := 130
		if testing.Short() {
			sizes = 10
		}
		for i := range sizes {
			opt := codec.Options{Workers: 1 + i%4, BlockSize: 600 + i}
			if got := (way{"", opt, plain}).read(doc); !slices.Equal(got.Found, want.Found) || !slices.Equal(got.Records, want.Records) {
				t.Fatalf("%s, blocks of %d: %q\nwant %q", c.name, opt.BlockSize, got.Found, want.Found)
			}
		}
	}
}

// Gaps of all kinds, one behind the other, in files of all layouts.
func TestRandomGapsAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(16, 17))
	bits := []string{",", ",", ",\n", "\n", "\n", " ", "x", "{", "]", "}", "\x00", "\r\n", `"`, "5", ",\n5,\n", ",\nnull,\n", ",\nx\n", " x,\n", ",,\n", "\n{", strings.Repeat(" ", 300), strings.Repeat(",", 300)}
	rounds := 120
	if testing.Short() {
		rounds = 12
	}
	for i := range rounds {
		usual := []string{",\n", " x,\n", "\n", ",,\n", ",", "", ",,", ",\n5,\n", ",\n \n", "x\r\n"}[rnd.IntN(10)]
		rare := []int{1, 3, 20, 200}[rnd.IntN(4)]
		doc := gapped(long(120), func(int) string {
			if rnd.IntN(rare) > 0 {
				return usual
			}
			gap := ""
			for range rnd.IntN(5) {
				gap += bits[rnd.IntN(len(bits))]
			}
			return gap
		})
		agree(t, doc, []int{0, 600, 500, 400}[i%4])
	}
}

// A fault that stands further from the beginning of its record than the largest
// record may is the file's, and the same everywhere.
func TestGapBeyondTheLargestRecord(t *testing.T) {
	const limit = 600
	for _, c := range []struct {
		name, before, behind, want string
		at                         int // of the finding, from where behind begins
	}{
		{"no comma", "", "\n", noComma, 0},
		{"a comma", "", ",\n", "", 0},
		{"two commas", ",", ",\n", twoCommas, 0},
		{"a word", "", "x,\n", odd("“x”"), 0},
	} {
		for _, room := range []int{-2, -1, 0, 1, 2, limit, 5 * limit} {
			first := strings.Replace(sampleSecond, "A-2", "A-0", 1)
			space := strings.Repeat(" ", max(0, limit+room-len(first)-len(c.before)))
			if c.want == noComma {
				space = space[1:] // the line end
			}
			head := sampleHead + first + c.before
			doc := seal(head + space + c.behind + sampleSecond + sampleTail)
			agree(t, doc, limit)
			agree(t, gapped(long(80), func(i int) string { return c.before + strings.Repeat(" ", i*10) + c.behind }), limit)
			s := way{"", codec.Options{MaxRecord: limit}, plain}.read(doc)
			where, at := "0 ", len(head+space)
			if room >= 0 {
				where = "file "
			}
			if c.want == noComma {
				at = len(head)
			}
			if c.want == "" {
				if len(s.Found) > 0 {
					t.Errorf("%s, %d: %q", c.name, room, s.Found)
				}
				continue
			}
			if got := messages(s.findings); len(got) != 1 || got[0] != c.want || s.findings[0].Path != "/authorisations/0" ||
				s.findings[0].Pos != place(doc, at) || !strings.HasPrefix(s.Found[0], where) || len(s.Records) != 2 {
				t.Errorf("%s, %d: %q, want %s of %s at %+v", c.name, room, s.Found, c.want, where, place(doc, at))
			}
		}
	}
}

// A fault that stands too far from its record is the file's in a file on one line,
// too, and so is what is no record with the comma too far behind it.
func TestRegularGapsBeyondTheLargestRecord(t *testing.T) {
	space := strings.Repeat(" ", 20)
	for extra := range 24 {
		limit := len(sampleLarge) + len("100-") + extra
		for _, gap := range []string{space, "," + space + ",", space + ",,"} {
			agree(t, gapped(strings.ReplaceAll(long(100), "\n", ""), func(int) string { return gap }), limit)
		}
		values := ",\n" + strings.Repeat("5", limit-12) + space + ",\n\"" + strings.Repeat("x", limit-12) + "\"" + space + ",\n"
		agree(t, gapped(long(100), func(int) string { return values }), limit)
	}
}

// Lines of two records and records of two lines: there are as many of both as in a
// canonical file, and all the same each record is found where it stands.
func TestGapsOfLinesThatAreNone(t *testing.T) {
	lines := strings.Split(long(200), "\n")
	for i := 10; i < len(lines)-10; i += 2 {
		lines[i] = "{\n" + lines[i][1:] + lines[i+1]
		lines[i+1] = ""
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	doc := seal(strings.ReplaceAll(strings.Join(lines, "\n"), "A-", "A "))
	agree(t, doc, 0)
	agree(t, strings.ReplaceAll(doc, "},{", "}{"), 0)
}

// That something was read over makes no later comma one too many, nor hides one.
func TestLastCommaBehindAnOddGap(t *testing.T) {
	for end, want := range map[string]string{",\n": lastComma, "\n": "", ",": lastComma, " x\n": odd("“x”")} {
		doc := seal(sampleHead + sampleFirst + " x,\n" + sampleSecond + end + strings.TrimPrefix(sampleTail, "\n"))
		agree(t, doc, 0)
		s := readString(doc)
		if got := messages(s.findings); got[0] != odd("“x”") || strings.Join(got[1:], " ") != want {
			t.Errorf("%q: found %q", end, s.Found)
		}
	}
}

// What follows a record that is too large is read as behind any other.
func TestGapBehindALargeRecord(t *testing.T) {
	const limit = 500
	large := `{"authorisationID":"` + strings.Repeat("A", 2*limit) + `"}`
	for gap, want := range map[string]string{",\n": "", "\n": noComma, "": noComma, " x,\n": odd("“x”"), ",,\n": twoCommas} {
		doc := seal(sampleHead + large + gap + sampleSecond + sampleTail)
		agree(t, doc, limit)
		s := way{"", codec.Options{MaxRecord: limit}, plain}.read(doc)
		got := messages(s.findings)
		if len(s.Records) != 2 || len(got) == 0 || !strings.HasPrefix(got[0], "S-RECORD-SIZE") || strings.Join(got[1:], " ") != want {
			t.Errorf("%q: %d records, found %q", gap, len(s.Records), s.Found)
		}
	}
}

// enough is a worker that wants no finding in full.
type enough struct{ told *int }

func (enough) Wanted(finding.Code) bool { return false }
func (enough) End() any                 { return nil }

func (w enough) Record(r *codec.Record) {
	for _, f := range r.Findings {
		if f.Code == finding.Syntax && f.Message == "" && !f.Pos.IsValid() {
			*w.told++
		}
	}
}

// Where no more is wanted of a code, it alone is told of a gap.
func TestGapsNotWanted(t *testing.T) {
	for _, gap := range []string{" x,\n", "\n", ",,\n", "", ",,"} {
		for _, size := range []int{64, 4096} {
			f, err := codec.Open(strings.NewReader(gapped(long(300), func(int) string { return gap })), filetype.Lookup, codec.Options{Workers: 1, BlockSize: size})
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			if _, err := f.Visit(t.Context(), func() codec.Worker { return enough{&told} }, func(any) error { return nil }); err != nil || told != 299 {
				t.Errorf("%q, blocks of %d: %d of 299 told, %v", gap, size, told, err)
			}
		}
	}
}

// A comma before the first record is the file's: there is no record before it.
func TestCommaBeforeTheFirstRecord(t *testing.T) {
	for _, commas := range []int{1, 3} {
		doc := seal(sampleHead + strings.Repeat(",", commas) + "\n" + sampleFirst + ",\n" + sampleSecond + sampleTail)
		agree(t, doc, 0)
		if s := readString(doc); len(s.findings) != commas || s.findings[0].Path != "" || s.findings[0].Pos != place(doc, len(sampleHead)) || len(s.Records) != 2 {
			t.Errorf("%q", s.Found)
		}
	}
}
