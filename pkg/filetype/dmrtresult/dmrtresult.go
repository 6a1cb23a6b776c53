// Package dmrtresult defines the DMRT result (MTAD 6.2, 6.3): what an SMSO did
// with a DMRT instruction. The layout is simulator-defined, format version 1.0.
//
//	{"installationID":"I-D1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","action":"Configure",
//	 "outcome":"Applied","configurationID":"CONFIG-2"}]}
//
// A configuration must be applied (6.2(a)); of a firmware upgrade it is enough
// that the device acknowledged the instruction (6.2(b)).
//
// The package may import spec, ident, envelope, mcf and dmrtinstruction.
package dmrtresult

import (
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The outcomes of an instruction to a device.
const (
	Applied      = "Applied"
	Acknowledged = "Acknowledged" // the device took the instruction; its effect is not known
	Failed       = "Failed"
)

// Installation is one record: what was done at one installation.
type Installation struct {
	spec.Object
	InstallationID string
	Devices        []Device
}

// Device is what was done to one device.
type Device struct {
	spec.Object
	DeviceID        ident.EUI64
	Action          string
	Outcome         string
	ConfigurationID string
	FirmwareVersion ident.Firmware
	Reason          string
}

// Type is the DMRT result.
var Type = &envelope.Type{
	Name:   "DMRT-RESULT",
	Long:   "DMRT result",
	Clause: "6.2, 6.3(a)(ii), 6.3(a)(iii)",
	Doc: "Says what became of a DMRT instruction on each device. " +
		"Made by the SMSO; read by DCC, which compares it with what it asked for.",
	Records:   "installations",
	Header:    envelope.HeaderTable("DMRT-RESULT", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
}

// Record describes an Installation.
var Record = spec.New("installation", "What was done at one installation.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "6.3(a)(ii)",
		Doc: "The installation, as the instruction names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "6.3(a)(ii)",
		Doc: "The devices that an instruction was sent to.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "What was done to one device.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "6.3(a)(ii)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "action", Enum: dmrtinstruction.Actions(), Required: true, Clause: "6.4",
		Doc: "What the device was instructed to do.",
		At:  func(d *Device) any { return &d.Action },
	},
	spec.Def[Device]{
		Name: "outcome", Enum: []string{Applied, Acknowledged, Failed}, Required: true, Clause: "6.2(a), 6.2(b)",
		Doc: "Whether the instruction took effect, was only acknowledged, or failed.",
		At:  func(d *Device) any { return &d.Outcome },
	},
	spec.Def[Device]{
		Name: "configurationID", Lex: ident.ReferenceType, Clause: "6.3(a)(iii)",
		Doc: "The configuration that the device now has.",
		At:  func(d *Device) any { return &d.ConfigurationID },
	},
	spec.Def[Device]{
		Name: "firmwareVersion", Lex: ident.FirmwareType, Clause: "6.2(b)",
		Doc: "The firmware that the device now runs.",
		At:  func(d *Device) any { return &d.FirmwareVersion },
	},
	spec.Def[Device]{
		Name: "reason", Lex: ident.TextType, Clause: "6.3(a)(ii)",
		Doc: "Why the instruction failed.",
		At:  func(d *Device) any { return &d.Reason },
	},
)
