package smso

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/party"
)

// underMigration is what the SMSO knows of an installation beside its register.
type underMigration struct {
	accepted int32      // where in SMSO.accepted its last is, and one
	on       civil.Date // the day that they name
	ready    bool       // it is on a ready-for-migration report
	built    bool       // it was put into an MCF, or left out for good
}

// accepted is an authorisation that DCC has accepted.
type accepted struct {
	maf, at int32 // which of SMSO.mafs, and of what was asked about it
	before  int32 // the one that was accepted before, as in underMigration
}

// askedOf is a MAF, as the SMSO hears of it from register query and outcome.
type askedOf struct {
	ref   party.Ref
	asked *asked
}

// asked is what DCC has asked about the authorisations of a MAF.
type asked struct {
	ids party.Texts
	on  []civil.Date // Migrate On
}

// newAsked keeps questions. Of two about one authorisation the second counts.
func newAsked(questions []question) *asked {
	a := &asked{on: make([]civil.Date, len(questions))}
	for i := range questions {
		a.ids.Add(questions[i].id)
		a.on[i] = questions[i].on
	}
	a.ids.Clip()
	return a
}

// places finds authorisations by their ids, quickly as long as it is asked for
// them in their order.
type places struct {
	*asked
	next int
	last map[string]int32 // made when they are out of order
}

func (p *places) find(id string) (at int32, ok bool) {
	if p.last == nil && p.next < p.ids.Len() && p.ids.At(p.next) == id {
		p.next++
		return int32(p.next - 1), true
	}
	if p.last == nil {
		p.last = make(map[string]int32, p.ids.Len())
		for i := range p.ids.Len() {
			p.last[p.ids.At(i)] = int32(i)
		}
	}
	at, ok = p.last[id]
	return at, ok
}

// accept notes an authorisation of an installation.
func (s *SMSO) accept(u *underMigration, maf, at int32) {
	s.accepted = append(s.accepted, accepted{maf, at, u.accepted})
	u.accepted = int32(len(s.accepted))
}

// remove takes an authorisation out that no longer stands.
func (s *SMSO) remove(u *underMigration, id, digest string) {
	for link := &u.accepted; *link != 0; {
		a := &s.accepted[*link-1]
		if m := &s.mafs[a.maf]; m.ref.Digest == digest && m.asked.ids.At(int(a.at)) == id {
			*link = a.before
			return
		}
		link = &a.before
	}
}

// authorisations calls yield with each authorisation that stands, in the order
// in which they were accepted.
func (s *SMSO) authorisations(u *underMigration, yield func(*askedOf, string)) {
	var room [8]int32
	list := room[:0]
	for at := u.accepted; at != 0; at = s.accepted[at-1].before {
		list = append(list, at-1)
	}
	for k := len(list) - 1; k >= 0; k-- {
		a := &s.accepted[list[k]]
		m := &s.mafs[a.maf]
		yield(m, m.asked.ids.At(int(a.at)))
	}
}
