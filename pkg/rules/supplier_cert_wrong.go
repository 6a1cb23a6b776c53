package rules

import (
	"fmt"
	"time"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
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

func (j *Judge) supplierCertWrong(*maf.Authorisation) {
	if j.in.Facts.Certificates == nil || !j.in.hasSender {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		if l.othersMeter() || !l.meter.OK(meterSupplierCerts) {
			continue
		}
		for k, id := range l.meter.SupplierCertificateIDs {
			if maf.IsPlaceholder(id) {
				continue
			}
			if why := j.wrongSupplierCert(l.meter, id); why != "" {
				j.report(SupplierCertWrong, fmt.Sprintf("supplier certificate %q %s", id, why),
					"state your own certificates for the fuel of this line", "meters", i, "supplierCertificateIDs", k)
			}
		}
	}
}

// wrongSupplierCert says what is wrong with a supplier certificate, or nothing.
// Whose it is stays untold.
func (j *Judge) wrongSupplierCert(m *maf.Meter, id ident.CertificateID) string {
	cert, err := j.certificate(id)
	switch {
	case err != nil:
		return "cannot be used: " + err.Error()
	case cert.Kind != envelope.Supplier:
		return "is no supplier's"
	case cert.Organisation != j.in.sender.Name:
		return "is not " + j.in.sender.Name + "'s"
	case m.OK(meterMPxN) && !serves(cert, m.MPxN):
		return "is not one for " + fuel(m.MPxN)
	}
	return j.outsideValidity(cert)
}

// serves reports whether the certificate is one for the fuel of the MPxN.
func serves(cert *rule.CertificateFacts, m ident.MPxN) bool {
	return m.IsMPAN() && cert.Electricity || m.IsMPRN() && cert.Gas
}

// outsideValidity says that the certificate is not in force now, or nothing. The
// moment is the clock's; without one, when the file was made.
func (j *Judge) outsideValidity(cert *rule.CertificateFacts) string {
	now := j.in.Header.CreatedAt.Time()
	if j.in.Facts.Clock != nil {
		now = j.in.Facts.Clock.Now
	}
	switch {
	case now.IsZero():
		return ""
	case now.Before(cert.NotBefore):
		return "is valid only from " + cert.NotBefore.UTC().Format(time.RFC3339)
	case now.After(cert.NotAfter):
		return "expired at " + cert.NotAfter.UTC().Format(time.RFC3339)
	}
	return ""
}
