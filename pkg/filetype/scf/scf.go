// Package scf defines the S1SP Commissioning File (MTAD 5.6(a)(i)): the outcome
// of the checks of 5.5 that prepare for commissioning. DCC alone makes it; the
// Commissioning Party reads it: DCC itself, or the supplier (17.22(b)). The
// layout is simulator-defined, format version 1.0.
//
// One record is one installation whose devices reached the checks:
//
//	{"installationID":"I-E1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00",
//	 "checks":[{"check":"InstallingSMETS1ElectricityMeter","outcome":"Fail","reason":"credential missing"},
//	 {"check":"SecuringSMETS1ESME","outcome":"NotRun","reason":"blocked by 5.5(a)"}],"ready":false}]}
//
// The package may import spec, ident, envelope and mcf.
package scf

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The three checks of 5.5, in its order.
const (
	InstallingESME = "InstallingSMETS1ElectricityMeter" // 5.5(a), each ESME
	InstallingGSME = "InstallingSMETS1GSME"             // 5.5(b), each GSME
	SecuringESME   = "SecuringSMETS1ESME"               // 5.5(c), each ESME, after 5.5(a)
)

// The outcomes of a check.
const (
	Pass   = "Pass"
	Fail   = "Fail"
	NotRun = "NotRun" // blocked by a check before it
)

// Checks lists the three checks in the order of 5.5.
func Checks() []string { return []string{InstallingESME, InstallingGSME, SecuringESME} }

// ChecksOf lists the checks of a type of device in the order in which they run:
// that of 5.5(c) after that of 5.5(a) [SIM order].
func ChecksOf(deviceType string) []string {
	switch deviceType {
	case mcf.ESME:
		return checksOfESME
	case mcf.GSME:
		return checksOfGSME
	}
	return nil
}

var (
	checksOfESME = []string{InstallingESME, SecuringESME}
	checksOfGSME = []string{InstallingGSME}
)

// Installation is one record: the devices of one installation.
type Installation struct {
	spec.Object
	InstallationID string
	Devices        []Device
}

// Device is one device and what the checks found.
type Device struct {
	spec.Object
	DeviceID ident.EUI64
	Checks   []Check
	Ready    bool
}

// Check is the outcome of one check of 5.5 on one device.
type Check struct {
	spec.Object
	Check   string
	Outcome string
	Reason  string
}

// Type is the S1SP Commissioning File.
var Type = &envelope.Type{
	Name:   "SCF",
	Long:   "S1SP Commissioning File",
	Clause: "5.6(a)(i)",
	Doc: "Gives the outcome of the checks of 5.5 and says which devices are ready to be commissioned, for one GroupID. " +
		"Made by DCC only; read by the Commissioning Party, which is DCC or the supplier.",
	Records:   "installations",
	Header:    envelope.HeaderTable("SCF", envelope.HeaderOptions{Group: true, Slice: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
	Seven:     true,
}

// Record describes an Installation.
var Record = spec.New("installation", "One installation whose devices reached the checks of 5.5.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.6(a)(i)",
		Doc: "The installation, as the MGF names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.6(a)(i)",
		Doc: "The devices of the installation that reached the checks.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "One device and what the checks of 5.5 found.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.6(a)(i)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "checks", Table: CheckTable, Max: int64(len(Checks())), Required: true, Clause: "5.5",
		Doc: "The checks that apply to the device, in the order of 5.5; empty for a device that none applies to.",
		At:  func(d *Device) any { return &d.Checks },
	},
	spec.Def[Device]{
		Name: "ready", Required: true, Clause: "5.6(a)(i)",
		Doc: "Whether the device is ready to be commissioned: every check that applies has passed.",
		At:  func(d *Device) any { return &d.Ready },
	},
)

// CheckTable describes a Check.
var CheckTable = spec.New("check", "The outcome of one check of 5.5 on one device.",
	spec.Def[Check]{
		Name: "check", Enum: Checks(), Required: true, Clause: "5.5(a), 5.5(b), 5.5(c)",
		Doc: "Which check of the TMAD it is, by its name in 5.5.",
		At:  func(c *Check) any { return &c.Check },
	},
	spec.Def[Check]{
		Name: "outcome", Enum: []string{Pass, Fail, NotRun}, Required: true, Clause: "5.5, 5.6(a)(i)",
		Doc: "How the check ended. NotRun: a check that it depends on did not pass.",
		At:  func(c *Check) any { return &c.Outcome },
	},
	spec.Def[Check]{
		Name: "reason", Lex: ident.TextType, Clause: "5.6(a)(i)",
		Doc: "Why the check did not pass.",
		At:  func(c *Check) any { return &c.Reason },
	},
)
