package rules

import (
	"fmt"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// WeekNotMonday is 17.20(b).
var WeekNotMonday = &rule.Rule{
	Code: "MTAD-17.20b", Name: "WEEK_NOT_MONDAY", Title: "The Migration Week does not start on a Monday",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(b)", Answer: true,
	Doc:  "A Migration Week is named by its first day, a Monday. A Monday that is a bank holiday is a Monday. (c) and (d) are judged against the week as stated.",
	Fix:  "State the Monday of the week; the hint names the nearest.",
	Good: `{"migrationWeek":"2022-06-13"}`, Bad: `{"migrationWeek":"2022-06-14"}, a Tuesday`, Since: "1",
}

func (j *Judge) weekNotMonday(d days) {
	if !d.hasWeek || d.week.Weekday() == time.Monday {
		return
	}
	j.eight = true
	j.tell(WeekNotMonday, func() (string, string) {
		before, after := civil.NearestMondays(d.week)
		return fmt.Sprintf("week %v is a %v", d.week, d.week.Weekday()), fmt.Sprintf("nearest Mondays %v, %v", before, after)
	}, "migrationWeek")
}
