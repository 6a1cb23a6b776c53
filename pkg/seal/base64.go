package seal

import (
	"encoding/binary"
	"slices"
)

// NOTE. Base64url without padding (RFC 4648 section 5, RFC 7515 section 2), both
// ways by tables: an MEF has hundreds of characters of it for each device.

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// base64Pairs are the two digits of every twelve bits, the first in the low byte.
var base64Pairs = makeBase64Pairs()

func makeBase64Pairs() (t [1 << 12]uint16) {
	for i := range t {
		t[i] = uint16(base64Digits[i>>6]) | uint16(base64Digits[i&63])<<8
	}
	return t
}

// appendBase64 appends src in base64url.
func appendBase64(dst, src []byte) []byte {
	for ; len(src) >= 6; src = src[6:] {
		v := uint64(binary.BigEndian.Uint32(src))<<16 | uint64(binary.BigEndian.Uint16(src[4:]))
		dst = binary.LittleEndian.AppendUint64(dst, uint64(base64Pairs[v>>36])|uint64(base64Pairs[v>>24&0xfff])<<16|
			uint64(base64Pairs[v>>12&0xfff])<<32|uint64(base64Pairs[v&0xfff])<<48)
	}
	bits, n := uint64(0), 0
	for _, b := range src {
		bits, n = bits<<8|uint64(b), n+8
		for ; n >= 6; n -= 6 {
			dst = append(dst, base64Digits[bits>>(n-6)&63])
		}
	}
	if n > 0 {
		dst = append(dst, base64Digits[bits<<(6-n)&63])
	}
	return dst
}

// notBase64 marks what is no digit.
const notBase64 = 1 << 24

// base64Values are the value of each digit as the first to the fourth of four,
// and notBase64 for any other byte.
var base64Values = makeBase64Values()

func makeBase64Values() (t [4][256]uint32) {
	for place := range t {
		for c := range t[place] {
			t[place][c] = notBase64
		}
		for i, c := range []byte(base64Digits) {
			t[place][c] = uint32(i) << (18 - 6*place)
		}
	}
	return t
}

// base64Four are the 24 bits of four digits.
func base64Four(a, b, c, d byte) uint32 {
	return base64Values[0][a] | base64Values[1][b] | base64Values[2][c] | base64Values[3][d]
}

// appendDecoded appends the octets that base64url text stands for. Only the
// canonical spelling is taken, so that no two texts mean one value: digits alone,
// and no bits left over that are not zero.
func appendDecoded(dst, text []byte) ([]byte, error) {
	const zero = 'A'
	n, bad := len(dst), uint32(0)
	out := slices.Grow(dst, len(text)+8) // room for the whole words that are put
	out = out[:n+len(text)+8]
	for ; len(text) >= 8; text = text[8:] {
		a, b := base64Four(text[0], text[1], text[2], text[3]), base64Four(text[4], text[5], text[6], text[7])
		bad |= a | b
		binary.BigEndian.PutUint64(out[n:], uint64(a)<<40|uint64(b&0xffffff)<<16)
		n += 6
	}
	for ; len(text) >= 4; text = text[4:] {
		a := base64Four(text[0], text[1], text[2], text[3])
		bad |= a
		binary.BigEndian.PutUint32(out[n:], a<<8)
		n += 3
	}
	switch len(text) {
	case 1:
		return dst, errBase64
	case 2:
		a := base64Four(text[0], text[1], zero, zero)
		bad |= a | leftOver(a&0xffff)
		out[n] = byte(a >> 16)
		n++
	case 3:
		a := base64Four(text[0], text[1], text[2], zero)
		bad |= a | leftOver(a&0xff)
		out[n], out[n+1] = byte(a>>16), byte(a>>8)
		n += 2
	}
	if bad&notBase64 != 0 {
		return dst, errBase64
	}
	return out[:n], nil
}

// leftOver is notBase64 where bits are not zero.
func leftOver(bits uint32) uint32 { return -bits & notBase64 }
