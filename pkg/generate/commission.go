package generate

import (
	"slices"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/filetype/suppliercommissioning"
	"s1mig/pkg/world"
)

// scfRecords makes the outcome of the checks of 5.5, which all pass.
func scfRecords() recordOf {
	var r scf.Installation
	passed := func(deviceType string) (checks []scf.Check) {
		for _, name := range scf.ChecksOf(deviceType) {
			checks = append(checks, scf.Check{Check: name, Outcome: scf.Pass})
		}
		return checks
	}
	electricity, gas := passed(mcf.ESME), passed(mcf.GSME)
	return func(_ int, in *world.Installation) any {
		r = scf.Installation{InstallationID: in.ID, Devices: r.Devices[:0]}
		for k := range in.Devices {
			d := scf.Device{DeviceID: in.Devices[k].ID, Ready: true}
			switch in.Devices[k].Type {
			case mcf.ESME:
				d.Checks = electricity
			case mcf.GSME:
				d.Checks = gas
			}
			r.Devices = append(r.Devices, d)
		}
		return &r
	}
}

// commissioner is the supplier that commissions an installation, "" where DCC
// does (5.2(b)): the last of those that say they submit the requests.
func (e *estate) commissioner(in *world.Installation) (name string) {
	var room [4]string
	for _, s := range e.authorisers(room[:0], in) {
		if in.SupplierSubmits || e.facts.Participants.Submits(s) {
			name = s
		}
	}
	return name
}

// owns reports whether a device is in the slice of a supplier: its own Active
// Meters, the CHF, and the GPF where it supplies the gas (17.21, 17.22).
func owns(in *world.Installation, supplier string, d *world.Device) bool {
	switch d.Type {
	case mcf.CHF:
		return true
	case mcf.GPF:
		return slices.ContainsFunc(in.Devices, func(m world.Device) bool { return m.IsGas() && m.Active && m.Supplier == supplier })
	}
	return d.IsMeter() && d.Active && d.Supplier == supplier
}

// requests are what a supplier submits for a meter of a fuel, and what comes of
// it: it fails where it is not eligible (17.14).
func (e *estate) requests(supplier string, gas bool, at civil.Instant) (steps []suppliercommissioning.Step) {
	for n, srv := range suppliercommissioning.Requests() {
		s := suppliercommissioning.Step{SRV: srv, At: at.Add(int64(n) + 1), Outcome: cof.Success, ResponseCode: cof.CodeSuccess}
		if !e.facts.Participants.MayCommission(supplier, gas, srv) {
			s.Outcome, s.ResponseCode = cof.Failure, cof.CodeNotEligible
			return append(steps, s)
		}
		steps = append(steps, s)
	}
	return steps
}

// step is a request that succeeds, with its alerts, one second after the other.
func step(srv string, at civil.Instant) cof.Step {
	s := cof.Step{SRV: srv, At: at, Outcome: cof.Success, ResponseCode: cof.CodeSuccess}
	for n, code := range cof.AlertsOf(srv) {
		s.Alerts = append(s.Alerts, cof.Alert{Code: code, At: at.Add(int64(n))})
	}
	return s
}

// commissioning makes the records of a COF. All records of a file have the same
// steps, so these are made once.
type commissioning struct {
	e                 *estate
	hub, other, meter []cof.Step
	// supplied are the steps that suppliers report, by supplier and fuel.
	supplied map[supplied][]cof.Step
	record   cof.Installation
}

// commissioning begins when the SCF has been made; results are when the suppliers
// that commission have received theirs.
func (e *estate) commissioning(scfMade civil.Instant, results map[string]civil.Instant) *commissioning {
	c := &commissioning{e: e, supplied: map[supplied][]cof.Step{},
		hub:   []cof.Step{step(cof.SRVHub, scfMade.Add(1))},
		other: []cof.Step{step(cof.SRVAdd, scfMade.Add(2))},
		meter: []cof.Step{step(cof.SRVAdd, scfMade.Add(2)), step(cof.SRVHandover, scfMade.Add(3))}}
	for name, at := range results {
		for _, gas := range []bool{false, true} {
			var steps []cof.Step
			for _, r := range e.requests(name, gas, at) {
				s := cof.Step{SRV: r.SRV, At: r.At, Outcome: r.Outcome, ResponseCode: r.ResponseCode}
				if r.Outcome == cof.Success {
					s = step(r.SRV, r.At)
				}
				steps = append(steps, s)
			}
			c.supplied[supplied{name, gas}] = steps
		}
	}
	return c
}

// clone is the same for another goroutine.
func (c *commissioning) clone() *commissioning {
	clone := *c
	clone.record = cof.Installation{}
	return &clone
}

// installation is the record of an installation: the CHF first, then the others
// in the order of the MCF (B.2 step 10).
func (c *commissioning) installation(in *world.Installation) *cof.Installation {
	by := c.e.commissioner(in)
	hub := slices.IndexFunc(in.Devices, func(d world.Device) bool { return d.Type == mcf.CHF })
	r := &c.record
	*r = cof.Installation{InstallationID: in.ID, Outcome: cof.Failed, Devices: r.Devices[:0]}
	if hub >= 0 {
		r.Outcome = cof.Commissioned
		r.Devices = append(r.Devices, cof.Device{DeviceID: in.Devices[hub].ID, CommissioningParty: string(envelope.DCC), Outcome: cof.Commissioned, Steps: c.hub})
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		if d.Type == mcf.CHF {
			continue
		}
		to := c.device(d, by, hub >= 0)
		if d.IsMeter() && to.Outcome != cof.Commissioned && r.Outcome == cof.Commissioned {
			r.Outcome = cof.Partial
		}
		r.Devices = append(r.Devices, to)
	}
	return r
}

// device is the outcome of a device other than the CHF. A GPF is part of the hub
// and needs no step; a meter is its supplier's where a supplier commissions, and
// nobody's if that is another.
func (c *commissioning) device(d *world.Device, by string, hub bool) cof.Device {
	r := cof.Device{DeviceID: d.ID, CommissioningParty: string(envelope.DCC), Outcome: cof.NotAttempted}
	switch {
	case d.IsMeter() && by != "":
		r.CommissioningParty = string(envelope.Supplier)
		if !hub || !d.Active || d.Supplier != by {
			return r
		}
		r.Steps = c.supplied[supplied{by, d.MPxN.IsMPRN()}]
	case !hub:
		return r
	case d.IsMeter():
		r.Steps = c.meter
	case d.Type != mcf.GPF:
		r.Steps = c.other
	}
	r.Outcome = cof.Commissioned
	if n := len(r.Steps); n > 0 && r.Steps[n-1].Outcome != cof.Success {
		r.Outcome = cof.Failed
	}
	return r
}

// last is the last instant that the record tells of.
func last(r *cof.Installation) (at civil.Instant) {
	for i := range r.Devices {
		for _, s := range r.Devices[i].Steps {
			at = max(at, s.At)
			for _, a := range s.Alerts {
				at = max(at, a.At)
			}
		}
	}
	return at
}
