package codec_test

import (
	"strings"
	"testing"

	"s1mig/pkg/finding"
)

// fault is one edit of the sample and the one finding that it must lead to. at
// is text of the edited document: the finding stands where it begins, or in it
// behind a bar.
type fault struct {
	name, old, new string
	code           finding.Code
	at, path       string
	legal          bool // still JSON: any layout of it must give the same finding
}

const (
	a0 = "/authorisations/0"
	m0 = a0 + "/meters/0"
)

func faults() []fault {
	return []fault{
		{"unknown field", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","colour":"red"`, finding.UnknownField, `"colour"`, a0 + "/colour", true},
		{"unknown field with a list", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","x":[{"y":[1,2.5e3,null]},true]`, finding.UnknownField, `"x"`, a0 + "/x", true},
		{"field in another case", `"migrateOn":"2022-06-16"`, `"migrateOn":"2022-06-16","MPXN":""`, finding.UnknownField, `"MPXN"`, "/authorisations/1/MPXN", true},
		{"field without a name", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","":{"~/":0}`, finding.UnknownField, `"":`, a0 + "/", false},
		{"field with signs in its name", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","a/b~c":0`, finding.UnknownField, `"a/b`, a0 + "/a~1b~0c", true},
		{"unknown header field", `"testData":true`, `"testData":true,"note":1`, finding.UnknownField, `"note"`, "/header/note", true},
		{"unknown trailer field", `{"recordCount":2`, `{"note":1,"recordCount":2`, finding.UnknownField, `"note"`, "/trailer/note", true},
		{"unknown part", `"trailer":`, `"extra":{"a":["}]",1]},"trailer":`, finding.UnknownField, `"extra"`, "/extra", true},
		{"duplicate", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","migrateOn" :"2022-06-15"`, finding.DuplicateName, `"migrateOn" :`, a0 + "/migrateOn", true},
		{"duplicate by an escape", `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","migrat\u0065On":1`, finding.DuplicateName, `"migrat\u0065On"`, a0 + "/migrateOn", false},
		{"duplicate in a meter", `{"mpxn":"9999000104"}`, `{"mpxn":"9999000104","mpxn":null}`, finding.DuplicateName, `"mpxn":null`, a0 + "/meters/1/mpxn", false},
		{"duplicate part", `"trailer":`, `"header":{"a":1},"trailer":`, finding.DuplicateName, `"header":{"a"`, "/header", true},
		{"missing field", `"authorisationID":"A-2",`, ``, finding.MissingField, `{"migrationWeek"`, "/authorisations/1", true},
		{"missing in a meter", `{"mpxn":"9999000104"}`, `{}`, finding.MissingField, `{}]`, a0 + "/meters/1", false},
		{"missing in the header", `"sequence":8,`, ``, finding.MissingField, `{"fileType"`, "/header", true},
		{"text for a list", `"meters":[{"mpxn":"9900000000024"}]`, `"meters":"9900000000024"`, finding.FieldType, `"9900000000024"`, "/authorisations/1/meters", true},
		{"object for a list", `"meters":[{"mpxn":"9900000000024"}]`, `"meters":{"mpxn":"9900000000024"}`, finding.FieldType, `{"mpxn":"9900000000024"`, "/authorisations/1/meters", false},
		{"null for text", `"commissioningParty":"DCC"`, `"commissioningParty":null`, finding.FieldType, `null`, a0 + "/commissioningParty", true},
		{"number for text", `"9900000000015"`, `9900000000015`, finding.FieldType, `9900000000015`, m0 + "/mpxn", true},
		{"huge number for text", `"9900000000015"`, `1e400`, finding.FieldType, `1e400`, m0 + "/mpxn", true},
		{"text for an integer", `"sequence":8`, `"sequence":"8"`, finding.FieldType, `"8"`, "/header/sequence", true},
		{"number for a truth value", `"testData":true`, `"testData":1`, finding.FieldType, `1},`, "/header/testData", false},
		{"text in a list of objects", `{"mpxn":"9999000104"}`, `"9999000104"`, finding.FieldType, `"9999000104"`, a0 + "/meters/1", true},
		{"number in a list of texts", `"Z9:5A0102"`, `5.10`, finding.FieldType, `5.10`, m0 + "/supplierCertificateIDs/1", true},
		{"record is a list", sampleSecond, `["A-2"]`, finding.FieldType, `["A-2"]`, "/authorisations/1", false},
		{"record is a number", sampleFirst, `-12.5E-3`, finding.FieldType, `-12.5E-3`, a0, true},
		{"form of an id", `"A-2"`, `"A 2"`, finding.FieldForm, `"A 2"`, "/authorisations/1/authorisationID", true},
		{"date that is none", `"2022-06-16"`, `"2022-06-31"`, finding.FieldForm, `"2022-06-31"`, "/authorisations/1/migrateOn", true},
		{"item of the wrong form", `"Z9:5A0102"`, `"Z9-5A0102"`, finding.FieldForm, `"Z9-5A0102"`, m0 + "/supplierCertificateIDs/1", true},
		{"beyond ASCII where it may not be", `"A-2"`, `"Ä-2"`, finding.FieldForm, `"Ä-2"`, "/authorisations/1/authorisationID", true},
		{"spreadsheet damage", `"9900000000015"`, `"9.90E+12"`, finding.MPxNFormat, `"9.90E+12"`, m0 + "/mpxn", true},
		{"no such value", `"DCC"`, `"dcc"`, finding.FieldValue, `"dcc"`, a0 + "/commissioningParty", true},
		{"empty value", `"DCC"`, `""`, finding.FieldValue, `"",`, a0 + "/commissioningParty", false},
		{"below the range", `"sequence":8`, `"sequence":0`, finding.FieldValue, `0,"createdAt`, "/header/sequence", false},
		{"negative", `"sequence":8`, `"sequence":-8`, finding.FieldValue, `-8`, "/header/sequence", true},
		{"2 to the 53", `"sequence":8`, `"sequence":9007199254740992`, finding.FieldValue, `9007199254740992`, "/header/sequence", true},
		{"beyond 64 bits", `"sequence":8`, `"sequence":99999999999999999999`, finding.FieldValue, `99999999999999999999`, "/header/sequence", true},
		{"too few items", `[{"mpxn":"9900000000024"}]`, `[]`, finding.FieldItems, `[]}` + "\n]", "/authorisations/1/meters", false},
		{"too many items", `{"mpxn":"9999000104"}`, `{"mpxn":"9999000104"},{"mpxn":"9999000104"}`, finding.FieldItems, `[{"mpxn":"9900000000015"`, a0 + "/meters", false},
		{"8.0", `"sequence":8`, `"sequence":8.0`, finding.NumberSpelling, `8.0`, "/header/sequence", true},
		{"1e2", `"sequence":8`, `"sequence":1e2`, finding.NumberSpelling, `1e2`, "/header/sequence", true},
		{"1e400", `"sequence":8`, `"sequence":1e400`, finding.NumberSpelling, `1e400`, "/header/sequence", true},
		{"-0", `"recordCount":2`, `"recordCount":-0`, finding.NumberSpelling, `-0,"digest"`, "/trailer/recordCount", true},
		{"lone high surrogate", `"A-2"`, `"A\ud800"`, finding.LoneSurrogate, `\ud800`, "/authorisations/1/authorisationID", false},
		{"lone low surrogate", `"A-2"`, `"A\uDC00-2"`, finding.LoneSurrogate, `\uDC00`, "/authorisations/1/authorisationID", false},
		{"NUL in text", `"A-2"`, "\"A\x00\"", finding.ControlChar, "\x00", "/authorisations/1/authorisationID", false},
		{"tab in text", `"A-2"`, "\"A\t2\"", finding.ControlChar, "\t", "/authorisations/1/authorisationID", false},
		{"latin-1 in text", `"A-2"`, "\"A\xe9-2\"", finding.InvalidUTF8, "\xe9", "/authorisations/1/authorisationID", false},
		{"cut UTF-8", `"A-2"`, "\"A\xe2\x82-2\"", finding.InvalidUTF8, "\xe2", "/authorisations/1/authorisationID", false},
		{"wrong version", `"formatVersion":"1.0"`, `"formatVersion":"1.1"`, finding.FormatVersion, `"1.1"`, "/header/formatVersion", true},
		{"count", `"recordCount":2`, `"recordCount":3`, finding.Count, `3,"digest"`, "/trailer/recordCount", false},
		{"trailing data", "\"e30.e30.AAAA\"}}\n", "\"e30.e30.AAAA\"}}\n{}", finding.TrailingData, "\n|{}", "", false},
	}
}

// expect reads the document and wants exactly the one finding.
func (f fault) expect(t *testing.T, doc string) seen {
	t.Helper()
	s := readString(doc)
	if s.Err != "" || len(s.findings) == 0 || s.findings[0].Code != f.code || s.findings[0].Path != f.path {
		t.Fatalf("want %s at %s, got %s %s", f.code, f.path, s.Err, strings.Join(s.Found, "\n"))
	}
	marker, offset := f.at, strings.Index(f.at, "|")
	if offset >= 0 {
		marker = strings.Replace(marker, "|", "", 1)
	}
	if want := place(doc, strings.Index(doc, marker)+max(offset, 0)); s.findings[0].Pos != want {
		t.Errorf("want %+v, got %s", want, s.Found[0])
	}
	return s
}

//trace:shows 5.3, 5.3(a)
//trace:covers MAF validate format
func TestStructuralFindings(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			doc := seal(strings.Replace(sample(), f.old, f.new, 1))
			if doc == sample() {
				t.Fatal("the edit changes nothing")
			}
			s := f.expect(t, doc)
			if len(s.findings) != 1 {
				t.Errorf("more than one finding: %s", strings.Join(s.Found, "\n"))
			}
		})
	}
}
