package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// AuthIncomplete says that an Active Meter of the submitter is not listed.
var AuthIncomplete = &rule.Rule{
	Code: "X-AUTH-INCOMPLETE", Name: "AUTH_INCOMPLETE", Title: "Not every Active Meter of the submitter is listed",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.2, 17.18", Answer: true,
	Doc:   "An installation migrates as one unit, so its Responsible Supplier authorises all of its Active Meters that are the supplier's own. It is not one of the eight.",
	Fix:   "Add a line for the meter of the other fuel.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsOrganisations},
	Good:  "I-A1: a line for its MPAN and one for its MPRN", Bad: "I-A1: a line for its MPAN alone", Since: "1",
}

func (j *Judge) authIncomplete() {
	if j.eight || len(j.lines) == 0 || !j.in.hasSender {
		return
	}
	own := 0
	for i := range j.lines {
		l := &j.lines[i]
		if !l.current() || l.installation != j.lines[0].installation {
			return
		}
		if l.facts.Active && !j.repeated(i) {
			own++
		}
	}
	if want := j.lines[0].facts.SubmitterMeters; own < want {
		j.incomplete(own, want)
	}
}

func (j *Judge) incomplete(own, want int) {
	j.tell(AuthIncomplete, func() (string, string) {
		return fmt.Sprintf("%d of the %d active meters of %s at the installation are listed", own, want, j.in.sender.Name), "add a line for the meter that is not listed"
	}, "meters")
}

// repeated reports whether an earlier line has the MPxN of line i.
func (j *Judge) repeated(i int) bool {
	for k := range i {
		if j.lines[k].meter.MPxN == j.lines[i].meter.MPxN {
			return true
		}
	}
	return false
}
