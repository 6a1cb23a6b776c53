package rules_test

import (
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/rule"
)

// TestCases holds the cases of requirements A.7 and of 5.2, one file each.
//
//trace:shows 5.2, 17.18
//trace:covers MAF validate content
func TestCases(t *testing.T) {
	const dormantLine = `,{"mpxn":"9999000609","supplierCertificateIDs":["Z9:5A0201"],"networkOperatorCertificateID":"Z9:470001"}]}`
	mixed := r0("9900000000089", "9900000000060")
	for _, c := range []struct{ name, smso, sender, record, want string }{
		{"dual fuel, one line", "SMSO1", "", r0("9900000000089", "9900000000015"), "X-AUTH-INCOMPLETE"},
		{"two suppliers, own meter", "SMSO2", "", r0("9900000000089", "9900000000033"), ""},
		{"another supplier's MPRN beside one's own", "SMSO2", "", r1("9900000000015", "9900000000033", "9999000104", "9999000306"), "MTAD-17.20f"},
		{"mixed, the active meter", "SMSO3", "", mixed, ""},
		{"17.18: mixed, the dormant meter too", "SMSO3", "", mixed[:len(mixed)-2] + dormantLine, "MTAD-17.20f X-MAF-DORMANT"},
		{"5.2(b)", "SMSO1", "", r1("9900000000015", "9900000000024", "9999000104", "9999000205", `"meters"`, `"commissioningParty":"Supplier","meters"`), ""},
		{"5.2(c) and the supplier submits", "SMSO2", "", r0("9900000000089", "9900000000033", `"meters"`, `"commissioningParty":"Supplier","meters"`), "X-COMBINATION"},
		{"5.2(e) and the supplier submits", "SMSO3", "", r0("9900000000089", "9900000000060", `"meters"`, `"commissioningParty":"Supplier","meters"`), "X-COMBINATION"},
		{"meters of two installations", "SMSO1", "", r1("9999000104", "9999000205"), "X-AUTH-TWO-INSTALLATIONS"},
		{"a Saturday", "", "", r0("2022-06-15", "2022-06-18"), "X-WEEKEND"},
		{"a week far ahead", "", "", r0("2022-06-13", "2032-06-14", "2022-06-15", "2032-06-16"), "X-WEEK-FAR"},
		{"an unknown distributor", "", "", r0("9900000000089", "7700000000018"), "MTAD-17.20a S-MPXN-CHECKDIGIT X-DISTRIBUTOR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			found := judge(t, file{Type: "MAF", SMSO: c.smso, Sender: c.sender, Records: []string{c.record}}, w.facts(t0), nil)
			if got := codes(found); got != c.want {
				t.Errorf("found %q, want %q\n%v", got, c.want, found)
			}
		})
	}
}

// TestProfileSubmits checks that the participant's profile decides who submits
// where the authorisation does not say (5.2(b), requirements C.22).
func TestProfileSubmits(t *testing.T) {
	w := newWorld()
	w.submits["SUPA"] = true
	silent := file{Type: "MAF", SMSO: "SMSO2", Records: []string{r0("9900000000089", "9900000000033")}}
	if got := codes(judge(t, silent, w.facts(t0), nil)); got != "X-COMBINATION" {
		t.Errorf("found %q", got)
	}
	silent.Records = []string{r0("9900000000089", "9900000000033", `"meters"`, `"commissioningParty":"DCC","meters"`)}
	if got := codes(judge(t, silent, w.facts(t0), nil)); got != "" {
		t.Errorf("DCC: found %q", got)
	}
}

// TestDUST holds the gates of Migration DUST: 17.10, 17.13, 17.15 and 17.24. They
// are judged in that environment alone, and where none of the eight holds.
//
//trace:shows 17.24, Table 17.6
func TestDUST(t *testing.T) {
	clean, late := r1("2022-06-15", "2022-06-17"), r1("2022-06-15", "2022-06-18")
	for _, c := range []struct {
		name, record, want string
		change             func(*world)
	}{
		{"AA on its last day", clean, "", nil},
		{"17.24: AA a day later", late, "X-WEEKEND X-DUST-CLOSED", nil},
		{"the eight come first", r1("2022-06-15", "2022-06-20"), "MTAD-17.20d", nil},
		{"17.24: the Requesting Party's date comes first", clean, "X-DUST-CLOSED", func(w *world) {
			g := w.groups["AA"]
			g.RPDecommissioning = civil.MustDate("2022-06-16")
			w.groups["AA"] = g
		}},
		{"Table 17.6: an unknown group is an error", clean, "X-GROUP-UNKNOWN", func(w *world) { delete(w.groups, "AA") }},
		{"17.15: the notice has not run", clean, "X-NOTICE", func(w *world) { w.earliest["SUPA"] = civil.MustDate("2022-06-20") }},
		{"17.15: no notice", clean, "X-NOTICE", func(w *world) { delete(w.earliest, "SUPA") }},
		{"17.13: the gas role alone", clean, "X-NOT-ELIGIBLE", func(w *world) { delete(w.dust, "SUPA") }},
		{"17.10(a): dormant only", clean, "X-EPCL-DUST X-EPCL-DUST", func(w *world) { w.entries["EPCL-AA"] = rule.EPCLEntry{Scope: rule.DormantOnly, Listed: true} }},
		{"17.10(b): awaiting the Panel", clean, "X-EPCL-DUST X-EPCL-DUST", func(w *world) { w.entries["EPCL-AA"] = rule.EPCLEntry{Scope: rule.ActiveOnly} }},
		{"17.10(b): complete", clean, "", func(w *world) { w.entries["EPCL-AA"] = rule.EPCLEntry{Scope: rule.ActiveOnly, PhaseComplete: true} }},
		{"17.10(b): complete, dormant", clean, "X-EPCL-DUST X-EPCL-DUST", func(w *world) { w.entries["EPCL-AA"] = rule.EPCLEntry{Scope: rule.DormantOnly, PhaseComplete: true} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			if c.change != nil {
				c.change(w)
			}
			maf := file{Type: "MAF", SMSO: "SMSO1", Environment: "migration-dust", Records: []string{c.record}}
			found := judge(t, maf, w.facts(t0), nil)
			if got := codes(found); got != c.want {
				t.Errorf("found %q, want %q\n%v", got, c.want, found)
			}
			maf.Environment = "migration-testing"
			for _, f := range judge(t, maf, w.facts(t0), nil) {
				if f.Code != "X-WEEKEND" && f.Code != "MTAD-17.20d" {
					t.Errorf("in migration testing: %v", f)
				}
			}
		})
	}
}
