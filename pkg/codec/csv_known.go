package codec

import (
	"math/bits"
	"unsafe"
)

// NOTE. A supplier has few certificates and migrates on few days, so most cells
// are cells that were read before. Whether a cell has a fault depends on its text
// alone: one with the very bytes of a cell that had none has none. What is
// remembered is a copy of those bytes and what was read of them, never a view of
// the input.

// knownTexts remembers cells of one column that had no fault.
type knownTexts struct {
	texts [64]knownText
	last  uint8 // the one looked for last
}

// knownText is a cell that had no fault. The zero value is the empty cell, which
// nobody asks about.
type knownText struct {
	text   []byte
	values []span // of a list
}

// span is a part of a cell.
type span struct{ from, to int }

// like returns the cell that is remembered in the place of this one: it or
// another.
func (k *knownTexts) like(in input8, i, end int) *knownText {
	w := in.word(i)
	if n := end - i; n > 8 {
		w ^= bits.RotateLeft64(in.word(end-8), 7) // what differs is mostly behind
	} else {
		w &= ^uint64(0) >> (64 - 8*uint(n))
	}
	k.last = uint8(w * 0x9e3779b97f4a7c15 >> 58)
	return k.recent()
}

// recent returns the cell that was looked for last.
func (k *knownTexts) recent() *knownText { return &k.texts[k.last&63] }

// is reports whether the cell is that one.
func (k *knownText) is(in input8, i, end int) bool { return in.text(i, end) == view(k.text) }

// cellRun is neighbouring columns of dates. Where their cells are those of the
// record before, its values need not even be stored: the struct still holds them.
type cellRun struct {
	cells []cellCode
	known []byte // the cells of the record before and the byte behind them
	have  uint32 // what they said
}

// runs reports whether the column may be one of a run.
func (c *cellCode) runs() bool { return !c.meter && c.kind == dateCell }

// read reads the cells at i of a row that ends at end. It returns the index behind
// them, or refused.
func (r *cellRun) read(in input8, i, end int, base unsafe.Pointer) int {
	if n := len(r.known); n > 0 && i+n <= end+1 && in.text(i, i+n) == view(r.known) {
		return i + n - 1
	}
	from := i
	r.have = 0
	for k := range r.cells {
		if k > 0 {
			if in.byte(i) != ',' {
				return refused
			}
			i++
		}
		c := &r.cells[k]
		if in.byte(i) == ',' || i == end {
			if c.required {
				return refused
			}
			continue
		}
		r.have |= c.bit
		if i = c.value(in, i, end, base); i < 0 {
			return refused
		}
	}
	r.known = append(r.known[:0], in.bytes(from, i+1)...)
	return i
}
