package rules

import (
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// SupplierCertsMissing is 17.20(g).
var SupplierCertsMissing = &rule.Rule{
	Code: "MTAD-17.20g", Name: "SUPPLIER_CERTS_MISSING", Title: "No SupplierCertificateIDs for an Active Meter",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(g)", Answer: true,
	Doc:  "The list is absent, empty, or holds only blanks and placeholders (N/A, -, 0). Missing, not wrong: a certificate that is there and not the supplier's is X-SUPPLIER-CERT-WRONG. A line is taken for an Active Meter where the register is not at hand, since MAFs are for Active Meters (17.18).",
	Fix:  "State the supplier's certificates for the fuel of the line.",
	Good: `{"supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"]}`, Bad: `{"supplierCertificateIDs":["N/A"]}`, Since: "1",
}

func (j *Judge) supplierCertsMissing() {
	for i := range j.lines {
		l := &j.lines[i]
		if l.meter.Bad(meterSupplierCerts) || l.dormant() || hasCertificate(l.meter) {
			continue
		}
		j.eight = true
		j.tell(SupplierCertsMissing, func() (string, string) {
			return "no supplier certificate is given" + l.ofMPxN(), "state the supplier's certificates for the fuel of this line"
		}, "meters", i, "supplierCertificateIDs")
	}
}

// hasCertificate reports whether the line gives a supplier certificate.
func hasCertificate(m *maf.Meter) bool {
	for _, id := range m.SupplierCertificateIDs {
		if !maf.IsPlaceholder(id) {
			return true
		}
	}
	return false
}
