package dcc

import (
	"slices"

	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// installation is what DCC knows of one installation. An estate has millions:
// what they refer to is kept by its place.
type installation struct {
	home *home
	end  *party.End // nil while it has not ended
	// common is what the MCF says of it, from when it has passed until it has
	// ended; reports need less of it, which is kept packed, for good.
	common    *mcfInstallation
	packed    uint32 // where that is in DCC.devices, and one; 0 where there is nothing
	number    int32  // its place in DCC.installations, and the number of its id
	first     int32  // its first authorisation, by its place, and one; 0 where it has none
	suppliers int16  // different suppliers of its Active Meters
	// combination is the one of 5.2; "" until it has been in an MCF.
	combination word
}

// home is what many installations have in common.
type home struct {
	dcc         *DCC
	smso, group string
}

// id is the SMSO's reference.
func (in *installation) id() string { return in.home.dcc.ids.At(int(in.number)) }

// authorisations calls yield with the authorisations of the installation, in the
// order in which they were judged, until it says false.
func (in *installation) authorisations(yield func(i int, a *authorisation) bool) {
	for i, at := 0, in.first; at > 0; i++ {
		a := in.home.dcc.auths.At(int(at) - 1)
		if at = a.next; !yield(i, a) {
			return
		}
	}
}

// add puts an authorisation behind the others, of which those that no longer stand
// make room where there are many.
func (in *installation) add(a *authorisation) {
	n := 0
	for range in.authorisations {
		n++
	}
	link := &in.first
	for *link > 0 {
		old := in.home.dcc.auths.At(int(*link) - 1)
		if n == maxAuthorisations && !old.standing() {
			*link = old.next
			continue
		}
		link = &old.next
	}
	*link = a.number + 1
}

// ends is the state that it ended in; "" while it has not.
func (in *installation) ends() state.State {
	if in.end == nil {
		return ""
	}
	return in.end.State
}

// commissioner is the supplier that commissions, "" where DCC does.
func (in *installation) commissioner() string {
	for _, a := range in.authorisations {
		if a.commissions {
			return a.maf.from
		}
	}
	return ""
}

// authorises reports whether an accepted authorisation covers the meter.
func (in *installation) authorises(m ident.MPxN) bool {
	for _, a := range in.authorisations {
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
	for _, a := range in.authorisations {
		if a.is(mafoutcome.Accepted) && (supplier == "" || a.maf.from == supplier) {
			ids = append(ids, a.id())
		}
	}
	return ids
}

// ownedBy reports whether a device is in the slice of a participant.
func (in *installation) ownedBy(participant string, r *reported) bool {
	for i, a := range in.authorisations {
		if a.maf.from == participant && r.owners&(1<<i) != 0 {
			return true
		}
	}
	return false
}

// forget lets go of what the MCF says, which is most of what an installation
// takes up, and keeps what reports need. stateOf, which may be nil, says how far
// the device of that place came.
func (in *installation) forget(stateOf func(place int) string) {
	if in.common == nil {
		return
	}
	in.combination = wordOf(in.classify())
	d := in.home.dcc
	if d.firstDevice == 0 && len(in.common.devices) > 0 {
		d.firstDevice = in.common.devices[0].id
	}
	var room [1 + mcf.MaxDevices*reportedMost]byte
	packed, before := append(room[:0], byte(len(in.common.devices))), reported{id: d.firstDevice}
	for i := range in.common.devices {
		dev := &in.common.devices[i]
		r := reported{id: dev.id, mpxn: dev.mpxn, kind: wordOf(dev.deviceType)}
		if stateOf != nil {
			r.state = wordOf(stateOf(i))
		}
		for k, a := range in.authorisations {
			if in.owns(a.maf.from, dev) {
				r.owners |= 1 << k
			}
		}
		packed = appendReported(packed, &before, &r)
		before = r
	}
	in.packed = d.devices.Add(packed) + 1
	in.common = nil
}

// classify says which combination of 5.2 the MCF shows the installation to be.
func (in *installation) classify() state.Combination {
	active, dormant, gas := 0, 0, false
	for i := range in.common.devices {
		switch dev := &in.common.devices[i]; {
		case dev.mpxn == 0:
		case dev.status == mcf.Dormant:
			dormant++
		default:
			active++
			gas = gas || dev.deviceType == mcf.GSME
		}
	}
	switch {
	case active == 0:
		return state.D
	case dormant == 0 && in.commissioner() != "":
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
	in.end = d.EndInstallation(in.id(), s, why)
}

// find returns what is known of an installation, nil where DCC has not met it. It
// may be called concurrently, while DCC does nothing else.
func (d *DCC) find(id string) *installation {
	if n, ok := d.ids.Find(id); ok {
		return d.installations.At(n)
	}
	return nil
}

// installationOf returns what is known of an installation, making it known.
func (d *DCC) installationOf(id, smso, group string) *installation {
	n, added := d.ids.Add(id)
	if added {
		d.installations.Add(installation{number: int32(n), home: d.homes.Of(home{d, smso, group})})
	}
	return d.installations.At(n)
}
