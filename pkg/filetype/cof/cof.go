// Package cof defines the Commissioning Outcome File (MTAD 5.6(a)(ii)): the
// outcome of the commissioning steps. DCC alone makes it; the SMSO reads it, and
// so does a participant that did not submit the requests itself (17.21(a)). The
// layout is simulator-defined, format version 1.0.
//
// One record is one installation; each device lists its service requests in the
// order in which they were sent, with the alerts of Table 5.2 that each raised:
//
//	{"installationID":"I-E1","outcome":"Commissioned","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00",
//	 "commissioningParty":"DCC","outcome":"Commissioned","steps":[{"srv":"8.11","at":"2022-06-15T10:00:00Z",
//	 "outcome":"Success","responseCode":"I0","alerts":[{"code":"N16","at":"2022-06-15T10:00:01Z"}]}]}]}
//
// The package may import spec, ident, civil, envelope and mcf.
package cof

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The outcomes of an installation, of a device and of a step.
const (
	Commissioned = "Commissioned" // installation: the CHF and every meter; device: all of its steps
	Partial      = "Partial"      // installation: the CHF but not every meter
	Failed       = "Failed"       // installation: not the CHF; device: a step failed
	NotAttempted = "NotAttempted" // device: no step was made
	Success      = "Success"      // step
	Failure      = "Failure"      // step
)

// Installation is one record: how commissioning one installation ended.
type Installation struct {
	spec.Object
	InstallationID string
	Outcome        string
	Devices        []Device
}

// Device is how commissioning one device ended.
type Device struct {
	spec.Object
	DeviceID           ident.EUI64
	CommissioningParty string
	Outcome            string
	Steps              []Step
}

// Step is one service request and its outcome.
type Step struct {
	spec.Object
	SRV          string
	At           civil.Instant
	Outcome      string
	ResponseCode string
	Alerts       []Alert
}

// Alert is an alert that a step raised.
type Alert struct {
	spec.Object
	Code string
	At   civil.Instant
}

// Type is the Commissioning Outcome File.
var Type = &envelope.Type{
	Name:   "COF",
	Long:   "Commissioning Outcome File",
	Clause: "5.6(a)(ii)",
	Doc: "Gives the outcome of the commissioning steps, for one GroupID. " +
		"Made by DCC only; read by the SMSO, and by a participant that did not submit the requests itself.",
	Records:   "installations",
	Header:    envelope.HeaderTable("COF", envelope.HeaderOptions{Group: true, Slice: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
	Seven:     true,
}
