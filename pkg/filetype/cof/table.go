package cof

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Bounds of the lists of a device and of a step. The MTAD gives none; retries
// and repeated alerts stay well below them.
const (
	MaxSteps  = 100
	MaxAlerts = 100
)

// Record describes an Installation.
var Record = spec.New("installation", "How commissioning one installation ended.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.6(a)(ii)",
		Doc: "The installation, as the SCF names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "outcome", Enum: []string{Commissioned, Partial, Failed}, Required: true, Clause: "5.6(a)(ii)",
		Doc: "Commissioned: the CHF and every meter. Partial: the CHF but not every meter. Failed: not the CHF. In a slice it counts the slice's own devices alone.",
		At:  func(i *Installation) any { return &i.Outcome },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.6(a)(ii)",
		Doc: "The devices that commissioning was due for.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "How commissioning one device ended.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.6(a)(ii)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "commissioningParty", Enum: []string{string(envelope.DCC), string(envelope.Supplier)}, Required: true, Clause: "5.2",
		Doc: "Who submits the requests for the device: DCC, or in 5.2(b) the Responsible Supplier for devices other than the CHF.",
		At:  func(d *Device) any { return &d.CommissioningParty },
	},
	spec.Def[Device]{
		Name: "outcome", Enum: []string{Commissioned, Failed, NotAttempted}, Required: true, Clause: "5.6(a)(ii)",
		Doc: "Whether the device is commissioned.",
		At:  func(d *Device) any { return &d.Outcome },
	},
	spec.Def[Device]{
		Name: "steps", Table: Steps, Max: MaxSteps, Required: true, Clause: "5.6(a)(ii), 5.6(b)",
		Doc: "The service requests for the device, in the order sent; empty where none was.",
		At:  func(d *Device) any { return &d.Steps },
	},
)

// Steps describes a Step.
var Steps = spec.New("step", "One service request and its outcome.",
	spec.Def[Step]{
		Name: "srv", Lex: ident.SRVType, Required: true, Clause: "5.6(b), Table 5.2",
		Doc: "The service request variant that was sent.",
		At:  func(s *Step) any { return &s.SRV },
	},
	spec.Def[Step]{
		Name: "at", Lex: ident.InstantType, Required: true, Clause: "5.6(b)",
		Doc: "When it was sent, in UTC.",
		At:  func(s *Step) any { return &s.At },
	},
	spec.Def[Step]{
		Name: "outcome", Enum: []string{Success, Failure}, Required: true, Clause: "5.6(a)(ii)",
		Doc: "Whether the request succeeded.",
		At:  func(s *Step) any { return &s.Outcome },
	},
	spec.Def[Step]{
		Name: "responseCode", Lex: ident.ResponseCodeType, Clause: "DUIS (response codes)",
		Doc: "The code of the response, where one came.",
		At:  func(s *Step) any { return &s.ResponseCode },
	},
	spec.Def[Step]{
		Name: "alerts", Table: Alerts, Max: MaxAlerts, Required: true, Clause: "5.6(b), Table 5.2",
		Doc: "The alerts that the request raised, in order of time; empty where it raised none.",
		At:  func(s *Step) any { return &s.Alerts },
	},
)

// Alerts describes an Alert.
var Alerts = spec.New("alert", "An alert that a step raised.",
	spec.Def[Alert]{
		Name: "code", Lex: ident.AlertCodeType, Required: true, Clause: "Table 5.2",
		Doc: "The code of the alert. Which codes may follow which request is in Table 5.2, and is judged by a rule.",
		At:  func(a *Alert) any { return &a.Code },
	},
	spec.Def[Alert]{
		Name: "at", Lex: ident.InstantType, Required: true, Clause: "5.6(b)",
		Doc: "When it was raised, in UTC.",
		At:  func(a *Alert) any { return &a.At },
	},
)
