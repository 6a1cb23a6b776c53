package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// NotEligible says that the submitter may not take part in that role.
var NotEligible = &rule.Rule{
	Code: "X-NOT-ELIGIBLE", Name: "NOT_ELIGIBLE", Title: "The submitter may not take part in Migration DUST in that role",
	Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "17.13", Answer: true,
	Doc:   "A Party takes part in the role in which it has completed User Entry Process Tests: Import Supplier for electricity, Gas Supplier for gas. It is judged in Migration DUST alone, and where none of the eight exceptions holds.",
	Fix:   "Complete the tests in the role first.",
	Needs: []rule.Fact{rule.NeedsParticipants, rule.NeedsOrganisations},
	Good:  "a Gas Supplier that has completed the tests authorises an MPRN", Bad: "the same Party authorises an MPAN", Since: "1",
}

func (j *Judge) notEligible() {
	if j.in.Facts.Participants == nil || !j.in.hasSender {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if l.meter.OK(meterMPxN) && !j.in.Facts.Participants.MayTakeDUST(j.in.sender.Name, l.meter.MPxN.IsMPRN()) {
			j.tell(NotEligible, func() (string, string) {
				return j.in.sender.Name + " has not completed the user entry process tests as " + role(l.meter.MPxN), ""
			}, "meters", i, "mpxn")
		}
	}
}

// role names the User Role that the fuel calls for (17.13).
func role(m ident.MPxN) string {
	if m.IsMPRN() {
		return "gas supplier"
	}
	return "import supplier"
}
