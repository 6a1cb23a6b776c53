package world

import (
	"fmt"
	"slices"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// The standings of an EPCL entry.
const (
	standingListed  = "listed"
	standingPlanned = "planned"
)

// readEPCL reads the entries of the EPCL. Every field of an entry is required
// (4.4).
func (r *resolver) readEPCL() {
	for i := range r.config.EPCL {
		c := &r.config.EPCL[i]
		path := fmt.Sprintf("$.epcl[%d]", i)
		r.text(path+".id", c.ID, ident.ReferenceType)
		if slices.ContainsFunc(r.world.epcl, func(e EPCLEntry) bool { return e.ID == c.ID }) {
			r.fail(path+".id", fmt.Sprintf("EPCL entry %s stands twice", c.ID), "")
		}
		if o, ok := r.world.Organisation(c.SMSO); !ok || o.Kind != envelope.SMSO {
			r.fail(path+".smso", fmt.Sprintf("smso is %q, expected an SMSO of this world (4.4)", c.SMSO), "")
		}
		r.capacities(path, "EPCL entry "+c.ID, c.Capacities)
		r.text(path+".communicationsServiceProvider", c.CSP, ident.ReferenceType)
		r.oneOf(path+".scope", c.Scope, []string{string(rule.DormantOnly), string(rule.ActiveOnly), string(rule.Either)})
		r.oneOf(path+".standing", c.Standing, []string{standingListed, standingPlanned})
		e := EPCLEntry{Capacities: c.Capacities, EPCLEntry: rule.EPCLEntry{
			ID: c.ID, SMSO: c.SMSO, CSP: c.CSP, Scope: rule.EPCLScope(c.Scope), Listed: c.Standing == standingListed}}
		if c.PhaseComplete == nil {
			r.fail(path+".phaseComplete", "phaseComplete is missing, expected true or false (17.10(b))", "")
		} else {
			e.PhaseComplete = *c.PhaseComplete
		}
		e.Models = r.models(path, c.Models)
		r.world.epcl = append(r.world.epcl, e)
	}
	slices.SortStableFunc(r.world.epcl, func(a, b EPCLEntry) int { return compare(a.ID, b.ID) })
}

func (r *resolver) models(path string, list []configModel) []rule.Model {
	if len(list) == 0 {
		r.fail(path+".models", "models is missing, expected the SMETS1 Device Models of the entry (4.4)", "")
	}
	models := make([]rule.Model, len(list))
	for i, c := range list {
		at := fmt.Sprintf("%s.models[%d]", path, i)
		m := &models[i]
		m.DeviceType = c.DeviceType
		r.oneOf(at+".deviceType", c.DeviceType, mcf.DeviceTypes())
		if r.text(at+".manufacturer", c.Manufacturer, ident.ManufacturerType) {
			m.Manufacturer, _ = ident.ParseManufacturer([]byte(c.Manufacturer))
		}
		if r.text(at+".model", c.Model, ident.ModelType) {
			m.Model, _ = ident.ParseModel([]byte(c.Model))
		}
		for k, text := range c.Firmware {
			if r.text(fmt.Sprintf("%s.firmware[%d]", at, k), text, ident.FirmwareType) {
				version, _ := ident.ParseFirmware([]byte(text))
				m.Firmware = append(m.Firmware, version)
			}
		}
	}
	return models
}
