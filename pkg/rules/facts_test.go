package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// TestMissing checks that each fact that a rule needs is missed where it is not
// at hand, and no other.
func TestMissing(t *testing.T) {
	w := newWorld()
	all := func() *rule.Facts { return w.facts(t0) }
	for _, c := range []struct {
		need  rule.Fact
		facts func(*rule.Facts)
	}{
		{rule.NeedsClock, func(f *rule.Facts) { f.Clock = nil }}, {rule.NeedsRegister, func(f *rule.Facts) { f.Register = nil }},
		{rule.NeedsCertificates, func(f *rule.Facts) { f.Certificates = nil }}, {rule.NeedsOrganisations, func(f *rule.Facts) { f.Organisations = nil }},
		{rule.NeedsEPCL, func(f *rule.Facts) { f.EPCL = nil }}, {rule.NeedsGroups, func(f *rule.Facts) { f.Groups = nil }},
		{rule.NeedsParticipants, func(f *rule.Facts) { f.Participants = nil }},
	} {
		without := all()
		c.facts(without)
		for _, r := range rules.All() {
			if r == rules.Signature || slices.Contains(r.Needs, rule.NeedsKeys) {
				continue
			}
			want := rule.Fact("")
			if slices.Contains(r.Needs, c.need) {
				want = c.need
			}
			if got := open(t, file{Type: "MAF"}, without, nil).Missing(r, true, false); got != want {
				t.Errorf("%s without %s: %q is missing", r.Code, c.need, got)
			}
			if got := open(t, file{Type: "MAF"}, all(), nil).Missing(r, true, false); got != "" {
				t.Errorf("%s with all: %q is missing", r.Code, got)
			}
		}
	}
}

// TestMissingKeys checks the two facts that are not of the world: a private key,
// and the directory by which signatures are verified.
func TestMissingKeys(t *testing.T) {
	with, none := open(t, file{Type: "MEF", Group: `"groupID":"EA",`}, newWorld().facts(t0), nil), open(t, file{Type: "MAF"}, nil, nil)
	for _, c := range []struct {
		in              *rules.Input
		rule            *rule.Rule
		keys, directory bool
		want            rule.Fact
	}{
		{with, rules.MEFOpen, false, true, rule.NeedsKeys}, {with, rules.MEFOpen, true, false, ""},
		{with, rules.Signature, true, false, rule.NeedsCertificates}, {none, rules.Signature, false, true, ""},
		{none, rules.CertStatus, true, true, rule.NeedsRegister}, {none, rules.MGFCertificates, true, true, rule.NeedsCertificates},
		{none, rules.Replay, false, false, ""}, {none, rules.Lost, false, false, ""}, {none, rules.Weekend, false, false, ""},
	} {
		if got := c.in.Missing(c.rule, c.keys, c.directory); got != c.want {
			t.Errorf("%s: %q is missing, want %q", c.rule.Code, got, c.want)
		}
	}
}

// TestApplies checks which rules are of a file: those of its type, stage and
// environment that are not off.
func TestApplies(t *testing.T) {
	off := func(in *rules.Input) { in.Profile, _ = rules.ParseProfile("", []string{"X-WEEKEND=off"}) }
	stage := func(s rules.Stage) func(*rules.Input) { return func(in *rules.Input) { in.Stage = s } }
	const testing, dust = "migration-testing", "migration-dust"
	for _, c := range []struct {
		typ, environment string
		set              func(*rules.Input)
		rule             *rule.Rule
		want             bool
	}{
		{"MAF", testing, nil, rules.Weekend, true}, {"MAF", testing, off, rules.Weekend, false}, {"MCF", testing, nil, rules.Weekend, false},
		{"MAF", testing, nil, rules.EPCL, false}, {"MCF", testing, nil, rules.EPCL, true}, {"MCF", testing, nil, rules.Digest, true},
		{"MAF", testing, stage(rules.Receipt), rules.NotRegistered, false}, {"MAF", testing, stage(rules.Answered), rules.NotRegistered, true},
		{"MAF", testing, stage(rules.Receipt), rules.WeekStarted, true}, {"MAF", testing, stage(rules.Answered), rules.WeekStarted, false},
		{"MAF", testing, nil, rules.Notice, false}, {"MAF", dust, nil, rules.Notice, true}, {"MAF", dust, nil, rules.Replay, true}, {"MAF", testing, nil, rules.Replay, true},
		{"MAF", testing, nil, rules.GroupUnknown, false}, {"MAF", dust, nil, rules.GroupUnknown, true}, {"MCF", testing, nil, rules.GroupUnknown, true},
		{"MAF", dust, nil, rules.DUSTClosed, true}, {"MAF", testing, nil, rules.DUSTClosed, false},
	} {
		in := open(t, file{Type: c.typ, Environment: c.environment}, newWorld().facts(t0), c.set)
		if got := in.Applies(c.rule); got != c.want {
			t.Errorf("%s in a %s of %s: %v", c.rule.Code, c.typ, c.environment, got)
		}
	}
}

// TestComplete checks that a finding of the reader is graded, named, and dropped
// where its rule is off; one of no rule is a fault of this program.
func TestComplete(t *testing.T) {
	in := open(t, file{Type: "MCF"}, nil, func(in *rules.Input) {
		in.Profile, _ = rules.ParseProfile("", []string{"S-SYNTAX=off", "S-FIELD-FORM=info"})
	})
	for code, want := range map[finding.Code]bool{"S-SYNTAX": false, "S-FIELD-FORM": true} {
		f := finding.Finding{Code: code}
		if got := in.Complete(&f); got != want || f.Name == "" || f.Clause == "" || f.DetectedBy != "" {
			t.Errorf("%s: %v, %+v", code, got, f)
		}
	}
	defer func() {
		if got := recover(); got != "rules: the catalogue lacks X-NONE" {
			t.Errorf("panics with %v", got)
		}
	}()
	in.Complete(&finding.Finding{Code: "X-NONE"})
}

// TestPrimaryKeepsTheFirst checks that of several findings of one exception the
// first found stands for them, and that others never do.
func TestPrimaryKeepsTheFirst(t *testing.T) {
	found := []finding.Finding{{Code: "X-WEEKEND"}, {Code: "MTAD-17.20f", Message: "1"}, {Code: "MTAD-17.20f", Message: "2"}, {Code: "MTAD-17.20g"}}
	if p, ok := rules.Primary(found); !ok || p.Message != "1" {
		t.Errorf("%v", p)
	}
	if _, ok := rules.Primary(found[:1]); ok || rules.SubReason(found[0]) != "" {
		t.Error("a warning is one of the eight")
	}
}

// asked counts the questions to a world.
type asked struct {
	*world
	count map[string]int
}

func (a asked) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	a.count[string(id)]++
	return rule.CertificateFacts{Organisation: "NETE", Kind: envelope.NetworkOperator}, nil
}

func (a asked) Group(id string) (rule.Group, bool) { a.count[id]++; return a.world.Group(id) }

func (a asked) EPCLEntry(id string) (rule.EPCLEntry, bool) {
	a.count[id]++
	return a.world.EPCLEntry(id)
}

// TestBoundedMemory checks that a judge remembers what it was told of the first
// 1024 certificates and the first 16 groups and entries, and of no more: a file
// that names a new one in every record must not make it grow.
func TestBoundedMemory(t *testing.T) {
	a := asked{newWorld(), map[string]int{}}
	facts := cleanFacts()
	facts.Certificates = a
	judge, record := rules.NewJudge(rules.NewInput(rules.Input{Facts: facts, Type: mafType, Header: mafHeader()})), cleanAuthorisation()
	record.Meters[0].SupplierCertificateIDs = nil
	id := func(n int) ident.CertificateID { return ident.CertificateID(fmt.Sprintf("Z9:%X", n+1)) }
	for range 2 {
		for n := range 1026 {
			record.Meters[0].NetworkOperatorCertificateID = id(n)
			judge.Record(record, nowhere{})
		}
	}
	for n, want := range map[int]int{0: 1, 1023: 1, 1024: 2, 1025: 2} {
		if got := a.count[string(id(n))]; got != want {
			t.Errorf("certificate %d is asked for %d times", n, got)
		}
	}
}

// TestFewQuestions checks the same of groups and EPCL entries, and that each
// gets its own answer.
func TestFewQuestions(t *testing.T) {
	a := asked{newWorld(), map[string]int{}}
	var records []string
	for range 2 {
		for n := range 18 {
			group, entry := fmt.Sprintf("B%c", 'A'+n), fmt.Sprintf("E-%d", n)
			a.groups[group] = rule.Group{ID: group}
			a.entries[entry] = rule.EPCLEntry{ID: entry, CSP: fmt.Sprintf("CSP-%d", n%2+1)}
			records = append(records, replaced(mcfRecord, []string{`"EA"`, `"` + group + `"`, "EPCL-EA", entry}))
		}
	}
	facts := a.facts(t0)
	facts.Groups, facts.EPCL = a, a
	found := judge(t, file{Type: "MCF", Records: append(records, replaced(mcfRecord, []string{`"EA"`, `"ZZ"`}))}, facts, nil)
	for name, want := range map[string]int{"BA": 1, "BP": 1, "BQ": 2, "BR": 2, "E-0": 1, "E-15": 1, "E-16": 2, "E-17": 2} {
		if a.count[name] != want {
			t.Errorf("%s is asked for %d times, want %d", name, a.count[name], want)
		}
	}
	if got := codes(found); got != strings.Repeat("X-EPCL ", 18)+"X-GROUP-UNKNOWN" { // every second entry is of CSP-2
		t.Errorf("found %s", got)
	}
}

// TestDistributorInTestData checks that the dummy distributor id is known in test
// data alone; one that is allocated is known anywhere.
func TestDistributorInTestData(t *testing.T) {
	for _, c := range []struct {
		mpan string
		test bool
		want bool
	}{{"9900000000089", true, false}, {"9900000000089", false, true}, {"1000000000003", true, false}, {"1000000000003", false, false}, {"7700000000010", true, true}} {
		found := judge(t, file{Type: "MAF", Records: []string{r0("9900000000089", c.mpan)}}, newWorld().facts(t0), func(in *rules.Input) { in.Header.TestData = c.test })
		if got := strings.Contains(codes(found), "X-DISTRIBUTOR"); got != c.want {
			t.Errorf("%s, test data %v: %v", c.mpan, c.test, got)
		}
	}
}

// TestNothingToSee checks that values that cannot be read are not judged, and
// that the judge keeps nothing of the record before.
func TestNothingToSee(t *testing.T) {
	records := []string{r0("2022-06-15", "2022-06-18"), r0("2022-06-15", "soon", "A-1", "A-2"), r0("A-1", "A-3")}
	if got := codes(judge(t, file{Type: "MAF", Records: records}, newWorld().facts(t0), nil)); got != "X-WEEKEND S-FIELD-FORM" {
		t.Errorf("found %q", got)
	}
}
