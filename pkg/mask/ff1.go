package mask

import (
	"crypto/cipher"
	"encoding/binary"
	"math/bits"
)

// NOTE. This is FF1 of NIST SP 800-38G, algorithm 7 and PRF of algorithm 6, for
// numerals whose halves fit into 63 bits each: the ten rounds are then arithmetic
// on machine words, and a round costs one block of AES.

const ff1Rounds = 10

// shape is what FF1 needs of a radix and a number of numerals, made once.
type shape struct {
	left, right uint64 // radix^u and radix^v: what each half is below
	tweak       int    // bytes
	width       int    // b: bytes of the numeral string B
	take        int    // d: bytes of S that are taken
	start       [aesBlock]byte
}

const aesBlock = 16

// newShape makes the shape of numerals of that length and radix, with tweaks of
// so many bytes. Of length, u numerals (rounded down) are the left half.
func newShape(block cipher.Block, radix uint64, length, tweak int) *shape {
	u := length / 2
	v := length - u
	s := &shape{left: power(radix, u), right: power(radix, v), tweak: tweak}
	s.width = (bits.Len64(s.right-1) + 7) / 8
	s.take = 4*((s.width+3)/4) + 4
	p := [aesBlock]byte{1, 2, 1, byte(radix >> 16), byte(radix >> 8), byte(radix), ff1Rounds, byte(u)}
	binary.BigEndian.PutUint32(p[8:], uint32(length))
	binary.BigEndian.PutUint32(p[12:], uint32(tweak))
	block.Encrypt(s.start[:], p[:])
	return s
}

// power is base to the n. It panics where that has more than 63 bits.
func power(base uint64, n int) uint64 {
	v := uint64(1)
	for range n {
		over, low := bits.Mul64(v, base)
		if v = low; over != 0 || v>>63 != 0 {
			panic("mask: half a numeral string has more than 63 bits")
		}
	}
	return v
}

// permuter applies FF1. It is used by one goroutine.
type permuter struct {
	block cipher.Block
	q, r  []byte
}

// permute enciphers the numerals of which a is the left half and b the right.
func (p *permuter) permute(s *shape, tweak []byte, a, b uint64) (left, right uint64) {
	for i := range ff1Rounds {
		mod := s.left
		if i%2 == 1 {
			mod = s.right
		}
		a, b = b, (a+p.round(s, tweak, i, b, mod))%mod
	}
	return a, b
}

// round is the function of round i, of the half x, modulo mod.
func (p *permuter) round(s *shape, tweak []byte, i int, x, mod uint64) uint64 {
	if len(tweak) != s.tweak {
		panic("mask: the tweak has another length than its shape")
	}
	q := append(p.q[:0], tweak...)
	for (len(q)+1+s.width)%aesBlock != 0 {
		q = append(q, 0)
	}
	q = append(q, byte(i))
	for k := s.width - 1; k >= 0; k-- {
		q = append(q, byte(x>>(8*k)))
	}
	p.q = q
	r := append(p.r[:0], s.start[:]...)
	for ; len(q) > 0; q = q[aesBlock:] {
		for k := range r {
			r[k] ^= q[k]
		}
		p.block.Encrypt(r, r)
	}
	p.r = r
	var high uint64 // d is 8 or 12
	if s.take == 12 {
		high, r = uint64(binary.BigEndian.Uint32(r)), r[4:]
	}
	return bits.Rem64(high, binary.BigEndian.Uint64(r), mod)
}
