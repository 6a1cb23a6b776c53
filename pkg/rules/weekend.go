package rules

import (
	"fmt"
	"time"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Weekend notes a Migrate On at a weekend.
var Weekend = &rule.Rule{
	Code: "X-WEEKEND", Name: "WEEKEND", Title: "Migrate On is a Saturday or a Sunday",
	Severity: finding.Info, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(d); simulator-defined",
	Doc:  "A day at the weekend lies within its week and is no exception. It is worth a look, since fewer people are there if something fails.",
	Fix:  "None is needed where the day is meant.",
	Good: `{"migrateOn":"2022-06-15"}, a Wednesday`, Bad: `{"migrateOn":"2022-06-18"}, a Saturday`, Since: "1",
}

func (j *Judge) weekend(d days) {
	if !d.hasOn || j.eight {
		return
	}
	if day := d.on.Weekday(); day == time.Saturday || day == time.Sunday {
		j.tell(Weekend, func() (string, string) {
			return fmt.Sprintf("migrateOn %v is a %v", d.on, day), ""
		}, "migrateOn")
	}
}
