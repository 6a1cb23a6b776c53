// Package nack defines the negative acknowledgement: what a party that received
// a file sends back where it refuses the file as a whole. Nothing of a refused
// file is processed. Layout and existence are simulator-defined (the exchange
// processes of 5.3), format version 1.0.
//
//	{"file":"MAF_SMSO4_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.json","receivedAt":"2022-06-08T09:00:01Z",
//	 "reasons":[{"code":"S-DIGEST","detail":"the digest does not match the bytes of the file"}]}
//
// The package may import spec, ident, civil and envelope.
package nack

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Delivery is one record: one file that was refused.
type Delivery struct {
	spec.Object
	File       string
	Digest     string
	ReceivedAt civil.Instant
	Reasons    []envelope.Reason
}

// Type is the negative acknowledgement.
var Type = &envelope.Type{
	Name:   "NACK",
	Long:   "Negative acknowledgement",
	Clause: "5.3 (exchange processes)",
	Doc: "Says that a file has been refused as a whole, and why. " +
		"Made by whoever received the file; read by its sender.",
	Records:   "files",
	Header:    envelope.HeaderTable("NACK", envelope.HeaderOptions{NoSMSO: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.Supplier, envelope.SMSO, envelope.DCC, envelope.NetworkOperator},
}

// Record describes a Delivery.
var Record = spec.New("file", "One file that was refused as a whole.",
	spec.Def[Delivery]{
		Name: "file", Lex: ident.FileNameType, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "The name that the file was exchanged under.",
		At:  func(d *Delivery) any { return &d.File },
	},
	spec.Def[Delivery]{
		Name: "digest", Lex: ident.DigestType, Clause: "5.3 (exchange processes)",
		Doc: "The digest in the file's trailer; absent where the file has none that can be read.",
		At:  func(d *Delivery) any { return &d.Digest },
	},
	spec.Def[Delivery]{
		Name: "receivedAt", Lex: ident.InstantType, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "When the file was received, in UTC.",
		At:  func(d *Delivery) any { return &d.ReceivedAt },
	},
	spec.Def[Delivery]{
		Name: "reasons", Table: envelope.ReasonTable, Min: 1, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "Why the file was refused.",
		At:  func(d *Delivery) any { return &d.Reasons },
	},
)
