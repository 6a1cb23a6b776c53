package validate

import (
	"fmt"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/rules"
)

// judgeCommissioned compares a COF with its SCF, and with the MCF that says what
// each device is.
func (s *set) judgeCommissioned(f *File) {
	checked := s.ancestor(f, scf.Type)
	if checked == nil {
		return
	}
	ready, now := checked.index(), f.index()
	for i := range checked.ledger.installations {
		in := &checked.ledger.installations[i]
		if ready[in.id] == in && now[in.id] == nil && allReady(in) {
			f.set(rules.Lost, fmt.Sprintf("installation %s of %s (line %d), all of whose devices are ready, is not in this file", in.id, checked.Name, in.pos.Line),
				"make the file again from all of its parent", "", f.headerSpot())
		}
	}
	home, moved := checked.homes(everything), f.homes(everything)
	for i := range f.ledger.installations {
		in := &f.ledger.installations[i]
		origin := ready[in.id]
		for k := range in.devices {
			if other := home[in.devices[k].id]; other == nil || other.id == in.id {
				f.judgeReady(checked, origin, in, k)
			} else {
				f.set(rules.Changed, fmt.Sprintf("device %v is in installation %s; in %s (line %d) it is in %s", in.devices[k].id, in.id, checked.Name, other.pos.Line, other.id),
					"make the file again from its parent", in.id, f.spotOf(in, k))
			}
		}
		if origin != nil && allReady(origin) {
			for k := range origin.devices {
				if d := &origin.devices[k]; in.device(d.id) == nil && moved[d.id] == nil {
					f.set(rules.Lost, fmt.Sprintf("device %v of installation %s, ready in %s (line %d), is not in this file (line %d)", d.id, in.id, checked.Name, origin.pos.Line, in.pos.Line),
						"make the file again from all of its parent", in.id, f.spotOf(in, -1))
				}
			}
		}
	}
	if common := s.ancestor(f, mcf.Type); common != nil {
		judgeHubs(f, common)
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
func (f *File) judgeReady(checked *File, origin, in *installation, k int) {
	d := &in.devices[k]
	var was *device
	if origin != nil {
		was = origin.device(d.id)
	}
	if was != nil && (was.flags&isReady != 0 || d.flags&(isCommissioned|isAttempted) == 0) {
		return
	}
	message := fmt.Sprintf("device %v is not in %s", d.id, checked.Name)
	if was != nil {
		message = fmt.Sprintf("device %v was commissioned, and is not ready in %s (line %d)", d.id, checked.Name, origin.pos.Line)
	}
	f.set(rules.COFNotInSCF, message, "commission what is ready alone", in.id, f.spotOf(in, k))
}

// judgeHubs judges that the CHF comes first and is DCC's to commission, and that
// the outcome of the installation follows from CHF and meters.
func judgeHubs(f, common *File) {
	installations := common.index()
	for i := range f.ledger.installations {
		in := &f.ledger.installations[i]
		origin := installations[in.id]
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
			case was.kind == mcf.CHF:
				hub = commissioned
			case rules.IsMeter(was.kind):
				meters++
				if commissioned {
					done++
				}
			}
		}
		if want := outcomeOf(hub, meters, done); in.outcome != "" && in.outcome != want {
			f.set(rules.COFOutcome, fmt.Sprintf("the installation is %s; by its CHF and meters it is %s", in.outcome, want), "", in.id, f.spotOf(in, -1))
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
		if was == nil || was.kind != mcf.CHF || k == 0 && in.devices[k].flags&bySupplier == 0 {
			continue
		}
		f.set(rules.CHFByDCC, fmt.Sprintf("the CHF %v must be commissioned first, by DCC", was.id), "commission the CHF first, as DCC", in.id, f.spotOf(in, k))
	}
}
