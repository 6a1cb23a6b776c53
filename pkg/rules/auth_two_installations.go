package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// AuthTwoInstallations says that the lines belong to different installations.
var AuthTwoInstallations = &rule.Rule{
	Code: "X-AUTH-TWO-INSTALLATIONS", Name: "AUTH_TWO_INSTALLATIONS", Title: "The lines belong to two installations",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.2, 17.18; simulator-defined", Answer: true,
	Doc:   "An authorisation permits the migration of one installation, which migrates as one unit. The SMSO's register holds these meters in different ones.",
	Fix:   "Write an authorisation for each installation.",
	Needs: []rule.Fact{rule.NeedsRegister},
	Good:  "the MPAN and the MPRN of I-A1", Bad: "the MPAN of I-A1 and the MPRN of I-A2", Since: "1",
}

func (j *Judge) authTwoInstallations() {
	for i := 1; i < len(j.lines); i++ {
		l, first := &j.lines[i], &j.lines[0]
		if l.current() && first.current() && l.installation != first.installation {
			j.elsewhere(i)
		}
	}
}

func (j *Judge) elsewhere(i int) {
	j.tell(AuthTwoInstallations, func() (string, string) {
		return "MPxN " + j.lines[i].meter.MPxN.String() + " does not belong to the installation of MPxN " + j.lines[0].meter.MPxN.String(), "write an authorisation for each installation"
	}, "meters", i, "mpxn")
}
