package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// MAFDormant says that a line is for a Dormant Meter.
var MAFDormant = &rule.Rule{
	Code: "X-MAF-DORMANT", Name: "MAF_DORMANT", Title: "A line for a Dormant Meter",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.18", Answer: true,
	Doc:   "A MAF authorises Active Meters. A Dormant Meter migrates by way of the SMSO's ready-for-migration report, also where its Responsible Supplier is the submitter.",
	Fix:   "Leave the line out.",
	Needs: []rule.Fact{rule.NeedsRegister}, Masks: []finding.Code{"MTAD-17.20g"},
	Good: "I-M1: one line, its active ESME", Bad: "I-M1: a second line, its dormant GSME", Since: "1",
}

func (j *Judge) mafDormant() {
	for i := range j.lines {
		if l := &j.lines[i]; l.current() && !l.facts.Active {
			j.tell(MAFDormant, func() (string, string) {
				return "MPxN " + l.meter.MPxN.String() + " is a dormant meter", "leave the line out: a dormant meter migrates by the ready-for-migration report"
			}, "meters", i, "mpxn")
		}
	}
}
