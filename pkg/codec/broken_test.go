package codec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
)

// What is not JSON: the place where it stops being so is found, the rest of the
// record is given up, and the records on other lines are read.
func TestBrokenRecord(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		code           finding.Code
		at             string
	}{
		{"no colon", `"migrateOn":"2022-06-15"`, `"migrateOn" "2022-06-15"`, finding.Syntax, `"migrateOn" |"2022-06-15"`},
		{"no comma", `"2022-06-13","migrateOn":"2022-06-15"`, `"2022-06-13" "migrateOn":"2022-06-15"`, finding.Syntax, `"2022-06-13" |"migrateOn"`},
		{"two commas", `"2022-06-13","migrateOn":"2022-06-15"`, `"2022-06-13",,"migrateOn":"2022-06-15"`, finding.Syntax, `"2022-06-13",|,`},
		{"comma before the brace", `{"mpxn":"9999000104"}`, `{"mpxn":"9999000104",}`, finding.Syntax, `"9999000104",|}`},
		{"comma before the bracket", `{"mpxn":"9999000104"}]`, `{"mpxn":"9999000104"},]`, finding.Syntax, `"9999000104"},|]`},
		{"name without marks", `"migrateOn":"2022-06-15"`, `migrateOn:"2022-06-15"`, finding.Syntax, `migrateOn:`},
		{"single quotation marks", `"2022-06-15"`, `'2022-06-15'`, finding.Syntax, `'2022-06-15'`},
		{"leading zero", `"9900000000015"`, `01`, finding.Syntax, `:0|1`},
		{"no digit after the point", `"9900000000015"`, `1.`, finding.Syntax, `:1.|,`},
		{"no digit in the exponent", `"9900000000015"`, `1e`, finding.Syntax, `:1e|,`},
		{"plus", `"9900000000015"`, `+1`, finding.Syntax, `+1`},
		{"literal", `"9900000000015"`, `nul`, finding.Syntax, `:nul|,`},
		{"NaN", `"9900000000015"`, `NaN`, finding.Syntax, `NaN`},
		{"comment", `"meters":[{"mpxn":"9900000000015"`, `/**/"meters":[{"mpxn":"9900000000015"`, finding.Syntax, `/**/`},
		{"no such escape", `"Z9:5A0101"`, `"Z9\x3A5A0101"`, finding.Syntax, `\|x3A`},
		{"short escape", `"Z9:5A0101"`, `"Z9\u3A"`, finding.Syntax, `\u3A|"`},
		{"string without end", `"Z9:4E0001"},{"mpxn":"9999000104"}]}`, `"Z9:4E0001},{mpxn:9999000104}]}`, finding.ControlChar, "mpxn:9999000104}]},|\n"},
		{"no closing brace", `{"mpxn":"9999000104"}]}`, `{"mpxn":"9999000104"}]`, finding.Syntax, "\"9999000104\"}],\n|{"},
		{"no opening brace", `{"authorisationID":"A-1",`, `"authorisationID":"A-1",`, finding.Syntax, `"authorisationID"|:"A-1"`},
		{"byte order mark", `{"authorisationID":"A-1",`, "\xef\xbb\xbf{\"authorisationID\":\"A-1\",", finding.Syntax, "\xef\xbb\xbf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := seal(strings.Replace(sample(), c.old, c.new, 1))
			f := fault{code: c.code, at: c.at, path: "*"}
			f.expectFirst(t, doc, a0)
			s := readString(doc)
			if last := s.Records[len(s.Records)-1]; !strings.Contains(last, sampleSecond) {
				t.Errorf("the second record is lost: %q", s.Records)
			}
		})
	}
}

// expectFirst wants the finding first, at or below the path.
func (f fault) expectFirst(t *testing.T, doc, below string) {
	t.Helper()
	s := readString(doc)
	marker, offset := strings.Replace(f.at, "|", "", 1), max(0, strings.Index(f.at, "|"))
	want := place(doc, strings.Index(doc, marker)+offset)
	if len(s.findings) == 0 || s.findings[0].Code != f.code || s.findings[0].Pos != want || !strings.HasPrefix(s.findings[0].Path, below) {
		t.Errorf("want %s at %+v, got %s %q", f.code, want, s.Err, s.Found)
	}
}

// What is wrong around the records.
func TestBrokenTopLevel(t *testing.T) {
	body := "\"authorisations\":[\n" + sampleFirst + ",\n" + sampleSecond + "\n]"
	head := strings.TrimSuffix(sampleHead, ",\n\"authorisations\":[\n")
	trailer := strings.TrimPrefix(sampleTail, "\n],\n")
	for _, c := range []struct {
		name, doc string
		want      string // codes in the order in which they are found
		records   int
	}{
		{"trailer before the records", head + ",\n" + strings.TrimSuffix(trailer, "}\n") + ",\n" + body + "}\n", "S-TOP-ORDER S-TOP-ORDER", 2},
		{"records before the header", "{" + body + ",\n" + head[1:] + ",\n" + trailer, "S-TOP-ORDER S-TOP-ORDER", 0},
		{"no trailer", head + ",\n" + body + "}", "S-MISSING-FIELD", 2},
		{"no records", head + ",\n" + trailer, "S-TOP-ORDER S-MISSING-FIELD S-COUNT", 0},
		{"records are an object", head + ",\"authorisations\":{\"a\":\"}\"},\n" + trailer, "S-FIELD-TYPE S-COUNT", 0},
		{"no comma", head + "\n" + body + ",\n" + trailer, "S-SYNTAX", 0},
		{"no comma between records", sampleHead + sampleFirst + "\n" + sampleSecond + sampleTail, "S-SYNTAX", 2},
		{"comma after the last record", sampleHead + sampleFirst + ",\n" + sampleSecond + "," + sampleTail, "S-SYNTAX", 2},
		{"comma before the first record", strings.TrimSuffix(sampleHead, "\n") + "," + sampleFirst + "," + sampleSecond + sampleTail, "S-SYNTAX", 2},
		{"comma after the document's last part", head + ",\n" + body + ",\n" + strings.TrimSuffix(trailer, "}\n") + ",}\n", "S-SYNTAX", 2},
		{"two documents", sample() + sample(), "S-TRAILING-DATA", 2},
		{"NUL behind the document", sample() + "\x00", "S-TRAILING-DATA", 2},
		{"byte order mark", "\xef\xbb\xbf" + sample(), "S-BOM", 2},
		{"header only", head, "S-TRUNCATED", 0},
		{"string without end in an unknown part", head + ",\n\"x\":\"a\n,\n" + body + ",\n" + trailer, "S-UNKNOWN-FIELD S-SYNTAX", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := readString(seal(c.doc))
			var codes []string
			for _, f := range s.findings {
				codes = append(codes, string(f.Code))
			}
			if got := strings.Join(codes, " "); got != c.want || len(s.Records) != c.records {
				t.Errorf("want %s and %d records, got %s and %q: %s", c.want, c.records, s.Err, s.Found, s.Records)
			}
		})
	}
}

func TestNoMigrationFile(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"empty", "", "the file is empty (line 1, column 1)"},
		{"blank", " \n\t", "the file is empty (line 2, column 2)"},
		{"only a byte order mark", "\xef\xbb\xbf", "the file is empty (line 1, column 1)"},
		{"text", "hello", "it does not begin with an opening brace (line 1, column 1)"},
		{"list", "[", "it does not begin with an opening brace (line 1, column 1)"},
		{"zip", "PK\x03\x04", "it does not begin with an opening brace (line 1, column 1)"},
		{"no header", "{}", "it has no header (line 1, column 3)"},
		{"other JSON", `{"a":1,"b":[2]}`, "it has no header (line 1, column 16)"},
		{"no type", `{"header":{"a":1}}`, "its header has no fileType (line 1, column 11)"},
		{"type is a number", `{"header":{"fileType":5}}`, "its fileType is not a name (line 1, column 23)"},
		{"unknown type", `{"header":{"x":1,` + "\n" + `"fileType":"XYZ"}}`, `its fileType "XYZ" is not known (line 2, column 12)`},
		{"type in another case", `{"header":{"fileType":"maf"}}`, `its fileType "maf" is not known; write MAF (line 1, column 23)`},
		{"header is a list", `{"header":[]}`, "expected the header to be an object, found “[” (line 1, column 11)"},
		{"cut in the header", `{"header":{"formatVersion":"1.0",`, "it ends inside its header (line 1, column 34)"},
		{"broken before the type", `{"header":{"a":}}`, "expected a value, found “}” (line 1, column 16)"},
		{"broken before the header", `{"a"}`, "expected a colon after the name, found “}” (line 1, column 5)"},
	} {
		_, err := codec.Open(strings.NewReader(c.doc), filetype.Lookup, codec.Options{})
		if _, ok := err.(*codec.NotMigrationFileError); !ok || err.Error() != "not a migration file: "+c.want {
			t.Errorf("%s: %T %v, want %s", c.name, err, err, c.want)
		}
	}
}

// However a file is cut short, it is never taken for a whole one.
func TestTruncation(t *testing.T) {
	doc := sample()
	whole := strings.TrimSuffix(doc, "\n")
	for n := range len(whole) {
		s := readString(doc[:n])
		switch {
		case s.Err != "":
			if n > strings.Index(doc, `"MAF"`)+5 || !strings.HasPrefix(s.Err, "not a migration file: ") {
				t.Errorf("cut at %d: %s", n, s.Err)
			}
		case s.Result.Complete:
			t.Errorf("cut at %d: said to be complete", n)
		case len(s.findings) != 1 || s.findings[0].Code != finding.Truncated || s.findings[0].Pos != place(doc, n):
			t.Errorf("cut at %d (%+v): %q", n, place(doc, n), s.Found)
		}
	}
	if s := readString(whole); len(s.Found) > 0 || !s.Result.Complete {
		t.Errorf("without its last line end the file is whole: %q", s.Found)
	}
}

// One broken line among many costs that record alone.
func TestBrokenLineAmongMany(t *testing.T) {
	const records, bad = 10_000, 5_000
	var b strings.Builder
	b.WriteString(sampleHead)
	for i := range records {
		line := strings.Replace(sampleSecond, "A-2", fmt.Sprintf("A-%d", i), 1)
		if i == bad {
			line = strings.Replace(line, `"migrateOn":`, `"migrateOn"=`, 1)
		}
		b.WriteString(line + []string{",\n", ""}[(i+1)/records])
	}
	b.WriteString(strings.Replace(sampleTail, `"recordCount":2`, fmt.Sprintf(`"recordCount":%d`, records), 1))
	doc := seal(b.String())
	s := readString(doc)
	want := place(doc, strings.Index(doc, `"migrateOn"=`)+len(`"migrateOn"`))
	if len(s.findings) != 1 || s.findings[0].Code != finding.Syntax || s.findings[0].Pos != want || len(s.Records) != records {
		t.Fatalf("want one finding at %+v and %d records, got %q and %d", want, records, s.Found, len(s.Records))
	}
	for i, r := range s.Records {
		if strings.Contains(r, " broken") != (i == bad) || i != bad && !strings.Contains(r, fmt.Sprintf(`"A-%d"`, i)) {
			t.Fatalf("record %d: %s", i, r)
		}
	}
}

// A fault inside one line costs that record alone, whatever the line behind it begins
// with; what is no line of a record is not taken for one.
func TestLineBehindABrokenOne(t *testing.T) {
	broken := strings.Replace(sampleFirst, `"migrateOn":`, `"migrateOn"`, 1)
	for name, c := range map[string]struct {
		lines   string
		records int
	}{
		"no brace":           {broken + ",\n" + sampleSecond[1:], 2},
		"a letter for it":    {broken + ",\n" + "x" + sampleSecond[1:], 2},
		"a digit for it":     {broken + ",\n" + "7" + sampleSecond[1:], 2},
		"a mark for it":      {broken + ",\n" + `"` + sampleSecond[1:], 2},
		"three in a row":     {broken + ",\n" + broken[1:] + ",\n" + "x" + sampleSecond[1:], 3},
		"CRLF":               {broken + ",\r\n" + "x" + sampleSecond[1:], 2},
		"no comma":           {broken + "\n" + "x" + sampleSecond[1:], 2},
		"a good one":         {broken + ",\n" + sampleSecond, 2},
		"space":              {broken + ",\n" + " " + sampleSecond + ",\n" + sampleSecond, 2}, // as no line of canonical layout begins
		"several lines":      {strings.ReplaceAll(broken, `,"`, ",\n\"") + ",\n" + sampleSecond, 2},
		"ends as none does":  {broken + "x,\n" + "x" + sampleSecond[1:] + ",\n" + sampleSecond, 2},
		"the end of records": {sampleSecond + ",\n" + broken, 2},
	} {
		doc := seal(sampleHead + c.lines + strings.Replace(sampleTail, `"recordCount":2`, fmt.Sprintf(`"recordCount":%d`, c.records), 1))
		if s := readString(doc); len(s.Records) != c.records || !s.Result.Complete {
			t.Errorf("%s: %d records, want %d, %+v: %q", name, len(s.Records), c.records, s.Result, s.Found)
		}
		agree(t, doc, 0)
		among := strings.SplitAfter(long(200), "\n") // where blocks read them
		agree(t, strings.Join(slices.Insert(among, 100, c.lines+",\n"), ""), 0)
	}
}

// Of what is found of a file as a whole no more than so many findings are told of
// each code; all are counted.
func TestUntold(t *testing.T) {
	commas := seal(sampleHead + strings.Repeat(",", 1000) + sampleFirst + "," + sampleSecond + sampleTail)
	parts := seal(strings.Replace(sample(), `"trailer":`, strings.Repeat(`"x":1,`, 1000)+`"trailer":`, 1))
	for doc, code := range map[string]finding.Code{commas: finding.Syntax, parts: finding.UnknownField} {
		agree(t, doc, 0)
		s := readString(doc)
		if told := int64(len(s.findings)); told != 200 || s.Result.Untold[code] != 1000-told || len(s.Result.Untold) != 1 {
			t.Errorf("%s: %d told, %v not", code, told, s.Result.Untold)
		}
	}
	if s := readString(sample()); s.Result.Untold != nil {
		t.Errorf("of a good file %v are untold", s.Result.Untold)
	}
	names := strings.Repeat("x,", 1000)
	for _, c := range []struct {
		last string
		want int64
	}{{"AuthorisationID", 800}, {"y", 0}} { // without a known column there is one finding, of the row
		agreeCSV(t, names+c.last+"\n", 0)
		if s := (way{wrap: plain}).readCSV(names + c.last + "\n"); s.Result.Untold[finding.UnknownField] != c.want {
			t.Errorf("%s: %d findings, %v untold", c.last, len(s.findings), s.Result.Untold)
		}
	}
}

// The text of the last record of a file that is cut short behind it is what stands
// there, wherever in the window that is, and however the file comes in.
func TestTextOfTheLastRecord(t *testing.T) {
	for n := 0; n < 9000; n += 97 {
		blanks := strings.Repeat(" ", n)
		doc := sampleHead + sampleSecond + ",\n" + strings.Replace(sampleFirst, `"meters"`, blanks+`"meters"`, 1)
		for _, behind := range []string{"", ",", ",\n"} {
			for _, w := range ways(1 << 20) {
				s := w.read(doc + behind)
				if got := s.Records[len(s.Records)-1]; !strings.Contains(got, sampleFirst+" of ") {
					t.Fatalf("%d blanks, %q, %s: %s", n, behind, w.name, got)
				}
			}
		}
	}
}

// What is said of a line that holds no object and is as large as a record may be does
// not depend on how the file is read.
func TestNoObjectAsLargeAsARecord(t *testing.T) {
	for n := 3997; n <= 4002; n++ {
		lines := strings.SplitAfter(long(200), "\n")
		lines[100] = strings.Repeat("1", n) + ",\n"
		agree(t, strings.Join(lines, ""), 4000)
	}
}
