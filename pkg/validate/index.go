package validate

import (
	"bytes"
	"hash/maphash"
)

// index finds the records of a ledger by their ids: a hash table with open
// addressing of places, 12 bytes for a slot.
type index struct {
	cursor // of what is found
	seed   maphash.Seed
	slots  []slot
	n      int // different ids
	seen   int // of them
}

// slot is free where it has no tag.
type slot struct {
	tag  uint32 // of the hash of the id, with isTaken and isSeen
	page uint32
	at   uint32
}

const (
	isTaken uint32 = 1 << iota
	isSeen
)

// newIndex indexes a ledger. Where several records have one id, which is a
// finding of its own, the first counts.
func newIndex(l *ledger) *index { return makeIndex(l, false) }

// newLastIndex is newIndex, where the last counts.
func newLastIndex(l *ledger) *index { return makeIndex(l, true) }

func makeIndex(l *ledger, last bool) *index {
	size := 8
	for 3*size < 4*l.records {
		size *= 2
	}
	x := &index{cursor: cursor{l: l}, seed: maphash.MakeSeed(), slots: make([]slot, size)}
	for in := range l.all() {
		s, tag := x.slot(in.id)
		if s.tag == 0 {
			x.n++
		} else if !last {
			continue
		}
		*s = slot{tag, in.place.page, in.place.at}
	}
	return x
}

// slot returns the slot of an id, or the free one where it belongs.
func (x *index) slot(id []byte) (s *slot, tag uint32) {
	hash := maphash.Bytes(x.seed, id)
	tag = uint32(hash>>32)&^isSeen | isTaken
	mask := uint64(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s = &x.slots[i]
		if s.tag == 0 || s.tag&^isSeen == tag && bytes.Equal(x.idAt(place{s.page, s.at}), id) {
			return s, tag
		}
	}
}

// find returns the record of an id, nil where there is none. It lasts until the
// next one is looked for.
func (x *index) find(id []byte) *installation {
	s, _ := x.slot(id)
	if s.tag == 0 {
		return nil
	}
	return x.at(place{s.page, s.at})
}

// see is find, and notes that the record was seen.
func (x *index) see(id []byte) *installation {
	s, _ := x.slot(id)
	if s.tag == 0 {
		return nil
	}
	if s.tag&isSeen == 0 {
		s.tag |= isSeen
		x.seen++
	}
	return x.at(place{s.page, s.at})
}

// missed reports whether a record of the ledger is the one of its id, and was not
// seen.
func (x *index) missed(in *installation) bool {
	s, _ := x.slot(in.id)
	return s.tag&isSeen == 0 && in.place == place{s.page, s.at}
}
