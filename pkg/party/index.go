package party

import "hash/maphash"

// Index numbers different texts, such as the ids of installations, in the order
// in which they are added: in some 12 bytes each beside the text, and nothing for
// the garbage collector to follow. The zero Index is empty. Any number of
// goroutines may look texts up while nobody adds one.
type Index struct {
	texts  Pack          // each after its length
	places Store[uint32] // in texts
	slots  []uint32      // a text's number and one, where its hash says or behind; 0: none
	seed   maphash.Seed
	piece  []byte // what is put into texts
}

// indexFirst is how many slots there are at first; their number is a power of two.
const indexFirst = 1 << 4

// Len is how many texts there are.
func (x *Index) Len() int { return x.places.Len() }

// At returns the text of that number. It holds for good.
func (x *Index) At(n int) string {
	text, _ := textOf(x.texts.At(*x.places.At(n)))
	return text
}

// Find returns the number of a text, if it has been added.
func (x *Index) Find(text string) (n int, ok bool) {
	if len(x.slots) == 0 {
		return 0, false
	}
	slot := x.slots[x.slot(text)]
	return int(slot) - 1, slot > 0
}

// Add returns the number of a text, which is copied where it is new.
func (x *Index) Add(text string) (n int, added bool) {
	if x.Len() >= len(x.slots)/4*3 {
		x.grow()
	}
	slot := &x.slots[x.slot(text)]
	if *slot == 0 {
		x.piece = appendText(x.piece[:0], text)
		x.places.Add(x.texts.Add(x.piece))
		*slot, added = uint32(x.Len()), true
	}
	return int(*slot) - 1, added
}

// slot is where the number of a text is, or would be.
func (x *Index) slot(text string) int {
	mask := len(x.slots) - 1
	at := int(maphash.String(x.seed, text)) & mask
	for x.slots[at] > 0 && x.At(int(x.slots[at])-1) != text {
		at = (at + 1) & mask
	}
	return at
}

// grow makes room for twice as many texts.
func (x *Index) grow() {
	if len(x.slots) == 0 {
		x.seed = maphash.MakeSeed()
	}
	x.slots = make([]uint32, max(indexFirst, 2*len(x.slots)))
	for n := range x.Len() {
		x.slots[x.slot(x.At(n))] = uint32(n + 1)
	}
}
