package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/source"
)

// paths places values by their path within the header.
type paths struct{}

func (paths) At(path ...any) (source.Position, string) {
	return source.Position{}, strings.ReplaceAll(strings.Trim(fmt.Sprint(path...), "[]"), " ", "/")
}

// open reads the header of a file; parts of the text can be replaced in pairs.
func open(t *testing.T, f file, facts *rule.Facts, set func(*rules.Input), replace ...string) *rules.Input {
	t.Helper()
	cf, err := codec.Open(strings.NewReader(replaced(f.text(), replace)), filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	in := rules.Input{Facts: facts, Type: cf.Type, Header: cf.Header}
	if set != nil {
		set(&in)
	}
	return rules.NewInput(in)
}

// said are findings as "CODE path: message (hint)", one a line.
func said(found []finding.Finding) string {
	var s []string
	for _, f := range found {
		one := fmt.Sprintf("%s %s: %s", f.Code, f.Path, f.Message)
		if f.Hint != "" {
			one += " (" + f.Hint + ")"
		}
		s = append(s, one)
	}
	return strings.Join(s, "\n")
}

const (
	sliceOf   = `"sliceOf":"sha-256:0000000000000000000000000000000000000000000000000000000000000000",`
	senderHas = `"sender":"` + supaEUI + `"`
)

// TestHeader holds the rules of the envelope: 3.1(c), who may make a file (17.18,
// 5.6(a)), Table 17.6 and the name of a file.
//
//trace:shows 3.1(c)
func TestHeader(t *testing.T) {
	const (
		maker     = "X-PRODUCER sender: the sender is "
		of        = `"groupID":"EA",`
		dccSender = `"sender":"` + dccEUI + `"`
		nobody    = `"sender":"` + otherEUI + `"`
		goodName  = "MAF_SMSO4_" + supaEUI + "_20220608_090000_000001.json"
		fileSays  = "X-FILE-NAME "
		nameHint  = " (give the file the name that follows from its header)"
	)
	testing, dust := rules.HeaderChecks{Environment: "migration-testing"}, rules.HeaderChecks{Environment: "migration-dust"}
	for _, c := range []struct {
		name, typ, group string
		replace          []string
		checks           rules.HeaderChecks
		want             string
	}{
		{"good", "MAF", "", nil, testing, ""},
		{"any environment", "MAF", "", nil, rules.HeaderChecks{}, ""},
		{"3.1(c)", "MAF", "", nil, dust, "X-ENV-MISMATCH environment: the file is of the environment migration-testing; this is migration-dust (send the file to the environment that it names)"},
		{"an environment that cannot be read", "MAF", "", []string{"migration-testing", "live"}, dust, ""},
		{"an unknown sender", "MAF", "", []string{senderHas, nobody}, testing, "X-SENDER-UNKNOWN sender: the sender " + otherEUI + " is no known organisation (check the EUI-64)"},
		{"a sender that cannot be read", "MAF", "", []string{senderHas, `"sender":"me"`}, testing, ""},
		{"17.18: DCC makes no MAF", "MAF", "", []string{senderHas, dccSender}, testing, maker + "DCC; only a Supplier may make a MAF"},
		{"17.18: nor does an SMSO", "MAF", "", []string{senderHas, `"sender":"` + smsoEUI + `"`}, testing, maker + "an SMSO; only a Supplier may make a MAF"},
		{"5.6(a): a supplier makes no SCF", "SCF", of, nil, testing, maker + "a Supplier; only DCC may make an SCF"},
		{"5.6(a): DCC makes it", "SCF", of, []string{senderHas, dccSender}, testing, ""},
		{"5.3(b): a supplier makes no MCF", "MCF", "", nil, testing, maker + "a Supplier; only an SMSO may make a MCF"},
		{"5.3(b): DCC neither", "MCF", "", []string{senderHas, dccSender}, testing, maker + "DCC; only an SMSO may make a MCF"},
		{"17.21: but cuts slices", "MCF", sliceOf, []string{senderHas, dccSender}, testing, ""},
		{"Table 17.6", "SCF", `"groupID":"ZZ",`, []string{senderHas, dccSender}, testing, `X-GROUP-UNKNOWN groupID: the group "ZZ" is not known`},
		{"another SMSO's group", "SCF", `"groupID":"AA",`, []string{senderHas, dccSender}, testing, "X-GROUP-SMSO groupID: the group AA is not one of SMSO4"},
		{"another release's group", "SCF", of, []string{senderHas, dccSender, "FOC", "IOC"}, testing, "X-RELEASE groupID: the group EA belongs to FOC; the file is of IOC"},
		{"the name", "MAF", "", nil, rules.HeaderChecks{FileName: goodName}, ""},
		{"a name of another form", "MAF", "", nil, rules.HeaderChecks{FileName: "my.json"}, ""},
		{"name: type", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "MAF", "MCF", 1)}, fileSays + "fileType: the name of the file says fileType MCF; the header says MAF" + nameHint},
		{"name: smso", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "SMSO4", "SMSO1", 1)}, fileSays + "smso: the name of the file says smso SMSO1; the header says SMSO4" + nameHint},
		{"name: no smso", "MAF", "", []string{`"smso":"SMSO4",`, ""}, rules.HeaderChecks{FileName: strings.Replace(goodName, "SMSO4", "ALL", 1)}, ""},
		{"name: sender", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, supaEUI, supbEUI, 1)}, fileSays + "sender: the name of the file says sender " + supbEUI + "; the header says " + supaEUI + nameHint},
		{"name: createdAt", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "090000", "090001", 1)}, fileSays + "createdAt: the name of the file says createdAt 2022-06-08T09:00:01Z; the header says 2022-06-08T09:00:00Z" + nameHint},
		{"name: a group of a file of none", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "_000001", "_EA_000001", 1)}, fileSays + `groupID: the name of the file says groupID "EA"; the header says ""` + nameHint},
		{"name: sequence", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "000001", "000002", 1)}, fileSays + "sequence: the name of the file says sequence 2; the header says 1" + nameHint},
		{"name: CSV without a sequence", "MAF", "", nil, rules.HeaderChecks{FileName: strings.Replace(goodName, "_000001.json", ".csv", 1)}, ""},
	} {
		found := open(t, file{Type: c.typ, Group: c.group}, newWorld().facts(t0), nil, c.replace...).JudgeHeader(c.checks, paths{})
		if got := said(found); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestProducers checks that all the makers of a type are named, and MayMake.
func TestProducers(t *testing.T) {
	w := newWorld()
	in := open(t, file{Type: "MCF"}, w.facts(t0), nil)
	if in.MayMake() || open(t, file{Type: "MCF"}, w.facts(t0), nil, senderHas, `"sender":"`+dccEUI+`"`).MayMake() {
		t.Error("a supplier or DCC may make an MCF")
	}
	if !open(t, file{Type: "MCF"}, w.facts(t0), nil, senderHas, `"sender":"`+smsoEUI+`"`).MayMake() ||
		!open(t, file{Type: "MCF", Group: sliceOf}, w.facts(t0), nil, senderHas, `"sender":"`+dccEUI+`"`).MayMake() {
		t.Error("an SMSO may not make an MCF, or DCC no slice")
	}
	slice := open(t, file{Type: "MCF", Group: sliceOf}, w.facts(t0), nil, senderHas, `"sender":"`+smsoEUI+`"`)
	found := slice.JudgeHeader(rules.HeaderChecks{}, paths{})
	if slice.MayMake() || codes(found) != "X-PRODUCER" || found[0].Message != "the sender is an SMSO; only DCC may cut a slice of a MCF" {
		t.Error("an SMSO may cut a slice, or is told why not in other words:", found)
	}
	if !open(t, file{Type: "MCF"}, nil, nil).MayMake() {
		t.Error("judged without the organisations")
	}
	two := *in.Type
	two.Producers = append(two.Producers, "DCC")
	in.Type = &two
	if got := said(in.JudgeHeader(rules.HeaderChecks{}, paths{})); got != "X-PRODUCER sender: the sender is a Supplier; only an SMSO or DCC may make a MCF" {
		t.Error(got)
	}
}

// TestHeaderStages checks that the header is judged once, at receipt, and that a
// rule that is off says nothing there.
func TestHeaderStages(t *testing.T) {
	w, dust := newWorld(), rules.HeaderChecks{Environment: "migration-dust"}
	for stage, want := range map[rules.Stage]string{rules.AllStages: "X-ENV-MISMATCH", rules.Receipt: "X-ENV-MISMATCH", rules.Answered: ""} {
		in := open(t, file{Type: "MAF"}, w.facts(t0), func(in *rules.Input) { in.Stage = stage })
		if got := codes(in.JudgeHeader(dust, paths{})); got != want {
			t.Errorf("stage %d: %q", stage, got)
		}
	}
	off, err := rules.ParseProfile("", []string{"X-ENV-MISMATCH=off"})
	if err != nil {
		t.Fatal(err)
	}
	if got := codes(open(t, file{Type: "MAF"}, w.facts(t0), func(in *rules.Input) { in.Profile = off }).JudgeHeader(dust, paths{})); got != "" {
		t.Errorf("off: %q", got)
	}
}

// TestSaysSenderUnknown checks when X-SENDER-UNKNOWN stands for a signature of
// nobody: where it is found, and as an error.
func TestSaysSenderUnknown(t *testing.T) {
	w := newWorld()
	lower := func(level string) func(*rules.Input) {
		return func(in *rules.Input) { in.Profile, _ = rules.ParseProfile("", []string{"X-SENDER-UNKNOWN=" + level}) }
	}
	stage := func(s rules.Stage) func(*rules.Input) { return func(in *rules.Input) { in.Stage = s } }
	for _, c := range []struct {
		name   string
		sender string
		facts  *rule.Facts
		set    func(*rules.Input)
		want   bool
	}{
		{"nobody", otherEUI, w.facts(t0), nil, true}, {"SUPA", supaEUI, w.facts(t0), nil, false}, {"no organisations", otherEUI, &rule.Facts{}, nil, false},
		{"a warning", otherEUI, w.facts(t0), lower("warning"), false}, {"off", otherEUI, w.facts(t0), lower("off"), false},
		{"receipt", otherEUI, w.facts(t0), stage(rules.Receipt), true}, {"answered", otherEUI, w.facts(t0), stage(rules.Answered), false},
	} {
		if got := open(t, file{Type: "MAF", Sender: c.sender}, c.facts, c.set).SaysSenderUnknown(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestMVFAsAWhole holds 5.3(c) of the file: a rejected MCF has a reason and no
// records, an accepted one has no reason.
//
//trace:shows 5.3(c)
func TestMVFAsAWhole(t *testing.T) {
	const (
		accepted, rejected = `"mcfOutcome":"Accepted",`, `"mcfOutcome":"Rejected",`
		none, one          = `"reasons":[],`, `"reasons":[{"code":"S-DIGEST","detail":"x"}],`
	)
	for _, c := range []struct {
		typ, header string
		records     int64
		want        string
	}{
		{"MVF", accepted, 0, ""}, {"MVF", accepted, 1, ""}, {"MVF", accepted + none, 1, ""}, {"MVF", rejected + one, 0, ""},
		{"MVF", rejected + one, 1, "X-MVF-REJECTED mcfOutcome: the MCF is rejected and the file has records (leave the records out)"},
		{"MVF", rejected, 0, "X-MVF-REASONS mcfOutcome: the MCF is rejected and no reason is given (give at least one reason)"},
		{"MVF", accepted + one, 1, "X-MVF-REASONS reasons: the MCF is accepted and has reasons (give no reason where the MCF is accepted)"},
		{"MVF", `"mcfOutcome":"Maybe",` + one, 1, ""}, {"MCF", "", 1, ""},
	} {
		if got := said(open(t, file{Type: c.typ, Group: c.header}, newWorld().facts(t0), nil).JudgeMVF(c.records, paths{})); got != c.want {
			t.Errorf("%s with %d records: %s", c.header, c.records, got)
		}
	}
}
