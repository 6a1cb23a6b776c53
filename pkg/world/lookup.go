package world

import (
	"hash/maphash"
	"math/bits"
	"slices"
	"sync"

	"s1mig/pkg/abreast"
	"s1mig/pkg/ident"
)

// lookup finds the installations of all registers of a world, by id and by
// supply point.
type lookup struct {
	seed   maphash.Seed
	all    *packed
	ids    table
	meters table
	spare  *sync.Pool // of *Installation, for those who ask of one meter
}

// newLookup makes the tables of a list. unique is false where an id, a supply
// point or a device stands in it twice.
func newLookup(all *packed) (l *lookup, unique bool) {
	l = &lookup{seed: maphash.MakeSeed(), all: all, spare: &sync.Pool{New: func() any { return &Installation{} }}}
	var ids, meters, devices bool
	tasks := []func(){func() { ids = l.addIDs() }, func() { devices = all.uniqueDevices() }, func() { meters = l.addMeters() }}
	_ = abreast.Do(len(tasks), len(tasks), func(i int) error { tasks[i](); return nil })
	return l, ids && meters && devices
}

func (l *lookup) addIDs() (unique bool) {
	l.ids, unique = newTable(l.all.n, l.all.n), true
	for i := range l.all.n {
		id := l.all.id(i)
		if !l.ids.add(maphash.String(l.seed, id), i, func(at int) bool { return l.all.id(at) == id }) {
			unique = false
		}
	}
	return unique
}

func (l *lookup) addMeters() (unique bool) {
	n := 0
	for i := range l.all.n {
		n += len(l.metersOf(nil, i))
	}
	l.meters, unique = newTable(n, l.all.n), true
	var own []ident.MPxN
	for i := range l.all.n {
		own = l.metersOf(own[:0], i)
		for k, m := range own {
			// Another meter of this installation may have the tag of this one.
			if !l.meters.add(l.hash(m), i, func(at int) bool { return at != i && l.all.hasMeter(at, m) }) || slices.Contains(own[:k], m) {
				unique = false
			}
		}
	}
	return unique
}

// metersOf appends the supply points of an installation.
func (l *lookup) metersOf(dst []ident.MPxN, i int) []ident.MPxN {
	packedDevices(l.all.bytes(i), func(_ ident.EUI64, m ident.MPxN) bool {
		if !m.IsZero() {
			dst = append(dst, m)
		}
		return true
	})
	return dst
}

func (l *lookup) hash(m ident.MPxN) uint64 { return maphash.Comparable(l.seed, m) }

// byID returns the index of an installation.
func (l *lookup) byID(id string) (int, bool) {
	return l.ids.find(maphash.String(l.seed, id), func(at int) bool { return l.all.id(at) == id })
}

// byMPxN returns the index of the installation that has the meter of a supply
// point.
func (l *lookup) byMPxN(m ident.MPxN) (int, bool) {
	if m.IsZero() { // what other devices have
		return 0, false
	}
	return l.meters.find(l.hash(m), func(at int) bool { return l.all.hasMeter(at, m) })
}

// table is a hash table with open addressing, a quarter of it empty. A slot is in
// 4 bytes an index and, above it, as many bits of the hash as there is room for;
// an empty one is 0, so an index has one added.
type table struct {
	slots []uint32
	bits  int // of an index
}

// newTable makes a table for n values, all of them indexes below limit, which is
// below 2^32-1.
func newTable(n, limit int) table {
	return table{slots: make([]uint32, n+n/3+4), bits: bits.Len(uint(limit))}
}

// add adds an index. It returns false, and adds nothing, where same says that one
// is there already.
func (t *table) add(hash uint64, value int, same func(int) bool) bool {
	at, ok := t.slot(hash, same)
	if !ok {
		t.slots[at] = t.tag(hash) | uint32(value+1)
	}
	return !ok
}

// find returns the index that same says is the one.
func (t *table) find(hash uint64, same func(int) bool) (int, bool) {
	at, ok := t.slot(hash, same)
	if !ok {
		return 0, false
	}
	return t.index(t.slots[at]), true
}

func (t *table) tag(hash uint64) uint32 { return uint32(hash) >> t.bits << t.bits }

func (t *table) index(slot uint32) int { return int(slot&(1<<t.bits-1)) - 1 }

// slot returns the slot of an index, or the empty one that it belongs in. The
// slot goes by the upper half of the hash, the tag by the lower.
func (t *table) slot(hash uint64, same func(int) bool) (at int, ok bool) {
	first, _ := bits.Mul64(hash, uint64(len(t.slots)))
	tag := t.tag(hash)
	for at = int(first); t.slots[at] != 0; {
		if s := t.slots[at]; (s^tag)>>t.bits == 0 && same(t.index(s)) {
			return at, true
		}
		if at++; at == len(t.slots) {
			at = 0
		}
	}
	return at, false
}
