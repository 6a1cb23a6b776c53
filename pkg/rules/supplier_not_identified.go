package rules

import (
	"strings"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// SupplierNotIdentified is 17.20(f).
var SupplierNotIdentified = &rule.Rule{
	Code: "MTAD-17.20f", Name: "RS_NOT_IDENTIFIED", Title: "The submitter is not identified as Responsible Supplier of the MPxN",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(f)", Answer: true,
	Doc:   "The SMSO's register names no Responsible Supplier for the MPxN (sub-reason none), or another organisation than the one that signed and sent the MAF (sub-reason mismatch). Organisations are compared, not their names. Who the other supplier is stays untold.",
	Fix:   "Authorise your own meters alone; where the register is wrong, have the SMSO correct it.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsOrganisations}, Masks: []finding.Code{"X-SUPPLIER-CERT-WRONG"},
	Good: "SUPA authorises a meter of SUPA", Bad: "SUPB authorises a meter of SUPA", Since: "1",
}

// The ends of the messages of 17.20(f): its sub-reasons.
const (
	reasonNone     = " (none)"
	reasonMismatch = " (mismatch)"
)

// SubReason returns the sub-reason of a finding of 17.20(f), "none" or
// "mismatch", and "" for any other finding.
func SubReason(f finding.Finding) string {
	if f.Code != SupplierNotIdentified.Code {
		return ""
	}
	if strings.HasSuffix(f.Message, reasonNone) {
		return "none"
	}
	return "mismatch"
}

func (j *Judge) supplierNotIdentified() {
	for i := range j.lines {
		l := &j.lines[i]
		if !l.current() || !j.in.hasSender || l.submitters() {
			continue
		}
		j.eight = true
		j.tell(SupplierNotIdentified, func() (string, string) {
			reason := reasonMismatch
			if l.facts.Supplier == rule.MatchNone {
				reason = reasonNone
			}
			return "the register of " + j.in.Header.SMSO + " does not identify " + j.in.sender.Name + " as the responsible supplier of MPxN " + l.meter.MPxN.String() + reason,
				"authorise your own meters alone; where the register is wrong, have the SMSO correct it"
		}, "meters", i, "mpxn")
	}
}
