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
	Doc:  "A device is Commissioned where all of its steps succeeded, Failed where the last one did not, and NotAttempted where there is none. An installation with a device that is not Commissioned is not Commissioned, and one of whose devices none is, is Failed.",
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
	if why := installationFault(r, done); why != "" {
		j.report(COFOutcome, why, "", "outcome")
	}
}

// installationFault says what is wrong with the outcome of an installation of
// which done devices are commissioned, or nothing. Which device is the CHF the
// file does not say, so Partial may be any mixture.
func installationFault(r *cof.Installation, done int) string {
	switch {
	case r.Outcome == cof.Commissioned && done < len(r.Devices):
		return "the installation is Commissioned and a device of it is not"
	case r.Outcome == cof.Failed && done == len(r.Devices):
		return "the installation is Failed and every device of it is Commissioned"
	case r.Outcome == cof.Partial && (done == 0 || done == len(r.Devices)):
		return "the installation is Partial and all devices of it ended alike"
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
// CHF's own step, and requests that are tried again, are steps like any other:
// what counts is how the last one ended.
func deviceFault(d *cof.Device) string {
	n := len(d.Steps)
	switch {
	case d.Outcome == cof.NotAttempted && n > 0:
		return "the device is NotAttempted and has steps"
	case d.Outcome == cof.Commissioned && n > 0 && d.Steps[n-1].Outcome == cof.Failure:
		return "the device is Commissioned and its last step failed"
	case d.Outcome == cof.Failed && n > 0 && d.Steps[n-1].Outcome == cof.Success:
		return "the device is Failed and its last step succeeded"
	}
	return ""
}
