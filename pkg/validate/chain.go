package validate

import (
	"bytes"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/scf"
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
			compare(g, f, everything)
		}
		s.judgePartner(f, mgf.Type.Name)
	case scf.Type:
		if g := s.ancestor(f, mgf.Type); g != nil {
			compare(g, f, everything)
		}
	case cof.Type:
		s.judgeCommissioned(f)
	}
}

// judgeAuthorised judges that each Active Meter of an MCF is authorised by its
// supplier, and each Dormant Meter reported ready.
func (s *set) judgeAuthorised(f *File) {
	given, ready := s.given(s.ancestors(f, maf.Type)), s.reported(s.ancestors(f, readyreport.Type))
	for in := range f.ledger.all() {
		for k := range in.devices {
			d := &in.devices[k]
			switch {
			case d.mpxn.IsZero():
			case d.flags&isActive != 0 && !given.has(in, d):
				f.set(rules.NoAuthorisation, in.item(k), "leave the installation out until it is authorised",
					"no authorisation that the installation names lists the active meter %v", d.mpxn)
			case d.flags&isDormant != 0 && !ready.has(s.mix.of(uint64(d.mpxn))):
				f.set(rules.DormantNotReady, in.item(k), "report the meter ready first", "the dormant meter %v is on no ready-for-migration report", d.mpxn)
			}
		}
	}
}

// judgeValidation judges that an MVF has one outcome for each installation of its
// MCF, in the same order.
func (s *set) judgeValidation(f *File) {
	common := s.ancestor(f, mcf.Type)
	if common == nil || f.Header.MCFOutcome == mvf.Rejected {
		return
	}
	if !compare(common, f, installationsOnly) || f.ledger.records != common.ledger.records {
		return
	}
	wanted, n := common.ledger.cursor(), 0
	for in := range f.ledger.all() {
		n++
		if want := wanted.read(); want != nil && !bytes.Equal(in.id, want.id) {
			f.set(rules.MVFOrder, f.at(in), "write the outcomes in the order of the MCF",
				"outcome %d is of %s; installation %d of %s (line %d) is %s", n, in.id, n, common.Name, want.pos.Line, want.id)
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
	outcomes := newLastIndex(validated.ledger)
	passed := func(in *installation) bool {
		o := outcomes.find(in.id)
		return o != nil && o.passed
	}
	own := func(in *installation) bool { return string(in.text) == f.Header.GroupID && passed(in) }
	compare(common, f, scope{devices: true, due: own, why: "passed in " + validated.Name})
	s.judgeGroupsOf(validated, common, passed, f)
}

// judgeGroupsOf judges, once for each MVF, that every group of which something
// passed has its files.
func (s *set) judgeGroupsOf(validated, common *File, passed func(*installation) bool, f *File) {
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
	if len(have) == 0 {
		return
	}
	for in := range common.ledger.all() {
		if have[string(in.text)] || !passed(in) {
			continue
		}
		have[string(in.text)] = true // said once
		validated.set(rules.SetIncomplete, validated.header(), "add the missing file",
			"installations of group %s passed and no MGF of the group is here: the set is incomplete", in.text)
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
	f.set(rules.SetIncomplete, f.header(), "add the missing file", "no %s of group %q goes with this file: the set is incomplete", other, f.Header.GroupID)
}
