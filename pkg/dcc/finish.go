package dcc

import (
	"context"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// finish writes the COF, the alerts and what participants are granted of both
// (B.2 steps 11, 12 and 14).
func (d *DCC) finish(ctx context.Context, b *batch) error {
	if b.finished {
		return nil
	}
	b.finished = true
	for i := range b.members {
		m := &b.members[i]
		if !m.supplier {
			d.begin(b, m)
		}
		m.outcome = wordOf(m.outcomeOf(nil))
		d.endMember(m)
	}
	defer d.forget(b)
	members := b.members
	if len(members) == 0 {
		return nil
	}
	ref, err := d.Send(ctx, party.Draft{Type: cof.Type, To: d.smso(b.group.val.smso), SMSO: b.group.val.smso, Group: b.group.id,
		At: b.lastEvent(), Parents: append([]party.Ref{b.scf}, b.results...), Again: true,
		Records: party.Fill(ctx, d.Desk, len(members), func(r *cof.Installation, i int) bool {
			members[i].fill(r)
			return true
		})})
	if err != nil {
		return err
	}
	if err := d.releaseCOF(ctx, b, ref); err != nil {
		return err
	}
	return d.raiseAlerts(ctx, b, ref)
}

// forget lets go of what the files of the batch say.
func (d *DCC) forget(b *batch) {
	members := b.members // in the order of what was checked
	for i := range b.checked {
		c := &b.checked[i]
		var done []commissioned
		if len(members) > 0 && members[0].in == c.in {
			done, members = members[0].devices, members[1:]
		}
		c.in.forget(func(place int) string { return deviceState(place, c.ready&(1<<place) != 0, done) })
	}
	b.checked, b.members, b.pending, b.slabs = nil, nil, nil, slabs{}
}

// The words of a migration report for a device that was in no COF.
const (
	wordReady    = "Ready"
	wordNotReady = "NotReady"
)

// deviceState is how far the device of that place came, in the words of the last
// file that names it.
func deviceState(place int, ready bool, done []commissioned) string {
	for i := range done {
		if int(done[i].place) == place {
			return done[i].outcome.String()
		}
	}
	if ready {
		return wordReady
	}
	return wordNotReady
}

// lastEvent is the last instant that the COF tells of: it is made after that.
func (b *batch) lastEvent() time.Time {
	last := civil.InstantOf(b.scf.CreatedAt)
	for n := range b.members {
		for i := range b.members[n].devices {
			for _, s := range b.members[n].devices[i].steps() {
				last = max(last, s.At)
				for _, a := range s.Alerts {
					last = max(last, a.At)
				}
			}
		}
	}
	return last.Time()
}

// fill fills in what the COF says of an installation.
func (m *member) fill(r *cof.Installation) {
	r.InstallationID, r.Outcome, r.Devices = m.in.id(), m.outcome.String(), r.Devices[:0]
	for i := range m.devices {
		r.Devices = append(r.Devices, m.devices[i].record())
	}
}

// fillSlice fills in what the COF says of a supplier's own devices.
func (m *member) fillSlice(r *cof.Installation, supplier string) {
	r.InstallationID, r.Devices = m.in.id(), r.Devices[:0]
	owned := func(dev *device) bool { return m.in.owns(supplier, dev) }
	for i := range m.devices {
		if c := &m.devices[i]; owned(m.of(c)) {
			r.Devices = append(r.Devices, c.record())
		}
	}
	r.Outcome = m.outcomeOf(owned)
}

// record is what the COF says of the device.
func (c *commissioned) record() cof.Device {
	by := envelope.DCC
	if c.supplier {
		by = envelope.Supplier
	}
	return cof.Device{DeviceID: c.id, CommissioningParty: string(by), Outcome: c.outcome.String(), Steps: c.steps()}
}

// outcomeOf is the outcome of an installation, or of the slice of it that has the
// devices wanted: Commissioned with its CHF and every meter in it, Partial with the
// CHF alone or some meters, Failed without the CHF.
func (m *member) outcomeOf(wanted func(*device) bool) string {
	outcome, all := cof.Failed, true
	for i := range m.devices {
		c := &m.devices[i]
		dev, done := m.of(c), c.is(cof.Commissioned)
		switch {
		case wanted != nil && !wanted(dev):
		case dev.deviceType == mcf.CHF && done:
			outcome = cof.Commissioned
		case dev.mpxn != 0 && !done:
			all = false
		}
	}
	if outcome == cof.Commissioned && !all {
		return cof.Partial
	}
	return outcome
}

func (d *DCC) endMember(m *member) {
	switch m.outcome.String() {
	case cof.Commissioned:
		d.end(m.in, state.Commissioned, "")
	case cof.Partial:
		d.end(m.in, state.Partial, "the CHF was commissioned, but not every device: "+m.failed())
	default:
		d.end(m.in, state.CommissionFailed, "the CHF was not commissioned")
	}
}

// failed names the first device that was not commissioned.
func (m *member) failed() string {
	for i := range m.devices {
		if c := &m.devices[i]; !c.is(cof.Commissioned) {
			why := "no request was submitted"
			if steps := c.steps(); len(steps) > 0 {
				last := &steps[len(steps)-1]
				why = "SRV" + last.SRV + " was answered " + last.ResponseCode
			}
			return m.of(c).deviceType + ": " + why
		}
	}
	return ""
}
