package rules_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// file is a file with one record, as JSON.
type file struct {
	Type, Environment, SMSO, Release, Sender string
	Group                                    string // with its comma
	Records                                  []string
}

func (f file) text() string {
	t, ok := filetype.Lookup(f.Type)
	if !ok {
		panic(f.Type)
	}
	def := func(s, d string) string {
		if s == "" {
			return d
		}
		return s
	}
	return fmt.Sprintf(`{"header":{"fileType":%q,"formatVersion":"1.0","environment":%q,"capabilityRelease":%q,"smso":%q,%s"sender":%q,"recipient":%q,"sequence":1,"createdAt":"2022-06-08T09:00:00Z","parents":[],"testData":true},
%q:[
%s
],
"trailer":{"recordCount":1,"digest":"","signature":""}}`, f.Type, def(f.Environment, "migration-testing"), def(f.Release, "FOC"), def(f.SMSO, "SMSO4"),
		f.Group, def(f.Sender, supaEUI), dccEUI, t.Records, strings.Join(f.Records, ",\n"))
}

// judged are the findings of the reader and of the rules in the records.
type judged struct {
	in    *rules.Input
	judge *rules.Judge
	found []finding.Finding
}

func (j *judged) Record(r *codec.Record) {
	for _, f := range r.Findings {
		j.in.Complete(&f)
		j.found = append(j.found, f)
	}
	if !r.Broken {
		j.found = append(j.found, j.judge.Record(r.Value, r)...)
	}
}

func (j *judged) End() any { return nil }

// judge applies the rules to the records of a file.
func judge(t testing.TB, f file, facts *rule.Facts, set func(*rules.Input)) []finding.Finding {
	t.Helper()
	cf, err := codec.Open(strings.NewReader(f.text()), filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(cf.Findings) > 0 {
		t.Fatal(cf.Findings)
	}
	in := rules.Input{Facts: facts, Type: cf.Type, Header: cf.Header}
	if set != nil {
		set(&in)
	}
	j := &judged{in: rules.NewInput(in)}
	j.judge = rules.NewJudge(j.in)
	if _, err := cf.Visit(context.Background(), func() codec.Worker { return j }, func(any) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return j.found
}

// codes are the codes of findings, in their order, joined by spaces.
func codes(found []finding.Finding) string {
	var s []string
	for _, f := range found {
		s = append(s, string(f.Code))
	}
	return strings.Join(s, " ")
}

// letters are the letters of the eight exceptions found, in order and once each.
func letters(found []finding.Finding) string {
	var s []byte
	for _, f := range found {
		if rules.IsException(f.Code) {
			s = append(s, f.Code[len(f.Code)-1])
		}
	}
	slices.Sort(s)
	return string(slices.Compact(s))
}

// r0 is the clean single-line record of the reference world; its parts can be
// replaced in pairs of old and new text.
func r0(replace ...string) string {
	const record = `{"authorisationID":"A-1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[` +
		`{"mpxn":"9900000000089","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"}]}`
	return replaced(record, replace)
}

// r1 is the clean dual-fuel authorisation of I-A1.
func r1(replace ...string) string {
	const record = `{"authorisationID":"A-1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[` +
		`{"mpxn":"9900000000015","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"},` +
		`{"mpxn":"9999000104","supplierCertificateIDs":["Z9:5A0201","Z9:5A0202"],"networkOperatorCertificateID":"Z9:470001"}]}`
	return replaced(record, replace)
}

func replaced(record string, replace []string) string {
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(record, replace[i]) {
			panic("not in the record: " + replace[i])
		}
	}
	return strings.NewReplacer(replace...).Replace(record)
}
