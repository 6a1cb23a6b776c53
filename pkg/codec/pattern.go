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

// chunk says which byte may stand where: that one, or any of those kinds.
type chunk struct{ exact, kinds [chunkSize]byte }

// kinds are sets of bytes, each of some low and some high halves of a byte, by which
// they are looked up 32 at once (match_amd64.s).
const (
	digits      = 1 << iota
	capitalsToO // A to O
	capitalsToZ // P to Z
	smallsToO
	smallsToZ
	hexLetters // A to F and a to f
	_
	anything
)

// kindsOf says of which kinds a byte is.
var kindsOf = func() (of [256]byte) {
	add := func(first, last int, kind byte) {
		for c := first; c <= last; c++ {
			of[c] |= kind
		}
	}
	add(0, 255, anything)
	add('0', '9', digits)
	add('A', 'O', capitalsToO)
	add('P', 'Z', capitalsToZ)
	add('a', 'o', smallsToO)
	add('p', 'z', smallsToZ)
	add('A', 'F', hexLetters)
	add('a', 'f', hexLetters)
	return of
}()

// kindsFor are the kinds of which c may be changed for any other.
func kindsFor(kin ident.Kin, c byte) byte {
	const capitals, smalls = capitalsToO | capitalsToZ, smallsToO | smallsToZ
	switch kin.Letters(c) {
	case 'Z' - 'A' + 1:
		return digits | capitals | smalls
	case 'F' - 'A' + 1:
		return digits | hexLetters
	}
	switch first, last := kin.Range(c); {
	case first == last:
		return 0
	case first == '0':
		return digits
	case first == 'A':
		return capitals
	}
	return smalls
}

const chunkSize = 64

// chunks is how many chunks a text of n bytes takes.
func chunks(n int) int { return (n + chunkSize - 1) / chunkSize }

// write has the pattern be that of the text alone; no byte of it is NUL.
func (p pattern) write(text []byte) {
	for k := range chunkSize * len(p) {
		if k < len(text) {
			p.set(k, text[k], 0)
		} else {
			p.set(k, 0, anything)
		}
	}
}

func (p pattern) set(k int, exact, kinds byte) {
	c := &p[k/chunkSize]
	c.exact[k%chunkSize], c.kinds[k%chunkSize] = exact, kinds
}

// vary lets the bytes that stand at that place be others of their kin.
func (p pattern) vary(at int, text []byte, kin ident.Kin) {
	for k, c := range text {
		p.set(at+k, c, kindsFor(kin, c))
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

// misfits says by bits which bytes of the text at i are not of the pattern, a word for
// each chunk. All chunks are looked at, so the input must be as long as the text of the
// pattern.
func (p pattern) misfits(in input8, i int, to []uint64) {
	misfits(unsafe.SliceData(p), len(p), in.from(i), unsafe.SliceData(to[:len(p)]))
}

// misfitsPortable is misfits without instructions that not every machine has.
func misfitsPortable(first *chunk, n int, in input8, to *uint64) {
	p, words := unsafe.Slice(first, n), unsafe.Slice(to, n)
	for k := range p {
		words[k] = 0
		for i := range chunkSize {
			if !p[k].may(in.byte(k*chunkSize+i), i) {
				words[k] |= 1 << i
			}
		}
	}
}

// may reports whether b may stand at that place.
func (c *chunk) may(b byte, at int) bool { return b == c.exact[at] || kindsOf[b]&c.kinds[at] != 0 }

func (c *chunk) fits(in input8, i int) bool {
	for k := 0; k < chunkSize; k += 8 {
		switch {
		case in.word(i+k) == word(&c.exact, k):
		case word(&c.kinds, k) == lowBits*anything:
			return true // what stands behind the text
		case !c.fitsWord(in, i, k):
			return false
		}
	}
	return true
}

// fitsWord is fits for the eight bytes from k on.
func (c *chunk) fitsWord(in input8, i, k int) bool {
	for end := k + 8; k < end; k++ {
		if !c.may(in.byte(i+k), k) {
			return false
		}
	}
	return true
}

func word(b *[chunkSize]byte, k int) uint64 { return binary.LittleEndian.Uint64(b[k:]) }
