package rules_test

import (
	"strings"
	"testing"

	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// good records, one of each type of file. What a case changes in them it names.
const (
	mcfRecord = `{"installationID":"I-E1","groupID":"EA","authorisationIDs":["A-1"],"epclEntry":"EPCL-EA","communicationsServiceProvider":"CSP-1","commissionedWithSMSO":true,"devices":[` +
		`{"deviceID":"90-B3-D5-1F-30-01-00-00","deviceType":"CHF","manufacturer":"AB01","model":"010A030B","firmwareVersion":"0002012F"},` +
		`{"deviceID":"90-B3-D5-1F-30-01-00-01","deviceType":"ESME","manufacturer":"AB01","model":"010A030C","firmwareVersion":"0002012F","mpxn":"9900000000089","status":"Active","responsibleSupplier":"SUPA","networkOperator":"NETE","esmeVariant":"A"}]}`
	mvfRecord = `{"installationID":"I-E1","outcome":"Fail","reasons":[{"code":"X-EPCL","detail":"no"}]}`
	mgfRecord = `{"installationID":"I-E1","groupID":"EA","sim":{"iccid":"8944000000000000013","imsi":"234150000000001","msisdn":"447700900001","apn":"smets1.test","ipAddress":"10.0.0.1"},"devices":[` +
		`{"deviceID":"90-B3-D5-1F-30-01-00-00"},{"deviceID":"90-B3-D5-1F-30-01-00-01","criticalSupplierCertificateID":"Z9:5A0101","nonCriticalSupplierCertificateID":"Z9:5A0102","criticalNetworkOperatorCertificateID":"Z9:4E0001","nonCriticalNetworkOperatorCertificateID":"Z9:4E0001"}]}`
	scfRecord = `{"installationID":"I-E1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-01","checks":[{"check":"InstallingSMETS1ElectricityMeter","outcome":"Pass"},{"check":"SecuringSMETS1ESME","outcome":"Pass"}],"ready":true}]}`
	cofRecord = `{"installationID":"I-E1","outcome":"Commissioned","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-01","commissioningParty":"DCC","outcome":"Commissioned","steps":[` +
		`{"srv":"8.11","at":"2022-06-15T10:00:01Z","outcome":"Success","alerts":[{"code":"N16","at":"2022-06-15T10:00:02Z"},{"code":"N24","at":"2022-06-15T10:00:02Z"}]},` +
		`{"srv":"6.21","at":"2022-06-15T10:00:03Z","outcome":"Success","alerts":[{"code":"N42","at":"2022-06-15T10:00:04Z"},{"code":"N55","at":"2022-06-15T10:00:05Z"}]}]}]}`
	readyRecord = `{"installationID":"I-M1","groupID":"EA","migrateOn":"2022-06-15","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","mpxn":"9999000609","status":"Dormant"}]}`
	alertRecord = `{"alertID":"AL-1","code":"N55","srv":"8.11","deviceID":"90-B3-D5-1F-30-01-00-00","installationID":"I-E1","at":"2022-06-15T10:00:01Z","requested":true}`
)

// TestFiles holds the rules of each type of file but the MAF: a good record, and
// for each rule one that breaks it.
//
//trace:shows 2.1 Migration ST, 5.3(b), 5.3(c), 5.3(d), 5.3(e), 5.5, 5.6(a)(i), 5.6(a)(ii), Table 5.2
//trace:covers MCF,MVF,MGF,MEF,SCF,COF validate content
func TestFiles(t *testing.T) {
	group := `"groupID":"EA",`
	const failA = `"outcome":"Fail","reason":"scripted"},{"check":"SecuringSMETS1ESME","outcome":`
	for _, c := range []struct {
		name, typ, record, want string
		replace                 []string
	}{
		{"good", "MCF", mcfRecord, "", nil},
		{"5.3(b): no CHF", "MCF", mcfRecord, "X-MCF-NO-CHF", []string{`"CHF"`, `"GPF"`}},
		{"two CHFs", "MCF", mcfRecord, "X-MCF-NO-CHF", []string{`"devices":[`, `"devices":[{"deviceID":"90-B3-D5-1F-30-01-00-09","deviceType":"CHF","manufacturer":"AB01","model":"010A030B","firmwareVersion":"0002012F"},`}},
		{"no meter", "MCF", mcfRecord, "X-MCF-NO-METER X-METER-FIELDS X-METER-FIELDS X-METER-FIELDS X-METER-FIELDS X-METER-FIELDS", []string{`"ESME"`, `"IHD"`}},
		{"a type that cannot be read", "MCF", mcfRecord, "S-FIELD-VALUE", []string{`"CHF"`, `"HUB"`}},
		{"2.1: never commissioned", "MCF", mcfRecord, "X-NOT-COMMISSIONED", []string{"true", "false"}},
		{"no status", "MCF", mcfRecord, "X-METER-FIELDS", []string{`"status":"Active",`, ""}},
		{"a gas meter's number", "MCF", mcfRecord, "X-METER-FIELDS", []string{"9900000000089", "9999000104"}},
		{"4.4: no such entry", "MCF", mcfRecord, "X-EPCL", []string{"EPCL-EA", "EPCL-ZZ"}},
		{"4.4: another SMSO's entry", "MCF", mcfRecord, "X-EPCL", []string{"EPCL-EA", "EPCL-AA"}},
		{"4.4: another provider", "MCF", mcfRecord, "X-EPCL", []string{"CSP-1", "CSP-2"}},
		{"4.4: out of scope", "MCF", mcfRecord, "X-EPCL", []string{`"Active"`, `"Dormant"`, "EPCL-EA", "EPCL-ACTIVE"}},
		{"4.4: another model", "MCF", mcfRecord, "X-EPCL", []string{"010A030C", "010A030F", "EPCL-EA", "EPCL-MODELS"}},
		{"4.4: another firmware", "MCF", mcfRecord, "X-EPCL", []string{`010A030C","firmwareVersion":"0002012F`, `010A030C","firmwareVersion":"00020130`, "EPCL-EA", "EPCL-MODELS"}},
		{"4.4: the models listed", "MCF", mcfRecord, "", []string{"EPCL-EA", "EPCL-MODELS"}},
		{"Table 17.6: unknown group", "MCF", mcfRecord, "X-GROUP-UNKNOWN", []string{`"EA"`, `"ZZ"`}},
		{"another SMSO's group", "MCF", mcfRecord, "X-GROUP-SMSO", []string{`"EA"`, `"AA"`}},
		{"good", "MVF", mvfRecord, "", nil},
		{"Fail without a reason", "MVF", mvfRecord, "X-MVF-REASONS", []string{`{"code":"X-EPCL","detail":"no"}`, ""}},
		{"Pass with one", "MVF", mvfRecord, "X-MVF-REASONS", []string{`"Fail"`, `"Pass"`}},
		{"good", "MGF", mgfRecord, "", nil},
		{"5.3(d): another group", "MGF", mgfRecord, "X-MGF-GROUP-MIX", []string{`"EA"`, `"CA"`}},
		{"5.3(d): a secret in clear", "MGF", mgfRecord, "X-MGF-SECRET-IN-CLEAR", []string{`"criticalSupplier`, `"masterKey":"00","criticalSupplier`}},
		{"an unknown certificate", "MGF", mgfRecord, "X-MGF-CERTIFICATE", []string{"5A0101", "FFFF"}},
		{"a network operator's for a supplier's", "MGF", mgfRecord, "X-MGF-CERTIFICATE", []string{"5A0101", "4E0001"}},
		{"of two suppliers", "MGF", mgfRecord, "X-MGF-CERTIFICATE", []string{"5A0102", "5B0101"}},
		{"good", "SCF", scfRecord, "", nil},
		{"5.5: another meter's check", "SCF", scfRecord, "X-SCF-CHECKS", []string{"InstallingSMETS1ElectricityMeter", "InstallingSMETS1GSME"}},
		{"5.5(c): run although (a) failed", "SCF", scfRecord, "X-SCF-BLOCKING", []string{`"outcome":"Pass"},{"check":"SecuringSMETS1ESME","outcome":`, failA, "true", "false"}},
		{"5.5(c): blocked", "SCF", scfRecord, "", []string{`"outcome":"Pass"},{"check":"SecuringSMETS1ESME","outcome":"Pass"`, failA + `"NotRun","reason":"blocked by 5.5(a)"`, "true", "false"}},
		{"NotRun and nothing blocks", "SCF", scfRecord, "X-SCF-BLOCKING", []string{`"SecuringSMETS1ESME","outcome":"Pass"`, `"SecuringSMETS1ESME","outcome":"NotRun","reason":"x"`, "true", "false"}},
		{"ready although a check failed", "SCF", scfRecord, "X-SCF-READY", []string{`"SecuringSMETS1ESME","outcome":"Pass"`, `"SecuringSMETS1ESME","outcome":"Fail","reason":"x"`}},
		{"Fail without a reason", "SCF", scfRecord, "X-SCF-READY", []string{`"SecuringSMETS1ESME","outcome":"Pass"`, `"SecuringSMETS1ESME","outcome":"Fail"`, "true", "false"}},
		{"good", "COF", cofRecord, "", nil},
		{"Table 5.2: N42 after 8.11", "COF", cofRecord, "X-ALERT-SRV", []string{"N24", "N42"}},
		{"Table 5.2: N42 after 6.15.1", "COF", cofRecord, "", []string{"6.21", "6.15.1"}},
		{"Table 5.2: N99", "COF", cofRecord, "X-ALERT-SRV", []string{"N55", "N99"}},
		{"Commissioned and its last step failed", "COF", cofRecord, "X-COF-OUTCOME", []string{`03Z","outcome":"Success"`, `03Z","outcome":"Failure"`}},
		{"Failed and all devices are not", "COF", cofRecord, "X-COF-OUTCOME", []string{`"I-E1","outcome":"Commissioned"`, `"I-E1","outcome":"Failed"`}},
		{"good", "READY-REPORT", readyRecord, "", nil},
		{"6.3(a)(iv): an active meter", "READY-REPORT", readyRecord, "X-READY-ACTIVE", []string{`"Dormant"`, `"Active"`}},
		{"6.3(a)(iv): an active meter, whatever the report says", "READY-REPORT", readyRecord, "X-READY-ACTIVE", []string{"9999000609", "9900000000089"}},
		{"check digits", "READY-REPORT", readyRecord, "S-MPXN-CHECKDIGIT", []string{"9999000609", "9999000608"}},
		{"good", "ALERTS", alertRecord, "", nil},
		{"17.7: N24 on request", "ALERTS", alertRecord, "X-ALERT-REQUEST", []string{"N55", "N24"}},
		{"17.7: N24 by commissioning", "ALERTS", alertRecord, "", []string{"N55", "N24", `,"requested":true`, ""}},
		{"Table 5.2: N42 after 8.11", "ALERTS", alertRecord, "X-ALERT-SRV", []string{"N55", "N42", `,"requested":true`, ""}},
	} {
		t.Run(c.typ+"/"+c.name, func(t *testing.T) {
			f := file{Type: c.typ, Records: []string{replaced(c.record, c.replace)}}
			switch c.typ {
			case "MGF", "SCF", "COF":
				f.Group = group
			case "MVF":
				f.Group = `"mcfOutcome":"Accepted",`
			}
			w := newWorld()
			w.entries["EPCL-ACTIVE"] = rule.EPCLEntry{ID: "EPCL-ACTIVE", SMSO: "SMSO4", CSP: "CSP-1", Scope: rule.ActiveOnly}
			w.entries["EPCL-MODELS"] = rule.EPCLEntry{ID: "EPCL-MODELS", SMSO: "SMSO4", CSP: "CSP-1", Scope: rule.Either, Models: []rule.Model{
				{DeviceType: "CHF", Manufacturer: 0xAB01, Model: 0x010A030B}, {DeviceType: "ESME", Manufacturer: 0xAB01, Model: 0x010A030C, Firmware: []firmware{0x0002012F}}}}
			found := judge(t, f, w.facts(t0), nil)
			if got := codes(found); got != c.want {
				t.Errorf("found %q, want %q\n%v", got, c.want, found)
			}
			for _, one := range found {
				if !one.Pos.IsValid() || !strings.HasPrefix(one.Path, "/") {
					t.Errorf("%v has no place", one)
				}
			}
		})
	}
}

// TestRelease checks that the release of a file is its group's (1.2).
//
//trace:shows 1.2
func TestRelease(t *testing.T) {
	found := judge(t, file{Type: "MCF", Release: "IOC", Records: []string{mcfRecord}}, newWorld().facts(t0), nil)
	if got := codes(found); got != "X-RELEASE" {
		t.Errorf("found %q", got)
	}
}

// TestTable52 holds Table 5.2: which alert follows which request.
//
//trace:shows Table 5.2
func TestTable52(t *testing.T) {
	for _, c := range []struct {
		code, srv string
		legal     bool
	}{{"N16", "8.11", true}, {"N24", "8.11", true}, {"N42", "6.15.1", true}, {"N42", "6.21", true}, {"N55", "8.11", true}, {"N55", "4.1", true},
		{"N42", "8.11", false}, {"N16", "6.21", false}, {"N24", "6.15.1", false}, {"N99", "8.11", false}, {"AD1", "8.11", false}} {
		f := file{Type: "ALERTS", Records: []string{replaced(alertRecord, []string{"N55", c.code, "8.11", c.srv, `,"requested":true`, ""})}}
		if got := codes(judge(t, f, newWorld().facts(t0), nil)) == ""; got != c.legal {
			t.Errorf("%s after %s: legal %v", c.code, c.srv, got)
		}
	}
	if len(rules.AlertTable()) != 4 {
		t.Errorf("Table 5.2 has %d rows", len(rules.AlertTable()))
	}
}

// TestNoAllocation checks that a clean record costs nothing.
func TestNoAllocation(t *testing.T) {
	in := rules.NewInput(rules.Input{Facts: cleanFacts(), Type: mafType, Header: mafHeader()})
	judge, record := rules.NewJudge(in), cleanAuthorisation()
	if n := testing.AllocsPerRun(1000, func() { judge.Record(record, nowhere{}) }); n != 0 {
		t.Errorf("%v allocations a record", n)
	}
	if found := judge.Record(record, nowhere{}); len(found) != 0 {
		t.Error(found)
	}
}
