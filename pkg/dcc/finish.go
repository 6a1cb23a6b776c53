package dcc

import (
	"context"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
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
		if m.by == "" {
			d.begin(b, m)
		}
		m.record.Outcome = outcomeOf(m.record.Devices, m.in)
		d.endMember(m)
	}
	defer d.forget(b)
	members := b.members
	if len(members) == 0 {
		return nil
	}
	ref, err := d.Send(ctx, party.Draft{Type: cof.Type, To: d.smso(b.group.val.smso), SMSO: b.group.val.smso, Group: b.group.id,
		At: b.lastEvent(), Parents: append([]party.Ref{b.scf}, b.results...), Again: true,
		Records: d.Each(ctx, len(members), func(to *codec.Batch, i int) { to.Write(&members[i].record) })})
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
	commissioned := make(map[*installation]*cof.Installation, len(b.members))
	for i := range b.members {
		commissioned[b.members[i].in] = &b.members[i].record
	}
	for i := range b.checked {
		c := &b.checked[i]
		c.in.forget(func(k int, id ident.EUI64) string { return deviceState(id, c.ready&(1<<k) != 0, commissioned[c.in]) })
	}
	b.checked, b.members, b.pending, b.slabs = nil, nil, nil, slabs{}
}

// The words of a migration report for a device that was in no COF.
const (
	wordReady    = "Ready"
	wordNotReady = "NotReady"
)

// deviceState is how far a device came, in the words of the last file that names
// it.
func deviceState(id ident.EUI64, ready bool, done *cof.Installation) string {
	if done != nil {
		for i := range done.Devices {
			if done.Devices[i].DeviceID == id {
				return done.Devices[i].Outcome
			}
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
		m := &b.members[n]
		for i := range m.record.Devices {
			for _, s := range m.record.Devices[i].Steps {
				last = max(last, s.At)
				for _, a := range s.Alerts {
					last = max(last, a.At)
				}
			}
		}
	}
	return last.Time()
}

// outcomeOf is the outcome of an installation, or of a slice of it: Commissioned
// with its CHF and every meter in it, Partial with the CHF alone or some meters,
// Failed without the CHF.
func outcomeOf(devices []cof.Device, in *installation) string {
	outcome := cof.Failed
	all := true
	for i := range devices {
		dev := in.device(devices[i].DeviceID)
		done := devices[i].Outcome == cof.Commissioned
		switch {
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
	switch m.record.Outcome {
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
	for i := range m.record.Devices {
		if r := &m.record.Devices[i]; r.Outcome != cof.Commissioned {
			dev := m.in.device(r.DeviceID)
			why := "no request was submitted"
			if n := len(r.Steps); n > 0 {
				why = "SRV" + r.Steps[n-1].SRV + " was answered " + r.Steps[n-1].ResponseCode
			}
			return dev.deviceType + ": " + why
		}
	}
	return ""
}
