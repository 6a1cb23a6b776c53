package codec_test

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
)

// A record that is kept says where its parts stand after others have been read
// into the memory that it came from.
func TestKept(t *testing.T) {
	const (
		records = 400
		kept    = 7
	)
	row := func(i int) string {
		return fmt.Sprintf("B-%d,2022-06-13,2022-06-16,,9900000000024,,\r\n", i)
	}
	object := func(i int) string {
		return strings.Replace(sampleSecond, "A-2", fmt.Sprintf("B-%d", i), 1)
	}
	var rows, objects []string
	for i := range records {
		rows, objects = append(rows, row(i)), append(objects, object(i))
	}
	csv := csvHead + strings.Join(rows, "")
	json := sampleHead + strings.Join(objects, ",\n") + sampleTail
	opt := codec.Options{Workers: 1, BlockSize: 512}
	openCSV := func() (*codec.File, error) { return codec.OpenCSV(strings.NewReader(csv), nil, opt) }
	openJSON := func() (*codec.File, error) { return codec.Open(strings.NewReader(json), filetype.Lookup, opt) }
	for _, c := range []struct {
		open         func() (*codec.File, error)
		doc          string
		date, id     string // texts of the record that stand nowhere else in it
		begins, path string
	}{
		{openCSV, csv, "2022-06-16", "9900000000024", row(kept), fmt.Sprintf("/%d/", kept+2)},
		{openJSON, json, `"2022-06-16"`, `"9900000000024"`, object(kept), fmt.Sprintf("/authorisations/%d/", kept)},
	} {
		f, err := c.open()
		if err != nil {
			t.Fatal(err)
		}
		var record *codec.Record
		visit(t, f, func(r *codec.Record) {
			if r.Index == kept {
				record = r.Kept()
			}
		})
		if record == nil {
			t.Fatal("the record was not read")
		}
		begin := strings.Index(c.doc, c.begins)
		for text, path := range map[string][]any{c.date: {"migrateOn"}, c.id: {"meters", 0, "mpxn"}} {
			want := place(c.doc, begin+strings.Index(c.begins, text))
			if pos, at := record.At(path...); pos != want || !strings.HasPrefix(at, c.path) {
				t.Errorf("%v: %+v %s, want %+v and a path of %s", path, pos, at, want, c.path)
			}
		}
		if string(record.Raw) != strings.TrimSuffix(c.begins, "\r\n") && string(record.Raw) != c.begins {
			t.Errorf("raw %q, want %q", record.Raw, c.begins)
		}
	}
}

func TestLossy(t *testing.T) {
	found := []finding.Finding{
		{Code: finding.Digest, Path: "/trailer/digest"},
		{Code: finding.Signature, Path: "/trailer/signature"},
		{Code: finding.UnknownField, Path: "/trailer/extra"},
		{Code: finding.MPxNCheckDigit, Path: "/authorisations/0/meters/0/mpxn"},
		{Code: finding.ByteOrderMark},
		{Code: finding.Count, Path: "/trailer/recordCount"},
		{Code: finding.UnknownField, Path: "/authorisations/0/extra"},
		{Code: finding.MissingField, Path: "/header/smso"},
		{Code: finding.Truncated},
	}
	var got []string
	for _, f := range codec.Lossy(found) {
		got = append(got, string(f.Code)+" "+f.Path)
	}
	want := []string{
		string(finding.UnknownField) + " /authorisations/0/extra",
		string(finding.MissingField) + " /header/smso",
		string(finding.Truncated) + " ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("lossy: %q, want %q", got, want)
	}
}
