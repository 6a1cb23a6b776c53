package acceptance

import (
	"context"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// s1spChecks are of clause 5.5, the checks of the S1SP, and of the two files of
// 5.6(a) that DCC makes of them.
func s1spChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"5.5":        testGroupCells,
		"5.5(a)":     testInstallingESME,
		"5.5(b)":     testInstallingGSME,
		"5.5(c)":     testSecuringESME,
		"5.6(a)":     testProducer,
		"5.6(a)(i)":  testSCF,
		"5.6(a)(ii)": testCOF,
	}
}

// The checks of 5.5, as the SCF names them.
const (
	installingESME = "InstallingSMETS1ElectricityMeter"
	installingGSME = "InstallingSMETS1GSME"
	securingESME   = "SecuringSMETS1ESME"
)

func testGroupCells(t *testing.T) {
	cells := map[string]int{}
	for _, c := range run(t, pipeline.Options{}, "").Checks {
		if c.Group == "AA" || c.Group == "CA" {
			cells[c.Group+" "+c.Check] += c.Count
		}
	}
	want := map[string]int{}
	for _, name := range []string{installingESME, installingGSME, securingESME} {
		want["AA "+name], want["CA "+name] = 2, 1 // I-A1 and I-A2; I-A3
	}
	if len(cells) != 6 {
		t.Errorf("%d cells, want 6", len(cells))
	}
	for cell, n := range want {
		if cells[cell] != n {
			t.Errorf("%s: run %d times, want %d", cell, cells[cell], n)
		}
	}
}

// checked is what the SCF says of a device, which must be in one file of DCC's.
func checked(t *testing.T, m *migration, w *world.World, id, deviceType string) *deviceRecord {
	t.Helper()
	_, r := m.having(t, "SCF", "DCC", id)
	d := r.device(device(t, installation(t, w, id), deviceType))
	if d == nil {
		t.Fatalf("the SCF has no %s of %s", deviceType, id)
	}
	return d
}

// wantCheck fails unless the check was run once on the device and so ended.
func wantCheck(t *testing.T, d *deviceRecord, name, want, reason string) {
	t.Helper()
	n := 0
	for _, c := range d.Checks {
		if c.Check == name {
			n++
		}
	}
	got, why := d.check(name)
	if n != 1 || got != want || !strings.Contains(why, reason) || (reason == "" && why != "") {
		t.Errorf("%s: %d times, %q for %q; want once, %q for %q", name, n, got, why, want, reason)
	}
}

func testInstallingESME(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	if d := checked(t, m, w, "I-A1", "ESME"); !d.Ready {
		t.Error("the ESME of I-A1 is not ready")
	} else {
		wantCheck(t, d, installingESME, "Pass", "")
	}
	m = run(t, pipeline.Options{World: w}, "missingCredentials: [{installation: I-A1, device: ESME}]")
	d := checked(t, m, w, "I-A1", "ESME")
	wantCheck(t, d, installingESME, "Fail", "credential of the ESME is missing")
	if d.Ready {
		t.Error("an ESME without its credential is ready")
	}
	m.wantStates(t, map[string]state.State{"I-A1": state.S1SPFailed})
}

func testInstallingGSME(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	_, r := m.having(t, "SCF", "DCC", "I-E1")
	for _, d := range r.Devices {
		if outcome, _ := d.check(installingGSME); outcome != "" {
			t.Errorf("5.5(b) ran on %s of I-E1, which has no GSME: %s", d.DeviceID, outcome)
		}
	}
	wantCheck(t, checked(t, m, w, "I-A1", "GSME"), installingGSME, "Pass", "")
	m.wantStates(t, nil)
}

func testSecuringESME(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "failChecks: [{installation: I-A1, device: ESME, check: "+installingESME+"}]")
	d := checked(t, m, w, "I-A1", "ESME")
	wantCheck(t, d, installingESME, "Fail", "scripted failure")
	wantCheck(t, d, securingESME, "NotRun", "blocked by 5.5(a)")
}

func testProducer(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	d, _ := m.having(t, "SCF", "DCC", "I-A1")
	smso1, _ := w.Organisation("SMSO1")
	forged := cut(t, d.raw).replace(t, `"sender":"`+w.DCC().EUI.String(), `"sender":"`+smso1.EUI.String())
	f := judge(t, w, d.path, forged.sealed(t, w, "SMSO1"), t0)
	if !f.Has("X-PRODUCER") || f.Outcome != validate.Rejected {
		t.Errorf("an SCF of SMSO1 is %s, found %q; want X-PRODUCER", f.Outcome, codes(f))
	}
	wantCodes(t, judge(t, w, d.path, d.raw, t0))
}

const failSecuring = "failChecks: [{installation: I-A1, device: ESME, check: " + securingESME + "}]"

func testSCF(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, failSecuring)
	d, _ := m.having(t, "SCF", "DCC", "I-A1")
	if len(d.Records) != 2 {
		t.Errorf("%d entries in the SCF of AA, want 2", len(d.Records))
	}
	for id, want := range map[string]bool{"I-A1": false, "I-A2": true} {
		if d := checked(t, m, w, id, "ESME"); d.Ready != want {
			t.Errorf("the ESME of %s is ready: %v, want %v", id, d.Ready, want)
		}
	}
	wantCheck(t, checked(t, m, w, "I-A1", "ESME"), securingESME, "Fail", "scripted failure")
}

func testCOF(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, failSecuring)
	outcome, _ := m.having(t, "COF", "SMSO1", "I-A2")
	if len(outcome.Records) != 1 {
		t.Errorf("%d entries in the COF, want 1: that of I-A2", len(outcome.Records))
	}
	full := run(t, pipeline.Options{World: w}, "")
	_, good := full.having(t, "COF", "SMSO1", "I-A1")
	if good.Outcome != "Commissioned" {
		t.Fatalf("I-A1 is %s in a clean run", good.Outcome)
	}
	whole, _ := full.having(t, "COF", "SMSO1", "I-A1")
	forged := cut(t, outcome.raw)
	forged.records = append(cut(t, whole.raw).keep(`"installationID":"I-A1"`).records, forged.records...)
	m.files[outcome.path] = forged.sealed(t, w, "DCC")
	root := m.write(t)
	report, err := validate.Paths(context.Background(), []string{filepath.Join(root, "dcc"), filepath.Join(root, "smso")}, everything(w, t0))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		if strings.HasSuffix(f.Name, path.Base(outcome.path)) {
			wantIn(t, f, "X-COF-NOT-IN-SCF", "I-A1")
			return
		}
	}
	t.Error("the report has no COF")
}
