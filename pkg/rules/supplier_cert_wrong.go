package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// SupplierCertWrong says that a supplier certificate is not the submitter's for
// the fuel of its line, or not in force.
var SupplierCertWrong = &rule.Rule{
	Code: "X-SUPPLIER-CERT-WRONG", Name: "SUPPLIER_CERT_WRONG", Title: "A supplier certificate that is not the submitter's",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(g)", Answer: true,
	Doc:   "A certificate is given, and is unknown, another organisation's, of another role or fuel, or outside its validity. The document names no such exception: 17.20(g) is of certificates that are missing.",
	Fix:   "State the submitter's own certificates for the fuel of the line.",
	Needs: []rule.Fact{rule.NeedsCertificates, rule.NeedsOrganisations},
	Good:  `SUPA: {"supplierCertificateIDs":["Z9:5A0101"]}`, Bad: `SUPA: {"supplierCertificateIDs":["Z9:5B0101"]}`, Since: "1",
}

func (j *Judge) supplierCertWrong() {
	if j.in.Facts.Certificates == nil || !j.in.hasSender {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if l.othersMeter() {
			continue
		}
		for k, cert := range l.supplierCerts {
			if cert == nil {
				continue
			}
			if why := cert.wrongFor(l.meter); why != "" {
				j.tell(SupplierCertWrong, func() (string, string) {
					return fmt.Sprintf("supplier certificate %q %s", l.meter.SupplierCertificateIDs[k], why), "state your own certificates for the fuel of this line"
				}, "meters", i, "supplierCertificateIDs", k)
			}
		}
	}
}
