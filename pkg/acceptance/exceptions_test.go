package acceptance

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// exceptionChecks are of 17.20, and of the reference records.
func exceptionChecks() map[string]func(*testing.T) {
	all := map[string]func(*testing.T){
		"R0": func(t *testing.T) { wantCodes(t, r0().judge(t)) },
		"R1": func(t *testing.T) { wantCodes(t, r1().judge(t)) },
	}
	for letter, c := range map[string]struct {
		name   string
		spoilt []spoilt
	}{
		"a": {"MPXN_NOT_REGISTERED", []spoilt{{r0().with("9900000000089", "9900000000098"), "a"}}},
		"b": {"WEEK_NOT_MONDAY", []spoilt{{r0().dated("2022-06-14", "2022-06-15"), "b"}}},
		"c": {"WEEK_STARTED", []spoilt{{r0().dated("2022-06-06", "2022-06-09"), "c"}}},
		"d": {"MIGRATE_ON_OUTSIDE_WEEK", []spoilt{{r0().dated("2022-06-13", "2022-06-20"), "d"}}},
		"e": {"MIGRATE_ON_PAST", []spoilt{{r0().dated("2022-06-13", "2022-06-07"), "de"}, {r0().dated("2022-06-06", "2022-06-07"), "ce"}}},
		"f": {"RS_NOT_IDENTIFIED", []spoilt{{r0().by("SUPB"), "f"}}},
		"g": {"SUPPLIER_CERTS_MISSING", []spoilt{{r0().with(`["Z9:5A0101","Z9:5A0102"]`, `[]`), "g"}}},
		"h": {"NETWORK_CERT_INCORRECT", []spoilt{{r0().with("Z9:4E0001", "Z9:4E0002"), "h"}}},
	} {
		all["17.20("+letter+")"] = func(t *testing.T) { testException(t, letter, c.name, c.spoilt) }
	}
	return all
}

// mafFile is a Migration Authorisation File with one record.
type mafFile struct {
	sender, smso, record string
	at                   time.Time
}

// r0 is the clean single-line record of I-E1; R0 of the requirements.
func r0() mafFile {
	return mafFile{"SUPA", "SMSO4", `{"authorisationID":"R0","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[` +
		`{"mpxn":"9900000000089","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"}]}`, t0}
}

// r1 is the clean dual-fuel authorisation of I-A1; R1 of the requirements.
func r1() mafFile {
	return mafFile{"SUPA", "SMSO1", `{"authorisationID":"R1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[` +
		`{"mpxn":"9900000000015","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"},` +
		`{"mpxn":"9999000104","supplierCertificateIDs":["Z9:5A0201","Z9:5A0202"],"networkOperatorCertificateID":"Z9:470001"}]}`, t0}
}

func (m mafFile) with(old, new string) mafFile {
	if !strings.Contains(m.record, old) {
		panic("the record does not hold " + old)
	}
	m.record = strings.ReplaceAll(m.record, old, new)
	return m
}

func (m mafFile) dated(week, on string) mafFile {
	return m.with("2022-06-13", week).with(`"migrateOn":"2022-06-15"`, `"migrateOn":"`+on+`"`)
}

func (m mafFile) by(sender string) mafFile { m.sender = sender; return m }

func (m mafFile) received(at time.Time) mafFile { m.at = at; return m }

// judge has the file judged as received when it was made.
func (m mafFile) judge(t testing.TB) *validate.File {
	t.Helper()
	w := w1(t)
	name, text := draft{fileType: "MAF", sender: m.sender, smso: m.smso, at: m.at, records: []string{m.record}}.made(t, w)
	f := judge(t, w, name, text, m.at)
	if len(f.NotEvaluated) > 0 || !f.Sealed {
		t.Errorf("not evaluated: %v; sealed: %v", f.NotEvaluated, f.Sealed)
	}
	return f
}

// spoilt is a record with the letters of the exceptions that it must show.
type spoilt struct {
	mafFile
	letters string
}

// exceptions are the codes of letters.
func exceptions(letters string) (list []string) {
	for _, l := range letters {
		list = append(list, "MTAD-17.20"+string(l))
	}
	return list
}

func testException(t *testing.T, letter, name string, cases []spoilt) {
	for _, c := range cases {
		f := c.judge(t)
		wantCodes(t, f, exceptions(c.letters)...)
		found := wantIn(t, f, finding.Code("MTAD-17.20"+letter), "R0")
		if found.Name != name || found.Clause != "17.20("+letter+")" {
			t.Errorf("%s has name %q and clause %q, want %q", found.Code, found.Name, found.Clause, name)
		}
		testInjected(t, c.letters)
	}
	if letter == "e" {
		for _, alone := range []string{"e", "be"} {
			set, err := generate.ParseLetters(codesOf(exceptions(alone)))
			if err != nil || set.Possible() == nil {
				t.Errorf("{%s} can be injected (%v), and no record can show it", alone, err)
			}
		}
	}
}

func codesOf(names []string) (list []finding.Code) {
	for _, n := range names {
		list = append(list, finding.Code(n))
	}
	return list
}

// testInjected has the generator spoil the authorisation of I-E1 with exactly
// these exceptions: that authorisation alone is stopped.
func testInjected(t *testing.T, letters string) {
	t.Helper()
	m := run(t, pipeline.Options{}, fmt.Sprintf("inject: [{installation: I-E1, codes: [%s]}]", strings.Join(exceptions(letters), ", ")))
	m.wantStates(t, map[string]state.State{"I-E1": state.MAFRejected})
	for _, d := range m.sent(t, "MAF-OUTCOME", "") {
		for _, r := range d.Records {
			var got []string
			for _, e := range r.Exceptions {
				got = append(got, e.Code)
			}
			want := []string(nil)
			if strings.HasPrefix(r.AuthorisationID, "I-E1.") {
				want = exceptions(letters)
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: outcome %s for %v, want %v", r.AuthorisationID, r.Outcome, got, want)
			}
		}
	}
}

// vectorChecks are the clock vectors of A.3, in their order.
func vectorChecks() map[string]func(*testing.T) {
	all := map[string]func(*testing.T){}
	for i, cases := range [][]vector{
		{{"2022-06-12T22:59:59Z", "2022-06-13", "2022-06-15", ""}},
		{{"2022-06-12T23:00:00Z", "2022-06-13", "2022-06-15", "c"}},
		{{"2022-12-11T23:59:59Z", "2022-12-12", "2022-12-14", ""}},
		{{"2022-12-12T00:00:00Z", "2022-12-12", "2022-12-14", "c"}},
		{{"2022-06-08T22:59:59Z", "2022-06-06", "2022-06-08", "c"}},
		{{"2022-06-08T23:00:00Z", "2022-06-06", "2022-06-08", "ce"}},
		{{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-13", ""}, {"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-19", ""}},
		{{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-12", "d"}, {"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-20", "d"}},
		{{"2022-06-08T09:00:00Z", "2022-06-06", "2022-06-08", "c"}},
		{{"2022-10-20T09:00:00Z", "2022-10-24", "2022-10-30", ""}},
		{{"2022-12-20T09:00:00Z", "2022-12-26", "2023-01-01", ""}},
		{{"2024-02-20T09:00:00Z", "2024-02-26", "2024-02-29", ""}},
	} {
		all[fmt.Sprintf("A.3 %d", i+1)] = func(t *testing.T) {
			for _, v := range cases {
				v.test(t)
			}
		}
	}
	return all
}

// vector is R0 with other dates, received at an instant, and the letters of the
// exceptions that it must show.
type vector struct{ at, week, on, letters string }

func (v vector) test(t *testing.T) {
	at, err := time.Parse(time.RFC3339, v.at)
	if err != nil {
		t.Fatal(err)
	}
	f := r0().dated(v.week, v.on).received(at).judge(t)
	got := ""
	for _, found := range f.Findings {
		if letter, ok := strings.CutPrefix(string(found.Code), "MTAD-17.20"); ok {
			got += letter
		} else if found.Code != "X-WEEKEND" { // a hint that rejects nothing
			t.Errorf("found %v", found)
		}
	}
	if got != v.letters {
		t.Errorf("week %s, on %s, received %s: found {%s}, want {%s}", v.week, v.on, v.at, got, v.letters)
	}
}
