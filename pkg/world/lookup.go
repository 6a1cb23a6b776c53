package world

import (
	"hash/maphash"

	"s1mig/pkg/abreast"
	"s1mig/pkg/ident"
)

// lookup finds the installations of all registers of a world, by id and by
// supply point.
type lookup struct {
	seed   maphash.Seed
	list   []*Installation // of all registers, one after the other
	ids    table           // of indexes of list
	meters table           // of meterRefs
}

// meterRef is where a meter stands: the installation's index in the list, and
// the device's in the installation.
type meterRef uint64

// deviceBits is what a device's index takes, which is below mcf.MaxDevices.
const deviceBits = 5

func (m meterRef) installation() int { return int(m >> deviceBits) }
func (m meterRef) device() int       { return int(m & (1<<deviceBits - 1)) }

// newLookup makes the tables of a list. unique is false where an id, a supply
// point or a device stands in it twice.
func newLookup(list []*Installation) (l *lookup, unique bool) {
	l = &lookup{seed: maphash.MakeSeed(), list: list}
	var ids, meters, devices bool
	tasks := []func(){func() { ids = l.addIDs() }, func() { devices = uniqueDevices(list) }, func() { meters = l.addMeters() }}
	_ = abreast.Do(len(tasks), len(tasks), func(i int) error { tasks[i](); return nil })
	return l, ids && meters && devices
}

func (l *lookup) addIDs() (unique bool) {
	l.ids, unique = newTable(len(l.list)), true
	for i, inst := range l.list {
		if !l.ids.add(maphash.String(l.seed, inst.ID), uint64(i), func(at uint64) bool { return l.list[at].ID == inst.ID }) {
			unique = false
		}
	}
	return unique
}

func (l *lookup) addMeters() (unique bool) {
	n := 0
	for _, inst := range l.list {
		for k := range inst.Devices {
			if !inst.Devices[k].MPxN.IsZero() {
				n++
			}
		}
	}
	l.meters, unique = newTable(n), true
	for i, inst := range l.list {
		for k := range inst.Devices {
			m := inst.Devices[k].MPxN
			if m.IsZero() {
				continue
			}
			if !l.meters.add(maphash.Comparable(l.seed, m), uint64(i<<deviceBits|k), func(at uint64) bool { return l.meter(at).MPxN == m }) {
				unique = false
			}
		}
	}
	return unique
}

func (l *lookup) meter(at uint64) *Device {
	ref := meterRef(at)
	return &l.list[ref.installation()].Devices[ref.device()]
}

// byID returns the index of an installation.
func (l *lookup) byID(id string) (int, bool) {
	at, ok := l.ids.find(maphash.String(l.seed, id), func(at uint64) bool { return l.list[at].ID == id })
	return int(at), ok
}

// byMPxN returns where the meter of a supply point stands.
func (l *lookup) byMPxN(m ident.MPxN) (meterRef, bool) {
	at, ok := l.meters.find(maphash.Comparable(l.seed, m), func(at uint64) bool { return l.meter(at).MPxN == m })
	return meterRef(at), ok
}

// table is a hash table with open addressing. A slot holds some bits of the
// hash above what the table finds, plus one; an empty slot is 0.
type table struct {
	slots []uint64
	mask  uint64
}

const tableValueBits = 40

func newTable(n int) table {
	size := 4
	for size < n+n/2 {
		size *= 2
	}
	return table{slots: make([]uint64, size), mask: uint64(size - 1)}
}

// add adds a value. It returns false, and adds nothing, where same says that one
// is there already.
func (t *table) add(hash, value uint64, same func(uint64) bool) bool {
	at, ok := t.slot(hash, same)
	if !ok {
		t.slots[at] = hash>>tableValueBits<<tableValueBits | (value + 1)
	}
	return !ok
}

// find returns the value that same says is the one.
func (t *table) find(hash uint64, same func(uint64) bool) (uint64, bool) {
	at, ok := t.slot(hash, same)
	if !ok {
		return 0, false
	}
	return t.slots[at]&(1<<tableValueBits-1) - 1, true
}

// slot returns the slot of a value, or the empty one that it belongs in.
func (t *table) slot(hash uint64, same func(uint64) bool) (at uint64, ok bool) {
	for at = hash & t.mask; t.slots[at] != 0; at = (at + 1) & t.mask {
		s := t.slots[at]
		if (s^hash)>>tableValueBits == 0 && same(s&(1<<tableValueBits-1)-1) {
			return at, true
		}
	}
	return at, false
}
