package world

import (
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// DMRT writes over in what DCC instructs to be done to the Dormant Meters of an
// installation before their migration, and reports whether there is anything (6.2
// to 6.4). A configuration is the manufacturer's, for the models of the
// installation's EPCL entry (4.6, 6.5); an upgrade leads from the firmware of the
// register to the last that the entry lists, and a meter that has it already is
// left alone. Active Meters are out of scope (3.2), and so is what has been
// migrated.
func (w *World) DMRT(inst *Installation, in *dmrtinstruction.Installation) bool {
	if inst.DMRT == "" || inst.Migrated {
		return false
	}
	*in = dmrtinstruction.Installation{InstallationID: inst.ID, Devices: w.instructions(in.Devices[:0], inst)}
	return len(in.Devices) > 0
}

// DMRTPlan lists what DCC instructs an SMSO to do, by the places of the
// installations in its register: those of which DMRT says that there is anything.
func (w *World) DMRTPlan(smso string) (plan []int32) {
	r := w.Register(smso)
	if r == nil {
		return nil
	}
	var in dmrtinstruction.Installation
	for i, inst := range r.All() {
		if w.DMRT(inst, &in) {
			plan = append(plan, int32(i))
		}
	}
	return plan
}

// instructions appends those of an installation.
func (w *World) instructions(devices []dmrtinstruction.Device, inst *Installation) []dmrtinstruction.Device {
	if inst.DMRT == "" {
		return devices
	}
	for k := range inst.Devices {
		d := &inst.Devices[k]
		if !d.IsMeter() || d.Active {
			continue
		}
		if in := w.instruction(inst, d); in.Action != "" {
			devices = append(devices, in)
		}
	}
	return devices
}

func (w *World) instruction(inst *Installation, d *Device) dmrtinstruction.Device {
	in := dmrtinstruction.Device{DeviceID: d.ID}
	if inst.DMRT == DMRTConfiguration || inst.DMRT == DMRTBoth {
		in.Action = dmrtinstruction.Configure
		in.ConfigurationID, in.ConfigurationSource = configurationOf(inst.EPCL), dmrtinstruction.SourceManufacturer
	}
	target := lastFirmware(w.epclEntry(inst.EPCL), d)
	if (inst.DMRT == DMRTFirmware || inst.DMRT == DMRTBoth) && target != d.Firmware {
		in.FirmwareVersion, in.PreviousFirmwareVersion = target, d.Firmware
		if in.Action = dmrtinstruction.Upgrade; in.ConfigurationID != "" {
			in.Action = dmrtinstruction.ConfigureAndUpgrade
		}
	}
	return in
}

// configurationOf names the manufacturer's configuration for an EPCL entry.
func configurationOf(entry string) string {
	if name := entry + ":default"; ident.ReferenceType.Valid([]byte(name)) {
		return name
	}
	return entry // as long as a name can be
}

// lastFirmware is the last firmware that an entry lists for the device's model,
// the device's own where it lists none.
func lastFirmware(e *EPCLEntry, d *Device) ident.Firmware {
	for _, m := range e.Models {
		if sameModel(&m, d) && len(m.Firmware) > 0 {
			return m.Firmware[len(m.Firmware)-1]
		}
	}
	return d.Firmware
}

func sameModel(m *rule.Model, d *Device) bool {
	return m.DeviceType == d.Type && m.Manufacturer == d.Manufacturer && m.Model == d.Model
}
