// Package mafoutcome defines the MAF outcome file: what DCC tells a participant
// of the authorisations in its MAF. The MTAD names no such file (17.20 needs one
// for its exceptions to be seen); layout and existence are simulator-defined,
// format version 1.0.
//
// One record is one authorisation with every exception found in it:
//
//	{"authorisationID":"AUTH-000001","outcome":"Rejected","exceptions":[{"code":"MTAD-17.20.h","line":1,
//	 "mpxn":"9900000000089","detectedBy":"DCC","severity":"error",
//	 "detail":"networkOperatorCertificateID does not belong to the network operator of the MPxN"}]}
//
// It never says who another supplier is, nor which other SMSO knows an MPxN.
//
// The package may import spec, ident, envelope and maf.
package mafoutcome

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The outcomes of an authorisation.
const (
	Accepted   = "Accepted"
	Rejected   = "Rejected"
	Held       = "Held"       // waits for another authorisation of the same installation
	Superseded = "Superseded" // a later authorisation of the same MPxN took its place
	Lapsed     = "Lapsed"     // held until its week started
)

// The sub-reasons of 17.20(f).
const (
	SupplierNone     = "none"     // the register has no supplier for the MPxN
	SupplierMismatch = "mismatch" // the register has another supplier
)

// The severities of an exception. Only an error rejects.
const (
	SeverityError   = "error"
	SeverityWarning = "warning"
	SeverityInfo    = "info"
)

// Authorisation is one record: what became of one authorisation.
type Authorisation struct {
	spec.Object
	AuthorisationID      string
	InstallationID       string
	Outcome              string
	CommissioningParty   string
	WaitingForOtherParty bool
	Exceptions           []Exception
}

// Exception is one thing found in an authorisation: an exception of 17.20, or
// another finding.
type Exception struct {
	spec.Object
	Code       string
	Line       int64
	MPxN       ident.MPxN
	SubReason  string
	DetectedBy string
	Severity   string
	Detail     string
	Hint       string
}

// Type is the MAF outcome file.
var Type = &envelope.Type{
	Name:   "MAF-OUTCOME",
	Long:   "MAF outcome",
	Clause: "17.20, 17.21, 17.22",
	Doc: "Tells a participant what became of each authorisation in its MAF: accepted, or the exceptions found, by line. " +
		"Made by DCC, from its own checks and the SMSO's answers; read by the supplier that sent the MAF.",
	Records:   "authorisations",
	Header:    envelope.HeaderTable("MAF-OUTCOME", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}
