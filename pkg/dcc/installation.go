package dcc

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/ident"
	"s1mig/pkg/state"
)

// installation is what DCC knows of one installation.
type installation struct {
	id, smso, group string
	suppliers       int // different suppliers of its Active Meters
	auths           []*authorisation
	// commissioner is the supplier that commissions all but the CHF (5.2(b)), or
	// "" where DCC does.
	commissioner string
	ends         state.State // "" while it has not ended
	why          string

	common *mcfInstallation // what the MCF says of it, once it has passed
}

// authorisation is one record of a MAF, as DCC judges it.
type authorisation struct {
	index        int // in its MAF
	id           string
	maf          *mafFile
	week, on     civil.Date
	commissioner string // DCC or Supplier, as the record or the profile says
	meters       []ident.MPxN
	exceptions   []mafoutcome.Exception
	in           *installation // nil where the register knows none
	outcome      string        // of mafoutcome
	incomplete   bool          // it does not list all the supplier's Active Meters
	ends         state.State   // "" while it stands
	changed      bool          // since the supplier was last told
}

// standing reports whether the authorisation may still lead to a migration.
func (a *authorisation) standing() bool {
	return a.outcome == mafoutcome.Held || a.outcome == mafoutcome.Accepted
}

func (a *authorisation) lists(m ident.MPxN) bool {
	for _, own := range a.meters {
		if own == m {
			return true
		}
	}
	return false
}

// authorises reports whether an accepted authorisation covers the meter.
func (in *installation) authorises(m ident.MPxN) bool {
	for _, a := range in.auths {
		if a.outcome == mafoutcome.Accepted && a.lists(m) {
			return true
		}
	}
	return false
}

// acceptedIDs are the ids of the authorisations of one supplier, or of all where
// the supplier is "".
func (in *installation) acceptedIDs(supplier string) []string {
	var ids []string
	for _, a := range in.auths {
		if a.outcome == mafoutcome.Accepted && (supplier == "" || a.maf.from == supplier) {
			ids = append(ids, a.id)
		}
	}
	return ids
}

// end notes where an installation ended and writes it down.
func (d *DCC) end(in *installation, s state.State, why string) {
	in.ends, in.why = s, why
	d.EndInstallation(in.id, s, why)
}

// endAuthorisation takes an authorisation out of the process.
func (d *DCC) endAuthorisation(a *authorisation, outcome string, s state.State, why string) {
	a.outcome, a.ends, a.changed = outcome, s, true
	d.EndAuthorisation(a.id, a.maf.from, s, why)
}

// installationOf returns what is known of an installation, making it known.
func (d *DCC) installationOf(id, smso, group string) *installation {
	in := d.installations[id]
	if in == nil {
		in = &installation{id: id, smso: smso, group: group}
		d.installations[id] = in
		d.inOrder = append(d.inOrder, in)
	}
	return in
}
