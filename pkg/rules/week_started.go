package rules

import (
	"fmt"

	"s1mig/pkg/civil"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// WeekStarted is 17.20(c).
var WeekStarted = &rule.Rule{
	Code: "MTAD-17.20c", Name: "WEEK_STARTED", Title: "The Migration Week has started",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(c)", Answer: true,
	Doc:   "A week has started at 00:00 London time on its first day as stated, that day included, on the day on which the file was received. A week that is over has started as well.",
	Fix:   "Authorise a later week.",
	Needs: []rule.Fact{rule.NeedsClock},
	Good:  `{"migrationWeek":"2022-06-13"} received on 2022-06-12`, Bad: `{"migrationWeek":"2022-06-13"} received on 2022-06-13`, Since: "1",
}

func (j *Judge) weekStarted(d days) {
	today := j.in.today
	if today.IsZero() || !d.hasWeek || today < d.week {
		return
	}
	j.eight = true
	j.tell(WeekStarted, func() (string, string) {
		_, next := civil.NearestMondays(today)
		return fmt.Sprintf("week %v has started: the file is judged on %v", d.week, today), fmt.Sprintf("the next week to start is %v", next)
	}, "migrationWeek")
}
