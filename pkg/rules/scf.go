package rules

import (
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of an SCF by itself.
var (
	SCFChecks = &rule.Rule{
		Code: "X-SCF-CHECKS", Name: "SCF_CHECKS", Title: "Checks that do not belong to one device",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"SCF"}, Clause: "5.5",
		Doc:  "An ESME has the checks 5.5(a) and (c), in this order; a GSME has (b); another device has none. No check stands twice.",
		Fix:  "List the checks of the device's own type.",
		Good: "InstallingSMETS1ElectricityMeter, SecuringSMETS1ESME", Bad: "InstallingSMETS1ElectricityMeter, InstallingSMETS1GSME", Since: "1",
	}
	SCFBlocking = &rule.Rule{
		Code: "X-SCF-BLOCKING", Name: "SCF_BLOCKING", Title: "5.5(c) run although 5.5(a) did not pass",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"SCF"}, Clause: "5.5(c); simulator-defined order",
		Doc:  "Securing an ESME comes after installing it. Where installing did not pass, securing is NotRun: neither Pass nor Fail. NotRun stands nowhere else.",
		Fix:  "State NotRun with the reason that 5.5(a) blocks it.",
		Good: "5.5(a) Fail, 5.5(c) NotRun", Bad: "5.5(a) Fail, 5.5(c) Pass", Since: "1",
	}
	SCFReady = &rule.Rule{
		Code: "X-SCF-READY", Name: "SCF_READY", Title: "ready does not follow from the checks",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"SCF"}, Clause: "5.6(a)(i)",
		Doc:  "A device is ready to be commissioned where every check that applies to it has passed. A check that did not pass gives a reason.",
		Fix:  "State ready as the checks have it, and the reason of each that did not pass.",
		Good: "all checks Pass and ready true", Bad: "a check Fail and ready true", Since: "1",
	}
)

var (
	scfChecks = scf.Devices.MustRef("checks")
	scfReady  = scf.Devices.MustRef("ready")
	scfReason = scf.CheckTable.MustRef("reason")
)

// checked applies the rules of an SCF to one record.
func (j *Judge) checked(r *scf.Installation) {
	for i := range r.Devices {
		d := &r.Devices[i]
		if !d.OK(scfChecks) {
			continue
		}
		if !legalChecks(d.Checks) {
			j.report(SCFChecks, "the checks are not those of one type of device", "an ESME has 5.5(a) and (c), a GSME (b), another device none", "devices", i, "checks")
		} else {
			j.scfBlocking(d, i)
		}
		j.scfReady(d, i)
	}
}

// legalChecks reports whether the checks are those of an ESME, of a GSME or of
// another device.
func legalChecks(c []scf.Check) bool {
	switch len(c) {
	case 0:
		return true
	case 1:
		return c[0].Check == scf.InstallingGSME
	}
	return len(c) == 2 && c[0].Check == scf.InstallingESME && c[1].Check == scf.SecuringESME
}

func (j *Judge) scfBlocking(d *scf.Device, i int) {
	for k := range d.Checks {
		c := &d.Checks[k]
		blocked := c.Check == scf.SecuringESME && d.Checks[0].Outcome != scf.Pass
		if notRun := c.Outcome == scf.NotRun; notRun == blocked {
			continue
		}
		message := c.Check + " is " + c.Outcome + " although " + scf.InstallingESME + " did not pass"
		if !blocked {
			message = c.Check + " is " + c.Outcome + " and nothing blocks it"
		}
		j.report(SCFBlocking, message, "", "devices", i, "checks", k, "outcome")
	}
}

func (j *Judge) scfReady(d *scf.Device, i int) {
	if len(d.Checks) == 0 {
		return // no check applies; what else makes it not ready the file does not say
	}
	passed := true
	for k := range d.Checks {
		c := &d.Checks[k]
		if c.Outcome == scf.Pass {
			continue
		}
		passed = false
		if !c.Has(scfReason) {
			j.tell(SCFReady, func() (string, string) {
				return c.Check + " is " + c.Outcome + " and gives no reason", "give the reason"
			}, "devices", i, "checks", k)
		}
	}
	switch {
	case d.OK(scfReady) && d.Ready && !passed:
		j.report(SCFReady, "the device is ready although a check did not pass", "", "devices", i, "ready")
	case d.OK(scfReady) && !d.Ready && passed:
		j.report(SCFReady, "the device is not ready although no check failed", "", "devices", i, "ready")
	}
}
