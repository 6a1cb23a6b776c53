package rules

import (
	"fmt"
	"math/bits"

	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// EPCL says that an installation is not covered by its EPCL entry.
var EPCL = &rule.Rule{
	Code: "X-EPCL", Name: "EPCL", Title: "The installation is not covered by its EPCL entry",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF"}, Clause: "4.4, 4.7",
	Doc:   "An entry of the Eligible Product Combinations List names the SMSO, the communications service provider, the device models with their firmware, and whether it covers active meters, dormant meters or either. The installation must fit all of them. (In the real service such a misfit is reported as MA110; that is context, not a code of this program.)",
	Fix:   "Name the entry that covers the installation, or leave the installation out until one does.",
	Needs: []rule.Fact{rule.NeedsEPCL},
	Good:  "an ESME of a model that the entry lists", Bad: "an ESME with firmware that the entry does not list", Since: "1",
}

func (j *Judge) epcl(r *mcf.Installation) {
	if j.in.Facts.EPCL == nil || !r.OK(mcfEntry) {
		return
	}
	answer := j.epclEntry(r.EPCLEntry)
	entry := &answer.entry
	switch {
	case !answer.ok:
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the EPCL has no entry %q", r.EPCLEntry), "name the entry that covers the installation"
		}, "epclEntry")
		return
	case j.in.header.smso && entry.SMSO != "" && entry.SMSO != j.in.Header.SMSO:
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the entry %s is not one of %s", entry.ID, j.in.Header.SMSO), ""
		}, "epclEntry")
	}
	if r.OK(mcfCSP) && r.CommunicationsServiceProvider != entry.CSP {
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the entry %s is for the communications service provider %s, not %s", entry.ID, entry.CSP, r.CommunicationsServiceProvider), ""
		}, "communicationsServiceProvider")
	}
	for i := range r.Devices {
		j.epclDevice(&r.Devices[i], i, answer)
	}
}

// epclAnswer is what the EPCL says of an id.
type epclAnswer struct {
	entry rule.EPCLEntry
	ok    bool
	// listed are devices that the entry lists. An entry lists few, and each comes
	// again and again.
	listed [32]product
}

// product is what an EPCL entry lists: a device model with its firmware.
type product struct {
	deviceType   string
	manufacturer ident.Manufacturer
	model        ident.Model
	firmware     ident.Firmware
}

// place is where a product is remembered, if it is. Those of one entry differ in
// few digits.
func (p *product) place(a *epclAnswer) *product {
	h := (bits.RotateLeft32(uint32(p.model), 16) ^ uint32(p.firmware)) * 0x9e3779b1
	return &a.listed[h>>27%uint32(len(a.listed))]
}

// epclEntry asks the EPCL.
func (j *Judge) epclEntry(id string) *epclAnswer {
	answer := j.entries.get(id)
	if answer == nil {
		answer = new(epclAnswer)
		answer.entry, answer.ok = j.in.Facts.EPCL.EPCLEntry(id)
		j.entries.put(id, *answer)
	}
	return answer
}

func (j *Judge) epclDevice(d *mcf.Device, i int, answer *epclAnswer) {
	entry := &answer.entry
	if d.OK(mcfStatus) && (entry.Scope == rule.ActiveOnly && d.Status == mcf.Dormant || entry.Scope == rule.DormantOnly && d.Status == mcf.Active) {
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the entry %s covers %s meters alone; this one is %s", entry.ID, entry.Scope, d.Status), ""
		}, "devices", i, "status")
	}
	if len(entry.Models) == 0 || !d.OK(mcfType) || !d.OK(mcfManufacturer) || !d.OK(mcfModel) || !d.OK(mcfFirmware) {
		return
	}
	p := product{d.DeviceType, d.Manufacturer, d.Model, d.FirmwareVersion}
	if *p.place(answer) == p {
		return
	}
	switch model, firmware := listed(entry, d); {
	case model && firmware:
		*p.place(answer) = p
	case !model:
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the entry %s does not list the %s model %v %v", entry.ID, d.DeviceType, d.Manufacturer, d.Model), ""
		}, "devices", i, "model")
	default:
		j.tell(EPCL, func() (string, string) {
			return fmt.Sprintf("the entry %s does not list firmware %v of the %s model %v %v", entry.ID, d.FirmwareVersion, d.DeviceType, d.Manufacturer, d.Model), ""
		}, "devices", i, "firmwareVersion")
	}
}

// listed reports whether the entry lists the model of the device, and whether it
// lists its firmware.
func listed(entry *rule.EPCLEntry, d *mcf.Device) (model, firmware bool) {
	for i := range entry.Models {
		m := &entry.Models[i]
		if m.DeviceType != d.DeviceType || m.Manufacturer != d.Manufacturer || m.Model != d.Model {
			continue
		}
		model = true
		if len(m.Firmware) == 0 || holds(m.Firmware, d.FirmwareVersion) {
			return true, true
		}
	}
	return model, false
}

func holds(list []ident.Firmware, f ident.Firmware) bool {
	for _, v := range list {
		if v == f {
			return true
		}
	}
	return false
}
