package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// MigrateOnPast is 17.20(e).
var MigrateOnPast = &rule.Rule{
	Code: "MTAD-17.20e", Name: "MIGRATE_ON_PAST", Title: "Migrate On is in the past",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(e)", Answer: true,
	Doc:   "The day lies before the day, in London, on which the file was received; that day itself is not past. It never stands alone: a day in the past lies in a week that has started, or outside its week.",
	Fix:   "Choose a later day, and its week.",
	Needs: []rule.Fact{rule.NeedsClock},
	Good:  `{"migrateOn":"2022-06-15"} received on 2022-06-08`, Bad: `{"migrateOn":"2022-06-07"} received on 2022-06-08`, Since: "1",
}

func (j *Judge) migrateOnPast(d days) {
	today := j.in.today
	if today.IsZero() || !d.hasOn || d.on >= today {
		return
	}
	j.eight = true
	j.tell(MigrateOnPast, func() (string, string) {
		return fmt.Sprintf("migrateOn %v is in the past: the file is judged on %v", d.on, today), "choose a later day, and the week that it lies in"
	}, "migrateOn")
}
