package ident

import "encoding/binary"

const (
	zeros   = 0x3030303030303030 // eight times '0'
	topBits = 0x8080808080808080
	limit9  = 0x7676767676767676 // carries a byte above 9 into its top bit
)

// Word is the eight bytes of s from i, the first in the lowest byte: for ids to be
// compared, or read, eight bytes at a time. It panics where s does not have them.
func Word(s string, i int) uint64 {
	return binary.LittleEndian.Uint64([]byte(s[i : i+8]))
}

// WordNumber returns the number that the last of the bytes of a word are the
// digits of, as many as digits says, 1 to 8; ok is false where one is no digit.
func WordNumber(w uint64, digits int) (n uint64, ok bool) {
	w = (w ^ zeros) >> (64 - 8*digits) << (64 - 8*digits)
	return eightDigits(w), (w|(w+limit9))&topBits == 0
}

// eightDigits returns the number written in the bytes of w, the lowest byte
// first, each 0 to 9.
func eightDigits(w uint64) uint64 {
	w = w*10 + w>>8
	const mask = 0x000000ff000000ff
	return (w&mask*(100+1000000<<32) + w>>16&mask*(1+10000<<32)) >> 32
}
