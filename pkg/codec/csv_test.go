package codec_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

const (
	csvHead = "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\r\n"
	// The rows of the sample.
	csvRows = "A-1,2022-06-13,2022-06-15,DCC,9900000000015,Z9:5A0101 Z9:5A0102,Z9:4E0001\r\n" +
		"A-1,2022-06-13,2022-06-15,DCC,9999000104,,\r\n" +
		"A-2,2022-06-13,2022-06-16,,9900000000024,,\r\n"
)

func readCSV(r io.Reader, opt codec.Options) seen {
	return readCSVWith(r, opt, func(t *envelope.Type) codec.Worker { return &collector{t: t} })
}

func readCSVWith(r io.Reader, opt codec.Options, worker func(*envelope.Type) codec.Worker) (s seen) {
	f, err := codec.OpenCSV(r, &envelope.Header{FileType: "MAF"}, opt)
	if err != nil {
		return seen{Err: err.Error()}
	}
	s.find("header", f.Findings)
	s.Result, err = f.Visit(context.Background(), func() codec.Worker { return worker(f.Type) }, func(o any) error {
		part := o.(seen)
		s.Found, s.Records, s.findings = append(s.Found, part.Found...), append(s.Records, part.Records...), append(s.findings, part.findings...)
		return nil
	})
	if err != nil {
		return seen{Err: err.Error()}
	}
	s.find("file", s.Result.Findings)
	s.Result.Findings = nil
	return s
}

// A CSV tells the same as the JSON of the same content.
func TestCSVIsTheSample(t *testing.T) {
	for name, doc := range map[string]string{
		"CRLF": csvHead + csvRows, "LF": strings.ReplaceAll(csvHead+csvRows, "\r", ""), "no last line end": strings.TrimSuffix(csvHead+csvRows, "\r\n"),
		"quoted": strings.ReplaceAll(`"`+strings.ReplaceAll(strings.ReplaceAll(csvHead+csvRows, ",", `","`), "\r\n", "\"\r\n\"")+"\x00", "\"\x00", ""),
		"columns in another order": "MPxN,NetworkOperatorCertificateID,MigrateOn,CommissioningParty,AuthorisationID,SupplierCertificateIDs,MigrationWeek\n" +
			"9900000000015,Z9:4E0001,2022-06-15,DCC,A-1,Z9:5A0101 Z9:5A0102,2022-06-13\n9999000104,,2022-06-15,DCC,A-1,,2022-06-13\n9900000000024,,2022-06-16,,A-2,,2022-06-13\n",
	} {
		s := readCSV(strings.NewReader(doc), codec.Options{})
		if s.Err != "" || len(s.Found) > 0 || fmt.Sprint(values(s.Records)) != fmt.Sprint([]string{sampleFirst, sampleSecond}) {
			t.Errorf("%s: %s %q %q", name, s.Err, s.Found, s.Records)
		}
		sum := sha256.Sum256([]byte(doc))
		if r := s.Result; r.SHA256 != hex.EncodeToString(sum[:]) || r.Digest != "sha-256:"+r.SHA256 || r.Trailer != nil || r.Records != 2 || !r.Complete || r.Bytes != int64(len(doc)) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestCSVFindings(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		code           finding.Code
		at, path       string
		hint           string // a part of it
		records        int
	}{
		{"scientific notation", "9900000000015", "9.90E+12", finding.MPxNFormat, "9.90E+12", "/2/MPxN", "spreadsheet", 2},
		{"formula", "9900000000015", "=A1", finding.MPxNFormat, "=A1", "/2/MPxN", "formula", 2},
		{"formula with a plus", "9900000000015", "+A1", finding.MPxNFormat, "+A1", "/2/MPxN", "formula", 2},
		{"formula with an at sign", ",DCC,9999000104", ",@SUM(A1),9999000104", finding.CSVConflict, "@SUM(A1)", "/3/CommissioningParty", "same", 2},
		{"formula for a party", "16,,99", "16,@DCC,99", finding.FieldValue, "@DCC", "/4/CommissioningParty", "formula", 2},
		{"day first", "2022-06-16", "16/06/2022", finding.FieldForm, "16/06/2022", "/4/MigrateOn", "-", 2},
		{"no such day", "2022-06-16", "2022-06-31", finding.FieldForm, "2022-06-31", "/4/MigrateOn", "", 2},
		{"certificate", "Z9:5A0102", "Z9-5A0102", finding.FieldForm, "Z9:5A0101 Z9-5A", "/2/SupplierCertificateIDs", "", 2},
		{"semicolon for a space", "Z9:5A0101 Z9:5A0102", "Z9:5A0101;Z9:5A0102", finding.FieldForm, "Z9:5A0101;Z9:5A", "/2/SupplierCertificateIDs", "a space parts the values of this cell: write Z9:5A0101 Z9:5A0102", 2},
		{"semicolon behind", "Z9:5A0101 Z9:5A0102", "Z9:5A0101;", finding.FieldForm, "Z9:5A0101;", "/2/SupplierCertificateIDs", "write Z9:5A0101 alone", 2},
		{"plus alone", "Z9:5A0101 Z9:5A0102", "+", finding.FieldForm, "+", "/2/SupplierCertificateIDs", "formula", 2},
		{"date", "Z9:5A0101 Z9:5A0102", "2022/06/13", finding.FieldForm, "2022/06/13", "/2/SupplierCertificateIDs", "", 2},
		{"too many to name", "Z9:5A0101 Z9:5A0102", strings.Repeat("Z9:1;", 9000), finding.FieldForm, "Z9:1;", "/2/SupplierCertificateIDs", "", 2},
		{"semicolon alone", "Z9:5A0101 Z9:5A0102", "Z9:5A0101 ; Z9:5A0102", finding.FieldForm, "Z9:5A0101 ;", "/2/SupplierCertificateIDs", "one Certificate ID", 2},
		{"semicolon and worse", "Z9:5A0101 Z9:5A0102", "Z9:5A0101;?", finding.FieldForm, "Z9:5A0101;?", "/2/SupplierCertificateIDs", "one Certificate ID", 2},
		{"too many certificates", "Z9:5A0102", strings.Repeat("Z9:1 ", 16), finding.FieldItems, "Z9:5A0101 Z9:1", "/2/SupplierCertificateIDs", "", 2},
		{"no meter", "9999000104", "", finding.MissingField, "DCC,|,,", "/3/MPxN", "", 2},
		{"no id", "A-2", "", finding.MissingField, "\n|,2022-06-13,2022-06-16", "/4/AuthorisationID", "", 2},
		{"other dates", "2022-06-15,DCC,9999000104", "2022-06-17,DCC,9999000104", finding.CSVConflict, "2022-06-17", "/3/MigrateOn", "", 2},
		{"other party", ",DCC,9999000104", ",,9999000104", finding.CSVConflict, "2022-06-15,|,9999", "/3/CommissioningParty", "", 2},
		{"three rows", "A-2", "A-1", finding.FieldItems, "A-1,2022-06-13,2022-06-16", "/4", "one meter for each fuel", 1},
		{"too few cells", "9999000104,,", "9999000104,", finding.Syntax, "A-1,2022-06-13,2022-06-15,DCC,9999000104", "/3", "comma", 3},
		{"too many cells", "9999000104,,", "9999000104,,,", finding.Syntax, "A-1,2022-06-13,2022-06-15,DCC,9999000104", "/3", "comma", 3},
		{"empty row", "A-2", ",,,,,,\r\nA-2", finding.Syntax, ",,,,,,\r\n", "/4", "delete", 3},
		{"empty line", "A-2", "\r\nA-2", finding.Syntax, "\r\n|\r\nA-2", "/4", "delete", 3},
		{"quotation mark inside", "9999000104", `99990"00104`, finding.Syntax, `99990|"00104`, "/3", "double", 3},
		{"text behind a quotation mark", "9999000104", `"9999000104" `, finding.Syntax, `9999000104"| `, "/3", "doubled", 3},
		{"never closed", "9900000000024", `"9900000000024`, finding.Syntax, `"9900000000024`, "/4", "close", 2},
		{"line end in a cell", "A-2", "\"A-\n2\"", finding.ControlChar, "\"A-\n2", "/4/AuthorisationID", "", 2},
		{"NUL", "A-2", "A-\x002", finding.ControlChar, "A-\x002", "/4/AuthorisationID", "", 2},
		{"latin-1", "A-2", "A-\xe9", finding.InvalidUTF8, "A-\xe9", "/4/AuthorisationID", "UTF-8", 2},
		{"white space", "9900000000024", " 9900000000024", finding.MPxNFormat, " 9900000000024", "/4/MPxN", "white space", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := csvHead + strings.Replace(csvRows, c.old, c.new, 1)
			s := readCSV(strings.NewReader(doc), codec.Options{})
			want := place(doc, strings.Index(doc, strings.Replace(c.at, "|", "", 1))+max(0, strings.Index(c.at, "|")))
			if len(s.findings) == 0 {
				t.Fatalf("%s: nothing is found", s.Err)
			}
			if f := s.findings[0]; f.Code != c.code || f.Path != c.path || f.Pos != want || !strings.Contains(f.Hint, c.hint) {
				t.Errorf("want %s at %s %+v, got %q", c.code, c.path, want, s.Found)
			}
			if f := s.findings[0]; len(f.Message)+len(f.Hint) > 400 || c.name == "date" && strings.Contains(f.Hint, "06 13") {
				t.Errorf("%s, %s", f.Message, f.Hint)
			}
			if len(s.findings) > 1 && c.name != "three rows" || len(s.Records) != c.records {
				t.Errorf("%q and %d records, want %d", s.Found, len(s.Records), c.records)
			}
		})
	}
}

// Rows of one authorisation that do not stand together are several records, whose
// rows are told.
func TestCSVRecordRows(t *testing.T) {
	doc := csvHead + strings.Replace(csvRows, "A-2", "A-3,2022-06-13,2022-06-16,,9900000000024,,\r\n,2022-06-13,2022-06-16,,9900000000024,,\r\nbroken\r\n\"A-1\"", 1)
	f, err := codec.OpenCSV(strings.NewReader(doc), nil, codec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	visit(t, f, func(r *codec.Record) {
		rows, ok := r.Rows()
		got = append(got, fmt.Sprintf("%q %d-%d %v", rows.ID, rows.First, rows.Last, ok))
		if rows.First == 7 {
			split := rows.Split(3)
			if pos, path := r.At("authorisationID"); split.Code != finding.CSVSplit || path != "/7/AuthorisationID" || pos != place(doc, strings.Index(doc, `"A-1"`)) ||
				split.Message != `the rows of "A-1" do not stand together: row 7 belongs with row 3` || !strings.Contains(split.Hint, "below") {
				t.Errorf("%s at %s %v", split, path, pos)
			}
		}
	})
	if want := `"A-1" 2-3 true, "A-3" 4-4 true, "" 5-5 true, "" 0-0 false, "A-1" 7-7 true`; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

func TestCSVColumns(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		code           finding.Code
		at, path, hint string
	}{
		{"unknown", "MPxN", "MPxN,Colour", finding.UnknownField, "Colour", "/1/Colour", ""},
		{"in another case", "MPxN", "MPXN", finding.UnknownField, "MPXN", "/1/MPXN", "spelt MPxN"},
		{"twice", "MPxN", "MigrateOn", finding.DuplicateName, "MigrateOn,Supp", "/1/MigrateOn", "one of the two"},
		{"missing", "NetworkOperatorCertificateID", "", finding.UnknownField, "\r\n", "/1", "without a name"},
		{"semicolons", ",", ";", finding.MissingField, "Auth", "/1", "AuthorisationID,MigrationWeek"},
		{"two carriage returns", "\r\n", "\r\r\n", finding.UnknownField, "NetworkOp", "/1/NetworkOperatorCertificateID\r", "ordinary line ends"},
		{"byte order mark", "Auth", "\xef\xbb\xbfAuth", finding.ByteOrderMark, "\xef", "", "without"},
		{"no row of names", csvHead, "", finding.MissingField, "A-1", "/1", "it must be"},
	} {
		n := 1
		if c.name == "semicolons" {
			n = -1
		}
		doc := strings.Replace(csvHead, c.old, c.new, n) + csvRows
		s := readCSV(strings.NewReader(doc), codec.Options{})
		if len(s.findings) == 0 {
			t.Errorf("%s: nothing is found: %s", c.name, s.Err)
			continue
		}
		if f := s.findings[0]; f.Code != c.code || f.Path != c.path || f.Pos != place(doc, strings.Index(doc, c.at)) || !strings.Contains(f.Hint, c.hint) {
			t.Errorf("%s: %q", c.name, s.Found)
		}
	}
	if s := readCSV(strings.NewReader(""), codec.Options{}); s.Err != "not a migration file: the file is empty (line 1, column 1)" {
		t.Errorf("empty: %+v", s)
	}
	s := readCSV(strings.NewReader(strings.Replace(csvHead, ",MPxN", "", 1)), codec.Options{})
	if len(s.findings) != 1 || s.findings[0].Code != finding.MissingField || !strings.Contains(s.findings[0].Message, "MPxN") {
		t.Errorf("without MPxN: %q", s.Found)
	}
}

func TestCSVRecordAt(t *testing.T) {
	doc := csvHead + strings.Replace(csvRows, "DCC,9999000104", "\"DCC\",\"9999000104\"", 1)
	f, err := codec.OpenCSV(strings.NewReader(doc), nil, codec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	visit(t, f, func(r *codec.Record) {
		if r.Index != 0 {
			return
		}
		for _, c := range []struct {
			path   []any
			marker string
			want   string
		}{
			{nil, "A-1", "/2"},
			{[]any{"migrateOn"}, "2022-06-15,DCC", "/2/MigrateOn"},
			{[]any{"meters", 0, "supplierCertificateIDs", 1}, "Z9:5A0101", "/2/SupplierCertificateIDs"},
			{[]any{"meters", 1, "mpxn"}, `"9999000104"`, "/3/MPxN"},
			{[]any{"meters", 1}, `A-1,2022-06-13,2022-06-15,"DCC"`, "/3"},
			{[]any{"nothing"}, "A-1", "/2"},
		} {
			pos, path := r.At(c.path...)
			if pos != place(doc, strings.Index(doc, c.marker)) || path != c.want {
				t.Errorf("%v: %+v %s", c.path, pos, path)
			}
		}
		if want := strings.Join(strings.SplitAfter(doc, "\n")[1:3], ""); string(r.Raw) != want || r.Pos != (source.Position{Line: 2, Column: 1, Offset: int64(len(csvHead))}) {
			t.Errorf("raw %q at %+v", r.Raw, r.Pos)
		}
	})
}

// How the input comes in changes nothing.
func TestCSVAllWaysAgree(t *testing.T) {
	body := strings.Repeat(csvRows, 20) + "A-9,\"x\"\"y\r\n\",,,,,\r\n\"open" + csvRows
	for i := range len(body) / 11 {
		doc := csvHead + body[:i*11]
		want := readCSV(strings.NewReader(doc), codec.Options{})
		for _, wrap := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
			got := readCSV(wrap(strings.NewReader(doc)), codec.Options{BlockSize: 64})
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(codec.Result{}, seen{})); diff != "" {
				t.Fatalf("%q: %s", doc, diff)
			}
		}
	}
}

func TestCSVHostile(t *testing.T) {
	const mb = 1 << 20
	for name, r := range map[string]io.Reader{
		"one row":          repeat(csvHead, "x", 20*mb, ""),
		"an open quote":    repeat(csvHead+`"`, "x,\n", mb/2, ""),
		"one record":       repeat(csvHead, "A-1,2022-06-13,2022-06-15,DCC,9999000104,,\n", mb/4, ""),
		"commas":           repeat(csvHead, ",", 20*mb, ""),
		"line ends":        repeat(csvHead, "\n", mb/4, ""),
		"quotation marks":  repeat(csvHead, `"`, 20*mb, ""),
		"open quotes":      repeat(csvHead, "\"\n\n", mb/4, ""),
		"names of columns": repeat("MPxN", ",x", 20*mb, ""),
	} {
		f, err := codec.OpenCSV(r, nil, codec.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		var n atomic.Int64 // several workers count
		result := visit(t, f, func(r *codec.Record) { n.Add(int64(len(r.Findings))) })
		if int(n.Load())+len(result.Findings)+len(f.Findings) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

// What CSVWriter writes is read back the same, but for what a CSV cannot say.
func TestCSVRoundTrip(t *testing.T) {
	_, records := sampleParts(t)
	records[1].Meters[0].NetworkOperatorCertificateID = "N/A"
	records[1].CommissioningParty = "Supplier"
	records = append(records, maf.Authorisation{AuthorisationID: "A-3", MigrationWeek: 738000, MigrateOn: 738001,
		Meters: []maf.Meter{{MPxN: records[0].Meters[0].MPxN, NetworkOperatorCertificateID: "  "}}})
	var out bytes.Buffer
	w := codec.NewCSVWriter(&out)
	for i := range records {
		w.Write(&records[i])
	}
	sum, err := w.Close()
	whole := sha256.Sum256(out.Bytes())
	if err != nil || sum.SHA256 != hex.EncodeToString(whole[:]) || sum.Digest != "sha-256:"+sum.SHA256 || sum.Records != 3 || w.Records() != 3 || sum.Bytes != int64(out.Len()) {
		t.Errorf("%+v, %v", sum, err)
	}
	f, err := codec.OpenCSV(bytes.NewReader(out.Bytes()), nil, codec.Options{})
	if err != nil || len(f.Findings) > 0 {
		t.Fatal(err, f.Findings)
	}
	visit(t, f, func(r *codec.Record) {
		if diff := cmp.Diff(&records[r.Index], r.Value, cmpopts.IgnoreTypes(spec.Object{}), cmpopts.EquateEmpty()); diff != "" || len(r.Findings) > 0 {
			t.Errorf("%s %v", diff, r.Findings)
		}
	})
	if _, err := func() (codec.Seal, error) { w := codec.NewCSVWriter(&failing{10}); return w.Close() }(); err != errFull {
		t.Errorf("a full disk: %v", err)
	}
}

// Blank values among others become a placeholder, so that none is lost.
func TestCSVWriterKeepsBlankValues(t *testing.T) {
	var out bytes.Buffer
	w := codec.NewCSVWriter(&out)
	w.Write(&maf.Authorisation{AuthorisationID: "A", Meters: []maf.Meter{{SupplierCertificateIDs: []ident.CertificateID{"Z9:1", "", "  "}}}})
	w.Write(&maf.Authorisation{AuthorisationID: `a "b", c`})
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), csvHead+"A,,,,,Z9:1 - -,\r\n\"a \"\"b\"\", c\",,,,,,\r\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}
