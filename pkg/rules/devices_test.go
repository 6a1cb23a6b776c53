package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/rule"
)

// cofOf is a COF record with these devices, each "Outcome" or "Outcome:" and one
// letter for each step, S where it succeeded and F where it failed.
func cofOf(outcome string, devices ...string) string {
	var list []string
	for i, d := range devices {
		device, steps, _ := strings.Cut(d, ":")
		var said []string
		for _, s := range steps {
			result := map[rune]string{'S': "Success", 'F': "Failure"}[s]
			said = append(said, fmt.Sprintf(`{"srv":"8.11","at":"2022-06-15T10:00:01Z","outcome":%q,"alerts":[]}`, result))
		}
		list = append(list, fmt.Sprintf(`{"deviceID":"90-B3-D5-1F-30-01-00-%02X","commissioningParty":"DCC","outcome":%q,"steps":[%s]}`, i, device, strings.Join(said, ",")))
	}
	return fmt.Sprintf(`{"installationID":"I-E1","outcome":%q,"devices":[%s]}`, outcome, strings.Join(list, ","))
}

// TestOutcomes holds 5.6(a)(ii): which outcome of a device follows from its
// steps, and which of an installation from its devices.
//
//trace:shows 5.6(a)(ii)
func TestOutcomes(t *testing.T) {
	const (
		device = "X-COF-OUTCOME /installations/0/devices/0/outcome: the device is "
		whole  = "X-COF-OUTCOME /installations/0/outcome: the installation is "
		good   = "Commissioned:S"
	)
	for _, c := range []struct {
		record string
		slice  bool
		want   string
	}{
		{cofOf("Commissioned", good), false, ""},
		{cofOf("Commissioned", "Commissioned", good), false, ""}, // a GPF needs no step
		{cofOf("Commissioned", "Commissioned:FS"), false, ""},    // tried again
		{cofOf("Commissioned", "Commissioned:SF"), false, device + "Commissioned and its last step failed"},
		{cofOf("Partial", "NotAttempted", good), false, ""},
		{cofOf("Partial", "NotAttempted:S", good), false, device + "NotAttempted and has steps"},
		{cofOf("Partial", "Failed:F", good), false, ""},
		{cofOf("Partial", "Failed:SFS", good), false, ""},
		{cofOf("Partial", "Failed:SS", good), false, device + "Failed and no step of it failed"},
		{cofOf("Partial", "Failed", good), false, device + "Failed and no step of it failed"},
		{cofOf("Commissioned", "Failed:F", "NotAttempted"), false, whole + "Commissioned and no device of it is"},
		{cofOf("Failed", "Failed:F", "NotAttempted"), false, ""},
		{cofOf("Failed", "Failed:F", good), false, ""},
		{cofOf("Failed", good, good), false, whole + "Failed and every device of it is Commissioned"},
		{cofOf("Partial", good, good), false, whole + "Partial and every device of it is Commissioned"},
		{cofOf("Partial", "Failed:F", "NotAttempted"), false, whole + "Partial and no device of it is Commissioned"},
		{cofOf("Partial", "Failed:F", "NotAttempted"), true, ""}, // a slice may lack the CHF
		{cofOf("Commissioned", "Failed:F"), true, whole + "Commissioned and no device of it is"},
		{cofOf("Failed"), false, "S-FIELD-ITEMS"}, // nothing to judge it by
	} {
		f := file{Type: "COF", Group: `"groupID":"EA",`, Records: []string{c.record}}
		if c.slice {
			f.Group += sliceOf
		}
		found := judge(t, f, newWorld().facts(t0), nil)
		if got := said(found); got != c.want && codes(found) != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.record, got, c.want)
		}
	}
}

// scfOf is an SCF record of a device with these checks, each "a Pass" by the
// letter of 5.5; one with a reason ends in an exclamation mark.
func scfOf(ready bool, checks ...string) string {
	names := map[byte]string{'a': "InstallingSMETS1ElectricityMeter", 'b': "InstallingSMETS1GSME", 'c': "SecuringSMETS1ESME"}
	var list []string
	for _, c := range checks {
		outcome, reason := c[2:], ""
		if strings.HasSuffix(outcome, "!") {
			outcome, reason = strings.TrimSuffix(outcome, "!"), `,"reason":"x"`
		}
		list = append(list, fmt.Sprintf(`{"check":%q,"outcome":%q%s}`, names[c[0]], outcome, reason))
	}
	return fmt.Sprintf(`{"installationID":"I-E1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-01","checks":[%s],"ready":%v}]}`, strings.Join(list, ","), ready)
}

// TestChecks holds 5.5 and 5.6(a)(i): which checks a device has, that (a) blocks
// (c), and when it is ready.
//
//trace:shows 5.5, 5.6(a)(i)
func TestChecks(t *testing.T) {
	const (
		at      = " /installations/0/devices/0/"
		others  = "X-SCF-CHECKS" + at + "checks: the checks are not those of one type of device (an ESME has 5.5(a) and (c), a GSME (b), another device none)"
		blocked = " although InstallingSMETS1ElectricityMeter did not pass"
	)
	for _, c := range []struct{ record, want string }{
		{scfOf(true), ""}, {scfOf(false), ""},
		{scfOf(true, "b Pass"), ""}, {scfOf(false, "b Fail!"), ""}, {scfOf(true, "a Pass"), others}, {scfOf(true, "c Pass"), others},
		{scfOf(true, "a Pass", "c Pass"), ""}, {scfOf(true, "c Pass", "a Pass"), others}, {scfOf(true, "b Pass", "c Pass"), others},
		{scfOf(true, "a Pass", "b Pass"), others}, {scfOf(true, "a Pass", "c Pass", "b Pass"), others},
		{scfOf(false, "a Pass", "c Fail!"), ""}, {scfOf(false, "a Fail!", "c NotRun!"), ""},
		{scfOf(false, "a Fail!", "c Fail!"), "X-SCF-BLOCKING" + at + "checks/1/outcome: SecuringSMETS1ESME is Fail" + blocked},
		{scfOf(false, "a Fail!", "c Pass"), "X-SCF-BLOCKING" + at + "checks/1/outcome: SecuringSMETS1ESME is Pass" + blocked},
		{scfOf(false, "a Pass", "c NotRun!"), "X-SCF-BLOCKING" + at + "checks/1/outcome: SecuringSMETS1ESME is NotRun and nothing blocks it"},
		{scfOf(false, "b NotRun!"), "X-SCF-BLOCKING" + at + "checks/0/outcome: InstallingSMETS1GSME is NotRun and nothing blocks it"},
		{scfOf(false, "b Fail"), "X-SCF-READY" + at + "checks/0: InstallingSMETS1GSME is Fail and gives no reason (give the reason)"},
		{scfOf(true, "b Fail!"), "X-SCF-READY" + at + "ready: the device is ready although a check did not pass"},
		{scfOf(false, "b Pass"), "X-SCF-READY" + at + "ready: the device is not ready although no check failed"},
	} {
		found := judge(t, file{Type: "SCF", Group: `"groupID":"EA",`, Records: []string{c.record}}, newWorld().facts(t0), nil)
		if got := said(found); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.record, got, c.want)
		}
	}
}

// TestEligibility holds 4.4: entry, SMSO, provider, scope, model and firmware.
//
//trace:shows 4.4
func TestEligibility(t *testing.T) {
	const (
		chf  = `"devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","deviceType":"CHF","manufacturer":"AB01","model":"010A030B"`
		esme = "X-EPCL /installations/0/devices/1/"
		hub  = "X-EPCL /installations/0/devices/0/"
	)
	models := func(m ...rule.Model) rule.EPCLEntry {
		return rule.EPCLEntry{ID: "E", SMSO: "SMSO4", CSP: "CSP-1", Scope: rule.Either, Models: append(m, rule.Model{DeviceType: "CHF", Manufacturer: 0xAB01, Model: 0x010A030B})}
	}
	meter := rule.Model{DeviceType: "ESME", Manufacturer: 0xAB01, Model: 0x010A030C}
	tested := func(f ...firmware) rule.Model { m := meter; m.Firmware = f; return m }
	other := func(set func(*rule.Model)) rule.EPCLEntry { m := meter; set(&m); return models(m) }
	scope := func(s rule.EPCLScope) rule.EPCLEntry {
		return rule.EPCLEntry{ID: "E", SMSO: "SMSO4", CSP: "CSP-1", Scope: s}
	}
	dormant := []string{`"Active"`, `"Dormant"`}
	const unlisted = esme + "model: the entry E does not list the ESME model AB01 010A030C"
	for _, c := range []struct {
		name    string
		entry   rule.EPCLEntry
		replace []string
		want    string
	}{
		{"no such entry", models(meter), []string{"EPCL-T", "EPCL-ZZ"}, `X-EPCL /installations/0/epclEntry: the EPCL has no entry "EPCL-ZZ" (name the entry that covers the installation)`},
		{"another SMSO's", rule.EPCLEntry{ID: "E", SMSO: "SMSO1", CSP: "CSP-1", Scope: rule.Either}, nil, "X-EPCL /installations/0/epclEntry: the entry E is not one of SMSO4"},
		{"of any SMSO", rule.EPCLEntry{ID: "E", CSP: "CSP-1", Scope: rule.Either}, nil, ""},
		{"another provider's", rule.EPCLEntry{ID: "E", SMSO: "SMSO4", CSP: "CSP-2", Scope: rule.Either}, nil, "X-EPCL /installations/0/communicationsServiceProvider: the entry E is for the communications service provider CSP-2, not CSP-1"},
		{"active, an active meter", scope(rule.ActiveOnly), nil, ""},
		{"active, a dormant meter", scope(rule.ActiveOnly), dormant, esme + "status: the entry E covers active meters alone; this one is Dormant"},
		{"dormant, an active meter", scope(rule.DormantOnly), nil, esme + "status: the entry E covers dormant meters alone; this one is Active"},
		{"dormant, a dormant meter", scope(rule.DormantOnly), dormant, ""},
		{"either, a dormant meter", scope(rule.Either), dormant, ""},
		{"any firmware", models(meter), nil, ""}, {"its firmware", models(tested(1, 0x0002012F)), nil, ""},
		{"its firmware in another row", models(tested(1), tested(0x0002012F)), nil, ""},
		{"another firmware", models(tested(1, 2)), nil, esme + "firmwareVersion: the entry E does not list firmware 0002012F of the ESME model AB01 010A030C"},
		{"another type", other(func(m *rule.Model) { m.DeviceType = "GSME" }), nil, unlisted},
		{"another manufacturer", other(func(m *rule.Model) { m.Manufacturer++ }), nil, unlisted},
		{"another model", other(func(m *rule.Model) { m.Model++ }), nil, unlisted},
		{"the CHF's model", models(meter), []string{chf, strings.ReplaceAll(chf, "030B", "030F")}, hub + "model: the entry E does not list the CHF model AB01 010A030F"},
	} {
		w := newWorld()
		w.entries["EPCL-T"] = c.entry
		record := replaced(replaced(mcfRecord, []string{"EPCL-EA", "EPCL-T"}), c.replace)
		if got := said(judge(t, file{Type: "MCF", Records: []string{record}}, w.facts(t0), nil)); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}
