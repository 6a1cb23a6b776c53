package rules

import (
	"fmt"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// DUSTClosed says that Migration DUST is over for the group.
var DUSTClosed = &rule.Rule{
	Code: "X-DUST-CLOSED", Name: "DUST_CLOSED", Title: "Migration DUST is over for the group on that day",
	Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "17.24, Table 17.6", Answer: true,
	Doc:   "Migration DUST is available for a GroupID until the earlier of its date in Table 17.6 and the Decommissioning Date of its Requesting Party, that day included. It is judged in Migration DUST alone, and where none of the eight exceptions holds.",
	Fix:   "Choose a day while the group is open.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsGroups},
	Good:  "group AA and migrateOn 2022-06-17", Bad: "group AA and migrateOn 2022-06-18", Since: "1",
}

func (j *Judge) dustClosed(a *maf.Authorisation) {
	if j.in.Facts.Groups == nil || !a.OK(mafMigrateOn) {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if !l.current() {
			continue
		}
		group, ok := j.in.Facts.Groups.Group(l.facts.GroupID)
		switch {
		case !ok:
			j.tell(GroupUnknown, func() (string, string) {
				return fmt.Sprintf("MPxN %v belongs to the group %q, which is not known", l.meter.MPxN, l.facts.GroupID), ""
			}, "meters", i, "mpxn")
		case !group.DUSTAvailable(a.MigrateOn):
			j.tell(DUSTClosed, func() (string, string) {
				return fmt.Sprintf("migration dust for group %s ended on %v, before migrateOn %v", group.ID, group.LastDay(), a.MigrateOn), fmt.Sprintf("the last day is %v", group.LastDay())
			}, "migrateOn")
		default:
			continue
		}
		return
	}
}
