package ident

import (
	"encoding/binary"
	"fmt"
)

// MPxN is an MPAN core (13 digits) or an MPRN (6 to 10 digits). The number of
// digits is kept, so that text comes back unchanged, leading zeros included. The
// zero value is no MPxN. Values order by fuel, then length, then number.
type MPxN uint64

// The digits' value stands in the low 56 bits, their number in the top byte.
const mpxnDigitsShift = 56

// MPxNType is the form of an MPxN. Whether its check digits hold is another
// question: see MPxN.CheckDigitOK.
var MPxNType = &Type{
	Name:     "MPxN",
	Doc:      "supply point: an MPAN core of 13 digits (electricity) or an MPRN of 6 to 10 digits (gas)",
	Source:   "MTAD 17.18; industry practice for the lengths",
	Pattern:  `^([0-9]{6,10}|[0-9]{13})$`,
	MaxLen:   13,
	Examples: []string{"9900000000015", "9999000104", "123409", "1312345678907"},
	Bad:      []string{"", "9.9E+12", "99000000000", "990000000001", "018011002012345678385", "9900000000015 ", "99999", "99 0000 0000 015"},
	Valid:    validMPxN,
	Hint:     firstHint(spreadsheetHint, mpxnNumberHint, mpxnHint),
}

func validMPxN(b []byte) bool { _, ok := ParseMPxN(b); return ok }

// ParseMPxN reads 13 digits, or 6 to 10.
func ParseMPxN(b []byte) (MPxN, bool) {
	n := len(b)
	if n < 6 || n > 13 || n == 11 || n == 12 {
		return 0, false
	}
	if n < 8 {
		return parseShortMPRN(b)
	}
	// The first eight digits, and the last eight with those read already set to
	// zero.
	head := binary.LittleEndian.Uint64(b) ^ zeros
	tail := binary.LittleEndian.Uint64(b[n-8:]) ^ zeros
	if (head|(head+limit9)|tail|(tail+limit9))&topBits != 0 {
		return 0, false
	}
	more := uint(n - 8)
	tail = tail >> (64 - 8*more) << (64 - 8*more)
	value := eightDigits(head)*powerOf10[more&15] + eightDigits(tail)
	return MPxN(uint64(n)<<mpxnDigitsShift | value), true
}

// MPxNValue is the MPxN of that many digits, 8 to 10 or 13, at the start of b. Of
// other bytes it makes some number.
func MPxNValue(b *[16]byte, digits int) MPxN {
	more := uint(digits-8) & 7
	head := binary.LittleEndian.Uint64(b[:]) ^ zeros
	tail := (binary.LittleEndian.Uint64(b[8:]) ^ zeros) << (64 - 8*more)
	return MPxN(uint64(digits)<<mpxnDigitsShift | (eightDigits(head)*powerOf10[more] + eightDigits(tail)))
}

var powerOf10 = [16]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

func parseShortMPRN(b []byte) (MPxN, bool) {
	value := uint64(0)
	for _, c := range b {
		if c -= '0'; c > 9 {
			return 0, false
		}
		value = value*10 + uint64(c)
	}
	return MPxN(uint64(len(b))<<mpxnDigitsShift | value), true
}

// IsZero reports whether m is no MPxN.
func (m MPxN) IsZero() bool { return m == 0 }

// IsMPAN reports whether m has 13 digits: electricity.
func (m MPxN) IsMPAN() bool { return m.digits() == 13 }

// IsMPRN reports whether m has 6 to 10 digits: gas.
func (m MPxN) IsMPRN() bool { return m.digits() >= 6 && m.digits() <= 10 }

func (m MPxN) digits() int { return int(m >> mpxnDigitsShift) }

func (m MPxN) value() uint64 { return uint64(m) & (1<<mpxnDigitsShift - 1) }

// String returns the digits, or "" for no MPxN.
func (m MPxN) String() string { return string(m.AppendTo(make([]byte, 0, 13))) }

// AppendTo appends the digits, or nothing for no MPxN.
func (m MPxN) AppendTo(dst []byte) []byte {
	var text [16]byte
	value := m.value()
	binary.LittleEndian.PutUint64(text[0:], digitsText(value/1e8))
	binary.LittleEndian.PutUint64(text[8:], digitsText(value%1e8))
	return append(dst, text[len(text)-min(m.digits(), len(text)):]...)
}

// digitsText is v, below 1e8, as eight digits, the first in the lowest byte. It
// divides by multiplying: by 100 below 10,000 and by 10 below 100.
func digitsText(v uint64) uint64 {
	w := v/1e4 | v%1e4<<32
	q := w * 10486 >> 20 & 0x0000007f0000007f
	w = q | (w-q*100)<<16
	q = w * 103 >> 10 & 0x000f000f000f000f
	w = q | (w-q*10)<<8
	return w + 0x3030303030303030
}

// CheckDigitOK reports whether the check digit of an MPAN, or the two of an
// MPRN, are right. The MPRN's rule has no authoritative source, and real numbers
// fail either: this is a warning, never an error.
func (m MPxN) CheckDigitOK() bool {
	v := m.value()
	switch {
	case m.IsMPAN():
		head, tail := uint32(v/1e7), uint32(v%1e7)
		return mpanSum(head, tail/10) == uint8(tail%10)
	case m.IsMPRN():
		return v%100 == mprnCheck(v/100)
	}
	return false
}

// MPANWithCheck returns the MPAN of 12 digits and their check digit. It panics
// if body12 has more.
func MPANWithCheck(body12 uint64) MPxN {
	if body12 >= powerOf10[12] {
		panic(fmt.Sprintf("ident: %d has more than the 12 digits of an mpan's body", body12))
	}
	return MPxN(13<<mpxnDigitsShift | (body12*10 + mpanCheck(body12)))
}

// MPRNWithCheck returns the MPRN of that many digits in all, 6 to 10, of which
// the last two are the check digits of body. It panics if digits is another
// number or body does not fit.
func MPRNWithCheck(body uint64, digits int) MPxN {
	if digits < 6 || digits > 10 || body >= powerOf10[digits-2] {
		panic(fmt.Sprintf("ident: no mprn of %d digits has the body %d", digits, body))
	}
	return MPxN(uint64(digits)<<mpxnDigitsShift | (body*100 + mprnCheck(body)))
}
