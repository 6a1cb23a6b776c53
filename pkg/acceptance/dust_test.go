package acceptance

import (
	"strings"
	"testing"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// dustChecks are of clause 17: who may take part in Migration DUST, and when.
func dustChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"17.10(a)": testListedEntries,
		"17.10(b)": testPlannedEntries,
		"17.13":    testUserRoles,
		"17.14":    testEligibility,
		"17.15":    testNotice,
		"17.18":    testActiveMetersAlone,
	}
}

func testListedEntries(t *testing.T) {
	for scope, want := range map[rule.EPCLScope]bool{rule.ActiveOnly: true, rule.Either: true, rule.DormantOnly: false} {
		if got := world.DUSTEligible(rule.EPCLEntry{Scope: scope, Listed: true}); got != want {
			t.Errorf("listed as %s: eligible %v, want %v", scope, got, want)
		}
	}
	m := run(t, pipeline.Options{Environment: envelope.MigrationDUST}, "")
	m.wantStates(t, map[string]state.State{"I-D1": state.NotInMCF, "I-D2": state.NotInMCF})
}

func testPlannedEntries(t *testing.T) {
	for _, c := range []struct {
		scope          rule.EPCLScope
		complete, want bool
	}{
		{rule.ActiveOnly, false, false}, {rule.ActiveOnly, true, true},
		{rule.Either, false, false}, {rule.Either, true, true},
		{rule.DormantOnly, true, false},
	} {
		if got := world.DUSTEligible(rule.EPCLEntry{Scope: c.scope, PhaseComplete: c.complete}); got != c.want {
			t.Errorf("planned as %s, phase complete %v: eligible %v, want %v", c.scope, c.complete, got, c.want)
		}
	}
	w := worldWith(t, worldFile, "standing: planned\n    phaseComplete: true", "standing: planned\n    phaseComplete: false")
	m := run(t, pipeline.Options{World: w, Environment: envelope.MigrationDUST}, "")
	m.wantStates(t, map[string]state.State{"I-D1": state.NotInMCF, "I-D2": state.NotInMCF, "I-E1": state.NotInMCF})
}

const bothRoles = "userRoles: [Import Supplier, Gas Supplier]\n    notices"

func testUserRoles(t *testing.T) {
	w := worldWith(t, worldFile, bothRoles, "userRoles: [Gas Supplier, Other User]\n    notices")
	supb, _ := w.Organisation("SUPB")
	nete, _ := w.Organisation("NETE")
	for _, c := range []struct {
		org  world.Organisation
		role string
		want bool
	}{
		{supb, "Import Supplier", false}, {supb, "Gas Supplier", true}, {supb, "Other User", false},
		{nete, "Electricity Distributor", true}, {nete, "Gas Transporter", false},
	} {
		if got := c.org.MayTakeDUST(c.role); got != c.want {
			t.Errorf("%s as %s: may take part %v, want %v", c.org.Name, c.role, got, c.want)
		}
	}
	for environment, want := range map[string][]string{envelope.MigrationDUST: {"X-NOT-ELIGIBLE"}, envelope.MigrationTesting: nil} {
		d := draft{fileType: "MAF", sender: "SUPB", smso: "SMSO4", environment: environment, records: []string{r0().with("5A01", "5B01").record}}
		edits := []string{worldFile, bothRoles, "userRoles: [Gas Supplier, Other User]\n    notices", register("SMSO4"), "SUPA", "SUPB"}
		w := worldWith(t, edits...)
		name, text := d.made(t, w)
		wantCodes(t, judge(t, w, name, text, t0), want...)
	}
}

func testEligibility(t *testing.T) {
	w := worldWith(t, worldFile, "      - {role: Gas Supplier, srvs: [\"6.15.1\", \"6.21\", \"8.11\"]}\n", "")
	m := run(t, pipeline.Options{World: w}, "")
	m.wantStates(t, map[string]state.State{"I-A2": state.Partial})
	in := installation(t, w, "I-A2")
	_, outcome := m.having(t, "COF", "SMSO1", "I-A2")
	for deviceType, want := range map[string]string{"CHF": "Commissioned", "ESME": "Commissioned", "GSME": "Failed"} {
		if d := outcome.device(device(t, in, deviceType)); d.Outcome != want {
			t.Errorf("the %s is %s, want %s", deviceType, d.Outcome, want)
		}
	}
	gsme := outcome.device(device(t, in, "GSME"))
	if len(gsme.Steps) != 1 || gsme.Steps[0].Outcome != "Failure" || len(gsme.Steps[0].Alerts) > 0 {
		t.Errorf("the GSME's requests went as %+v, want one that was refused", gsme.Steps)
	}
	testRequestForCHF(t)
}

// testRequestForCHF has a supplier claim to have commissioned the CHF.
func testRequestForCHF(t *testing.T) {
	w := w1(t)
	hub := device(t, installation(t, w, "I-A2"), "CHF")
	m := tampered(t, w, "SUPPLIER-COMMISSIONING", func(s *sheet) {
		s.replace(t, `"devices":[`, `"devices":[{"deviceID":"`+hub+`","steps":[{"srv":"8.11","at":"2022-06-14T23:30:00Z","outcome":"Success"}]},`)
	})
	_, outcome := m.having(t, "COF", "SMSO1", "I-A2")
	if d := outcome.device(hub); d.CommissioningParty != "DCC" || len(d.Steps) != 1 || d.Steps[0].SRV == "8.11" {
		t.Errorf("the CHF was commissioned as %+v, want by DCC alone", d)
	}
	for _, n := range m.Notes {
		if n.By == "DCC" && strings.Contains(n.Text, "refused") && strings.Contains(n.Text, "17.14") {
			return
		}
	}
	t.Errorf("nothing says that the request for the CHF was refused: %v", m.Notes)
}

func testNotice(t *testing.T) {
	for given, want := range map[string]string{"2022-04-06": "2022-06-08", "2022-12-05": "2023-02-02", "2022-12-01": "2023-01-31"} {
		if got, err := world.EarliestStart(civil.MustDate(given)); err != nil || got.String() != want {
			t.Errorf("notice on %s: earliest %v (%v), want %s", given, got, err, want)
		}
	}
	if n, err := civil.EnglandAndWales().WorkingDaysBetween(civil.MustDate("2022-04-06"), civil.MustDate("2022-06-07")); err != nil || n != 39 {
		t.Errorf("2022-06-07 is Working Day %d (%v), want 39", n, err)
	}
	da, ok := w1(t).Group("DA")
	last, err := world.LastNotice(da)
	if !ok || err != nil || last.String() != "2022-12-01" {
		t.Errorf("the last notice that reaches DA's last day is %v (%v), want 2022-12-01", last, err)
	}
	out := program(t, t.TempDir(), 1, "dust", "check", "--group", "DA", "--notice", "2022-12-05", "--on", "2022-12-05")
	if !strings.Contains(out, "17.24 ends before notice runs") || !strings.Contains(out, "2023-02-02") {
		t.Errorf("dust check says %q", out)
	}
	at := time.Date(2022, 6, 1, 9, 0, 0, 0, time.UTC)
	early := draft{fileType: "MAF", sender: "SUPA", smso: "SMSO4", environment: envelope.MigrationDUST, at: at,
		records: []string{r0().dated("2022-06-06", "2022-06-07").record}}
	agreed := []string{worldFile, "- given: 2022-04-06 # the", "- agreedStart: 2022-06-07\n        given: 2022-04-06 # the"}
	for _, c := range []struct {
		world *world.World
		found []string
	}{{w1(t), []string{"X-NOTICE"}}, {worldWith(t, agreed...), nil}} {
		name, text := early.made(t, c.world)
		wantCodes(t, judge(t, c.world, name, text, at), c.found...)
	}
	refused(t, []string{worldFile, "        use: authorisations of active and mixed installations, with file-based exceptions\n", ""}, "use")
}

func testActiveMetersAlone(t *testing.T) {
	w := w1(t)
	list := authorisationsOf(w, "I-M1", t)
	if len(list) != 1 || len(list[0].Meters) != 1 || list[0].Meters[0].MPxN.String() != "9900000000060" {
		t.Errorf("the MAF of I-M1 has %+v, want one line, 9900000000060", list)
	}
	const dormant = `{"mpxn":"9999000609","supplierCertificateIDs":["Z9:5B0201","Z9:5B0202"],"networkOperatorCertificateID":"Z9:470001"}]}`
	record := strings.TrimSuffix(r0().with("9900000000089", "9900000000060").record, "]}")
	for _, c := range []struct {
		record string
		found  string
	}{{record + "]}", ""}, {record + "," + dormant, "X-MAF-DORMANT"}} {
		name, text := draft{fileType: "MAF", sender: "SUPA", smso: "SMSO3", records: []string{c.record}}.made(t, w)
		f := judge(t, w, name, text, t0)
		if (c.found == "") != (len(f.Findings) == 0) || c.found != "" && !f.Has("X-MAF-DORMANT") {
			t.Errorf("found %v, want %q", f.Findings, c.found)
		}
	}
}
