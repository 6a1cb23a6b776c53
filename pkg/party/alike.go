package party

import (
	"encoding/binary"
	"slices"
)

// NOTE. Ids come in order, and those of authorisations end alike: beside the one
// before, an id takes some 5 bytes in place of 15.

// appendAlike appends a text as what is other in it than in the one before: how
// many bytes they have in common at the beginning, and at the end, and what is
// between.
func appendAlike(dst, before []byte, text string) []byte {
	most := min(len(before), len(text))
	head := 0
	for head < most && before[head] == text[head] {
		head++
	}
	tail := 0
	for tail < most-head && before[len(before)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	dst = binary.AppendUvarint(binary.AppendUvarint(dst, uint64(head)), uint64(tail))
	return appendText(dst, text[head:len(text)-tail])
}

// alike reads a text that appendAlike has appended, into the place of the one
// before.
func alike(before, b []byte) (text, rest []byte) {
	head, n := binary.Uvarint(b)
	tail, k := binary.Uvarint(b[n:])
	middle, rest := textOf(b[n+k:])
	size, was := int(head+tail)+len(middle), len(before)
	text = slices.Grow(before, max(0, size-was))[:size]
	copy(text[size-int(tail):], before[was-int(tail):was])
	copy(text[head:], middle)
	return text, rest
}
