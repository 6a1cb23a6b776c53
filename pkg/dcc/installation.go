package dcc

import (
	"slices"
	"strings"

	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// installation is what DCC knows of one installation.
type installation struct {
	id        string
	home      *home
	auths     []*authorisation
	suppliers int32 // different suppliers of its Active Meters
	// combination is the one of 5.2; "" until it has been in an MCF.
	combination word
	// by is the authorisation whose supplier commissions all but the CHF (5.2(b)),
	// nil where DCC does.
	by  *authorisation
	end *party.End // nil while it has not ended

	// common is what the MCF says of it, from when it has passed until it has
	// ended; devices is what reports need of it, packed, for good.
	common  *mcfInstallation
	waitsIn *group // for its group files, or past them
	devices []byte
}

// home is what many installations have in common.
type home struct{ smso, group string }

// ends is the state that it ended in; "" while it has not.
func (in *installation) ends() state.State {
	if in.end == nil {
		return ""
	}
	return in.end.State
}

// commissioner is the supplier that commissions, "" where DCC does.
func (in *installation) commissioner() string {
	if in.by == nil {
		return ""
	}
	return in.by.maf.from
}

// authorises reports whether an accepted authorisation covers the meter.
func (in *installation) authorises(m ident.MPxN) bool {
	for _, a := range in.auths {
		if a.is(mafoutcome.Accepted) && a.lists(m) {
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
		if a.is(mafoutcome.Accepted) && (supplier == "" || a.maf.from == supplier) {
			ids = append(ids, a.id())
		}
	}
	return ids
}

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
// takes up, and keeps what reports need. stateOf, which may be nil, says how far
// the k-th device came.
func (in *installation) forget(kept *slab[byte], stateOf func(k int, id ident.EUI64) string) {
	if in.common == nil {
		return
	}
	in.combination = wordOf(in.classify())
	var room [mcf.MaxDevices * 23]byte // as long as it can be
	packed, before := room[:0], ident.EUI64(0)
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
		packed = appendReported(packed, before, &r)
		before = r.id
	}
	in.devices = append(kept.cut(len(packed)), packed...)
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
	case dormant == 0 && in.by != nil:
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
	in.end = d.EndInstallation(in.id, s, why)
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
		in = &installation{id: id, home: d.homes.Of(home{smso, group})}
		d.installations[id] = in
		d.inOrder = append(d.inOrder, in)
	}
	return in
}
