// Package migrationreport defines the migration report (MTAD 5.4, 17.21(c),
// 17.22(d)): the terminal state of each installation, of its authorisations and
// of its devices. DCC makes it; a participant gets what it is entitled to as
// Responsible Supplier. The Migration Reporting Regime is not public: the layout
// is simulator-defined, format version 1.0.
//
//	{"installationID":"I-E1","combination":"5.2(a)","state":"COMMISSIONED",
//	 "authorisations":[{"authorisationID":"AUTH-000001","state":"COMMISSIONED"}],
//	 "devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","mpxn":"9900000000089","state":"Commissioned"}]}
//
// The package may import spec, ident, state, envelope and mcf.
package migrationreport

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
	"s1mig/pkg/state"
)

// Installation is one record: how one installation ended.
type Installation struct {
	spec.Object
	InstallationID string
	Combination    string
	State          string
	Reason         string
	Authorisations []Authorisation
	Devices        []Device
}

// Authorisation is how one authorisation ended.
type Authorisation struct {
	spec.Object
	AuthorisationID string
	State           string
}

// Device is how one device ended.
type Device struct {
	spec.Object
	DeviceID ident.EUI64
	MPxN     ident.MPxN
	State    string
}

// Type is the migration report.
var Type = &envelope.Type{
	Name:   "MIGRATION-REPORT",
	Long:   "Migration report",
	Clause: "5.4, 17.21(c), 17.22(d)",
	Doc: "Gives the state in which each installation, authorisation and device ended. " +
		"Made by DCC; read by the participant, cut to what it is entitled to as Responsible Supplier.",
	Records:   "installations",
	Header:    envelope.HeaderTable("MIGRATION-REPORT", envelope.HeaderOptions{Slice: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}

// Record describes an Installation.
var Record = spec.New("installation", "How one installation ended.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.4",
		Doc: "The SMSO's reference for the installation.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "combination", Enum: state.Combinations(), Clause: "5.2",
		Doc: "The combination of 5.2 that the installation is an instance of; absent where it is none.",
		At:  func(i *Installation) any { return &i.Combination },
	},
	spec.Def[Installation]{
		Name: "state", Enum: state.Names(), Required: true, Clause: "5.4",
		Doc: "The terminal state of the installation.",
		At:  func(i *Installation) any { return &i.State },
	},
	spec.Def[Installation]{
		Name: "reason", Lex: ident.TextType, Clause: "5.4",
		Doc: "Why the installation is not commissioned.",
		At:  func(i *Installation) any { return &i.Reason },
	},
	spec.Def[Installation]{
		Name: "authorisations", Table: Authorisations, Required: true, Clause: "5.4, 17.18",
		Doc: "The authorisations received for the installation, superseded ones included.",
		At:  func(i *Installation) any { return &i.Authorisations },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Max: mcf.MaxDevices, Required: true, Clause: "5.4",
		Doc: "The devices of the installation that are known to DCC; empty where it never reached an MCF.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Authorisations describes an Authorisation.
var Authorisations = spec.New("authorisation", "How one authorisation ended.",
	spec.Def[Authorisation]{
		Name: "authorisationID", Lex: ident.RecordIDType, Required: true, Clause: "17.18",
		Doc: "The authorisation, as the MAF names it.",
		At:  func(a *Authorisation) any { return &a.AuthorisationID },
	},
	spec.Def[Authorisation]{
		Name: "state", Enum: state.Names(), Required: true, Clause: "5.4",
		Doc: "The terminal state of the authorisation.",
		At:  func(a *Authorisation) any { return &a.State },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "How one device ended.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.4",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "mpxn", Lex: ident.MPxNType, Clause: "5.4",
		Doc: "For a meter, its MPAN or MPRN.",
		At:  func(d *Device) any { return &d.MPxN },
	},
	spec.Def[Device]{
		Name: "state", Lex: ident.TextType, Clause: "5.4",
		Doc: "How far the device came, in the words of the last file that names it.",
		At:  func(d *Device) any { return &d.State },
	},
)
