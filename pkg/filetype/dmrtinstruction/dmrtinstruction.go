// Package dmrtinstruction defines the DMRT instruction (MTAD 6.2, 6.3): DCC's
// request that an SMSO configure or upgrade Dormant Meters and their associated
// devices before migration. The layout is simulator-defined, format version 1.0.
//
//	{"installationID":"I-D1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","action":"ConfigureAndUpgrade",
//	 "configurationID":"CONFIG-2","configurationSource":"InstallingSupplier","supplier":"SUPB",
//	 "firmwareVersion":"00020130","previousFirmwareVersion":"0002012F"}]}
//
// Which fields an action needs is judged by rules. Active Meters are out of
// scope (3.2).
//
// The package may import spec, ident, envelope and mcf.
package dmrtinstruction

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The actions: the three combinations of 6.4.
const (
	Configure           = "Configure"           // 6.4(b)
	Upgrade             = "Upgrade"             // 6.4(a)
	ConfigureAndUpgrade = "ConfigureAndUpgrade" // 6.4(c)
)

// Actions lists the actions.
func Actions() []string { return []string{Configure, Upgrade, ConfigureAndUpgrade} }

// Where a configuration comes from (4.6).
const (
	SourceManufacturer       = "Manufacturer"
	SourceInstallingSupplier = "InstallingSupplier"
)

// Installation is one record: what is to be done at one installation.
type Installation struct {
	spec.Object
	InstallationID string
	Devices        []Device
}

// Device is what is to be done to one device.
type Device struct {
	spec.Object
	DeviceID                ident.EUI64
	Action                  string
	ConfigurationID         string
	ConfigurationSource     string
	Supplier                string
	FirmwareVersion         ident.Firmware
	PreviousFirmwareVersion ident.Firmware
}

// Type is the DMRT instruction.
var Type = &envelope.Type{
	Name:   "DMRT-INSTRUCTION",
	Long:   "DMRT instruction",
	Clause: "6.2, 6.3(a)(i), 6.4",
	Doc: "Requests that Dormant Meters and their associated devices be configured or upgraded before migration. " +
		"Made by DCC; carried out by the SMSO, which answers with a DMRT result.",
	Records:   "installations",
	Header:    envelope.HeaderTable("DMRT-INSTRUCTION", envelope.HeaderOptions{}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}

// Record describes an Installation.
var Record = spec.New("installation", "What is to be done at one installation.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "6.3(a)(i)",
		Doc: "The SMSO's reference for the installation.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "6.3(a)(i)",
		Doc: "The devices to be configured or upgraded.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "What is to be done to one device.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "6.3(a)(i)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "action", Enum: Actions(), Required: true, Clause: "6.4",
		Doc: "Whether to apply a configuration, to upgrade the firmware, or both.",
		At:  func(d *Device) any { return &d.Action },
	},
	spec.Def[Device]{
		Name: "configurationID", Lex: ident.ReferenceType, Clause: "6.2(a), 6.5",
		Doc: "The configuration to apply.",
		At:  func(d *Device) any { return &d.ConfigurationID },
	},
	spec.Def[Device]{
		Name: "configurationSource", Enum: []string{SourceManufacturer, SourceInstallingSupplier}, Clause: "4.6",
		Doc: "Whose configuration it is: the Manufacturer's, or an alternative supplied by an Installing Supplier.",
		At:  func(d *Device) any { return &d.ConfigurationSource },
	},
	spec.Def[Device]{
		Name: "supplier", Lex: ident.OrganisationType, Clause: "4.6",
		Doc: "The Installing Supplier, where the configuration is one of its own.",
		At:  func(d *Device) any { return &d.Supplier },
	},
	spec.Def[Device]{
		Name: "firmwareVersion", Lex: ident.FirmwareType, Clause: "6.2(b)",
		Doc: "The firmware to upgrade to.",
		At:  func(d *Device) any { return &d.FirmwareVersion },
	},
	spec.Def[Device]{
		Name: "previousFirmwareVersion", Lex: ident.FirmwareType, Clause: "3.3",
		Doc: "The firmware that must be there before, by the Installing Supplier's upgrade sequence.",
		At:  func(d *Device) any { return &d.PreviousFirmwareVersion },
	},
)
