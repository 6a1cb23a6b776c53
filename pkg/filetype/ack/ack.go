// Package ack defines the acknowledgement: what a party that received a file
// sends back once it has taken it in. A repeated delivery is acknowledged again.
// Layout and existence are simulator-defined (the exchange processes of 5.3),
// format version 1.0.
//
//	{"file":"MAF_SMSO4_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.json",
//	 "digest":"sha-256:0000000000000000000000000000000000000000000000000000000000000000",
//	 "receivedAt":"2022-06-08T09:00:01Z"}
//
// The package may import spec, ident, civil and envelope.
package ack

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Delivery is one record: one file that was received.
type Delivery struct {
	spec.Object
	File       string
	Digest     string
	ReceivedAt civil.Instant
}

// Type is the acknowledgement.
var Type = &envelope.Type{
	Name:   "ACK",
	Long:   "Acknowledgement",
	Clause: "5.3 (exchange processes)",
	Doc: "Says that a file has been received, verified and taken in. " +
		"Made by whoever received the file; read by its sender.",
	Records:   "files",
	Header:    envelope.HeaderTable("ACK", envelope.HeaderOptions{NoSMSO: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.Supplier, envelope.SMSO, envelope.DCC, envelope.NetworkOperator},
}

// Record describes a Delivery.
var Record = spec.New("file", "One file that was received and taken in.",
	spec.Def[Delivery]{
		Name: "file", Lex: ident.FileNameType, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "The name that the file was exchanged under.",
		At:  func(d *Delivery) any { return &d.File },
	},
	spec.Def[Delivery]{
		Name: "digest", Lex: ident.DigestType, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "The digest in the file's trailer.",
		At:  func(d *Delivery) any { return &d.Digest },
	},
	spec.Def[Delivery]{
		Name: "receivedAt", Lex: ident.InstantType, Required: true, Clause: "5.3 (exchange processes)",
		Doc: "When the file was received, in UTC.",
		At:  func(d *Delivery) any { return &d.ReceivedAt },
	},
)
