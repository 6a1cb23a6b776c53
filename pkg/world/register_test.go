package world

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
)

// TestRegisterErrors makes one thing wrong at a time, and wants its line and its
// column.
func TestRegisterErrors(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		line                 int
		at, want             string // text at the place, and of the error
	}{
		{"not JSON", smso1, `{"installationID":"I-A2",`, `{"installationID":"I-A2"`, 2, `"groupID":"AA","epclEntry":"EPCL-0001","commissionedWithSMSO":true,"supplierSubmits"`, "expected a comma"},
		{"unknown field", smso1, `"supplierSubmits"`, `"supplierSends"`, 2, `"supplierSends"`, "is not a field"},
		{"missing field", smso1, `"commissionedWithSMSO":true,"devices"`, `"devices"`, 1, "{", "commissionedWithSMSO is missing"},
		{"empty line", smso1, "{\"installationID\":\"I-A2\"", "\n{\"installationID\":\"I-A2\"", 2, "", "the line is empty"},
		{"form", smso1, `"9900000000024"`, `"990000000002"`, 2, `"990000000002"`, "no MPxN"},
		{"real MPAN", smso1, `"9900000000024"`, `"1312345678907"`, 2, `"1312345678907"`, "distributor 13, expected 99"},
		{"real device", smso1, "90-B3-D5-1F-31-00-A2-01", "00-07-81-D7-00-00-36-CE", 2, `"00-07-81-D7-00-00-36-CE"`, "not in the test block"},
		{"group of another", smso1, `"groupID":"AA"`, `"groupID":"CA"`, 1, `"CA"`, "no group of SMSO1"},
		{"entry of another", smso1, "EPCL-0001", "EPCL-0002", 1, `"EPCL-0002"`, "no entry of SMSO1"},
		{"unknown supplier", smso1, `"responsibleSupplier":"SUPA"`, `"responsibleSupplier":"NETE"`, 1, `"NETE","networkOperator"`, "of kind Supplier"},
		{"unknown network", smso4, `"networkOperator":"NETE"`, `"networkOperator":"NETX"`, 1, `"NETX"`, "of kind NetworkOperator"},
		{"no network", smso4, `,"networkOperator":"NETE"`, ``, 1, `{"deviceID":"90-B3-D5-1F-31-00-E1-03"`, "networkOperator is"},
		{"no status", smso4, `"status":"Active",`, ``, 1, `{"deviceID":"90-B3-D5-1F-31-00-E1-03"`, "status is missing"},
		{"no mpxn", smso4, `"mpxn":"9900000000089",`, ``, 1, `{"deviceID":"90-B3-D5-1F-31-00-E1-03"`, "mpxn is missing"},
		{"fuel", smso4, `"9900000000089"`, `"9999000104"`, 1, `"9999000104"`, "expected an MPAN"},
		{"two hubs", smso4, `"GPF"`, `"CHF"`, 1, `[{"deviceID"`, "2 devices of type CHF"},
		{"plan", smso4, `"devices"`, `"migrationWeek":"2022-06-13","migrateOn":"2022-06-20","devices"`, 1, `"2022-06-20"`, "not in the week of 2022-06-13"},
		{"half a plan", smso4, `"devices"`, `"migrateOn":"2022-06-20","devices"`, 1, "", "go together"},
		{"same id", smso2, `"I-A3"`, `"I-A1"`, 1, "", "installation I-A1 stands in line 1 of register/SMSO1.ndjson already"},
		{"same MPAN", smso3, `"9900000000070"`, `"9900000000060"`, 2, "", "MPxN 9900000000060 stands in line 1 of register/SMSO3.ndjson already"},
		{"same MPRN elsewhere", smso3, `"9999000710"`, `"9999000407"`, 2, "", "MPxN 9999000407 stands in line 2 of register/SMSO2.ndjson already"},
		{"same device", smso4, "90-B3-D5-1F-31-00-E1-03", "90-B3-D5-1F-31-00-A2-04", 1, "", "stands in line 2 of register/SMSO1.ndjson already"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := configError(t, c.file, c.old, c.new)
			if bad.File != "w/"+c.file || bad.Line != c.line || !strings.Contains(bad.Error(), c.want) {
				t.Fatalf("got %v\nwant line %d, %s", bad, c.line, c.want)
			}
			lines := strings.Split(string(edited(t, c.file, c.old, c.new)[c.file].Data), "\n")
			if c.at != "" && !strings.HasPrefix(lines[c.line-1][bad.Column-1:], c.at) {
				t.Errorf("place is column %d, want that of %s", bad.Column, c.at)
			}
		})
	}
	files := edited(t)
	delete(files, smso4)
	if _, err := load(files, "w", 1); err == nil || !strings.Contains(err.Error(), "SMSO4 has no register") {
		t.Errorf("without a register: %v", err)
	}
}

// TestEntryStates covers the states of requirements A.2(a): a meter that was
// removed, an installation already migrated, and one not commissioned with the
// SMSO.
func TestEntryStates(t *testing.T) {
	w := mustLoad(t,
		smso1, `"commissionedWithSMSO":true,"devices"`, `"commissionedWithSMSO":true,"removedMPxNs":["9900000000098"],"devices"`,
		smso1, `"commissionedWithSMSO":true,"supplierSubmits"`, `"commissionedWithSMSO":false,"migrated":true,"supplierSubmits"`,
		yamlFile, `mpans: ["9900000000098"]`, `mpans: []`)
	reg := w.Facts().Register
	removed, migrated := mpxn(t, "9900000000098"), mpxn(t, "9900000000024")
	if _, ok := reg.Meter("SMSO1", "SUPA", removed); ok || reg.Elsewhere(removed) != "" {
		t.Error("a removed meter is a current entry")
	}
	if inst := w.Register("SMSO1").ByID("I-A1"); len(inst.Removed) != 1 || inst.Removed[0] != removed {
		t.Errorf("removed: %v", inst.Removed)
	}
	if f, ok := reg.Meter("SMSO1", "SUPA", migrated); !ok || !f.Migrated {
		t.Errorf("already migrated: %+v, %v", f, ok)
	}
	if inst, d := w.Register("SMSO1").ByMPxN(migrated); inst.CommissionedWithSMSO || inst.ID != "I-A2" || d.Type != "ESME" {
		t.Errorf("got %+v, %+v", inst, d)
	}
	if m := w.Absent(false); m.IsZero() || reg.Elsewhere(m) != "" || !m.CheckDigitOK() || m.Distributor() != ident.DummyDistributor {
		t.Errorf("absent MPAN found is %v", m)
	}
}

func mpxn(t testing.TB, text string) ident.MPxN {
	t.Helper()
	m, ok := ident.ParseMPxN([]byte(text))
	if !ok {
		t.Fatal(text)
	}
	return m
}

func TestMeterFacts(t *testing.T) {
	w := mustLoad(t, smso4, `"responsibleSupplier":"SUPA",`, "")
	reg := w.Facts().Register
	for _, c := range []struct {
		smso, submitter, mpxn string
		ok                    bool
		want                  rule.MeterFacts
	}{
		{"SMSO1", "SUPA", "9900000000015", true, rule.MeterFacts{InstallationID: "I-A1", GroupID: "AA", EPCLEntry: "EPCL-0001", Active: true, Supplier: rule.MatchYes, NetworkOperator: "NETE", ActiveMeters: 2, ActiveSuppliers: 1, SubmitterMeters: 2}},
		{"SMSO2", "SUPB", "9900000000033", true, rule.MeterFacts{InstallationID: "I-A3", GroupID: "CA", EPCLEntry: "EPCL-0002", Active: true, Supplier: rule.MatchNo, NetworkOperator: "NETE", ActiveMeters: 2, ActiveSuppliers: 2, SubmitterMeters: 1}},
		{"SMSO3", "SUPB", "9999000609", true, rule.MeterFacts{InstallationID: "I-M1", GroupID: "DA", EPCLEntry: "EPCL-0004", Supplier: rule.MatchYes, NetworkOperator: "NETG", ActiveMeters: 1, DormantMeters: 1, ActiveSuppliers: 1}},
		{"SMSO4", "SUPA", "9900000000089", true, rule.MeterFacts{InstallationID: "I-E1", GroupID: "EA", EPCLEntry: "EPCL-0005", Active: true, Supplier: rule.MatchNone, NetworkOperator: "NETE", ActiveMeters: 1}},
		{"SMSO1", "SUPA", "9900000000033", false, rule.MeterFacts{}}, // SMSO2's
		{"SMSO9", "SUPA", "9900000000015", false, rule.MeterFacts{}},
	} {
		got, ok := reg.Meter(c.smso, c.submitter, mpxn(t, c.mpxn))
		if ok != c.ok || got != c.want {
			t.Errorf("%s of %s for %s:\ngot  %+v\nwant %+v", c.mpxn, c.smso, c.submitter, got, c.want)
		}
	}
	if got := reg.Elsewhere(mpxn(t, "9900000000033")); got != "SMSO2" {
		t.Errorf("9900000000033 is elsewhere at %q, want SMSO2", got)
	}
	own := w.SMSOFacts("SMSO1").Register
	if _, ok := own.Meter("SMSO2", "SUPA", mpxn(t, "9900000000033")); ok || own.Elsewhere(mpxn(t, "9900000000033")) != "" {
		t.Error("an SMSO knows the register of another")
	}
	if w.DCCFacts().Register != nil {
		t.Error("DCC has a register")
	}
}

// TestCombination covers 5.2: what is refused is what requirements B.3 refuses.
//
//trace:shows 5.2, 5.2(a), 5.2(b), 5.2(c), 5.2(d), 5.2(e)(i), 5.2(e)(ii)
func TestCombination(t *testing.T) {
	meter := func(spec string) Device { // fuel, status, supplier: "eaX"
		d := Device{Type: map[byte]string{'e': "ESME", 'g': "GSME"}[spec[0]], Active: spec[1] == 'a', Supplier: strings.Trim(spec[2:], "-")}
		return d
	}
	for _, c := range []struct {
		meters  string
		submits bool
		want    state.Combination
		why     string
	}{
		{"eaX", false, state.A, ""}, {"gaX", false, state.A, ""}, {"eaX gaX", false, state.A, ""},
		{"eaX", true, state.B, ""}, {"eaX gaX", true, state.B, ""},
		{"eaX gaY", false, state.C, ""}, {"eaX gaY", true, "", "more than one Responsible Supplier"},
		{"edX", false, state.D, ""}, {"edX gdX", false, state.D, ""}, {"edX gdY", false, state.D, ""}, {"edX gdX", true, "", "has a Dormant Meter"},
		{"eaX gdY", false, state.E1, ""}, {"eaX gdX", false, state.E1, ""}, {"eaX gdX", true, "", "has a Dormant Meter"},
		{"edX gaY", false, state.E2, ""}, {"edX gaX", true, "", "has a Dormant Meter"},
		{"", false, "", "no meter"}, {"eaX eaX", false, "", "more than one meter of a fuel"}, {"ea-", false, "", "no Responsible Supplier"},
	} {
		inst := Installation{ID: "I", SupplierSubmits: c.submits, Devices: []Device{{Type: "CHF"}, {Type: "GPF"}}}
		for _, m := range strings.Fields(c.meters) {
			inst.Devices = append(inst.Devices, meter(m))
		}
		got, err := inst.Combination()
		if got != c.want || (err == nil) != (c.want != "") || err != nil && (!strings.Contains(err.Error(), "clause 5.2") || !strings.Contains(err.Error(), c.why)) {
			t.Errorf("%q, supplier submits %v: got %q, %v; want %q %s", c.meters, c.submits, got, err, c.want, c.why)
		}
	}
}

// TestNoAllocation keeps the answers to rules free of garbage: they are asked
// for every meter of millions.
func TestNoAllocation(t *testing.T) {
	f := mustW1(t).Facts()
	m, eui := mpxn(t, "9900000000033"), ident.EUI64(0x90B3D51F30010000)
	ask := func() {
		_, _ = f.Register.Meter("SMSO2", "SUPA", m)
		_ = f.Register.Elsewhere(m)
		_, _ = f.Certificates.Certificate("Z9:5A0101")
		_, _ = f.Certificates.Certificate("005a0101")
		_, _ = f.Organisations.ByEUI(eui)
		_, _ = f.Organisations.ByName("SUPB")
		_, _ = f.EPCL.EPCLEntry("EPCL-0003")
		_, _ = f.Groups.Group("DA")
		_, _, _ = f.Participants.EarliestDUST("SUPA")
		_ = f.Participants.MayTakeDUST("SUPA", true)
		_ = f.Participants.MayCommission("SUPA", true, "8.11")
		_ = f.Participants.Submits("SUPA")
	}
	// With the race detector a sync.Pool drops what it is given now and then, and
	// what else the process does counts as well. The calls' own garbage is made each
	// time.
	n := math.Inf(1)
	for range 50 {
		n = min(n, testing.AllocsPerRun(1, ask))
	}
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestSIM wants every value well-formed, with its check digit, and none twice.
func TestSIM(t *testing.T) {
	w := mustW1(t)
	seen := map[string]bool{}
	for _, o := range w.SMSOs() {
		for _, inst := range w.Register(o.Name).All() {
			s := inst.SIM()
			for _, v := range []struct {
				lex   *ident.Type
				value string
			}{{ident.ICCIDType, s.ICCID}, {ident.IMSIType, s.IMSI}, {ident.MSISDNType, s.MSISDN}, {ident.APNType, s.APN}, {ident.IPAddressType, s.IPAddress}} {
				if !v.lex.Valid([]byte(v.value)) {
					t.Errorf("%s: %q is no %s", inst.ID, v.value, v.lex.Name)
				}
				if key := fmt.Sprint(v.lex.Name, v.value); v.lex != ident.APNType && seen[key] {
					t.Errorf("%s: %q stands twice", inst.ID, v.value)
				} else {
					seen[key] = true
				}
			}
			if !ident.LuhnOK([]byte(s.ICCID)) || s != inst.SIM() {
				t.Errorf("%s: ICCID %s, or not the same again", inst.ID, s.ICCID)
			}
		}
	}
}
