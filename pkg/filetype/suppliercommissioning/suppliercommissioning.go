// Package suppliercommissioning defines the supplier commissioning result (MTAD
// 5.2(b), 17.14): the service requests that a Responsible Supplier submitted to
// commission the devices other than the CHF, and their outcomes. Layout and
// existence are simulator-defined, format version 1.0: in the real service the
// requests go to DCC one by one.
//
//	{"installationID":"I-A2","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","steps":[
//	 {"srv":"8.11","at":"2022-06-15T10:00:00Z","outcome":"Success","responseCode":"I0"}]}]}
//
// The package may import spec, ident, civil, envelope, mcf and cof.
package suppliercommissioning

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Requests lists what a supplier submits for a meter, in its order (B.5).
func Requests() []string { return []string{cof.SRVAdd, cof.SRVSecure} }

// Installation is one record: the supplier's requests for one installation.
type Installation struct {
	spec.Object
	InstallationID string
	Devices        []Device
}

// Device is the supplier's requests for one device.
type Device struct {
	spec.Object
	DeviceID ident.EUI64
	Steps    []Step
}

// Step is one service request and its outcome.
type Step struct {
	spec.Object
	SRV          string
	At           civil.Instant
	Outcome      string
	ResponseCode string
}

// Type is the supplier commissioning result.
var Type = &envelope.Type{
	Name:   "SUPPLIER-COMMISSIONING",
	Long:   "Supplier commissioning result",
	Clause: "5.2(b), 17.14, 17.22",
	Doc: "Lists the requests that a supplier submitted to commission devices other than the CHF, and their outcomes. " +
		"Made by the supplier from the MCF and the SCF released to it; read by DCC.",
	Records:   "installations",
	Header:    envelope.HeaderTable("SUPPLIER-COMMISSIONING", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.Supplier},
}

// Record describes an Installation.
var Record = spec.New("installation", "The supplier's requests for one installation.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.2(b)",
		Doc: "The installation, as the SCF names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.2(b)",
		Doc: "The devices that the supplier commissions.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "The supplier's requests for one device.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.2(b)",
		Doc: "The EUI-64 that identifies the device; never a CHF.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "steps", Table: Steps, Max: cof.MaxSteps, Required: true, Clause: "17.14",
		Doc: "The requests for the device, in the order sent; empty where the supplier may not send them.",
		At:  func(d *Device) any { return &d.Steps },
	},
)

// Steps describes a Step.
var Steps = spec.New("step", "One service request and its outcome.",
	spec.Def[Step]{
		Name: "srv", Lex: ident.SRVType, Required: true, Clause: "17.14, Table 5.2",
		Doc: "The service request variant that was sent. The supplier must have passed the Eligibility Tests for it.",
		At:  func(s *Step) any { return &s.SRV },
	},
	spec.Def[Step]{
		Name: "at", Lex: ident.InstantType, Required: true, Clause: "5.6(b)",
		Doc: "When it was sent, in UTC.",
		At:  func(s *Step) any { return &s.At },
	},
	spec.Def[Step]{
		Name: "outcome", Enum: []string{cof.Success, cof.Failure}, Required: true, Clause: "5.6(a)(ii)",
		Doc: "Whether the request succeeded.",
		At:  func(s *Step) any { return &s.Outcome },
	},
	spec.Def[Step]{
		Name: "responseCode", Lex: ident.ResponseCodeType, Clause: "DUIS (response codes)",
		Doc: "The code of the response, where one came.",
		At:  func(s *Step) any { return &s.ResponseCode },
	},
)
