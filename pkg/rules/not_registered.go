package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// NotRegistered is 17.20(a).
var NotRegistered = &rule.Rule{
	Code: "MTAD-17.20a", Name: "MPXN_NOT_REGISTERED", Title: "The MPxN is not registered in the SMSO's system",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(a)", Answer: true,
	Doc:   "The register of the SMSO that the MAF is addressed to has no current entry for the MPxN: it is unknown, belongs to another SMSO, or its meter has been removed. A meter that was migrated already is X-ALREADY-MIGRATED instead. The authorisation is turned away, the rest of the file is not.",
	Fix:   "Check the MPxN, and that the MAF is addressed to the SMSO that serves it.",
	Needs: []rule.Fact{rule.NeedsRegister}, Masks: []finding.Code{"MTAD-17.20f", "MTAD-17.20h", "X-SUPPLIER-CERT-WRONG"},
	Good: `{"mpxn":"9900000000089"} to SMSO4`, Bad: `{"mpxn":"9900000000098"}, which no SMSO has`, Since: "1",
}

func (j *Judge) notRegistered() {
	for i := range j.lines {
		l := &j.lines[i]
		if !l.asked || l.known {
			continue
		}
		j.eight = true
		j.tell(NotRegistered, func() (string, string) {
			return "MPxN " + l.meter.MPxN.String() + " is not in the register of " + j.in.Header.SMSO, j.whereRegistered(l.meter.MPxN)
		}, "meters", i, "mpxn")
	}
}

// whereRegistered says how to mend a meter that the SMSO does not have. That another
// has it is for DCC alone to know.
func (j *Judge) whereRegistered(m ident.MPxN) string {
	if j.in.Audience == ForDCC {
		if other := j.in.Facts.Register.Elsewhere(m); other != "" && other != j.in.Header.SMSO {
			return "registered with " + other
		}
	}
	return "check the MPxN, and that the file is addressed to the SMSO that serves it"
}
