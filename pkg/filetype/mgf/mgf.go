// Package mgf defines the Migration Group File (MTAD 5.3(d)): SIM information and
// whatever other credentials need no encryption, for the installations of one
// GroupID that passed in the MVF. The SMSO makes it; DCC reads it in its function
// of S1SP. The layout is simulator-defined, format version 1.0.
//
//	{"installationID":"I-E1","groupID":"EA","sim":{"iccid":"8944000000000000013",
//	 "imsi":"234150000000001","msisdn":"447700900001","apn":"smets1.test","ipAddress":"10.0.0.1"},
//	 "devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","criticalSupplierCertificateID":"Z9:5A0101",
//	 "nonCriticalSupplierCertificateID":"Z9:5A0102","criticalNetworkOperatorCertificateID":"Z9:4E0001",
//	 "nonCriticalNetworkOperatorCertificateID":"Z9:4E0001"}]}
//
// Nothing in it is secret: a name out of mef.Credentials in any of its objects is
// a secret in clear.
//
// The package may import spec, ident, envelope, mcf and mef.
package mgf

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Installation is one record: the SIM of an installation's Communications Hub
// and the certificates notified for its devices.
type Installation struct {
	spec.Object
	InstallationID string
	GroupID        string
	SIM            SIM
	Devices        []Device
}

// SIM is how the Communications Hub is reached over the mobile network.
type SIM struct {
	spec.Object
	ICCID     string
	IMSI      string
	MSISDN    string
	APN       string
	IPAddress string
}

// Device is one device and the certificates notified for it.
type Device struct {
	spec.Object
	DeviceID                                ident.EUI64
	CriticalSupplierCertificateID           ident.CertificateID
	NonCriticalSupplierCertificateID        ident.CertificateID
	CriticalNetworkOperatorCertificateID    ident.CertificateID
	NonCriticalNetworkOperatorCertificateID ident.CertificateID
}

// Type is the Migration Group File.
var Type = &envelope.Type{
	Name:   "MGF",
	Long:   "Migration Group File",
	Clause: "5.3(d)",
	Doc: "Gives SIM information and the credentials that need no encryption, for one GroupID. " +
		"Made by the SMSO for the installations that passed in the MVF; read by DCC in its function of S1SP.",
	Records:   "installations",
	Header:    envelope.HeaderTable("MGF", envelope.HeaderOptions{Group: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
	Seven:     true,
}

// guarded forbids the names of secrets in the objects that t describes.
func guarded(t *spec.Table) *spec.Table {
	t.Secrets = mef.Credentials
	return t
}
