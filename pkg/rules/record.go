package rules

import (
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
)

// Record applies the rules of its type to one record: v is a pointer to the
// record struct, at says where its values stand. What it returns holds until the
// next call.
func (j *Judge) Record(v any, at Place) []finding.Finding {
	j.found, j.at = j.found[:0], at
	switch r := v.(type) {
	case *maf.Authorisation:
		j.authorisation(r)
	case *readyreport.Installation:
		j.ready(r)
	case *mcf.Installation:
		j.common(r)
	case *mvf.Outcome:
		j.validation(r)
	case *mgf.Installation:
		j.group(r)
	case *scf.Installation:
		j.checked(r)
	case *cof.Installation:
		j.commissioning(r)
	case *alerts.Alert:
		j.alert(r)
	}
	return j.found
}
