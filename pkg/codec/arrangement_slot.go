package codec

import (
	"math/bits"
	"unsafe"
)

// slotOf returns the slot of what the input begins with, and where the first brace is in
// it, or arrangedSize. The quotation marks before that make the slot.
func slotOf(in input8) (slot, brace int) {
	var quotes, braces [arrangedSize / 64]uint64
	for k := 0; k < arrangedSize; k += 8 {
		w := in.word(k)
		quotes[k/64] |= topBits(equal(w, '"')) << (k % 64)
		braces[k/64] |= topBits(anyBrace(w)) << (k % 64)
	}
	if braces[0] == 0 {
		quotes[1] &= braces[1] ^ (braces[1] - 1)
		brace = 64 + bits.TrailingZeros64(braces[1])
	} else {
		quotes[0] &= braces[0] ^ (braces[0] - 1)
		quotes[1] = 0
		brace = bits.TrailingZeros64(braces[0])
	}
	return int((quotes[0]*slotFactor0 + quotes[1]*slotFactor1) >> (64 - slotBits)), brace
}

// slotBits and the factors, which have their bits in no order, make a slot of a hash.
const (
	slotBits    = 12
	slotFactor0 = 0x9e3779b97f4a7c15
	slotFactor1 = 0xc2b2ae3d27d4eb4f
)

// equal has the top bits of those bytes of a word that are c, an ASCII character. Unlike
// those of notPlain all are true.
func equal(w uint64, c byte) uint64 {
	w ^= lowBits * uint64(c)
	return ^((w&^highBits + ^uint64(highBits)) | w) & highBits
}

// anyBrace has the top bits of those bytes of a word that are braces, or one of the three
// others behind the z in ASCII, of which none is in an arrangement.
func anyBrace(w uint64) uint64 { return (w&^highBits + lowBits*(0x80-'{')) &^ w & highBits }

// topBits gathers the top bits of the bytes of a word that has no others.
func topBits(w uint64) uint64 { return w >> 7 * 0x0102040810204080 >> 56 }

// arrangedPortable is arranged without instructions that not every machine has.
//
//lint:ignore U1000 it is called from assembly
func arrangedPortable(a, items *arrangements, in input8, parts *found, room int) int {
	of, i := a, 0
	for k := range room {
		slot, brace := slotOf(in.from(i))
		number := of.slots[slot]
		l := &of.known[number]
		if number == 0 || !l.pattern().fits(in, i) {
			return 0
		}
		unsafe.Slice(parts, room)[k] = found{uint32(number), uint32(i)}
		i += brace + 1
		switch {
		case l.opens:
			if k > 0 || brace != int(l.n) || in.byte(i-1) != '{' {
				return 0
			}
			of = items
		case of == a: // all, or what stands behind a list
			return k + 1
		case in.byte(i) == ',' && in.byte(i+1) == '{':
			i += 2
		case in.byte(i) == ']' && in.byte(i+1) != '"': // as the first part begins
			i++
			of = a
		default:
			return 0
		}
	}
	return 0
}
