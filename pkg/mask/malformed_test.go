package mask_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/mask"
)

const (
	head = `{"header":{"fileType":"MAF","formatVersion":"1.0","environment":"migration-testing","capabilityRelease":"FOC","smso":"SMSO4","sender":"90-B3-D5-1F-30-01-00-00","recipient":"90-B3-D5-1F-30-00-00-02","sequence":1,"createdAt":"2022-06-08T09:00:01Z","parents":[],"testData":true},` + "\n\"authorisations\":[\n"
	tail = "\n],\n" + `"trailer":{}}` + "\n"
	good = `{"authorisationID":"Smith-0001","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[{"mpxn":"1200012345675","supplierCertificateIDs":["Z9:5A0101"],"networkOperatorCertificateID":"Z9:4E0001"}]}`
)

// TestMalformedWords: each fault stays, what stood there does not, and its shape
// does.
func TestMalformedWords(t *testing.T) {
	w, key := w1(t), newKey(t, secret)
	for _, c := range []struct{ old, new, secret, shape string }{
		{`"1200012345675"`, `1200012345675`, "1200012345675", `"mpxn":[1-9][0-9]{12},`},
		{`"1200012345675"`, `"1200012345675 "`, "1200012345675", `"mpxn":"[0-9]{13} "`},
		{`"1200012345675"`, `"12 0001 2345 675"`, "12 0001 2345 675", `"mpxn":"[0-9]{2} [0-9]{4} [0-9]{4} [0-9]{3}"`},
		{`"1200012345675"`, `"120001234567"`, "120001234567", `"mpxn":"[0-9]{12}"`},
		{`"1200012345675"`, `"1.20001E+12"`, "1.20001", `"mpxn":"[0-9]\.[0-9]{5}E\+[0-9]{2}"`},
		{`"1200012345675"`, `["1200012345675"]`, "1200012345675", `"mpxn":\["99[0-9]{11}"\]`},
		{`"1200012345675"`, `{"n":"1200012345675"}`, "1200012345675", `"mpxn":\{"[a-z]":"[0-9]{13}"\}`},
		{`"mpxn":"1200012345675"`, `"mpan":"1200012345675"`, "1200012345675", `"[a-z]{4}":"[0-9]{13}"`},
		{`"mpxn":"1200012345675"`, `"MPxN":"1200012345675"`, "1200012345675", `"MPxN":"[0-9]{13}"`},
		{`"mpxn":"1200012345675"`, `"1200012345675":true`, "1200012345675", `"[0-9]{13}":true`},
		{`"Smith-0001"`, `"Smith 0001"`, "Smith", `"authorisationID":"[G-Z][a-z]{4} [0-9]{4}"`},
		{`"Smith-0001"`, `"1 Smïth Street"`, "m.*th Str", `"authorisationID":"[0-9] [G-Z][a-z]{1}ä[a-z]{2} [G-Z][a-z]{5}"`},
		{`"2022-06-13"`, `"13/06/2022"`, "13/06/2022", `"migrationWeek":"[0-9]{2}/[0-9]{2}/[0-9]{4}"`},
		{`"2022-06-13"`, `"n/a"`, "Smith", `"migrationWeek":"n/a"`},
		{`"Z9:4E0001"`, `"Z9 4E0001 Smith"`, "Smith", `"networkOperatorCertificateID":"[G-Z][0-9] [0-9][A-F][0-9]{4} [G-Z][a-z]{4}"`},
		{`"Z9:4E0001"`, `"1200012345675x"`, "1200012345675", `"networkOperatorCertificateID":"[0-9]{13}[g-z]"`},
		{`"Z9:4E0001"`, `"1200012345675"`, "1200012345675", `"networkOperatorCertificateID":"[0-9]{13}"`},
	} {
		record := strings.Replace(good, c.old, c.new, 1)
		before := []byte(head + record + tail)
		out, err := masked(t, w, "MAF.json", before, key, codec.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		if regexp.MustCompile(c.secret).Match(out) || bytes.Contains(out, []byte("Smith-0001")) {
			t.Errorf("%s: the copy is\n%s", c.new, out)
		}
		if !regexp.MustCompile(c.shape).Match(out) {
			t.Errorf("%s: want %s in the copy\n%s", c.new, c.shape, out)
		}
		if was, is := judged(t, w, "MAF.json", before), judged(t, w, "MAF.json", out); !slices.Equal(was, is) {
			t.Errorf("%s: found %v, and of the copy %v", c.new, was, is)
		}
	}
}

// TestCSVFaults: rows and columns that are wrong stay so.
func TestCSVFaults(t *testing.T) {
	w, key := w1(t), newKey(t, secret)
	const names = "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\r\n"
	for _, c := range []struct{ in, shape string }{
		{names + "A-1,2022-06-13,2022-06-15,DCC,1.2E+12,Z9:5A0101 Z9:5A0102,Z9:4E0001\r\n", `(?m)^M-[0-9a-f]{16},2022-06-13,2022-06-15,DCC,[0-9]\.[0-9]E\+[0-9]{2},Z9:5A0101 Z9:5A0102,Z9:4E0001\r$`},
		{names + "A-1,13/06/2022,2022-06-15,dcc,1200012345675,,\r\n", `(?m)^M-[0-9a-f]{16},[0-9]{2}/[0-9]{2}/[0-9]{4},2022-06-15,dcc,99[0-9]{11},,\r$`},
		{names + "A-1,2022-06-13,2022-06-15,DCC,1200012345675,,\r\nA-1,2022-06-20,2022-06-15,DCC,9999000104,,\r\n", `2022-06-20`},
		{names + "\"Smith, J\",2022-06-13,2022-06-15,DCC,1200012345675,,\r\n", `(?m)^"[G-Z][a-z]{4}, [G-Z]",`},
		{strings.Replace(names, "MPxN", "mpxn", 1) + "A-1,2022-06-13,2022-06-15,DCC,1200012345675,,\r\n", `(?s),mpxn,.*,DCC,[0-9]{13},,`},
		{strings.Replace(names, "MPxN", "MPAN core", 1) + "A-1,2022-06-13,2022-06-15,DCC,1200012345675,,\r\n", `(?s),[A-Z]{4} [a-z]{4},.*,DCC,[0-9]{13},,`},
		{strings.Replace(names, "\r\n", ",MPxN\r\n", 1) + "A-1,2022-06-13,2022-06-15,DCC,1200012345675,,,1200012345675\r\n", `,MPxN\r\n`},
		{"MPxN,AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,SupplierCertificateIDs,NetworkOperatorCertificateID\r\n1200012345675,A-1,2022-06-13,15/06/2022,DCC,,\r\n", `(?m)^M-[0-9a-f]{16},2022-06-13,[0-9]{2}/[0-9]{2}/[0-9]{4},DCC,99[0-9]{11},,\r$`},
	} {
		out, err := masked(t, w, "MAF.csv", []byte(c.in), key, codec.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if !regexp.MustCompile(c.shape).Match(out) || bytes.Contains(out, []byte("12000123")) || bytes.Contains(out, []byte("A-1,")) {
			t.Errorf("%s became\n%s, want %s", c.in, out, c.shape)
		}
		if was, is := judged(t, w, "MAF.csv", []byte(c.in)), judged(t, w, "MAF.csv", out); !slices.Equal(was, is) {
			t.Errorf("%s: found %v, and of the copy %v", c.in, was, is)
		}
	}
}

// TestRefused: what cannot be told apart is not copied, and the place is told.
func TestRefused(t *testing.T) {
	w, key := w1(t), newKey(t, secret)
	for _, c := range []struct {
		name, in string
		code     finding.Code
		line     int
	}{
		{"MAF.json", head + good + ",\n" + strings.Replace(good, `"Smith-0001",`, `"Smith-0001"`, 1) + tail, finding.Syntax, 4},
		{"MAF.json", head + strings.Replace(good, "Smith", "Smi\x01th", 1) + ",\n" + strings.Replace(good, "Smith", "Smi\xffth", 1) + tail, finding.ControlChar, 3},
		{"MAF.json", head + strings.Replace(good, "Smith", "Smi\xffth", 1) + tail, finding.InvalidUTF8, 3},
		{"MAF.json", head + strings.Replace(good, "Smith", `Smi\ud800th`, 1) + tail, finding.LoneSurrogate, 3},
		{"MAF.json", head + good + "\n],\n" + `"note":"Smith","trailer":{}}`, finding.UnknownField, 5},
		{"MAF.json", head + good + tail + "Smith", finding.TrailingData, 6},
		{"MAF.json", head + good[:40], finding.Truncated, 3},
		{"MAF.csv", "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\nA-1,2022-06-13,2022-06-15,DCC,1200012345675\n", finding.Syntax, 2},
	} {
		_, err := masked(t, w, c.name, []byte(c.in), key, codec.Options{})
		malformed := (*mask.MalformedError)(nil)
		if !errors.As(err, &malformed) || malformed.Finding.Code != c.code || malformed.Finding.Pos.Line != c.line {
			t.Errorf("%s: got %v, want %s in line %d", c.in[max(0, len(c.in)-80):], err, c.code, c.line)
			continue
		}
		if strings.Contains(err.Error(), "Smi") {
			t.Errorf("the error quotes what stands there: %v", err)
		}
	}
}

// FuzzMask: whatever stands in a file, masking it ends, and what comes of it is a
// file again, the same with any number of workers.
func FuzzMask(f *testing.F) {
	f.Add([]byte(head+good+tail), false)
	f.Add([]byte(head+strings.Replace(good, `"1200012345675"`, `[{"a":1e5}]`, 1)+tail), false)
	f.Add([]byte("AuthorisationID,MPxN,x\nA-1,\"1,2\",é\n"), true)
	w, key := w1(f), newKey(f, secret)
	f.Fuzz(func(t *testing.T, data []byte, csv bool) {
		name := map[bool]string{false: "MAF.json", true: "MAF.csv"}[csv]
		one, err := masked(t, w, name, data, key, codec.Options{Workers: 1})
		two, otherErr := masked(t, w, name, data, key, codec.Options{Workers: 3, BlockSize: 100})
		if (err == nil) != (otherErr == nil) || err == nil && !bytes.Equal(one, two) {
			t.Fatalf("two results: %v, %v\n%s\n%s", err, otherErr, one, two)
		}
		if err != nil {
			return
		}
		if _, err := masked(t, w, name, one, key, codec.Options{}); err != nil {
			t.Fatalf("the copy cannot be copied: %v\n%s", err, one)
		}
	})
}
