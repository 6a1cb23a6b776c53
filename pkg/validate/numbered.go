package validate

import (
	"strings"

	"s1mig/pkg/ident"
)

// NOTE. The ids of a file are mostly numbered: of one length, and only the digits
// in one place differ. Which of them came is noted by their number then, as of what
// has a place in the register; that takes less time than keys do, and less room.
// Every other id has a key. Which form is noted so makes no difference to what is
// found: it is that of the first id that anybody sees.

// idForm is the form of ids that are numbered.
type idForm struct {
	before, behind string
	digits         int // 1 to maxIDDigits
	length         int // 8 to 24; 0: no id is of the form

	// The first eight bytes, eight in the middle and the last: what they are,
	// but for the digits.
	middle    int // where they begin
	is, other [3]uint64
}

const (
	maxIDDigits           = 8
	shortestID, longestID = 8, 24
	// maxNumbered bounds the memory that numbers take which are far apart: to 4 MiB.
	maxNumbered = 1 << 24
)

// formOf returns the form of an id, by the longest run of its digits: the last
// digits of that.
func formOf(id string) *idForm {
	from, to := 0, 0
	for i := 0; i < len(id); i++ {
		start := i
		for i < len(id) && isDigit(id[i]) {
			i++
		}
		if i-start > to-from {
			from, to = start, i
		}
	}
	from = max(from, to-maxIDDigits)
	if to < maxIDDigits || len(id) > longestID { // number reads as many bytes at once
		return &idForm{}
	}
	f := &idForm{before: strings.Clone(id[:from]), behind: strings.Clone(id[to:]), digits: to - from,
		length: len(id), middle: min(8, len(id)-8)}
	for k, at := range [...]int{0, f.middle, len(id) - 8} {
		for i := range 8 {
			if at+i < from || at+i >= to {
				f.other[k] |= 0xff << (8 * i)
			}
		}
		f.is[k] = ident.Word(id, at) & f.other[k]
	}
	return f
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number returns the number of an id; ok is false where it is not of the form, or
// the number is too large.
func (f *idForm) number(id string) (n uint32, ok bool) {
	if len(id) != f.length || len(id) < shortestID ||
		ident.Word(id, 0)&f.other[0] != f.is[0] || ident.Word(id, f.middle)&f.other[1] != f.is[1] || ident.Word(id, len(id)-8)&f.other[2] != f.is[2] {
		return 0, false
	}
	to := f.length - len(f.behind)
	v, ok := ident.WordNumber(ident.Word(id, to-maxIDDigits), f.digits)
	return uint32(v), ok && v < maxNumbered
}
