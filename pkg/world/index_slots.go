package world

import (
	"encoding/binary"
	"math/bits"
)

// slots is a hash table of places, with linear probing. A slot of 4 bytes holds a
// place, plus one, and above it as many bits of the hash as fit, so that hardly
// ever another meter than the right one is looked at. An empty slot is 0.
//
// The hash has a seed that nobody knows beforehand, so nobody can choose the
// numbers of a register to stand in each other's way. A search ends after
// longestProbe slots whatever the table holds: somebody else may have made it.
type slots struct {
	text  []byte
	homes uint64 // slots at which a search can begin
	seed  uint64
	mask  uint32 // of the place in a slot
}

const (
	slotSize = 4
	// longestProbe is how many slots are searched. At three quarters full the
	// chance that some meter of a thousand million does not find room in them is
	// below one in a million: a run of n slots is about exp(-0.037 n) likely.
	longestProbe = 1024
)

// homesFor is how many slots that many meters fill to three quarters.
func homesFor(meters int64) int64 { return meters + meters/3 + 1 }

// slotBytes is what the slots of that many meters take.
func slotBytes(meters int64) int64 { return (homesFor(meters) + longestProbe) * slotSize }

func newSlots(text []byte, n indexSize) slots {
	return slots{text: text, homes: uint64(homesFor(n.Meters)), seed: n.Seed, mask: 1<<bits.Len32(uint32(n.Meters)) - 1}
}

// home is the byte at which the search for a meter begins, and what its slot
// holds above the place. The hash is mixed as by the finaliser of MurmurHash3; its
// top bits tell the slot, and the next ones go into it.
func (s *slots) home(k meterKey) (at int, print uint32) {
	h := (uint64(k) ^ s.seed) * 0xff51afd7ed558ccd
	h = (h ^ h>>32) * 0xc4ceb9fe1a85ec53
	slot, rest := bits.Mul64(h, s.homes)
	return int(slot) * slotSize, uint32(rest>>32) &^ s.mask
}

// probe is a search for a meter.
type probe struct {
	left  []byte // slots
	slot  uint32 // the one that was found
	print uint32
	mask  uint32
}

func (s *slots) probe(k meterKey) probe {
	at, print := s.home(k)
	return probe{left: s.text[at:][:longestProbe*slotSize], print: print, mask: s.mask}
}

// next goes to the next slot that may be the meter's. It returns false where
// there is none: left then begins with the slot that is free for it, or is empty.
func (p *probe) next() bool {
	p.slot, p.left = seek(p.left, p.print, p.mask)
	return p.slot != 0
}

// seek returns the first slot that has the print, and those behind it; 0 where none
// has, and those from the first that is free on. It keeps nothing but in registers:
// of meters that are not there thousands are looked for, at nine slots each.
func seek(text []byte, print, mask uint32) (slot uint32, left []byte) {
	for ; len(text) >= slotSize; text = text[slotSize:] {
		slot := binary.LittleEndian.Uint32(text)
		if slot == 0 {
			break
		}
		if slot&^mask == print && slot&mask != 0 {
			return slot, text[slotSize:]
		}
	}
	return 0, text
}

// first is the place of the first slot that may be the meter's, or nowhere.
func (s *slots) first(k meterKey) int {
	home, print := s.home(k)
	slot, _ := seek(s.text[home:][:longestProbe*slotSize], print, s.mask)
	if slot == 0 {
		return nowhere
	}
	return int(slot&s.mask) - 1
}

// place is the place that the slot holds.
func (p *probe) place() int { return int(p.slot&p.mask) - 1 }

// fill enters the meters. It returns false where a supply point stands twice, or
// a meter has found no room.
func (x *index) fill() bool {
	for at := range int(x.size.Meters) {
		k := x.key(at)
		p := x.slots.probe(k)
		for p.next() {
			if x.key(p.place()) == k {
				return false
			}
		}
		if len(p.left) == 0 {
			return false
		}
		binary.LittleEndian.PutUint32(p.left, p.print|uint32(at+1))
	}
	return true
}
