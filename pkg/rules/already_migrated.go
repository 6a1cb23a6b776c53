package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// AlreadyMigrated says that a meter has been migrated before.
var AlreadyMigrated = &rule.Rule{
	Code: "X-ALREADY-MIGRATED", Name: "ALREADY_MIGRATED", Title: "The meter has been migrated already",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(a)", Answer: true,
	Doc:   "The SMSO's register holds the MPxN as one of an installation that it has migrated. It is not unknown to the SMSO, so it is not 17.20(a); the supplier and network of the line are not looked at.",
	Fix:   "Leave the meter out of the MAF.",
	Needs: []rule.Fact{rule.NeedsRegister}, Masks: []finding.Code{"MTAD-17.20f", "MTAD-17.20h", "X-SUPPLIER-CERT-WRONG"},
	Good: "a meter that still belongs to the SMSO", Bad: "a meter of an installation that is commissioned at DCC", Since: "1",
}

func (j *Judge) alreadyMigrated() {
	for i := range j.lines {
		if l := &j.lines[i]; l.known && l.facts.Migrated {
			j.tell(AlreadyMigrated, func() (string, string) {
				return "MPxN " + l.meter.MPxN.String() + " has been migrated already", "leave the meter out"
			}, "meters", i, "mpxn")
		}
	}
}
