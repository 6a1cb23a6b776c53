package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// MigrateOnOutsideWeek is 17.20(d).
var MigrateOnOutsideWeek = &rule.Rule{
	Code: "MTAD-17.20d", Name: "MIGRATE_ON_OUTSIDE_WEEK", Title: "Migrate On is not within the Migration Week",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(d)", Answer: true,
	Doc:  "The week is the seven civil days from the day stated, the first and the last included. Weekends, bank holidays and clock changes make no difference.",
	Fix:  "Choose a day of the week, or the week of the day.",
	Good: `{"migrationWeek":"2022-06-13","migrateOn":"2022-06-19"}`, Bad: `{"migrationWeek":"2022-06-13","migrateOn":"2022-06-20"}`, Since: "1",
}

func (j *Judge) migrateOnOutsideWeek(d days) {
	if !d.hasWeek || !d.hasOn {
		return
	}
	last := d.week.AddDays(6)
	if d.on >= d.week && d.on <= last {
		return
	}
	j.eight = true
	j.tell(MigrateOnOutsideWeek, func() (string, string) {
		return fmt.Sprintf("migrateOn %v is not within the week %v to %v", d.on, d.week, last), fmt.Sprintf("choose a day from %v to %v", d.week, last)
	}, "migrateOn")
}
