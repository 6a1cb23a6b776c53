package world

import (
	"slices"
	"testing"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/state"
)

// The two tables of requirements 1, literally.

func TestW1Organisations(t *testing.T) {
	w := mustW1(t)
	for _, row := range []struct {
		name             string
		roles            []string
		electricity, gas []ident.CertificateID
	}{
		{"SUPA", []string{"Import Supplier", "Gas Supplier"}, []ident.CertificateID{"Z9:5A0101", "Z9:5A0102"}, []ident.CertificateID{"Z9:5A0201", "Z9:5A0202"}},
		{"SUPB", []string{"Import Supplier", "Gas Supplier"}, []ident.CertificateID{"Z9:5B0101", "Z9:5B0102"}, []ident.CertificateID{"Z9:5B0201", "Z9:5B0202"}},
	} {
		o, ok := w.Organisation(row.name)
		if !ok || o.Kind != envelope.Supplier || !slices.Equal(o.UserRoles, row.roles) {
			t.Errorf("%s: got %v %v %v", row.name, ok, o.Kind, o.UserRoles)
		}
		if got := w.SupplierCertificates(row.name, false); !slices.Equal(got, row.electricity) {
			t.Errorf("%s: electricity certificates %v, want %v", row.name, got, row.electricity)
		}
		if got := w.SupplierCertificates(row.name, true); !slices.Equal(got, row.gas) {
			t.Errorf("%s: gas certificates %v, want %v", row.name, got, row.gas)
		}
	}
	for _, row := range []struct {
		name, role string
		id         ident.CertificateID
	}{
		{"NETE", "Electricity Distributor", "Z9:4E0001"},
		{"NETE2", "Electricity Distributor", "Z9:4E0002"},
		{"NETG", "Gas Transporter", "Z9:470001"},
	} {
		o, _ := w.Organisation(row.name)
		if got := w.NetworkCertificate(row.name); got != row.id || o.Kind != envelope.NetworkOperator || !slices.Equal(o.UserRoles, []string{row.role}) {
			t.Errorf("%s: got %s %s %v", row.name, got, o.Kind, o.UserRoles)
		}
	}
}

type w1Meter struct {
	mpxn, supplier, status string
}

func TestW1Installations(t *testing.T) {
	w := mustW1(t)
	week, on := civil.MustDate("2022-06-13"), civil.MustDate("2022-06-15")
	total := 0
	for _, row := range []struct {
		id, smso, group string
		esme, gsme      w1Meter
		combination     state.Combination
		ready           bool
	}{
		{"I-A1", "SMSO1", "AA", w1Meter{"9900000000015", "SUPA", "Active"}, w1Meter{"9999000104", "SUPA", "Active"}, "5.2(a)", false},
		{"I-A2", "SMSO1", "AA", w1Meter{"9900000000024", "SUPA", "Active"}, w1Meter{"9999000205", "SUPA", "Active"}, "5.2(b)", false},
		{"I-A3", "SMSO2", "CA", w1Meter{"9900000000033", "SUPA", "Active"}, w1Meter{"9999000306", "SUPB", "Active"}, "5.2(c)", false},
		{"I-D1", "SMSO2", "CB", w1Meter{"9900000000042", "SUPB", "Dormant"}, w1Meter{"9999000407", "SUPB", "Dormant"}, "5.2(d)", true},
		{"I-D2", "SMSO2", "CB", w1Meter{"9900000000051", "SUPA", "Dormant"}, w1Meter{"9999000508", "SUPB", "Dormant"}, "5.2(d)", true},
		{"I-M1", "SMSO3", "DA", w1Meter{"9900000000060", "SUPA", "Active"}, w1Meter{"9999000609", "SUPB", "Dormant"}, "5.2(e)(i)", true},
		{"I-M2", "SMSO3", "DA", w1Meter{"9900000000070", "SUPA", "Dormant"}, w1Meter{"9999000710", "SUPB", "Active"}, "5.2(e)(ii)", true},
		{"I-E1", "SMSO4", "EA", w1Meter{"9900000000089", "SUPA", "Active"}, w1Meter{}, "5.2(a)", false},
	} {
		inst := w.Register(row.smso).ByID(row.id)
		if inst == nil {
			t.Fatalf("%s is not in the register of %s", row.id, row.smso)
		}
		if c, err := inst.Combination(); c != row.combination || err != nil {
			t.Errorf("%s: combination %s, %v; want %s", row.id, c, err, row.combination)
		}
		if inst.Group != row.group || inst.SMSO != row.smso || inst.Ready != row.ready || inst.Week != week || inst.On != on ||
			!inst.CommissionedWithSMSO || inst.Migrated || inst.SupplierSubmits != (row.id == "I-A2") {
			t.Errorf("%s: got %+v", row.id, inst)
		}
		checkMeters(t, inst, row.esme, row.gsme)
	}
	for _, o := range w.SMSOs() {
		total += w.Register(o.Name).Len()
	}
	if total != 8 {
		t.Errorf("W1 has %d installations, want 8", total)
	}
}

// checkMeters compares the meters of an installation, and asks for a CHF and a
// GPF beside them.
func checkMeters(t *testing.T, inst *Installation, esme, gsme w1Meter) {
	t.Helper()
	got := map[string]w1Meter{}
	for k := range inst.Devices {
		d := &inst.Devices[k]
		got[d.Type] = w1Meter{d.MPxN.String(), d.Supplier, d.Status()}
		want := map[string]string{mcf.ESME: "NETE", mcf.GSME: "NETG"}[d.Type]
		if d.Network != want {
			t.Errorf("%s: network operator of the %s is %q, want %q", inst.ID, d.Type, d.Network, want)
		}
		if d.IsMeter() && !d.MPxN.CheckDigitOK() {
			t.Errorf("%s: check digits of %v are wrong", inst.ID, d.MPxN)
		}
	}
	if got[mcf.ESME] != esme || got[mcf.GSME] != gsme || len(got) != len(inst.Devices) {
		t.Errorf("%s: meters %v, want %v and %v", inst.ID, got, esme, gsme)
	}
	for _, hub := range []string{mcf.CHF, mcf.GPF} {
		if _, ok := got[hub]; !ok {
			t.Errorf("%s has no %s", inst.ID, hub)
		}
	}
}

func TestW1Else(t *testing.T) {
	w := mustW1(t)
	if want := time.Date(2022, 6, 8, 9, 0, 0, 0, time.UTC); !w.Start.Equal(want) || w.Start.Weekday() != time.Wednesday {
		t.Errorf("clock stands at %v, want %v", w.Start, want)
	}
	if w.Environment != "migration-testing" || w.Name != "W1" {
		t.Errorf("got environment %s, name %s", w.Environment, w.Name)
	}
	if a, b := w.Absent(false).String(), w.Absent(true).String(); a != "9900000000098" || b != "9999000901" {
		t.Errorf("absent are %s and %s", a, b)
	}
	for _, gas := range []bool{false, true} {
		if m := w.Absent(gas); !m.CheckDigitOK() || w.Facts().Register.Elsewhere(m) != "" {
			t.Errorf("%v is not well-formed and absent", m)
		}
	}
	if bad, ok := ident.ParseMPxN([]byte("9900000000016")); !ok || bad.CheckDigitOK() {
		t.Error("9900000000016 should be an MPAN with a bad check digit")
	}
	for group, release := range map[string]string{"AA": "IOC", "BA": "IOC", "CA": "MOC", "CB": "MOC", "DA": "MOC", "EA": "FOC", "EB": "FOC", "ZZ": ""} {
		if got := w.Release(group); got != release {
			t.Errorf("release of %s is %q, want %q", group, got, release)
		}
	}
	if got := len(w.Groups()); got != 7 {
		t.Errorf("%d groups, want 7", got)
	}
}

func TestW1Keys(t *testing.T) {
	w := mustW1(t)
	want := map[string]ident.CertificateID{"DCC": "Z9:D00001", "SMSO1": "Z9:500001", "SMSO2": "Z9:500002", "SMSO3": "Z9:500003", "SMSO4": "Z9:500004",
		"SUPA": "Z9:5A0001", "SUPB": "Z9:5B0001"}
	roles := map[envelope.Kind]seal.Role{envelope.Supplier: 0x02, envelope.NetworkOperator: 0x03, envelope.DCC: 0x04, envelope.SMSO: 0x7F}
	for name, id := range want {
		got, key, ok := w.SigningKey(name)
		c, err := w.Directory().Lookup(id)
		if got != id || !ok || err != nil || !key.Matches(c) || !key.IsTest() || !c.IsTest() || c.SubjectCN != name+" TEST KEY" {
			t.Errorf("%s signs with %s (%v, %v), want %s", name, got, ok, err, id)
		}
	}
	if _, _, ok := w.SigningKey("NETE"); ok {
		t.Error("NETE makes no file and has a key to sign with")
	}
	id, key := w.AgreementKey()
	if c, err := w.Directory().Lookup(id); id != "Z9:D00002" || err != nil || c.Usage != seal.KeyAgreement || !key.Matches(c) {
		t.Errorf("DCC receives keys on %s, %v", id, err)
	}
	for _, o := range w.Organisations() {
		if !inTestBlock(o.EUI) {
			t.Errorf("eui %v of %s is not in the test block", o.EUI, o.Name)
		}
		for _, entry := range o.Certificates {
			c, err := w.Directory().Lookup(entry.ID)
			if err != nil || c.EUI != o.EUI || c.Role != roles[o.Kind] || c.Usage != usageOf(entry.Use) {
				t.Errorf("certificate %s of %s: %v, %+v", entry.ID, o.Name, err, c)
			}
		}
	}
}

func TestW1IsClean(t *testing.T) {
	problems, err := check(edited(t), "W1")
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
}

// TestW1DUST is "6 COMMISSIONED, I-D1 and I-D2 NOT_IN_MCF" of requirements 1, as
// far as the world decides it.
//
//trace:shows 17.10
func TestW1DUST(t *testing.T) {
	w := mustW1(t)
	eligible := 0
	for _, o := range w.SMSOs() {
		for _, inst := range w.Register(o.Name).All() {
			e, _ := w.EPCLEntry(inst.EPCL)
			g, _ := w.Group(inst.Group)
			if want := inst.ID != "I-D1" && inst.ID != "I-D2"; DUSTEligible(e.EPCLEntry) != want {
				t.Errorf("%s: DUST eligible is %v", inst.ID, !want)
			}
			if DUSTEligible(e.EPCLEntry) && g.DUSTAvailable(inst.On) {
				eligible++
			}
		}
	}
	if eligible != 6 {
		t.Errorf("%d installations may take part in Migration DUST, want 6", eligible)
	}
}
