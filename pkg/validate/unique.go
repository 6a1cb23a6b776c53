package validate

import (
	"hash/maphash"
	"sync/atomic"

	"s1mig/pkg/codec"
)

// unique finds what stands more than once in a file. Of what has a place it knows
// all that is counted once the file has been read. What it keeps of everything else
// are keys of eight bytes, until all are there; which ones came more than once is
// worked out at the end, and a second reading finds where they stand.
type unique struct {
	seed maphash.Seed
	mix  mixer
	keys [kinds]keySet
	// placed are the numbers that have a place in the register, and the ids that are
	// numbered. Where they are dense they take the room of half a key or less, and
	// less time.
	placed [kinds]firsts
	// form is that of the ids that are numbered, once there was one.
	form atomic.Pointer[idForm]
	// repeats are the keys that came more than once, occurrences how often they
	// came in all, and what has a place.
	repeats     [kinds]repeats
	occurrences int
	// counted says that nothing came more than once but what is known of in full.
	counted bool
	extents extents
}

// kind is what a key is of.
type kind uint8

const (
	byNumber kind = iota // an MPxN or a device
	byID                 // an authorisation or an installation
	kinds
)

// keys are what may stand once in a block: keys of each kind, mixed, and apart from
// them what has a place.
type keys struct {
	of     [kinds][]uint64
	placed [kinds][]standing
}

func (k *keys) reset() {
	for i := range k.of {
		k.of[i], k.placed[i] = k.of[i][:0], k.placed[i][:0]
	}
}

// none reports whether there are none.
func (k *keys) none() bool {
	n := 0
	for i := range k.of {
		n += len(k.of[i]) + len(k.placed[i])
	}
	return n == 0
}

// maxTexts bounds the occurrences whose text is kept for a second look. Beyond
// it, ids of one hash are taken for one id.
const maxTexts = 1 << 16

// newUnique is for a file, or for a CSV: there the first part of an authorisation
// that is split is no fault.
func newUnique(csv bool) *unique {
	u := &unique{seed: maphash.MakeSeed()}
	u.mix = newMixer(u.seed)
	u.placed[byID].later = csv
	return u
}

// id is the key of an id, number that of a number.
func (u *unique) id(id string) uint64         { return maphash.String(u.seed, id) }
func (u *unique) number(number uint64) uint64 { return u.mix.of(number) }

// formFor returns the form of the ids that are numbered. It is the first id's that
// anybody asks with.
func (u *unique) formFor(id string) *idForm {
	if u.form.Load() == nil {
		u.form.CompareAndSwap(nil, formOf(id))
	}
	return u.form.Load()
}

// add takes the keys of a block, whose extent is known or not.
func (u *unique) add(block *keys, at codec.Extent, known bool) error {
	if block.none() { // as where the sequential reader comes to the end of the records
		return nil
	}
	u.extents.add(at, known)
	for k := range block.of {
		u.placed[k].add(block.placed[k])
		if err := u.keys[k].add(block.of[k]); err != nil {
			return err
		}
	}
	if u.extents.unknown || len(u.extents.all)%stretch == 0 {
		u.endStretch()
	}
	return nil
}

// endStretch says that the keys of a stretch are all there, unless that is of no use.
func (u *unique) endStretch() {
	for k := range u.keys {
		if u.extents.unknown {
			u.keys[k].forget()
		} else {
			u.keys[k].endStretch()
		}
	}
}

// settle works out what came more than once, with that many goroutines.
func (u *unique) settle(workers int) (err error) {
	u.counted = true
	u.endStretch() // the last one, of which there may be nothing
	for k := range u.keys {
		r := &u.repeats[k]
		if *r, err = u.keys[k].repeated(workers); err != nil {
			return err
		}
		u.occurrences += r.occurrences + int(u.placed[k].n)
		u.counted = u.counted && r.occurrences == 0 && !u.placed[k].lost
	}
	return nil
}

// where returns the extents in which something stands that came more than once; ok is
// false where that is not known, or is most of the file: it is better read from its
// beginning to its end then.
func (u *unique) where() (extents []codec.Extent, ok bool) {
	var stretches recordSet
	for k := range u.repeats {
		stretches.join(u.repeats[k].stretches)
		if u.repeats[k].everywhere || u.placed[k].lost || u.placed[k].n > 0 && u.placed[k].later {
			return nil, false
		}
		u.extents.of(u.placed[k].records, &stretches)
	}
	return u.extents.few(stretches)
}

// over reports whether more came twice than is looked at twice.
func (u *unique) over() bool { return u.occurrences > maxTexts }

func (u *unique) close() error {
	for k := range u.keys {
		if err := u.keys[k].close(); err != nil {
			return err
		}
	}
	return nil
}

// mixer spreads numbers over all bits, each to another one, in a way that the
// makers of a file cannot foresee: none can be made in which many numbers fall
// together. It has no influence on what is found.
type mixer struct{ add, first, second uint64 }

func newMixer(seed maphash.Seed) mixer {
	return mixer{maphash.Comparable(seed, 1), maphash.Comparable(seed, 2) | 1, maphash.Comparable(seed, 3) | 1}
}

func (m mixer) of(x uint64) uint64 {
	x = (x ^ m.add) * m.first
	x = (x ^ x>>32) * m.second
	return x ^ x>>29
}

// bag is a set of mixed keys: a hash table with open addressing, of which the
// low bits choose the slot. A free slot is 0; that key itself is kept apart.
type bag struct {
	slots []uint64
	n     int
	zero  bool
}

// room makes an empty bag with room for n keys, in the slots it has if they do.
func (b *bag) room(n int) {
	size := 64
	for 4*size < 5*n+5 {
		size *= 2
	}
	if size > cap(b.slots) {
		b.slots = make([]uint64, size)
	}
	b.slots, b.n, b.zero = b.slots[:size], 0, false
	clear(b.slots)
}

// put adds a key and reports whether it was there already.
func (b *bag) put(key uint64) bool {
	if key == 0 {
		was := b.zero
		b.zero = true
		return was
	}
	mask := uint64(len(b.slots) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		switch b.slots[i] {
		case key:
			return true
		case 0:
			b.slots[i] = key
			b.n++
			return false
		}
	}
}

// find returns the slot of a key, one more than there are for the key 0; ok is false
// where it is not in the bag.
func (b *bag) find(key uint64) (slot int, ok bool) {
	if key == 0 || len(b.slots) == 0 {
		return len(b.slots), key == 0 && b.zero
	}
	mask := uint64(len(b.slots) - 1)
	i := key & mask
	for b.slots[i] != key && b.slots[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i), b.slots[i] == key
}

// home is what stands in the slot at which find begins to look for a key.
func (b *bag) home(key uint64) uint64 {
	if len(b.slots) == 0 {
		return 0
	}
	return b.slots[key&uint64(len(b.slots)-1)]
}

func (b *bag) has(key uint64) bool {
	_, ok := b.find(key)
	return ok
}
