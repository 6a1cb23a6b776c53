package rules

import (
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// COFOutcome says that an outcome does not follow from what it sums up.
var COFOutcome = &rule.Rule{
	Code: "X-COF-OUTCOME", Name: "COF_OUTCOME", Title: "An outcome that does not follow from the devices or steps",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"COF"}, Clause: "5.6(a)(ii)",
	Doc:  "A device is Commissioned where its last step succeeded, Failed where a step failed, and NotAttempted where there is none. An installation is Commissioned where its CHF and every meter are, Partial where the CHF is and not every meter, and Failed where the CHF is not. Which device is which the MCF says, so the last is judged with the set.",
	Fix:  "State the outcome that follows.",
	Good: "every device Commissioned and the installation Commissioned", Bad: "the CHF Failed and the installation Commissioned", Since: "1",
}

var (
	cofOutcome    = cof.Record.MustRef("outcome")
	cofDevices    = cof.Record.MustRef("devices")
	cofDevOutcome = cof.Devices.MustRef("outcome")
	cofSteps      = cof.Devices.MustRef("steps")
	cofStepSRV    = cof.Steps.MustRef("srv")
	cofAlertCode  = cof.Alerts.MustRef("code")
)

// commissioning applies the rules of a COF to one record.
func (j *Judge) commissioning(r *cof.Installation) {
	done, known := 0, r.OK(cofDevices)
	for i := range r.Devices {
		d := &r.Devices[i]
		j.cofDevice(d, i)
		if d.Outcome == cof.Commissioned {
			done++
		}
	}
	if !known || !r.OK(cofOutcome) || len(r.Devices) == 0 {
		return
	}
	if why := installationFault(r, done, j.in.Header.SliceOf != ""); why != "" {
		j.report(COFOutcome, why, "", "outcome")
	}
}

// installationFault says what is wrong with the outcome of an installation of
// which done devices are commissioned, or nothing. Which device is the CHF or a
// meter the file does not say; with the MCF at hand more can be said. A slice
// may lack the CHF.
func installationFault(r *cof.Installation, done int, slice bool) string {
	all := done == len(r.Devices)
	switch {
	case r.Outcome == cof.Commissioned && done == 0:
		return "the installation is Commissioned and no device of it is"
	case r.Outcome == cof.Failed && all:
		return "the installation is Failed and every device of it is Commissioned"
	case r.Outcome == cof.Partial && all:
		return "the installation is Partial and every device of it is Commissioned"
	case r.Outcome == cof.Partial && done == 0 && !slice:
		return "the installation is Partial and no device of it is Commissioned"
	}
	return ""
}

func (j *Judge) cofDevice(d *cof.Device, i int) {
	if d.OK(cofSteps) && d.OK(cofDevOutcome) {
		if why := deviceFault(d); why != "" {
			j.report(COFOutcome, why, "", "devices", i, "outcome")
		}
	}
	for k := range d.Steps {
		s := &d.Steps[k]
		if !s.OK(cofStepSRV) {
			continue
		}
		for n := range s.Alerts {
			if a := &s.Alerts[n]; a.OK(cofAlertCode) {
				if why := alertFault(a.Code, s.SRV); why != "" {
					j.report(AlertSRV, why, alertHint, "devices", i, "steps", k, "alerts", n, "code")
				}
			}
		}
	}
}

// deviceFault says what is wrong with the outcome of a device, or nothing. The
// CHF's own step, and requests that are tried again, are steps like any other. A
// GPF is commissioned with its CHF and needs no step.
func deviceFault(d *cof.Device) string {
	n, failures := len(d.Steps), 0
	for k := range d.Steps {
		if d.Steps[k].Outcome == cof.Failure {
			failures++
		}
	}
	switch {
	case d.Outcome == cof.NotAttempted && n > 0:
		return "the device is NotAttempted and has steps"
	case d.Outcome == cof.Commissioned && n > 0 && d.Steps[n-1].Outcome == cof.Failure:
		return "the device is Commissioned and its last step failed"
	case d.Outcome == cof.Failed && failures == 0:
		return "the device is Failed and no step of it failed"
	}
	return ""
}
