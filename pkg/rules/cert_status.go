package rules

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// CertStatus says that the right certificate is no longer in force.
var CertStatus = &rule.Rule{
	Code: "X-CERT-STATUS", Name: "CERT_STATUS", Title: "The right certificate, but not in force",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(h)", Answer: true,
	Doc:   "The network operator's certificate is its own and has expired, is not valid yet or was revoked; or a supplier certificate was revoked. That is not the incorrect certificate of 17.20(h).",
	Fix:   "State a certificate that is in force.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsCertificates},
	Good:  "a certificate within its validity", Bad: "a certificate that expired last year", Since: "1",
}

func (j *Judge) certStatus() {
	if j.in.Facts.Certificates == nil {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if cert := l.networkCert; cert != nil {
			why := cert.outside
			if cert.Revoked {
				why = "was revoked"
			}
			if why != "" {
				j.tell(CertStatus, func() (string, string) {
					return fmt.Sprintf("network operator certificate %q %s", l.meter.NetworkOperatorCertificateID, why), "state a certificate that is in force"
				}, "meters", i, "networkOperatorCertificateID")
			}
		}
		j.revokedSupplierCerts(l, i)
	}
}

func (j *Judge) revokedSupplierCerts(l *line, i int) {
	if l.othersMeter() {
		return
	}
	for k, cert := range l.supplierCerts {
		if cert != nil && cert.Revoked && cert.wrongFor(l.meter) == "" {
			j.tell(CertStatus, func() (string, string) {
				return fmt.Sprintf("supplier certificate %q was revoked", l.meter.SupplierCertificateIDs[k]), "state a certificate that is in force"
			}, "meters", i, "supplierCertificateIDs", k)
		}
	}
}
