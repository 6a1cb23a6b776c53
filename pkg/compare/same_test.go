package compare_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"s1mig/pkg/codec"
	"s1mig/pkg/compare"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
)

// TestShuffled: whatever the order of records and lists, and the layout, files
// mean the same; with one value changed they do not.
func TestShuffled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typ := rapid.SampledFrom(filetype.All()).Draw(t, "type")
		numbers := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 30).Draw(t, "records") // some twice
		var a, b []object
		for _, k := range numbers {
			a = append(a, sample(typ.Record, k))
		}
		for _, k := range rapid.Permutation(numbers).Draw(t, "order") {
			b = append(b, turned(sample(typ.Record, k), rapid.Bool().Draw(t, "turned")))
		}
		opt := compare.Options{Codec: codec.Options{Workers: rapid.IntRange(1, 3).Draw(t, "workers"), BlockSize: rapid.IntRange(64, 4000).Draw(t, "block")}}
		compareFiles := func(pretty bool) *compare.Pair {
			p, err := compare.Files(context.Background(), in("a", document(typ, headerOf(typ), a, false)), in("b", document(typ, headerOf(typ), b, pretty)), opt)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if p := compareFiles(rapid.Bool().Draw(t, "pretty")); !p.Same || p.Records.Same != int64(len(a)) {
			t.Fatalf("%+v\n%s", p.Records, told(p))
		}
		if len(a) == 0 {
			return
		}
		b[rapid.IntRange(0, len(b)-1).Draw(t, "changed")] = sample(typ.Record, 41)
		if p := compareFiles(false); p.Same || p.Records.Same != int64(len(a)-1) || len(p.Differences) == 0 {
			t.Fatalf("one changed: %+v\n%s", p.Records, told(p))
		}
	})
}

// turned returns a record with its lists the other way round.
func turned(o object, turn bool) object {
	out := maps.Clone(o)
	for name, v := range out {
		if list, ok := v.([]any); ok && turn {
			list = slices.Clone(list)
			slices.Reverse(list)
			for i, item := range list {
				if o, ok := item.(object); ok {
					list[i] = turned(o, turn)
				}
			}
			out[name] = list
		}
	}
	return out
}

// TestOrderCounts: with all compared, records and items of lists in another order
// are told as such.
func TestOrderCounts(t *testing.T) {
	one, two := sample(mcf.Record, 1), sample(mcf.Record, 2)
	h := headerOf(mcf.Type)
	a := document(mcf.Type, h, []object{one, two}, false)
	p := files(t, a, document(mcf.Type, h, []object{two, one}, false), compare.Options{All: true})
	if got := told(p); p.Records.Same != 2 || got != "order R-2||-|-\n" {
		t.Errorf("%+v %s", p.Records, got)
	}
	devices := maps.Clone(one)
	devices["devices"] = []any{one["devices"].([]any)[1], one["devices"].([]any)[0]}
	p = files(t, a, document(mcf.Type, h, []object{devices, two}, false), compare.Options{All: true})
	if got := told(p); got != "order R-1|devices|-|-\n" {
		t.Error(got)
	}
	if p := files(t, a, document(mcf.Type, h, []object{one, two}, true), compare.Options{All: true}); !p.Same {
		t.Error(told(p))
	}
}

// TestDuplicates: records of one identity find their equals first and are paired
// in order then; none is lost.
func TestDuplicates(t *testing.T) {
	make := func(reasons ...string) string {
		var all []object
		for _, r := range reasons {
			o := sample(scf.Record, 0)
			o["devices"].([]any)[0].(object)["checks"].([]any)[0].(object)["reason"] = r
			all = append(all, o)
		}
		return document(scf.Type, headerOf(scf.Type), all, false)
	}
	for _, c := range []struct {
		a, b []string
		want compare.Counts
	}{
		{[]string{"x", "y", "x"}, []string{"y", "x", "x"}, compare.Counts{A: 3, B: 3, Same: 3}},
		{[]string{"x", "x"}, []string{"x"}, compare.Counts{A: 2, B: 1, Same: 1, OnlyA: 1}},
		{[]string{"x"}, []string{"x", "x", "x"}, compare.Counts{A: 1, B: 3, Same: 1, OnlyB: 2}},
		{[]string{"x", "u", "v"}, []string{"s", "x", "t", "w"}, compare.Counts{A: 3, B: 4, Same: 1, Differ: 2, OnlyB: 1}},
	} {
		p := files(t, make(c.a...), make(c.b...), compare.Options{})
		if p.Records != c.want {
			t.Errorf("%q %q: %+v", c.a, c.b, p.Records)
		}
		if len(c.a) == 3 && len(c.b) == 4 && !strings.HasPrefix(told(p), "differs R-0|devices[90-B3-D5-1F-30-00-00-00].checks[InstallingSMETS1ElectricityMeter].reason|u|s\ndiffers R-0|devices[90-B3-D5-1F-30-00-00-00].checks[InstallingSMETS1ElectricityMeter].reason|v|t\nonlyB R-0") {
			t.Error(told(p))
		}
	}
}

// TestCounts: counts are exact where the list is cut.
func TestCounts(t *testing.T) {
	var a, b []object
	for k := range 50 {
		a, b = append(a, sample(cof.Record, k)), append(b, sample(cof.Record, k))
		b[k]["outcome"] = cof.Record.Field("outcome").Enum[(k+1)%3]
	}
	h := headerOf(cof.Type)
	for _, workers := range []int{1, 2, 5} {
		opt := compare.Options{Listed: 7, Codec: codec.Options{Workers: workers, BlockSize: 300}}
		p := files(t, document(cof.Type, h, a, false), document(cof.Type, h, b, false), opt)
		if p.Records.Differ != 50 || len(p.Differences) != 7 || !p.Truncated || p.Differences[6].Record != "R-6" {
			t.Errorf("%+v %d %t", p.Records, len(p.Differences), p.Truncated)
		}
		opt.Codec.Workers = 1
		if again := files(t, document(cof.Type, h, a, false), document(cof.Type, h, b, false), opt); !reflect.DeepEqual(p, again) {
			t.Errorf("-j %d tells something else", workers)
		}
	}
}

// TestMalformed: what could not be read is told and never the same.
func TestMalformed(t *testing.T) {
	h := headerOf(mcf.Type)
	good := document(mcf.Type, h, []object{sample(mcf.Record, 1), sample(mcf.Record, 2)}, false)
	for name, c := range map[string]struct {
		doc     string
		unclear int64
		says    string
	}{
		"unknown field":     {strings.Replace(good, `"epclEntry"`, `"epclEntri"`, 1), 1, "malformed R-1||S-UNKNOWN-FIELD"},
		"form":              {strings.Replace(good, `"deviceID":"90-B3`, `"deviceID":"90:B3`, 1), 1, "malformed R-1||S-FIELD-FORM"},
		"name":              {strings.Replace(good, `"installationID":"R-1"`, `"installationID":"?"`, 1), 1, "malformed record 1||S-FIELD-FORM"},
		"broken":            {strings.Replace(good, `{"authorisationIDs"`, `{authorisationIDs"`, 1), 1, "malformed record 1||S-SYNTAX"},
		"cut":               {good[:strings.Index(good, `"R-2"`)], 1, "malformed ||S-TRUNCATED"},
		"header":            {strings.Replace(good, `"smso"`, `"smoo"`, 1), 0, "malformed ||S-UNKNOWN-FIELD"},
		"name stands twice": {strings.Replace(good, `"groupID"`, `"installationID":"R-1","groupID"`, 1), 1, "malformed "},
	} {
		for _, p := range []*compare.Pair{files(t, c.doc, c.doc, compare.Options{}), files(t, c.doc, c.doc, compare.Options{All: true})} {
			if p.Same || p.Records.Unclear < c.unclear || !strings.Contains(told(p), c.says) {
				t.Errorf("%s: same %t, %+v\n%s", name, p.Same, p.Records, told(p))
			}
		}
		if p := files(t, good, c.doc, compare.Options{}); p.Same || p.Records.A != 2 {
			t.Errorf("%s against a sound one: %+v\n%s", name, p.Records, told(p))
		}
	}
}

const csvHead = "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\n"

// TestCSV: a MAF in CSV means what the JSON means that it was made from; rows of
// one authorisation that do not stand together are told.
func TestCSV(t *testing.T) {
	row := "A-%d,2022-06-13,2022-06-15,DCC,%s,%s,%s\n"
	csv := csvHead + fmt.Sprintf(row, 1, "9900000000015", "Z9:5a0101 Z9:5A0102", "") + fmt.Sprintf(row, 2, "9900000000024", "- Z9:1", " ")
	meters := func(mpxn string, ids []any, operator string) []any {
		return []any{object{"mpxn": mpxn, "supplierCertificateIDs": ids, "networkOperatorCertificateID": operator}}
	}
	record := func(id string, m []any) object {
		return object{"authorisationID": id, "migrationWeek": "2022-06-13", "migrateOn": "2022-06-15", "commissioningParty": "DCC", "meters": m}
	}
	doc := document(maf.Type, headerOf(maf.Type), []object{
		record("B-9", meters("9900000000024", []any{"", "Z9:01"}, " ")),
		record("B-8", meters("9900000000015", []any{"Z9:5A0102", "Z9:5A0101"}, "")),
	}, true)
	compareCSV := func(csv string, all bool) *compare.Pair {
		p, err := compare.Files(context.Background(), in("x.csv", csv), in("-", doc), compare.Options{All: all})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := compareCSV(csv, false); !p.Same || p.Records.Same != 2 {
		t.Errorf("%+v\n%s", p.Records, told(p))
	}
	if p := compareCSV(csv, true); p.Same || !strings.Contains(told(p), "differs 9900000000015|authorisationID|A-1|B-8") {
		t.Error(told(p))
	}
	p := compareCSV(strings.Replace(csv, "2022-06-15", "2022-06-16", 1), false)
	if d := p.Differences; len(d) != 1 || d[0].A.Pointer != "/2/MigrateOn" || d[0].A.Line != 2 || d[0].B.Pointer != "/authorisations/1/migrateOn" {
		t.Error(told(p))
	}
	if p := compareCSV(csv+fmt.Sprintf(row, 1, "9999000104", "", ""), false); !strings.Contains(told(p), "X-CSV-SPLIT") {
		t.Error(told(p))
	}
}

// TestTypes: files of two types are not compared.
func TestTypes(t *testing.T) {
	doc := func(typ *envelope.Type) string { return document(typ, headerOf(typ), nil, false) }
	_, err := compare.Files(context.Background(), in("a", doc(maf.Type)), in("b", doc(mcf.Type)), compare.Options{})
	if _, ok := err.(*compare.TypesError); !ok || err.Error() != "a (MAF) and b (MCF): only files of one type can be compared" {
		t.Error(err)
	}
}

// TestChanged: a file that changes between two looks at it is told.
func TestChanged(t *testing.T) {
	h := headerOf(mcf.Type)
	one, two := document(mcf.Type, h, []object{sample(mcf.Record, 1)}, false), document(mcf.Type, h, []object{sample(mcf.Record, 2)}, false)
	n := 0
	a := compare.Input{Name: "a", Open: func() (io.ReadCloser, error) {
		n++
		return in("", []string{one, two}[n-1]).Open()
	}}
	_, err := compare.Files(context.Background(), a, in("b", two), compare.Options{})
	if _, ok := err.(*compare.ChangedError); !ok {
		t.Error(err)
	}
}

// FuzzFiles: no input stops the comparison; a file is the same as itself unless
// something of it is malformed, and A and B can change places.
func FuzzFiles(f *testing.F) {
	h := headerOf(maf.Type)
	f.Add(document(maf.Type, h, []object{sample(maf.Record, 1), sample(maf.Record, 2)}, false), document(maf.Type, h, []object{sample(maf.Record, 2)}, true))
	f.Add(csvHead+"A-1,2022-06-13,2022-06-15,DCC,9900000000015,Z9:1,Z9:2\n", csvHead)
	small := codec.Options{Workers: 1, BlockSize: 4 << 10}
	f.Fuzz(func(t *testing.T, a, b string) {
		ab, err := compare.Files(context.Background(), in("a", a), in("b", b), compare.Options{Codec: small})
		if err != nil {
			return
		}
		if ba := files(t, b, a, compare.Options{Codec: small}); ba.Same != ab.Same || ba.Records.Same != ab.Records.Same || ba.Records.OnlyA != ab.Records.OnlyB {
			t.Errorf("%+v, the other way round %+v", ab.Records, ba.Records)
		}
		aa := files(t, a, a, compare.Options{All: true, Codec: small})
		malformed := slices.ContainsFunc(aa.Differences, func(d compare.Difference) bool { return d.Kind == compare.Malformed })
		if aa.Same == malformed || len(aa.Differences) > 0 && !malformed {
			t.Errorf("with itself: %+v\n%s", aa.Records, told(aa))
		}
	})
}
