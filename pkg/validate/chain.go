package validate

import (
	"fmt"
	"strconv"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rules"
)

// judgeChain compares a file with the one that it follows.
func (s *set) judgeChain(f *File) {
	switch f.Type {
	case mcf.Type:
		if s.complete(f) {
			s.judgeAuthorised(f)
		}
	case mvf.Type:
		s.judgeValidation(f)
	case mgf.Type:
		s.judgeGroup(f)
		s.judgePartner(f, mef.Type.Name)
	case mef.Type:
		if g := s.partner(f); g != nil {
			s.compare(g, f, everything)
		}
		s.judgePartner(f, mgf.Type.Name)
	case scf.Type:
		if g := s.ancestor(f, mgf.Type); g != nil {
			s.compare(g, f, everything)
		}
	case cof.Type:
		s.judgeCommissioned(f)
	}
}

// judgeAuthorised judges that each Active Meter of an MCF is authorised by its
// supplier, and each Dormant Meter reported ready.
func (s *set) judgeAuthorised(f *File) {
	given := map[string][]*File{} // MAFs by authorisation and MPxN
	for _, m := range s.ancestors(f, maf.Type) {
		for i := range m.ledger.installations {
			a := &m.ledger.installations[i]
			for k := range a.devices {
				key := authorisationKey(a.id, a.devices[k].mpxn)
				given[key] = append(given[key], m)
			}
		}
	}
	ready := map[ident.MPxN]bool{}
	for _, r := range s.ancestors(f, readyreport.Type) {
		for i := range r.ledger.installations {
			for _, d := range r.ledger.installations[i].devices {
				ready[d.mpxn] = true
			}
		}
	}
	for i := range f.ledger.installations {
		in := &f.ledger.installations[i]
		for k := range in.devices {
			d := &in.devices[k]
			switch {
			case d.mpxn.IsZero():
			case d.flags&isActive != 0 && !s.authorised(in, d, given):
				f.set(rules.NoAuthorisation, fmt.Sprintf("no authorisation that the installation names lists the active meter %v", d.mpxn),
					"leave the installation out until it is authorised", in.id, f.spotOf(in, k))
			case d.flags&isDormant != 0 && !ready[d.mpxn]:
				f.set(rules.DormantNotReady, fmt.Sprintf("the dormant meter %v is on no ready-for-migration report", d.mpxn),
					"report the meter ready first", in.id, f.spotOf(in, k))
			}
		}
	}
}

func authorisationKey(id string, m ident.MPxN) string { return id + "|" + m.String() }

// authorised reports whether a MAF of the meter's own supplier lists it.
func (s *set) authorised(in *installation, d *device, given map[string][]*File) bool {
	for _, id := range in.auths {
		for _, m := range given[authorisationKey(id, d.mpxn)] {
			if s.opt.Facts == nil || s.opt.Facts.Organisations == nil || d.supplier == "" {
				return true
			}
			if o, ok := s.opt.Facts.Organisations.ByEUI(m.Header.Sender); ok && o.Name == d.supplier {
				return true
			}
		}
	}
	return false
}

// judgeValidation judges that an MVF has one outcome for each installation of its
// MCF, in the same order.
func (s *set) judgeValidation(f *File) {
	common := s.ancestor(f, mcf.Type)
	if common == nil || f.Header.MCFOutcome == mvf.Rejected {
		return
	}
	if !s.compare(common, f, installationsOnly) || len(f.ledger.installations) != len(common.ledger.installations) {
		return
	}
	for i := range f.ledger.installations {
		if in, want := &f.ledger.installations[i], &common.ledger.installations[i]; in.id != want.id {
			f.set(rules.MVFOrder, fmt.Sprintf("outcome %d is of %s; installation %d of %s (line %d) is %s", i+1, in.id, i+1, common.Name, want.pos.Line, want.id),
				"write the outcomes in the order of the MCF", "", f.spotOf(in, -1))
			return
		}
	}
}

// judgeGroup compares an MGF with what passed of its group in the MVF.
func (s *set) judgeGroup(f *File) {
	validated := s.ancestor(f, mvf.Type)
	if validated == nil {
		return
	}
	common := s.ancestor(validated, mcf.Type)
	if common == nil {
		return
	}
	passed := map[string]bool{}
	for i := range validated.ledger.installations {
		passed[validated.ledger.installations[i].id] = validated.ledger.installations[i].passed
	}
	own := func(in *installation) bool { return passed[in.id] && in.group == f.Header.GroupID }
	s.compare(common, f, scope{devices: true, due: own, why: "passed in " + validated.Name})
	s.judgeGroupsOf(validated, common, passed, f)
}

// judgeGroupsOf judges, once for each MVF, that every group of which something
// passed has its files.
func (s *set) judgeGroupsOf(validated, common *File, passed map[string]bool, f *File) {
	have := map[string]bool{}
	if !s.folder {
		return
	}
	for _, kid := range s.kids[validated] {
		if kid.Type == mgf.Type {
			if len(have) == 0 && kid != f {
				return // another MGF of this MVF has seen to it
			}
			have[kid.Header.GroupID] = true
		}
	}
	missing := map[string]bool{}
	for i := range common.ledger.installations {
		in := &common.ledger.installations[i]
		if passed[in.id] && !have[in.group] && !missing[in.group] && len(have) > 0 {
			missing[in.group] = true
			validated.set(rules.SetIncomplete, fmt.Sprintf("installations of group %s passed and no MGF of the group is here: the set is incomplete", in.group),
				"add the missing file", "", validated.headerSpot())
		}
	}
}

// partner is the MGF that an MEF goes with: its parent, or the MGF of the same
// group that is made from the same MVF.
func (s *set) partner(f *File) *File {
	for _, p := range s.parents(f) {
		if p.Type == mgf.Type && p.ledger != nil {
			return p
		}
	}
	for _, p := range s.parents(f) {
		for _, g := range s.kids[p] {
			if g.Type == mgf.Type && g.ledger != nil && g.Header.GroupID == f.Header.GroupID {
				return g
			}
		}
	}
	return nil
}

// judgePartner judges that an MGF has its MEF, and the other way round.
func (s *set) judgePartner(f *File, other string) {
	if !s.folder {
		return
	}
	if f.Type == mef.Type {
		if s.partner(f) != nil {
			return
		}
	} else {
		for _, g := range s.files {
			if g.Type == mef.Type && s.partner(g) == f {
				return
			}
		}
	}
	f.set(rules.SetIncomplete, "no "+other+" of group "+strconv.Quote(f.Header.GroupID)+" goes with this file: the set is incomplete", "add the missing file", "", f.headerSpot())
}
