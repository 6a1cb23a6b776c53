package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// WeekFar warns of a week that is far ahead.
var WeekFar = &rule.Rule{
	Code: "X-WEEK-FAR", Name: "WEEK_FAR", Title: "The Migration Week is far ahead",
	Severity: finding.Warning, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.3(a); simulator-defined",
	Doc:   "The week starts more than 52 weeks after the day on which the file was received. The document sets no limit; most often the year is mistyped.",
	Fix:   "Check the year.",
	Needs: []rule.Fact{rule.NeedsClock},
	Good:  `{"migrationWeek":"2022-06-13"} received on 2022-06-08`, Bad: `{"migrationWeek":"2032-06-14"} received on 2022-06-08`, Since: "1",
}

// farWeeks is how many weeks ahead is far.
const farWeeks = 52

func (j *Judge) weekFar(d days) {
	today := j.in.today
	if today.IsZero() || !d.hasWeek || d.week <= today.AddDays(7*farWeeks) {
		return
	}
	j.tell(WeekFar, func() (string, string) {
		return fmt.Sprintf("week %v is more than %d weeks after %v", d.week, farWeeks, today), "check the year"
	}, "migrationWeek")
}
