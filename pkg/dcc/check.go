package dcc

import (
	"context"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// check runs the S1SP checks on a group and writes the SCF (B.2 steps 8 and 9).
func (d *DCC) check(ctx context.Context, g *group) error {
	n := len(g.installations)
	b := &batch{group: g, pending: map[int32]*member{}, checked: make([]checked, 0, n), records: make([]scf.Installation, 0, n), members: make([]member, 0, n)}
	for _, in := range g.installations {
		r := scf.Installation{InstallationID: in.id(), Devices: b.ready.cut(len(in.common.devices))}
		failed := ""
		for i := range in.common.devices {
			dev, why := d.checkDevice(b, in, &in.common.devices[i])
			if failed == "" {
				failed = why
			}
			r.Devices = append(r.Devices, dev)
		}
		b.add(in, r, failed)
		if failed != "" {
			d.end(in, state.S1SPFailed, failed)
		}
	}
	ref, err := d.Send(ctx, party.Draft{Type: scf.Type, To: d.Name(), SMSO: g.val.smso, Group: g.id,
		Parents: []party.Ref{g.mgf.ref, g.mef.ref},
		Records: d.Each(ctx, len(b.records), func(to *codec.Batch, i int) { to.Write(&b.records[i]) })})
	if err != nil {
		return err
	}
	b.scf = ref
	g.installations, g.mgf, g.mef = nil, nil, nil // all that is needed is in the batch
	return d.commission(ctx, b)
}

// checkDevice runs the checks of one device; why says what failed.
func (d *DCC) checkDevice(b *batch, in *installation, m *device) (r scf.Device, why string) {
	g := b.group
	r = scf.Device{DeviceID: m.id, Ready: true}
	if g.missing[m.id] {
		r.Ready, why = false, "the credential of the "+m.deviceType+" is missing from the MEF"
	}
	blockedBy := ""
	checks := scf.ChecksOf(m.deviceType)
	var room [4]scf.Check
	list := room[:0]
	for _, name := range checks {
		c := scf.Check{Check: name, Outcome: scf.Pass}
		scripted, fails := d.Script.Fails(in.id(), m.deviceType, name)
		switch {
		case blockedBy != "":
			c.Outcome, c.Reason = scf.NotRun, "blocked by "+blockedBy
		case g.missing[m.id]:
			c.Outcome, c.Reason = scf.Fail, why
		case fails:
			c.Outcome, c.Reason = scf.Fail, scripted
			r.Ready, why = false, name+" failed on the "+m.deviceType+": "+scripted
		}
		if c.Outcome == scf.Fail {
			blockedBy = clauseOf(name)
		}
		d.count(g.id, name, c.Outcome)
		list = append(list, c)
	}
	r.Checks = *b.checks.keep(list, sameCheck)
	return r, why
}

// clauseOf is the clause that names a check.
func clauseOf(check string) string {
	switch check {
	case scf.InstallingESME:
		return "5.5(a)"
	case scf.InstallingGSME:
		return "5.5(b)"
	}
	return "5.5(c)"
}

// count keeps the coverage of 5.5: each check for each GroupID.
func (d *DCC) count(group, check, outcome string) {
	kind := party.CheckCount{Group: group, Check: check, Outcome: outcome}
	i, ok := d.countOf[kind]
	if !ok {
		i = len(d.counts)
		d.countOf[kind] = i
		d.counts = append(d.counts, kind)
	}
	d.counts[i].Count++
}
