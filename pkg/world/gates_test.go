package world

import (
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/rule"
)

// The acceptance checks of requirements 4.7, 17.10, 17.13 to 17.15 and 17.24.

//trace:shows 4.7
func TestPhaseFor(t *testing.T) {
	for scope, want := range map[rule.EPCLScope]Phase{rule.DormantOnly: "Dormant MMT", rule.ActiveOnly: "Active MMT", rule.Either: "Mixed MMT", "other": ""} {
		if got := PhaseFor(scope); got != want {
			t.Errorf("%s: %q, want %q", scope, got, want)
		}
	}
}

//trace:shows 17.10
func TestDUSTEligible(t *testing.T) {
	for _, c := range []struct {
		scope            rule.EPCLScope
		listed, complete bool
		want             bool
	}{
		{rule.ActiveOnly, true, false, true},
		{rule.Either, true, false, true},
		{rule.DormantOnly, true, true, false},
		{rule.ActiveOnly, false, false, false}, // awaiting the Panel
		{rule.ActiveOnly, false, true, true},
		{rule.Either, false, true, true},
		{rule.DormantOnly, false, true, false},
		{"", true, true, false},
	} {
		if got := DUSTEligible(rule.EPCLEntry{Scope: c.scope, Listed: c.listed, PhaseComplete: c.complete}); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

//trace:shows 17.13
func TestMayTakeDUST(t *testing.T) {
	w := mustLoad(t, yamlFile, "userRoles: [Import Supplier, Gas Supplier]\n    notices:\n      - given: 2022-04-06\n        use: authorisations of installations",
		"userRoles: [Gas Supplier, Other User]\n    notices:\n      - given: 2022-04-06\n        use: authorisations of installations")
	p := w.Facts().Participants
	for _, c := range []struct {
		org  string
		gas  bool
		want bool
	}{{"SUPA", false, true}, {"SUPA", true, true}, {"SUPB", false, false}, {"SUPB", true, true}, {"NETE", false, false}, {"NOBODY", true, false}} {
		if got := p.MayTakeDUST(c.org, c.gas); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
	supb, _ := w.Organisation("SUPB")
	nete, _ := w.Organisation("NETE")
	if supb.MayTakeDUST(OtherUser) || !nete.MayTakeDUST(ElectricityDistributor) || nete.MayTakeDUST(GasTransporter) {
		t.Error("17.13: Other User refused, an Electricity Distributor with UEPT allowed in that role")
	}
}

//trace:shows 17.14
func TestMayCommission(t *testing.T) {
	w := mustLoad(t, yamlFile, `      - {role: Gas Supplier, srvs: ["6.15.1", "6.21", "8.11"]}`+"\n", "")
	p := w.Facts().Participants
	if !p.MayCommission("SUPA", false, "8.11") || p.MayCommission("SUPA", true, "8.11") {
		t.Error("17.14: SUPA is eligible for the requests of an ESME alone")
	}
	if p.MayCommission("SUPA", false, "12.2") || p.MayCommission("SUPB", false, "8.11") || p.MayCommission("NETE", false, "8.11") {
		t.Error("17.14: somebody may submit what it is not eligible for")
	}
	for _, gas := range []bool{false, true} {
		for _, srv := range []string{"8.11", "6.15.1"} {
			if !mustW1(t).Facts().Participants.MayCommission("SUPA", gas, srv) {
				t.Errorf("SUPA is not eligible for %s of I-A2, gas %v", srv, gas)
			}
		}
	}
}

//trace:shows 17.15
func TestNotice(t *testing.T) {
	for given, want := range map[string]string{
		"2022-04-06": "2022-06-08", // skips 15 and 18 April, 2 May, 2 and 3 June
		"2022-12-05": "2023-02-02",
		"2022-12-01": "2023-01-31",
	} {
		if got, err := EarliestStart(civil.MustDate(given)); err != nil || got.String() != want {
			t.Errorf("notice on %s: earliest %v, %v; want %s", given, got, err, want)
		}
	}
	da := rule.Group{ID: "DA", Final: civil.MustDate("2023-01-31")}
	if got, err := LastNotice(da); err != nil || got.String() != "2022-12-01" {
		t.Errorf("last notice that reaches the end of DA is %v, %v; want 2022-12-01", got, err)
	}
	if got, err := LastNotice(rule.Group{ID: "EA"}); err != nil || !got.IsZero() {
		t.Errorf("EA does not end, and its last notice is %v, %v", got, err)
	}
}

//trace:shows 17.15
func TestEarliestDUST(t *testing.T) {
	day, agreed, ok := mustW1(t).Facts().Participants.EarliestDUST("SUPA")
	if day.String() != "2022-06-08" || agreed || !ok {
		t.Errorf("got %v %v %v", day, agreed, ok)
	}
	w := mustLoad(t, yamlFile, "- given: 2022-04-06 #", "- agreedStart: 2022-06-07\n        given: 2022-04-06 #")
	if day, agreed, ok = w.Facts().Participants.EarliestDUST("SUPA"); day.String() != "2022-06-07" || !agreed || !ok {
		t.Errorf("agreed: got %v %v %v", day, agreed, ok)
	}
	if _, _, ok = w.Facts().Participants.EarliestDUST("NETE"); ok {
		t.Error("NETE has given no notice")
	}
}

//trace:shows Table 17.6, 17.24
func TestTable17_6(t *testing.T) {
	w := mustW1(t)
	for _, c := range []struct {
		group, on string
		want      bool
	}{
		{"AA", "2022-06-17", true}, {"AA", "2022-06-18", false},
		{"BA", "2022-06-17", true}, {"BA", "2022-06-18", false},
		{"CA", "2022-06-17", true}, {"CA", "2022-06-18", false},
		{"CB", "2022-06-17", true}, {"CB", "2022-06-18", false},
		{"DA", "2023-01-31", true}, {"DA", "2023-02-01", false},
		{"EB", "2022-09-30", true}, {"EB", "2022-10-01", false},
		{"EA", "2099-12-31", true},
		{"AA", "2022-12-05", false}, {"EB", "2022-12-05", false}, {"DA", "2022-12-05", true}, {"EA", "2022-12-05", true},
	} {
		g, ok := w.Group(c.group)
		if !ok || g.DUSTAvailable(civil.MustDate(c.on)) != c.want {
			t.Errorf("%s on %s: got %v", c.group, c.on, !c.want)
		}
	}
	if _, ok := w.Group("ZZ"); ok {
		t.Error("group ZZ should be unknown, not open")
	}
}

//trace:shows 17.24
func TestRPDecommissioning(t *testing.T) {
	w := mustLoad(t, yamlFile, "release: IOC, final: 2022-06-17", "release: IOC, final: 2022-06-17, rpDecommissioning: 2022-06-01",
		yamlFile, "release: FOC}", "release: FOC, rpDecommissioning: 2023-03-31}")
	aa, _ := w.Group("AA")
	ea, _ := w.Group("EA")
	for on, got := range map[string]bool{
		"AA 06-01": aa.DUSTAvailable(civil.MustDate("2022-06-01")), "AA not 06-02": !aa.DUSTAvailable(civil.MustDate("2022-06-02")),
		"EA 03-31": ea.DUSTAvailable(civil.MustDate("2023-03-31")), "EA not 04-01": !ea.DUSTAvailable(civil.MustDate("2023-04-01")),
	} {
		if !got {
			t.Errorf("%s does not hold", on)
		}
	}
}
