package rules

import (
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// NetworkCertMissing says that a line gives no network operator certificate.
var NetworkCertMissing = &rule.Rule{
	Code: "X-NETWORK-CERT-MISSING", Name: "NETWORK_CERT_MISSING", Title: "No NetworkOperatorCertificateID",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(h)", Answer: true,
	Doc:  "The field is absent, blank or a placeholder. The document's exception (h) is of a certificate that is wrong, so a missing one has a code of its own.",
	Fix:  "State the certificate of the network operator of the MPxN.",
	Good: `{"networkOperatorCertificateID":"Z9:4E0001"}`, Bad: `{"networkOperatorCertificateID":""}`, Since: "1",
}

func (j *Judge) networkCertMissing() {
	for i := range j.lines {
		l := &j.lines[i]
		if l.meter.Bad(meterNetworkCert) || l.dormant() || !maf.IsPlaceholder(l.meter.NetworkOperatorCertificateID) {
			continue
		}
		j.tell(NetworkCertMissing, func() (string, string) {
			return "no network operator certificate is given" + l.ofMPxN(), "state the certificate of the network operator of this MPxN"
		}, "meters", i, "networkOperatorCertificateID")
	}
}
