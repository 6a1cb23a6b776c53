package rules

import (
	"fmt"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// NetworkCertIncorrect is 17.20(h).
var NetworkCertIncorrect = &rule.Rule{
	Code: "MTAD-17.20h", Name: "NETWORK_CERT_INCORRECT", Title: "The NetworkOperatorCertificateID is not the network operator's",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(h)", Answer: true,
	Doc:   "A certificate is given and does not belong to the operator of the network that the MPxN is connected to: it is unknown, another operator's, or no network operator's at all. Wrong, not missing: a blank is X-NETWORK-CERT-MISSING, one that has expired or was revoked X-CERT-STATUS. Serial numbers are compared as integers.",
	Fix:   "State the certificate of the network operator of the MPxN; check that electricity and gas are not swapped.",
	Needs: []rule.Fact{rule.NeedsRegister, rule.NeedsCertificates},
	Good:  `{"mpxn":"9900000000089","networkOperatorCertificateID":"Z9:4E0001"}`, Bad: `{"mpxn":"9900000000089","networkOperatorCertificateID":"Z9:4E0002"}`, Since: "1",
}

func (j *Judge) networkCertIncorrect() {
	if j.in.Facts.Certificates == nil {
		return
	}
	for i := range j.lines {
		l := &j.lines[i]
		id := l.meter.NetworkOperatorCertificateID
		if !l.current() || l.facts.NetworkOperator == "" || !l.meter.OK(meterNetworkCert) || maf.IsPlaceholder(id) {
			continue
		}
		cert := j.certificate(id)
		if cert.err == nil && cert.Kind == envelope.NetworkOperator && cert.Organisation == l.facts.NetworkOperator {
			l.networkCert = cert
			continue
		}
		j.eight = true
		j.tell(NetworkCertIncorrect, func() (string, string) {
			message := fmt.Sprintf("certificate %q does not belong to the network operator of MPxN %v", id, l.meter.MPxN)
			if cert.err != nil {
				message = fmt.Sprintf("certificate %q is no network operator's: %v", id, cert.err)
			}
			return message, "state the certificate of the network operator of this MPxN"
		}, "meters", i, "networkOperatorCertificateID")
	}
}
