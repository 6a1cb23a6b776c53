// Package registerquery defines the register query: what DCC asks an SMSO of the
// authorisations in a MAF, because 17.20(a) and (f) are judged in the SMSO's
// system and only the SMSO reads its own register. Layout and existence are
// simulator-defined, format version 1.0.
//
//	{"authorisationID":"AUTH-000001","submitter":"SUPA","migrationWeek":"2022-06-13","migrateOn":"2022-06-15",
//	 "commissioningParty":"DCC","meters":[{"mpxn":"9900000000089"}]}
//
// The package may import spec, ident, civil, envelope and maf.
package registerquery

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Authorisation is one record: what is asked about one authorisation.
type Authorisation struct {
	spec.Object
	AuthorisationID    string
	Submitter          string
	MigrationWeek      civil.Date
	MigrateOn          civil.Date
	CommissioningParty string
	Meters             []Meter
}

// Meter is one meter line asked about.
type Meter struct {
	spec.Object
	MPxN ident.MPxN
}

// Type is the register query.
var Type = &envelope.Type{
	Name:   "REGISTER-QUERY",
	Long:   "Register query",
	Clause: "17.20(a), 17.20(f)",
	Doc: "Asks an SMSO what its register says of the meters in authorisations. " +
		"Made by DCC from MAFs that it received; answered by the SMSO with a register answer.",
	Records:   "authorisations",
	Header:    envelope.HeaderTable("REGISTER-QUERY", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}

// Record describes an Authorisation.
var Record = spec.New("authorisation", "What is asked about one authorisation.",
	spec.Def[Authorisation]{
		Name: "authorisationID", Lex: ident.RecordIDType, Required: true, Clause: "17.18",
		Doc: "The authorisation, as the MAF names it.",
		At:  func(a *Authorisation) any { return &a.AuthorisationID },
	},
	spec.Def[Authorisation]{
		Name: "submitter", Lex: ident.OrganisationType, Required: true, Clause: "17.20(f)",
		Doc: "The organisation that signed the MAF.",
		At:  func(a *Authorisation) any { return &a.Submitter },
	},
	spec.Def[Authorisation]{
		Name: "migrationWeek", Lex: ident.DateType, Required: true, Clause: "17.18",
		Doc: "The first day of the Migration Week.",
		At:  func(a *Authorisation) any { return &a.MigrationWeek },
	},
	spec.Def[Authorisation]{
		Name: "migrateOn", Lex: ident.DateType, Required: true, Clause: "17.18",
		Doc: "The day on which the installation is to be migrated.",
		At:  func(a *Authorisation) any { return &a.MigrateOn },
	},
	spec.Def[Authorisation]{
		Name: "commissioningParty", Enum: []string{string(envelope.DCC), string(envelope.Supplier)}, Clause: "5.2(b)",
		Doc: "Who will submit the requests that commission the devices other than the CHF.",
		At:  func(a *Authorisation) any { return &a.CommissioningParty },
	},
	spec.Def[Authorisation]{
		Name: "meters", Table: Meters, Min: 1, Max: maf.MaxMeters, Required: true, Clause: "17.20(a)",
		Doc: "The meter lines of the authorisation, in its order.",
		At:  func(a *Authorisation) any { return &a.Meters },
	},
)

// Meters describes a Meter.
var Meters = spec.New("meter", "One meter line asked about.",
	spec.Def[Meter]{
		Name: "mpxn", Lex: ident.MPxNType, Required: true, Clause: "17.20(a)",
		Doc: "The MPAN or MPRN to look up.",
		At:  func(m *Meter) any { return &m.MPxN },
	},
)
