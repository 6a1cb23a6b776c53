package dcc

import (
	"slices"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
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

	// common is what the MCF says of it, from when it has passed until it has
	// ended; meters is what reports need of it, for good.
	common  *mcfInstallation
	meters  []reported
	waitsIn *group // for its group files, or past them
	// combination is the one of 5.2; "" until it has been in an MCF.
	combination state.Combination
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

// reported is a device as reports need it.
type reported struct {
	id     ident.EUI64
	mpxn   ident.MPxN
	kind   word  // type of the device
	state  word  // how far it came: the outcome of the COF, else of the SCF
	owners uint8 // bit i: it is in the slice of the submitter of auths[i]
}

// word is one of the few words that are kept of every device.
type word uint8

var words = [...]string{"", mcf.CHF, mcf.GPF, mcf.ESME, mcf.GSME, mcf.PPMID, mcf.IHD,
	cof.Commissioned, cof.Failed, cof.NotAttempted, wordReady, wordNotReady}

// wordOf is the word that says s. It panics where there is none: the files that
// tell of devices have no others.
func wordOf(s string) word {
	i := slices.Index(words[:], s)
	if i < 0 {
		panic("dcc: no word " + s)
	}
	return word(i)
}

// String returns the word.
func (w word) String() string { return words[w] }

// ownedBy reports whether a device is in the slice of a participant.
func (in *installation) ownedBy(participant string, r *reported) bool {
	for i, a := range in.auths {
		if a.maf.from == participant && r.owners&(1<<i) != 0 {
			return true
		}
	}
	return false
}

// forget lets go of what the MCF says, which is most of what an installation
// takes up, and keeps what reports need.
// stateOf, which may be nil, says how far the k-th device came.
func (in *installation) forget(stateOf func(k int, id ident.EUI64) string) {
	if in.common == nil {
		return
	}
	in.combination = in.classify()
	in.meters = make([]reported, 0, len(in.common.Devices))
	for i := range in.common.Devices {
		dev := &in.common.Devices[i]
		r := reported{id: dev.DeviceID, mpxn: dev.MPxN, kind: wordOf(dev.DeviceType)}
		if stateOf != nil {
			r.state = wordOf(stateOf(i, dev.DeviceID))
		}
		for k, a := range in.auths {
			if in.owns(a.maf.from, dev) {
				r.owners |= 1 << k
			}
		}
		in.meters = append(in.meters, r)
	}
	in.common = nil
}

// classify says which combination of 5.2 the MCF shows the installation to be.
func (in *installation) classify() state.Combination {
	active, dormant, gas := 0, 0, false
	for i := range in.common.Devices {
		switch dev := &in.common.Devices[i]; {
		case dev.MPxN == 0:
		case dev.Status == mcf.Dormant:
			dormant++
		default:
			active++
			gas = gas || dev.DeviceType == mcf.GSME
		}
	}
	switch {
	case active == 0:
		return state.D
	case dormant == 0 && in.commissioner != "":
		return state.B
	case dormant == 0 && len(in.suppliersNow()) > 1:
		return state.C
	case dormant == 0:
		return state.A
	case gas:
		return state.E2
	}
	return state.E1
}

// suppliersNow lists the suppliers of its Active Meters.
func (in *installation) suppliersNow() (names []string) {
	in.activeSuppliers(func(supplier string) {
		if !slices.Contains(names, supplier) {
			names = append(names, supplier)
		}
	})
	return names
}

// maxAuthorisations bounds how many authorisations of one installation are kept:
// two stand at the most, and superseded ones make room.
const maxAuthorisations = 8

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

// known is the id of an installation, which is copied unless DCC has met it. It
// may be called concurrently, while DCC does nothing else.
func (d *DCC) known(id string) string {
	if in := d.installations[id]; in != nil {
		return in.id
	}
	return strings.Clone(id)
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
