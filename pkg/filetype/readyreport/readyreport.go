// Package readyreport defines the ready-for-migration report (MTAD 6.3(a)(iv)):
// the installations whose dormant meters are ready for migration to commence. It
// is how a Dormant Meter, which no MAF authorises, enters the migration. The SMSO
// makes it; DCC receives it. The layout is simulator-defined, format version 1.0.
//
//	{"installationID":"I-D1","groupID":"CB","migrateOn":"2022-06-15","devices":[
//	 {"deviceID":"90-B3-D5-1F-30-01-00-00","mpxn":"9900000000042","status":"Dormant"}]}
//
// The package may import spec, ident, civil, envelope, maf and mcf.
package readyreport

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Installation is one record: one installation that is ready.
type Installation struct {
	spec.Object
	InstallationID string
	GroupID        string
	MigrateOn      civil.Date
	Devices        []Device
}

// Device is one meter of it that is ready.
type Device struct {
	spec.Object
	DeviceID ident.EUI64
	MPxN     ident.MPxN
	Status   string
}

// Type is the ready-for-migration report.
var Type = &envelope.Type{
	Name:   "READY-REPORT",
	Long:   "Ready-for-migration report",
	Clause: "6.3(a)(iv)",
	Doc: "Lists the installations whose Dormant Meters are ready for migration to commence. " +
		"Made by the SMSO once they are configured and upgraded; read by DCC.",
	Records:   "installations",
	Header:    envelope.HeaderTable("READY-REPORT", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
}

// Record describes an Installation.
var Record = spec.New("installation", "One installation whose Dormant Meters are ready for migration.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "6.3(a)(iv)",
		Doc: "The SMSO's reference for the installation.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "groupID", Lex: ident.GroupIDType, Required: true, Clause: "Table 17.6",
		Doc: "The GroupID that the installation belongs to.",
		At:  func(i *Installation) any { return &i.GroupID },
	},
	spec.Def[Installation]{
		Name: "migrateOn", Lex: ident.DateType, Required: true, Clause: "6.3(a)(iv)",
		Doc: "The day on which the installation is to be migrated, counted in London time.",
		At:  func(i *Installation) any { return &i.MigrateOn },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: maf.MaxMeters, Required: true, Clause: "6.3(a)(iv)",
		Doc: "The meters that are ready.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "One meter that is ready for migration.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "6.3(a)(iv)",
		Doc: "The EUI-64 that identifies the meter.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "mpxn", Lex: ident.MPxNType, Required: true, Clause: "6.3(a)(iv)",
		Doc: "The MPAN or MPRN of the meter.",
		At:  func(d *Device) any { return &d.MPxN },
	},
	spec.Def[Device]{
		Name: "status", Enum: mcf.Statuses(), Required: true, Clause: "5.2, 6.3(a)(iv)",
		Doc: "The status of the meter. The report is for Dormant Meters; a rule judges an active one.",
		At:  func(d *Device) any { return &d.Status },
	},
)
