package validate

import (
	"bytes"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
)

// commissioning is the comparison of a COF with its SCF.
type commissioning struct {
	checked, f *File
	ready      *index // of the SCF
	strays     strays
}

// judgeCommissioned compares a COF with its SCF, and with the MCF that says what
// each device is.
func (s *set) judgeCommissioned(f *File) {
	checked := s.ancestor(f, scf.Type)
	if checked == nil {
		return
	}
	c := &commissioning{checked: checked, f: f, ready: newIndex(checked.ledger)}
	for in := range f.ledger.all() {
		origin := c.ready.see(in.id)
		c.strays.add(in, origin)
		if origin != nil {
			c.strays.add(origin, in)
		}
	}
	if len(checked.ByCode) > 0 || f.profile.Severity(rules.DuplicateDevice) == finding.Off {
		c.strays.addRepeated(checked.ledger)
	}
	c.strays.find(checked.ledger, f.ledger)
	c.lost()
	for in := range f.ledger.all() {
		c.judge(in)
	}
	if common := s.ancestor(f, mcf.Type); common != nil {
		judgeHubs(f, common)
	}
}

// lost judges that installations which are ready throughout have come.
func (c *commissioning) lost() {
	if c.ready.seen == c.ready.n {
		return
	}
	for in := range c.checked.ledger.all() {
		if c.ready.missed(in) && allReady(in) {
			c.f.set(rules.Lost, c.f.header(), "make the file again from all of its parent",
				"installation %s of %s (line %d), all of whose devices are ready, is not in this file", in.id, c.checked.Name, in.pos.Line)
		}
	}
}

// judge compares one installation.
func (c *commissioning) judge(in *installation) {
	origin := c.ready.find(in.id)
	for k := range in.devices {
		other := c.strays.home(in.devices[k].id)
		if other == nil || bytes.Equal(other.id, in.id) {
			c.judgeReady(origin, in, k)
			continue
		}
		c.f.set(rules.Changed, in.item(k), "make the file again from its parent",
			"device %v is in installation %s; in %s (line %d) it is in %s", in.devices[k].id, in.id, c.checked.Name, other.pos.Line, other.id)
	}
	if origin == nil || !allReady(origin) {
		return
	}
	for k := range origin.devices {
		if d := &origin.devices[k]; in.device(d.id) == nil && !c.strays.moved(d.id) {
			c.f.set(rules.Lost, in.whole(), "make the file again from all of its parent",
				"device %v of installation %s, ready in %s (line %d), is not in this file (line %d)", d.id, in.id, c.checked.Name, origin.pos.Line, in.pos.Line)
		}
	}
}

func allReady(in *installation) bool {
	for k := range in.devices {
		if in.devices[k].flags&isReady == 0 {
			return false
		}
	}
	return true
}

// judgeReady judges that a device which was commissioned, or for which requests
// were sent, was ready.
func (c *commissioning) judgeReady(origin, in *installation, k int) {
	d := &in.devices[k]
	const hint = "commission what is ready alone"
	var was *device
	if origin != nil {
		was = origin.device(d.id)
	}
	switch {
	case was == nil:
		c.f.set(rules.COFNotInSCF, in.item(k), hint, "device %v is not in %s", d.id, c.checked.Name)
	case was.flags&isReady == 0 && d.flags&(isCommissioned|isAttempted) != 0:
		c.f.set(rules.COFNotInSCF, in.item(k), hint,
			"device %v was commissioned, and is not ready in %s (line %d)", d.id, c.checked.Name, origin.pos.Line)
	}
}

// judgeHubs judges that the CHF comes first and is DCC's to commission, and that
// the outcome of the installation follows from CHF and meters.
func judgeHubs(f, common *File) {
	installations := newIndex(common.ledger)
	for in := range f.ledger.all() {
		origin := installations.find(in.id)
		if origin == nil {
			continue
		}
		f.judgeHub(origin, in)
		hub, meters, done := false, 0, 0
		for k := range origin.devices {
			was := &origin.devices[k]
			d := in.device(was.id)
			commissioned := d != nil && d.flags&isCommissioned != 0
			switch {
			case was.flags&isHub != 0:
				hub = commissioned
			case was.flags&isMeter != 0:
				meters++
				if commissioned {
					done++
				}
			}
		}
		if want := outcomeOf(hub, meters, done); len(in.text) > 0 && string(in.text) != want {
			f.set(rules.COFOutcome, in.whole(), "", "the installation is %s; by its CHF and meters it is %s", in.text, want)
		}
	}
}

// outcomeOf is the outcome of an installation (5.6(a)(ii); requirements B.2).
func outcomeOf(hub bool, meters, done int) string {
	switch {
	case !hub:
		return cof.Failed
	case done < meters:
		return cof.Partial
	}
	return cof.Commissioned
}

// judgeHub judges that the CHF of an installation comes first and is DCC's.
func (f *File) judgeHub(origin, in *installation) {
	for k := range in.devices {
		was := origin.device(in.devices[k].id)
		if was == nil || was.flags&isHub == 0 || k == 0 && in.devices[k].flags&bySupplier == 0 {
			continue
		}
		f.set(rules.CHFByDCC, in.item(k), "commission the CHF first, as DCC", "the CHF %v must be commissioned first, by DCC", was.id)
	}
}
