package rules

import (
	"fmt"

	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of what devices an installation must have.
var (
	MCFNoCHF = &rule.Rule{
		Code: "X-MCF-NO-CHF", Name: "MCF_NO_CHF", Title: "An installation without exactly one CHF",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF"}, Clause: "5.3(b)",
		Doc:  "Every installation has one Communications Hub Function: it is commissioned first, and all other devices by way of it.",
		Fix:  "Give the installation its CHF.",
		Good: "devices CHF, GPF, ESME", Bad: "devices GPF, ESME", Since: "1",
	}
	MCFNoMeter = &rule.Rule{
		Code: "X-MCF-NO-METER", Name: "MCF_NO_METER", Title: "An installation without a meter",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF"}, Clause: "5.2, 5.3(b)",
		Doc:  "Each combination of 5.2 is one of meters, so an installation without an ESME or GSME is none of them.",
		Fix:  "Give the installation its meters, or leave it out.",
		Good: "devices CHF, ESME", Bad: "devices CHF, GPF", Since: "1",
	}
)

func (j *Judge) mcfDevices(r *mcf.Installation) {
	if !typesKnown(r) {
		return
	}
	hubs, meters := 0, 0
	for i := range r.Devices {
		switch t := r.Devices[i].DeviceType; {
		case t == mcf.CHF:
			hubs++
		case IsMeter(t):
			meters++
		}
	}
	if hubs != 1 {
		j.tell(MCFNoCHF, func() (string, string) {
			return fmt.Sprintf("the installation has %d CHFs; it must have exactly one", hubs), "give the installation its one CHF"
		}, "devices")
	}
	if meters == 0 {
		j.report(MCFNoMeter, "the installation has no meter", "give the installation its ESME or GSME", "devices")
	}
}
