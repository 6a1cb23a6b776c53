package rules

import (
	"fmt"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/spec"
)

// The rules of an MGF.
var (
	MGFGroupMix = &rule.Rule{
		Code: "X-MGF-GROUP-MIX", Name: "MGF_GROUP_MIX", Title: "An installation of another group than the file's",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MGF"}, Clause: "5.3(d)", Masks: []finding.Code{"X-CHANGED"},
		Doc:  "There is one Migration Group File for each GroupID.",
		Fix:  "Put the installation into the file of its own group.",
		Good: "installations of AA in the file of AA", Bad: "an installation of CA in the file of AA", Since: "1",
	}
	SecretInClear = &rule.Rule{
		Code: finding.SecretInClear, Name: "MGF_SECRET_IN_CLEAR", Title: "A secret in clear",
		Severity: finding.Error, Scope: rule.Field, Types: []string{"MGF"}, Clause: "5.3(d), 5.3(e)", Masks: []finding.Code{finding.UnknownField}, Integrity: true,
		Doc:  "The Migration Group File holds what needs no encryption. A key or an install code in it has been disclosed to whoever has seen the file.",
		Fix:  "Send it sealed, in the MEF; change the secret.",
		Good: `{"deviceID":"90-B3-D5-1F-30-01-00-00"}`, Bad: `{"deviceID":"90-B3-D5-1F-30-01-00-00","masterKey":"…"}`, Since: "1",
	}
	MGFCertificates = &rule.Rule{
		Code: "X-MGF-CERTIFICATE", Name: "MGF_CERTIFICATE", Title: "A notified certificate that is not what its field says",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MGF"}, Clause: "5.3(d), 5.3(a)",
		Doc:   "The supplier fields name certificates of a supplier and the network operator fields those of a network operator; all of them are in the directory, and the two of one kind belong to one organisation.",
		Fix:   "Take the certificates from the authorisation.",
		Needs: []rule.Fact{rule.NeedsCertificates},
		Good:  `{"criticalSupplierCertificateID":"Z9:5A0101"}`, Bad: `{"criticalSupplierCertificateID":"Z9:4E0001"}`, Since: "1",
	}
)

// mgfCertificate is one certificate field of an MGF device.
type mgfCertificate struct {
	name string
	ref  spec.Ref
	kind envelope.Kind
	of   func(*mgf.Device) ident.CertificateID
}

var mgfCertificates = [...]mgfCertificate{
	{"criticalSupplierCertificateID", mgf.Devices.MustRef("criticalSupplierCertificateID"), envelope.Supplier,
		func(d *mgf.Device) ident.CertificateID { return d.CriticalSupplierCertificateID }},
	{"nonCriticalSupplierCertificateID", mgf.Devices.MustRef("nonCriticalSupplierCertificateID"), envelope.Supplier,
		func(d *mgf.Device) ident.CertificateID { return d.NonCriticalSupplierCertificateID }},
	{"criticalNetworkOperatorCertificateID", mgf.Devices.MustRef("criticalNetworkOperatorCertificateID"), envelope.NetworkOperator,
		func(d *mgf.Device) ident.CertificateID { return d.CriticalNetworkOperatorCertificateID }},
	{"nonCriticalNetworkOperatorCertificateID", mgf.Devices.MustRef("nonCriticalNetworkOperatorCertificateID"), envelope.NetworkOperator,
		func(d *mgf.Device) ident.CertificateID { return d.NonCriticalNetworkOperatorCertificateID }},
}

// group applies the rules of an MGF to one record.
func (j *Judge) group(r *mgf.Installation) {
	if r.OK(mgfGroup) {
		if j.in.header.group && r.GroupID != j.in.Header.GroupID {
			j.tell(MGFGroupMix, func() (string, string) {
				return fmt.Sprintf("the installation is of group %s; the file is of %s", r.GroupID, j.in.Header.GroupID), "put it into the file of its own group"
			}, "groupID")
		} else {
			j.recordGroup(r.GroupID)
		}
	}
	if j.in.Facts.Certificates == nil {
		return
	}
	for i := range r.Devices {
		j.mgfDevice(&r.Devices[i], i)
	}
}

func (j *Judge) mgfDevice(d *mgf.Device, i int) {
	var holder [2]string // of the supplier's certificates, of the network operator's
	for k, f := range mgfCertificates {
		if !d.OK(f.ref) {
			continue
		}
		cert := j.certificate(f.of(d))
		first := &holder[k/2]
		switch {
		case cert.err != nil:
			j.tell(MGFCertificates, func() (string, string) {
				return fmt.Sprintf("%s %q cannot be used: %v", f.name, f.of(d), cert.err), ""
			}, "devices", i, f.name)
		case cert.Kind != f.kind:
			j.tell(MGFCertificates, func() (string, string) {
				return fmt.Sprintf("%s %q is not %s's", f.name, f.of(d), maker(f.kind)), ""
			}, "devices", i, f.name)
		case *first != "" && *first != cert.Organisation:
			j.tell(MGFCertificates, func() (string, string) {
				return fmt.Sprintf("%s %q is not of the organisation of the other one", f.name, f.of(d)), ""
			}, "devices", i, f.name)
		default:
			*first = cert.Organisation
		}
	}
}
