package filetype_test

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

//trace:shows 5.3, 5.6(a), DC-1
func TestSeven(t *testing.T) {
	// Requirement DC-1 and MTAD 5.3(a)-(e), 5.6(a)(i)-(ii).
	var names []string
	for _, typ := range filetype.Seven() {
		names = append(names, typ.Name)
		if !typ.Seven {
			t.Errorf("%s is not marked as one of the seven", typ.Name)
		}
	}
	if got, want := strings.Join(names, " "), "MAF MCF MVF MGF MEF SCF COF"; got != want {
		t.Errorf("the seven are %s, want %s", got, want)
	}
	for _, typ := range filetype.All()[7:] {
		if typ.Seven {
			t.Errorf("%s is marked as one of the seven", typ.Name)
		}
	}
}

//trace:shows 5.6(a)
func TestProducers(t *testing.T) {
	// Requirements B.1; SCF and COF by DCC alone are 5.6(a) itself.
	want := map[string]envelope.Kind{
		"MAF": envelope.Supplier, "MCF": envelope.SMSO, "MVF": envelope.DCC, "MGF": envelope.SMSO,
		"MEF": envelope.SMSO, "SCF": envelope.DCC, "COF": envelope.DCC,
	}
	for _, typ := range filetype.Seven() {
		for _, k := range []envelope.Kind{envelope.Supplier, envelope.SMSO, envelope.DCC, envelope.NetworkOperator} {
			if got := typ.MayMake(k, false); got != (k == want[typ.Name]) {
				t.Errorf("%s may make a %s: %v", k, typ.Name, got)
			}
		}
	}
}

func TestTypesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, typ := range filetype.All() {
		if seen[typ.Name] {
			t.Errorf("%s stands twice", typ.Name)
		}
		seen[typ.Name] = true
		if typ.Name != strings.ToUpper(typ.Name) || typ.Long == "" || typ.Clause == "" || typ.Doc == "" || typ.Records == "" || len(typ.Producers) == 0 {
			t.Errorf("%s lacks a part of its description", typ.Name)
		}
		if got := typ.Header.Field("fileType").Enum[0]; got != typ.Name {
			t.Errorf("the header of %s says %s", typ.Name, got)
		}
		if got, ok := filetype.Lookup(strings.ToLower(typ.Name)); !ok || got != typ {
			t.Errorf("%s is not found in lower case", typ.Name)
		}
	}
	if _, ok := filetype.Lookup("MXF"); ok {
		t.Error("MXF is found")
	}
	if len(filetype.Names()) != len(seen) {
		t.Error("Names and All differ in length")
	}
}

// tables returns every table that t leads to, itself included, with the path to
// it.
func tables(path string, t *spec.Table) map[string]*spec.Table {
	all := map[string]*spec.Table{path: t}
	for _, f := range t.Fields {
		if f.Table != nil {
			for p, n := range tables(path+"."+f.Name, f.Table) {
				all[p] = n
			}
		}
	}
	return all
}

func everyTable() map[string]*spec.Table {
	all := tables("MEF credentials", mef.Credentials)
	for _, typ := range filetype.All() {
		for _, t := range []*spec.Table{typ.Header, typ.Record, envelope.TrailerTable} {
			for p, n := range tables(typ.Name+" "+t.Name, t) {
				all[p] = n
			}
		}
	}
	return all
}

func TestFieldsReadWell(t *testing.T) {
	for path, table := range everyTable() {
		for _, f := range table.Fields {
			where := path + "." + f.Name
			if !strings.HasSuffix(f.Doc, ".") || strings.ToUpper(f.Doc[:1]) != f.Doc[:1] {
				t.Errorf("%s: %q is not a sentence", where, f.Doc)
			}
			if strings.ToLower(f.Name[:1]) != f.Name[:1] || strings.ContainsAny(f.Name, "_- ") {
				t.Errorf("%s is not in lowerCamelCase", where)
			}
			if f.Secret != (table == mef.Credentials) {
				t.Errorf("%s: secret is %v", where, f.Secret)
			}
		}
	}
}

func TestLexicalExamples(t *testing.T) {
	for path, table := range everyTable() {
		for _, f := range table.Fields {
			if f.Lex == nil {
				continue
			}
			for _, s := range f.Lex.Examples {
				if !f.Lex.Valid([]byte(s)) || len(s) > f.Lex.MaxLen {
					t.Errorf("%s.%s: the example %q is not valid", path, f.Name, s)
				}
			}
			for _, s := range f.Lex.Bad {
				if f.Lex.Valid([]byte(s)) {
					t.Errorf("%s.%s: the bad example %q is valid", path, f.Name, s)
				}
			}
		}
	}
}

//trace:shows 5.3(d), 5.3(e)
func TestSecretsStandNowhereInClear(t *testing.T) {
	for path, table := range everyTable() {
		for _, f := range mef.Credentials.Fields {
			if table != mef.Credentials && table.Field(f.Name) != nil {
				t.Errorf("%s has a field %s", path, f.Name)
			}
		}
	}
	for path, table := range tables("MGF", mgf.Record) {
		if table.Secrets != mef.Credentials {
			t.Errorf("%s lets secrets stand in clear", path)
		}
	}
}

func TestMAFColumns(t *testing.T) {
	// formats.md, MAF as CSV.
	const want = "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID"
	var names []string
	filled := map[*spec.Field]bool{}
	for _, c := range maf.Columns() {
		names = append(names, c.Name)
		filled[c.Field] = true
		if !strings.EqualFold(c.Name, c.Field.Name) || c.Table.Field(c.Field.Name) != c.Field {
			t.Errorf("the column %s does not fill its field", c.Name)
		}
	}
	if got := strings.Join(names, ","); got != want {
		t.Errorf("the columns are\n%s, want\n%s", got, want)
	}
	for _, table := range []*spec.Table{maf.Record, maf.Meters} {
		for i := range table.Fields {
			if f := &table.Fields[i]; f.Table == nil && !filled[f] {
				t.Errorf("no column fills %s.%s", table.Name, f.Name)
			}
		}
	}
}

func TestIsPlaceholder(t *testing.T) {
	// 17.20(g) as requirements A.2 reads it: absent, empty, blanks, N/A, -, 0.
	for s, want := range map[string]bool{"": true, "   ": true, "N/A": true, "-": true, "0": true, "Z9:0": false, "00": false, "5A0101": false, "x y": false} {
		if got := maf.IsPlaceholder(ident.CertificateID(s)); got != want {
			t.Errorf("%q is a placeholder: %v", s, got)
		}
	}
}

func Example() {
	for _, t := range filetype.Seven() {
		fmt.Printf("%s %s [%s]\n", t.Name, t.Long, t.Clause)
	}
	// Output:
	// MAF Migration Authorisation File [5.3(a), 17.18]
	// MCF Migration Common File [5.3(b)]
	// MVF Migration Common Validation File [5.3(c)]
	// MGF Migration Group File [5.3(d)]
	// MEF Migration Group Encrypted File [5.3(e)]
	// SCF S1SP Commissioning File [5.6(a)(i)]
	// COF Commissioning Outcome File [5.6(a)(ii)]
}
