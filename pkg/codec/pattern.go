package codec

import (
	"encoding/binary"
	"unsafe"

	"s1mig/pkg/ident"
)

// NOTE. What stands in a file resembles what stood there before: a value is as
// long as that of the record before, and digits stand where digits stood. A pattern
// is what a text that has been accepted tells of others. Comparing with one takes
// a few instructions for each 64 bytes, and says of all values in them that they
// are of their form.

// pattern says of each byte of a text which it may be. It holds for whole chunks:
// what stands behind the text in the last one may be anything.
type pattern []chunk

// chunk says which byte may stand where: one from low to room above it, or any of
// so many letters, from A or a on.
type chunk struct{ low, room, letters [chunkSize]byte }

const chunkSize = 64

// chunks is how many chunks a text of n bytes takes.
func chunks(n int) int { return (n + chunkSize - 1) / chunkSize }

// write has the pattern be that of the text alone; no byte of it is NUL.
func (p pattern) write(text []byte) {
	for k := range chunkSize * len(p) {
		low, room := byte(0), byte(0xff)
		if k < len(text) {
			low, room = text[k], 0
		}
		p.set(k, low, room, 0)
	}
}

func (p pattern) set(k int, low, room, letters byte) {
	c := &p[k/chunkSize]
	c.low[k%chunkSize], c.room[k%chunkSize], c.letters[k%chunkSize] = low, room, letters
}

// vary lets the bytes that stand at that place be others of their kin.
func (p pattern) vary(at int, text []byte, kin ident.Kin) {
	for k, c := range text {
		if letters := kin.Letters(c); letters > 0 {
			p.set(at+k, '0', 9, byte(letters))
			continue
		}
		first, last := kin.Range(c)
		p.set(at+k, first, last-first, 0)
	}
}

// fits reports whether the text at i is of the pattern. A chunk is looked at if all
// before it fit, so no look goes beyond the pad: there is no NUL in a pattern.
func (p pattern) fits(in input8, i int) bool { return fits(unsafe.SliceData(p), len(p), in.from(i)) }

// fitsPortable is fits without instructions that not every machine has.
func fitsPortable(first *chunk, n int, in input8) bool {
	p := unsafe.Slice(first, n)
	for k := range p {
		if !p[k].fits(in, k*chunkSize) {
			return false
		}
	}
	return true
}

func (c *chunk) fits(in input8, i int) bool {
	for k := 0; k < chunkSize; k += 8 {
		w, low, room, letters := in.word(i+k), word(&c.low, k), word(&c.room, k), word(&c.letters, k)
		switch {
		case w == low:
		case room == free:
			return true // what stands behind the text
		case letters|room&highBits == 0:
			if misfit(w, low, room) != 0 {
				return false
			}
		case misfitOfLetters(w, low, room, letters) != 0:
			return false
		}
	}
	return true
}

// free is the room of eight bytes that may be anything.
const free = lowBits * 0xff

// misfit is not 0 unless each byte of w is at most room above low. A byte that
// misfits may make those above it seem to, and none else does: one from which more
// is taken than it has sets its own top bit.
func misfit(w, low, room uint64) uint64 {
	above := w - low
	return (w | above | (above + lowBits*0x7f - room)) & highBits
}

// misfitOfLetters is misfit where a byte may also be a letter, or anything.
func misfitOfLetters(w, low, room, letters uint64) uint64 {
	matters := ^bytesOf(room & highBits)
	w, room = w&matters, room&matters
	// A letter, where there may be one, is taken in upper case and counted from A.
	letter := bytesOf((letters + lowBits*0x7f) & (w << 1) & highBits)
	low = low&^letter | lowBits*'A'&letter
	room = room&^letter | (letters&letter - lowBits&letter)
	return misfit(w&^(letter&(lowBits*0x20)), low, room)
}

// bytesOf has all bits of a byte set where its top bit is, in a word of which no
// other bit is set.
func bytesOf(top uint64) uint64 { return top >> 7 * 0xff }

func word(b *[chunkSize]byte, k int) uint64 { return binary.LittleEndian.Uint64(b[k:]) }
