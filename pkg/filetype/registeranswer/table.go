package registeranswer

import (
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Record describes an Authorisation.
var Record = spec.New("authorisation", "The register's answer for one authorisation.",
	spec.Def[Authorisation]{
		Name: "authorisationID", Lex: ident.RecordIDType, Required: true, Clause: "17.18",
		Doc: "The authorisation, as the query names it.",
		At:  func(a *Authorisation) any { return &a.AuthorisationID },
	},
	spec.Def[Authorisation]{
		Name: "installationID", Lex: ident.RecordIDType, Clause: "5.3(b)",
		Doc: "The installation that the meters belong to; absent where none is known, or where they belong to several.",
		At:  func(a *Authorisation) any { return &a.InstallationID },
	},
	spec.Def[Authorisation]{
		Name: "groupID", Lex: ident.GroupIDType, Clause: "Table 17.6",
		Doc: "The GroupID of the installation.",
		At:  func(a *Authorisation) any { return &a.GroupID },
	},
	spec.Def[Authorisation]{
		Name: "epclEntry", Lex: ident.ReferenceType, Clause: "4.4",
		Doc: "The planned EPCL entry that covers the installation.",
		At:  func(a *Authorisation) any { return &a.EPCLEntry },
	},
	spec.Def[Authorisation]{
		Name: "activeMeters", Max: maf.MaxMeters, Clause: "5.2",
		Doc: "How many Active Meters the installation has.",
		At:  func(a *Authorisation) any { return &a.ActiveMeters },
	},
	spec.Def[Authorisation]{
		Name: "dormantMeters", Max: maf.MaxMeters, Clause: "5.2",
		Doc: "How many Dormant Meters the installation has.",
		At:  func(a *Authorisation) any { return &a.DormantMeters },
	},
	spec.Def[Authorisation]{
		Name: "activeSuppliers", Max: maf.MaxMeters, Clause: "5.2(a), 5.2(c)",
		Doc: "How many different Responsible Suppliers those Active Meters have.",
		At:  func(a *Authorisation) any { return &a.ActiveSuppliers },
	},
	spec.Def[Authorisation]{
		Name: "submitterMeters", Max: maf.MaxMeters, Clause: "17.18",
		Doc: "How many of the Active Meters have the submitter as Responsible Supplier: the lines that the authorisation should have.",
		At:  func(a *Authorisation) any { return &a.SubmitterMeters },
	},
	spec.Def[Authorisation]{
		Name: "meters", Table: Meters, Min: 1, Max: maf.MaxMeters, Required: true, Clause: "17.20(a)",
		Doc: "The answer for each meter line of the query, in its order.",
		At:  func(a *Authorisation) any { return &a.Meters },
	},
)

// Meters describes a Meter.
var Meters = spec.New("meter", "What the register says of one MPxN.",
	spec.Def[Meter]{
		Name: "mpxn", Lex: ident.MPxNType, Required: true, Clause: "17.20(a)",
		Doc: "The MPAN or MPRN that was looked up.",
		At:  func(m *Meter) any { return &m.MPxN },
	},
	spec.Def[Meter]{
		Name: "known", Required: true, Clause: "17.20(a)",
		Doc: "Whether the register has a current entry for it.",
		At:  func(m *Meter) any { return &m.Known },
	},
	spec.Def[Meter]{
		Name: "alreadyMigrated", Clause: "17.20(a)",
		Doc: "True: there is no current entry because the installation has been migrated.",
		At:  func(m *Meter) any { return &m.AlreadyMigrated },
	},
	spec.Def[Meter]{
		Name: "supplier", Enum: []string{Match, Mismatch, None}, Clause: "17.20(f)",
		Doc: "Whether the Responsible Supplier in the register is the submitter, another organisation or missing. Another is not named.",
		At:  func(m *Meter) any { return &m.Supplier },
	},
	spec.Def[Meter]{
		Name: "status", Enum: mcf.Statuses(), Clause: "5.2, 17.18",
		Doc: "Whether it is an Active or a Dormant Meter.",
		At:  func(m *Meter) any { return &m.Status },
	},
	spec.Def[Meter]{
		Name: "networkOperator", Lex: ident.OrganisationType, Clause: "17.20(h)",
		Doc: "The operator of the network that the meter is connected to.",
		At:  func(m *Meter) any { return &m.NetworkOperator },
	},
)
