package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// EPCLDUST says that the device model combination may not be used in Migration
// DUST.
var EPCLDUST = &rule.Rule{
	Code: "X-EPCL-DUST", Name: "EPCL_DUST", Title: "The device model combination is not open to Migration DUST",
	Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "17.10", Answer: true,
	Doc:   "Migration DUST is for combinations that the EPCL lists for active meters, alone or beside dormant ones, and for those whose Migration Test Phase for such an entry has completed. It is judged in Migration DUST alone, and where none of the eight exceptions holds.",
	Fix:   "Test the combination in Migration Testing first.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsEPCL},
	Good:  "a combination that is listed for active meters", Bad: "a combination that is listed for dormant meters alone", Since: "1",
}

func (j *Judge) epclDUST() {
	if j.in.Facts.EPCL == nil {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if !l.current() {
			continue
		}
		entry, ok := j.in.Facts.EPCL.EPCLEntry(l.facts.EPCLEntry)
		if ok && OpenToDUST(entry) {
			continue
		}
		j.tell(EPCLDUST, func() (string, string) {
			return fmt.Sprintf("the device model combination of MPxN %v is not open to migration dust", l.meter.MPxN), ""
		}, "meters", i, "mpxn")
	}
}

// OpenToDUST reports whether an entry's combinations may be used in Migration
// DUST (17.10): it covers Active Meters, and is listed or its phase has completed.
func OpenToDUST(e rule.EPCLEntry) bool {
	return e.Scope != rule.DormantOnly && (e.Listed || e.PhaseComplete)
}
