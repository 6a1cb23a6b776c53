package rules

import (
	"fmt"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Notice says that the participant's notice has not run.
var Notice = &rule.Rule{
	Code: "X-NOTICE", Name: "NOTICE", Title: "The participant's notice has not run on that day",
	Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "17.15", Answer: true,
	Doc:   "Migration DUST need only be provided after 40 Working Days' notice, or less where DCC reasonably agrees. It is judged in Migration DUST alone, and where none of the eight exceptions holds.",
	Fix:   "Choose a later day, or agree a shorter notice with DCC.",
	Needs: []rule.Fact{rule.NeedsParticipants, rule.NeedsOrganisations},
	Good:  "notice on 2022-04-06 and migrateOn 2022-06-08", Bad: "notice on 2022-04-06 and migrateOn 2022-06-07", Since: "1",
}

func (j *Judge) notice(a *maf.Authorisation) {
	if j.in.Facts.Participants == nil || !j.in.hasSender || !a.OK(mafMigrateOn) {
		return
	}
	earliest, _, given := j.in.Facts.Participants.EarliestDUST(j.in.sender.Name)
	switch {
	case !given:
		j.tell(Notice, func() (string, string) {
			return j.in.sender.Name + " has given no notice of using migration dust", "give dcc 40 working days' notice"
		}, "migrateOn")
	case a.MigrateOn < earliest:
		j.tell(Notice, func() (string, string) {
			return fmt.Sprintf("the notice of %s runs until %v, after migrateOn %v", j.in.sender.Name, earliest, a.MigrateOn), fmt.Sprintf("choose a day from %v, or agree a shorter notice with dcc", earliest)
		}, "migrateOn")
	}
}
