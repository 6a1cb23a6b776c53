package validate

import (
	"hash/maphash"
)

// unique finds what stands more than once in a file: one table for each kind of
// key. It takes 12 bytes for a slot and keeps slots at most four fifths full.
// Slots are chosen by a random seed, so that no file can be made to collide; the
// seed has no influence on what is found.
type unique struct {
	seed   maphash.Seed
	tables [kinds]table
	// hits are the records that hold a duplicate, at most maxHits; twice are the
	// values concerned.
	hits  map[int64]bool
	twice [kinds]map[uint64]bool
	count [kinds]int64 // of all duplicates, those that hits has no room for too
	over  bool         // hits was full
}

// kind is what a key is of.
type kind uint8

const (
	byNumber kind = iota // an MPxN or a device
	byID                 // an authorisation or an installation
	kinds
)

// key is something that may stand once in a file: a number, or the hash of an
// id, in the record of that index.
type key struct {
	value uint64
	index uint32
	kind  kind
}

// maxHits bounds the duplicates that are placed; all are counted.
const maxHits = 1 << 16

func newUnique() *unique { return &unique{seed: maphash.MakeSeed(), hits: map[int64]bool{}} }

func (u *unique) hash(id string) uint64 { return maphash.String(u.seed, id) }

// add takes the keys of a block, in file order.
func (u *unique) add(keys []key) {
	for _, k := range keys {
		slot := u.tables[k.kind].at(u.seed, k.value)
		if slot.fresh {
			*slot.mark = k.index + 1
			continue
		}
		if u.twice[k.kind] == nil {
			u.twice[k.kind] = map[uint64]bool{}
		}
		if !u.twice[k.kind][k.value] {
			u.hit(k.kind, int64(*slot.mark-1))
		}
		u.hit(k.kind, int64(k.index))
		if !u.over {
			u.twice[k.kind][k.value] = true
		}
	}
}

func (u *unique) hit(k kind, index int64) {
	u.count[k]++
	if len(u.hits) >= maxHits {
		u.over = true
		return
	}
	u.hits[index] = true
}

// table is a hash table with open addressing. A mark is the index of the record
// that brought the key, plus one; 0 is a free slot.
type table struct {
	keys  []uint64
	marks []uint32
	n     int
}

// entry is the slot of a key.
type entry struct {
	mark  *uint32
	fresh bool // the key was not there
}

func (t *table) at(seed maphash.Seed, value uint64) entry {
	if 5*(t.n+1) > 4*len(t.keys) {
		t.grow(seed)
	}
	i := t.find(seed, value)
	fresh := t.marks[i] == 0
	if fresh {
		t.keys[i] = value
		t.n++
	}
	return entry{&t.marks[i], fresh}
}

func (t *table) find(seed maphash.Seed, value uint64) int {
	mask := uint64(len(t.keys) - 1)
	for i := maphash.Comparable(seed, value) & mask; ; i = (i + 1) & mask {
		if t.marks[i] == 0 || t.keys[i] == value {
			return int(i)
		}
	}
}

func (t *table) grow(seed maphash.Seed) {
	old := *t
	size := max(64, 2*len(old.keys))
	t.keys, t.marks = make([]uint64, size), make([]uint32, size)
	for i, mark := range old.marks {
		if mark != 0 {
			k := t.find(seed, old.keys[i])
			t.keys[k], t.marks[k] = old.keys[i], mark
		}
	}
}
