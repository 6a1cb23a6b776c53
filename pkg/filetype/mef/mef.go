// Package mef defines the Migration Group Encrypted File (MTAD 5.3(e)): the
// credentials that need encryption, for exactly the installations and devices of
// one Migration Group File. The SMSO makes it; DCC alone can open it. The layout
// and the encryption are simulator-defined, format version 1.0.
//
//	{"installationID":"I-E1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00",
//	 "sealed":"AAECAwQFBgcICQoLAAECAwQFBgcICQoLDA0ODw"}]}
//
// The header carries contentKey, an AES-128 key for this file alone, as a compact
// JWE (ECDH-ES with A128GCM) to the certificate that recipientCertificateID
// names. The value sealed is base64url(nonce of 12 bytes ‖ AES-128-GCM ciphertext
// ‖ tag of 16 bytes); its associated data is the UTF-8 of
// sender|sequence|groupID|installationID|deviceID, so that no value can be moved
// to another device, file or group. What is sealed is the JSON object that the
// table Credentials describes:
//
//	{"masterKey":"000102030405060708090a0b0c0d0e0f","installCode":"83fed3407a93",
//	 "authenticationKey":"101112131415161718191a1b1c1d1e1f","encryptionKey":"202122232425262728292a2b2c2d2e2f"}
//
// The package may import spec, ident, envelope and mcf.
package mef

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Installation is one record: the sealed credentials of an installation's
// devices.
type Installation struct {
	spec.Object
	InstallationID string
	Devices        []Device
}

// Device is one device and its sealed credentials.
type Device struct {
	spec.Object
	DeviceID ident.EUI64
	Sealed   string
}

// PlainCredentials is what Device.Sealed holds once opened. Every field is a
// secret: it must not reach a log, an error or a report.
type PlainCredentials struct {
	spec.Object
	MasterKey         string
	InstallCode       string
	AuthenticationKey string
	EncryptionKey     string
}

// Type is the Migration Group Encrypted File.
var Type = &envelope.Type{
	Name:   "MEF",
	Long:   "Migration Group Encrypted File",
	Clause: "5.3(e)",
	Doc: "Gives the credentials that need encryption, for one GroupID. " +
		"Made by the SMSO for exactly the devices of its Migration Group File; opened by DCC and released to nobody.",
	Records:   "installations",
	Header:    envelope.HeaderTable("MEF", envelope.HeaderOptions{Group: true, Sealed: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
	Seven:     true,
}

// Record describes an Installation.
var Record = spec.New("installation", "One installation of the group, with the sealed credentials of its devices.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.3(e)",
		Doc: "The installation, as the MGF names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.3(e)",
		Doc: "The devices of the installation, exactly those of its MGF.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "One device and its sealed credentials.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.3(e)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "sealed", Lex: ident.SealedType, Required: true, Clause: "5.3(e)",
		Doc: "The credentials, encrypted with the file's content key and bound to this device, installation, group and file.",
		At:  func(d *Device) any { return &d.Sealed },
	},
)

// Credentials describes PlainCredentials. Its names must stand nowhere in clear.
var Credentials = spec.New("credentials", "The secret credentials of one device, as they stand inside a sealed value.",
	spec.Def[PlainCredentials]{
		Name: "masterKey", Lex: KeyType, Required: true, Secret: true, Clause: "5.3(e)",
		Doc: "The device's master key.",
		At:  func(c *PlainCredentials) any { return &c.MasterKey },
	},
	spec.Def[PlainCredentials]{
		Name: "installCode", Lex: InstallCodeType, Required: true, Secret: true, Clause: "5.3(e)",
		Doc: "The code that the device joins the home area network with.",
		At:  func(c *PlainCredentials) any { return &c.InstallCode },
	},
	spec.Def[PlainCredentials]{
		Name: "authenticationKey", Lex: KeyType, Required: true, Secret: true, Clause: "5.3(e)",
		Doc: "The key that messages to the device are authenticated with.",
		At:  func(c *PlainCredentials) any { return &c.AuthenticationKey },
	},
	spec.Def[PlainCredentials]{
		Name: "encryptionKey", Lex: KeyType, Required: true, Secret: true, Clause: "5.3(e)",
		Doc: "The key that messages to the device are encrypted with.",
		At:  func(c *PlainCredentials) any { return &c.EncryptionKey },
	},
)
