// Package registeranswer defines the register answer: what an SMSO's register
// says of the meters in a register query. It holds no more than the questions
// 17.20(a), (f) and (h) and the combinations of 5.2 need; it does not name a
// supplier. Layout and existence are simulator-defined, format version 1.0.
//
//	{"authorisationID":"AUTH-000001","installationID":"I-E1","groupID":"EA","epclEntry":"EPCL-EA-1",
//	 "activeMeters":1,"dormantMeters":0,"activeSuppliers":1,"submitterMeters":1,
//	 "meters":[{"mpxn":"9900000000089","known":true,"supplier":"Match","status":"Active","networkOperator":"NETE"}]}
//
// The package may import spec, ident, envelope, maf and mcf.
package registeranswer

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// How the Responsible Supplier in the register compares with the submitter.
const (
	Match    = "Match"
	Mismatch = "Mismatch" // the register has another supplier
	None     = "None"     // the register has no supplier
)

// Authorisation is one record: the answer for one authorisation.
type Authorisation struct {
	spec.Object
	AuthorisationID string
	InstallationID  string
	GroupID         string
	EPCLEntry       string
	ActiveMeters    int64 // of the whole installation
	DormantMeters   int64 // of the whole installation
	ActiveSuppliers int64 // different Responsible Suppliers of its active meters
	SubmitterMeters int64 // its active meters whose supplier is the submitter
	Meters          []Meter
}

// Meter is what the register says of one MPxN.
type Meter struct {
	spec.Object
	MPxN            ident.MPxN
	Known           bool
	AlreadyMigrated bool
	Supplier        string
	Status          string
	NetworkOperator string
}

// Type is the register answer.
var Type = &envelope.Type{
	Name:   "REGISTER-ANSWER",
	Long:   "Register answer",
	Clause: "17.20(a), 17.20(f), 17.20(h)",
	Doc: "Says what the SMSO's register holds on the meters of a register query. " +
		"Made by the SMSO; read by DCC, which judges the exceptions with it.",
	Records:   "authorisations",
	Header:    envelope.HeaderTable("REGISTER-ANSWER", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
}
