// Package mvf defines the Migration Common Validation File (MTAD 5.3(c)): what
// DCC found when it validated a Migration Common File. DCC makes it; the SMSO
// reads it and makes group files for what passed. The layout is
// simulator-defined, format version 1.0.
//
// The header says whether the MCF as a whole could be validated; where it was
// rejected there are no records. Otherwise there is one record for each
// installation of the MCF, in the same order:
//
//	{"installationID":"I-A1","outcome":"Fail","reasons":[{"code":"X-MCF-NO-CHF","detail":"the installation has no CHF"}]}
//
// The package may import spec, ident and envelope.
package mvf

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The outcomes of an installation.
const (
	Pass = "Pass"
	Fail = "Fail"
)

// The outcomes of the MCF as a whole, in the header.
const (
	Accepted = "Accepted"
	Rejected = "Rejected"
)

// Outcome is one record: how one installation of the MCF fared.
type Outcome struct {
	spec.Object
	InstallationID string
	Outcome        string
	Reasons        []envelope.Reason
}

// Type is the Migration Common Validation File.
var Type = &envelope.Type{
	Name:   "MVF",
	Long:   "Migration Common Validation File",
	Clause: "5.3(c)",
	Doc: "Gives the outcome of validating a Migration Common File, for the file and for each of its installations. " +
		"Made by DCC; read by the SMSO, which makes group files for the installations that passed.",
	Records:   "installations",
	Header:    envelope.HeaderTable("MVF", envelope.HeaderOptions{MCF: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
	Seven:     true,
}

// Record describes an Outcome.
var Record = spec.New("outcome", "How one installation of the MCF fared.",
	spec.Def[Outcome]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.3(c)",
		Doc: "The installation, as the MCF names it.",
		At:  func(o *Outcome) any { return &o.InstallationID },
	},
	spec.Def[Outcome]{
		Name: "outcome", Enum: []string{Pass, Fail}, Required: true, Clause: "5.3(c)",
		Doc: "Whether the installation goes on to the group files.",
		At:  func(o *Outcome) any { return &o.Outcome },
	},
	spec.Def[Outcome]{
		Name: "reasons", Table: envelope.ReasonTable, Required: true, Clause: "5.3(c)",
		Doc: "Why the installation failed; empty where it passed.",
		At:  func(o *Outcome) any { return &o.Reasons },
	},
)
