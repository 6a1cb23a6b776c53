package rules

import (
	"fmt"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Combination says that the supplier would commission where 5.2 has DCC do so.
var Combination = &rule.Rule{
	Code: "X-COMBINATION", Name: "COMBINATION", Title: "Not a combination of 5.2",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.2(b)", Answer: true,
	Doc:   "A supplier may submit the commissioning requests only where all meters of the installation are active and it is the one Responsible Supplier of them: 5.2(b). In every other combination of 5.2 DCC is the Commissioning Party. Where the authorisation does not say, the participant's profile does.",
	Fix:   "State commissioningParty DCC.",
	Needs: []rule.Fact{rule.NeedsRegister},
	Good:  `I-A2: {"commissioningParty":"Supplier"}`, Bad: `I-A3, of two suppliers: {"commissioningParty":"Supplier"}`, Since: "1",
}

func (j *Judge) combination(a *maf.Authorisation) {
	if j.eight || !j.supplierSubmits(a) {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if !l.current() || l.facts.DormantMeters == 0 && l.facts.ActiveSuppliers == 1 {
			continue
		}
		j.notACombination(l.facts)
		return
	}
}

func (j *Judge) notACombination(f *rule.MeterFacts) {
	j.tell(Combination, func() (string, string) {
		return fmt.Sprintf("not a clause 5.2 combination: the supplier submits, for an installation with %s", combinationOf(f)), "state commissioningParty DCC"
	}, "commissioningParty")
}

func combinationOf(f *rule.MeterFacts) string {
	if f.DormantMeters > 0 {
		return "a dormant meter"
	}
	return "more than one responsible supplier"
}

// supplierSubmits reports who submits the commissioning requests: what the
// authorisation says or, where it says nothing, the participant's profile.
func (j *Judge) supplierSubmits(a *maf.Authorisation) bool {
	switch {
	case a.OK(mafParty):
		return a.CommissioningParty == string(envelope.Supplier)
	case a.Bad(mafParty):
		return false
	}
	return j.in.submits
}
