package world

import (
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
)

// World is the configuration, the registers and the keys of one test world. It
// is immutable once loaded.
type World struct {
	Name        string
	Start       time.Time  // where the clock stands: T0
	Environment string     // migration-testing or migration-dust (3.1(c)), unless a run says otherwise
	Seed        uint64     // of keys and credentials
	Week, On    civil.Date // when installations are migrated whose line in the register does not say

	organisations []Organisation // by name
	byEUI         map[ident.EUI64]int
	byName        map[string]int
	groups        []rule.Group // by id
	epcl          []EPCLEntry  // by id
	registers     []*Register  // by SMSO
	index         *index       // in place of the registers, of a world loaded for its facts
	installations *lookup      // over all registers
	absent        map[bool]ident.MPxN
	absentGiven   [2][]ident.MPxN // by world.yaml: MPANs, MPRNs
	absentLine    int
	configSum     [sha256.Size]byte // of world.yaml, as it was read
	pki           *pki
	credentials   *sync.Pool // of *seal.CredentialSource
}

// Organisations returns all organisations, sorted by name.
func (w *World) Organisations() []Organisation { return slices.Clone(w.organisations) }

// Organisation returns the organisation of that name.
func (w *World) Organisation(name string) (Organisation, bool) {
	i, ok := w.organisationAt(name)
	if !ok {
		return Organisation{}, false
	}
	return w.organisations[i], true
}

func (w *World) organisationAt(name string) (int, bool) {
	i, ok := w.byName[name]
	return i, ok
}

// ByEUI returns the organisation with that EUI-64.
func (w *World) ByEUI(eui ident.EUI64) (Organisation, bool) {
	i, ok := w.byEUI[eui]
	if !ok {
		return Organisation{}, false
	}
	return w.organisations[i], true
}

// Groups returns the GroupIDs, sorted by id.
func (w *World) Groups() []rule.Group { return slices.Clone(w.groups) }

// Group returns the GroupID of that id. An unknown one is not open-ended: it is
// no group at all (Table 17.6).
func (w *World) Group(id string) (rule.Group, bool) {
	i, ok := w.groupAt(id)
	if !ok {
		return rule.Group{}, false
	}
	return w.groups[i], true
}

func (w *World) groupAt(id string) (int, bool) {
	return slices.BinarySearchFunc(w.groups, id, func(g rule.Group, id string) int { return compare(g.ID, id) })
}

// Release returns the capability release of a GroupID: IOC, MOC or FOC, or "" if
// there is no such group.
func (w *World) Release(group string) string {
	g, _ := w.Group(group)
	return g.Release
}

// SMSORelease returns the capability release of an SMSO's groups, which is the
// same for all of them since a file's header has one; "" if it has none.
func (w *World) SMSORelease(tag string) string {
	for _, g := range w.groups {
		if g.SMSO == tag {
			return g.Release
		}
	}
	return ""
}

// EPCL returns the entries of the Eligible Product Combinations List, sorted by
// id.
func (w *World) EPCL() []EPCLEntry { return slices.Clone(w.epcl) }

// EPCLEntry returns the entry of that id.
func (w *World) EPCLEntry(id string) (EPCLEntry, bool) {
	e := w.epclEntry(id)
	if e == nil {
		return EPCLEntry{}, false
	}
	return *e, true
}

func (w *World) epclEntry(id string) *EPCLEntry {
	i, ok := w.epclAt(id)
	if !ok {
		return nil
	}
	return &w.epcl[i]
}

func (w *World) epclAt(id string) (int, bool) {
	return slices.BinarySearchFunc(w.epcl, id, func(e EPCLEntry, id string) int { return compare(e.ID, id) })
}

// Register returns an SMSO's own register, nil if there is no such SMSO. A world
// that was loaded for its facts alone has none: asking it for one panics.
func (w *World) Register(smso string) *Register {
	if w.index != nil {
		panic("world: a world that was loaded for its facts alone is asked for a register")
	}
	i, ok := slices.BinarySearchFunc(w.registers, smso, func(r *Register, smso string) int { return compare(r.SMSO, smso) })
	if !ok {
		return nil
	}
	return w.registers[i]
}

// Absent returns a well-formed MPAN, or MPRN for gas, with valid check digits
// that is in no register.
func (w *World) Absent(gas bool) ident.MPxN { return w.absent[gas] }

// Credentials returns the secrets of a device, made from the seed.
func (w *World) Credentials(device ident.EUI64) seal.Credentials {
	source := w.credentials.Get().(*seal.CredentialSource)
	defer w.credentials.Put(source)
	return source.Derive(device)
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
