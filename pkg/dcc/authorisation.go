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
	dcc     *DCC
	arrival *party.Arrival
	from    string
	smso    string
	judged  bool

	first, n int // which of DCC.auths are of it, in the order of the file, as the following
	ids      party.Texts
	// meters are those of all authorisations, one after the other.
	meters []ident.MPxN
	// exceptions are those of the authorisations that have any, by their places.
	exceptions map[int32][]mafoutcome.Exception
}

// authorisation is one record of a MAF, as DCC judges it.
type authorisation struct {
	maf        *mafFile
	number     int32  // its place in DCC.auths
	in         int32  // the place of its installation, and one; 0 where the register knows none
	next       int32  // the place of the next one of the installation, and one
	firstMeter uint32 // in maf.meters
	week, on   civil.Date
	meterCount uint16
	outcome    word // of mafoutcome
	ends       word // the state that it ended in; "" while it stands
	submits    bool // the supplier commissions, as the record or the profile says
	incomplete bool // it does not list all the supplier's Active Meters
	changed    bool // since the supplier was last told
	// commissions says that the supplier does commission all but the CHF (5.2(b)):
	// where no authorisation of an installation does, DCC does.
	commissions bool
}

// read is a record of a MAF as it was read.
type read struct {
	authorisation
	index      int // that of the record in the file
	id         string
	meters     []ident.MPxN
	exceptions []mafoutcome.Exception
}

// keep keeps what was read.
func (m *mafFile) keep(list []read) {
	auths := &m.dcc.auths
	m.judged, m.first, m.n, m.exceptions = true, auths.Len(), len(list), map[int32][]mafoutcome.Exception{}
	for i := range list {
		r := &list[i]
		a := auths.At(auths.Add(r.authorisation))
		a.maf, a.number, a.firstMeter, a.meterCount = m, int32(m.first+i), uint32(len(m.meters)), uint16(len(r.meters))
		m.ids.Add(r.id)
		m.meters = append(m.meters, r.meters...)
		a.setExceptions(r.exceptions)
	}
	m.ids.Clip()
	m.meters = slices.Clip(slices.Clone(m.meters))
}

// all calls yield with each authorisation of the file, until it says false.
func (m *mafFile) all(yield func(*authorisation) bool) {
	for i := range m.n {
		if !yield(m.dcc.auths.At(m.first + i)) {
			return
		}
	}
}

// id is the supplier's reference.
func (a *authorisation) id() string { return a.maf.ids.At(int(a.number) - a.maf.first) }

// installation is what it is of, nil where the register knows none.
func (a *authorisation) installation() *installation {
	if a.in == 0 {
		return nil
	}
	return a.maf.dcc.installations.At(int(a.in) - 1)
}

func (a *authorisation) meters() []ident.MPxN {
	return a.maf.meters[a.firstMeter:][:a.meterCount]
}

// exceptions are what was found in it.
func (a *authorisation) exceptions() []mafoutcome.Exception { return a.maf.exceptions[a.number] }

func (a *authorisation) setExceptions(list []mafoutcome.Exception) {
	if len(list) == 0 {
		delete(a.maf.exceptions, a.number)
		return
	}
	a.maf.exceptions[a.number] = list
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
