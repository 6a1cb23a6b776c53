// Package maf defines the Migration Authorisation File (MTAD 5.3(a), 17.18): a
// Responsible Supplier's permission to migrate its Active Meters, made by the
// supplier and read by DCC. The layout is simulator-defined, format version 1.0.
//
// One record is the authorisation of one installation, with a line for each
// meter that the supplier is responsible for:
//
//	{"authorisationID":"AUTH-000001","migrationWeek":"2022-06-13","migrateOn":"2022-06-15",
//	 "commissioningParty":"DCC","meters":[{"mpxn":"9900000000089",
//	 "supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"}]}
//
// An authorisation is well formed although its week is no Monday, or although
// its certificates are missing or wrong: those are the exceptions that 17.20
// lets a participant test, and rules judge them.
//
// Suppliers make the same file as CSV, one row for each meter; Columns says
// which column fills which field.
//
// The package may import spec, ident, civil and envelope.
package maf

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Authorisation is one record: one Responsible Supplier's permission to migrate
// one installation.
type Authorisation struct {
	spec.Object
	AuthorisationID    string
	MigrationWeek      civil.Date
	MigrateOn          civil.Date
	CommissioningParty string
	Meters             []Meter
}

// Meter is one line of an authorisation.
type Meter struct {
	spec.Object
	MPxN                         ident.MPxN
	SupplierCertificateIDs       []ident.CertificateID
	NetworkOperatorCertificateID ident.CertificateID
}

// Type is the Migration Authorisation File.
var Type = &envelope.Type{
	Name:   "MAF",
	Long:   "Migration Authorisation File",
	Clause: "5.3(a), 17.18",
	Doc: "Authorises DCC to migrate Active Meters in a stated Migration Week. " +
		"Made by the Responsible Supplier; read by DCC, which asks the SMSO what its register says of each MPxN.",
	Records:   "authorisations",
	Header:    envelope.HeaderTable("MAF", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.Supplier},
	Seven:     true,
}

// MaxMeters is the number of meters of an installation: one for each fuel.
const MaxMeters = 2

// Record describes an Authorisation.
var Record = spec.New("authorisation", "One Responsible Supplier's permission to migrate one installation.",
	spec.Def[Authorisation]{
		Name: "authorisationID", Lex: ident.RecordIDType, Required: true, Clause: "17.18",
		Doc: "The supplier's own reference for the authorisation; outcomes are reported against it.",
		At:  func(a *Authorisation) any { return &a.AuthorisationID },
	},
	spec.Def[Authorisation]{
		Name: "migrationWeek", Lex: ident.DateType, Required: true, Clause: "5.3(a), 17.20(b), 17.20(c)",
		Doc: "The first day of the Migration Week. Any calendar date is well formed; that it is a Monday and not yet begun is judged by 17.20(b) and (c).",
		At:  func(a *Authorisation) any { return &a.MigrationWeek },
	},
	spec.Def[Authorisation]{
		Name: "migrateOn", Lex: ident.DateType, Required: true, Clause: "5.3(a), 17.20(d), 17.20(e)",
		Doc: "The day on which the installation is to be migrated, counted in London time; 17.20(d) and (e) judge it.",
		At:  func(a *Authorisation) any { return &a.MigrateOn },
	},
	spec.Def[Authorisation]{
		Name: "commissioningParty", Enum: []string{string(envelope.DCC), string(envelope.Supplier)}, Clause: "5.2(b), 17.21, 17.22",
		Doc: "Who will submit the requests that commission the devices other than the CHF. Absent: as the participant's profile says.",
		At:  func(a *Authorisation) any { return &a.CommissioningParty },
	},
	spec.Def[Authorisation]{
		Name: "meters", Table: Meters, Min: 1, Max: MaxMeters, Required: true, Clause: "5.3(a), 17.18",
		Doc: "The Active Meters of the installation that this supplier is responsible for, one line each.",
		At:  func(a *Authorisation) any { return &a.Meters },
	},
)

// Meters describes a Meter.
var Meters = spec.New("meter", "One meter line of an authorisation.",
	spec.Def[Meter]{
		Name: "mpxn", Lex: ident.MPxNType, Required: true, Clause: "5.3(a), 17.20(a), 17.20(f)",
		Doc: "The MPAN or MPRN of the meter; 17.20(a) and (f) ask the SMSO's register for it.",
		At:  func(m *Meter) any { return &m.MPxN },
	},
	spec.Def[Meter]{
		Name: "supplierCertificateIDs", Lex: CertificateEntryType, Max: MaxSupplierCertificates, Clause: "5.3(a), 17.20(g)",
		Doc: "The supplier's organisation certificates that the meter is to hold. Absent, empty and placeholders are well formed; 17.20(g) judges them.",
		At:  func(m *Meter) any { return &m.SupplierCertificateIDs },
	},
	spec.Def[Meter]{
		Name: "networkOperatorCertificateID", Lex: CertificateEntryType, Clause: "5.3(a), 17.20(h)",
		Doc: "The organisation certificate of the meter's network operator. Absent, empty and placeholders are well formed; 17.20(h) judges a wrong one.",
		At:  func(m *Meter) any { return &m.NetworkOperatorCertificateID },
	},
)

// MaxSupplierCertificates bounds the supplier certificates of one meter. The
// MTAD gives no number; a meter holds a handful.
const MaxSupplierCertificates = 16
