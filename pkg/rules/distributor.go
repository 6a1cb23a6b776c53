package rules

import (
	"fmt"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// Distributor warns of an MPAN whose distributor id is not known.
var Distributor = &rule.Rule{
	Code: "X-DISTRIBUTOR", Name: "DISTRIBUTOR", Title: "The distributor id of an MPAN is not known",
	Severity: finding.Warning, Scope: rule.Field, Types: []string{"MAF"}, Clause: "17.18; industry practice for the distributor ids",
	Doc:  "The first two digits of an MPAN name its distributor. Ids are still being allocated, so this warns alone. Id 99 is this simulator's dummy and is known where testData is true.",
	Fix:  "Compare the number with its source.",
	Good: `{"mpxn":"9900000000015"} in test data`, Bad: `{"mpxn":"7700000000011"}`, Since: "1",
}

func (j *Judge) distributors(a *maf.Authorisation) {
	for i := range a.Meters {
		m := &a.Meters[i]
		if !m.OK(meterMPxN) || !m.MPxN.IsMPAN() {
			continue
		}
		id := m.MPxN.Distributor()
		if ident.KnownDistributor(id) && (id != ident.DummyDistributor || j.in.header.testData) {
			continue
		}
		j.unknownDistributor(m.MPxN, i)
	}
}

func (j *Judge) unknownDistributor(m ident.MPxN, i int) {
	j.tell(Distributor, func() (string, string) {
		return fmt.Sprintf("MPAN %v has the distributor id %02d, which is not known", m, m.Distributor()), "compare the number with its source"
	}, "meters", i, "mpxn")
}
