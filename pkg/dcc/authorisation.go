package dcc

import (
	"slices"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// mafFile is a MAF that was received.
type mafFile struct {
	arrival *party.Arrival
	from    string
	smso    string
	judged  bool

	auths []authorisation // in the order of the file, as the following
	ids   party.Texts
	// meters are those of all authorisations, one after the other.
	meters []ident.MPxN
	// exceptions are those of the authorisations that have any, by their places.
	exceptions map[int32][]mafoutcome.Exception
}

// authorisation is one record of a MAF, as DCC judges it.
type authorisation struct {
	maf        *mafFile
	in         *installation // nil where the register knows none
	at         int32         // its place in maf.auths
	index      int32         // that of the record in the file
	firstMeter uint32        // in maf.meters
	meterCount uint16
	outcome    word // of mafoutcome
	ends       word // the state that it ended in; "" while it stands
	week, on   civil.Date
	submits    bool // the supplier commissions, as the record or the profile says
	incomplete bool // it does not list all the supplier's Active Meters
	changed    bool // since the supplier was last told
}

// read is a record of a MAF as it was read.
type read struct {
	authorisation
	id         string
	meters     []ident.MPxN
	exceptions []mafoutcome.Exception
}

// keep keeps what was read.
func (m *mafFile) keep(list []read) {
	m.judged, m.auths, m.exceptions = true, make([]authorisation, len(list)), map[int32][]mafoutcome.Exception{}
	for i := range list {
		r, a := &list[i], &m.auths[i]
		*a = r.authorisation
		a.maf, a.at, a.firstMeter, a.meterCount = m, int32(i), uint32(len(m.meters)), uint16(len(r.meters))
		m.ids.Add(r.id)
		m.meters = append(m.meters, r.meters...)
		a.setExceptions(r.exceptions)
	}
	m.ids.Clip()
	m.meters = slices.Clip(slices.Clone(m.meters))
}

// id is the supplier's reference.
func (a *authorisation) id() string { return a.maf.ids.At(int(a.at)) }

func (a *authorisation) meters() []ident.MPxN {
	return a.maf.meters[a.firstMeter:][:a.meterCount]
}

// exceptions are what was found in it.
func (a *authorisation) exceptions() []mafoutcome.Exception { return a.maf.exceptions[a.at] }

func (a *authorisation) setExceptions(list []mafoutcome.Exception) {
	if len(list) == 0 {
		delete(a.maf.exceptions, a.at)
		return
	}
	a.maf.exceptions[a.at] = list
}

// commissioner is the Commissioning Party.
func (a *authorisation) commissioner() string {
	if a.submits {
		return string(envelope.Supplier)
	}
	return string(envelope.DCC)
}

// is reports whether that is its outcome.
func (a *authorisation) is(outcome string) bool { return a.outcome.String() == outcome }

// standing reports whether the authorisation may still lead to a migration.
func (a *authorisation) standing() bool { return a.is(mafoutcome.Held) || a.is(mafoutcome.Accepted) }

func (a *authorisation) lists(m ident.MPxN) bool { return slices.Contains(a.meters(), m) }

// endAuthorisation takes an authorisation out of the process.
func (d *DCC) endAuthorisation(a *authorisation, outcome string, s state.State, why string) {
	a.outcome, a.ends, a.changed = wordOf(outcome), wordOf(s), true
	d.EndAuthorisation(a.id(), a.maf.from, s, why)
}
