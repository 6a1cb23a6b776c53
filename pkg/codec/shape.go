package codec

import (
	"encoding/binary"

	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// NOTE. The texts of one field resemble each other from record to record: they
// are as long, and digits stand where digits stood. A shape is what a text that
// has been accepted tells of others, and whatever is of that shape is as valid.
// It is compared by words of eight bytes.

// maxShape is how many bytes of a text, its quotation marks or brackets among
// them, a shape can hold.
const maxShape = 8 * 4

// shape says which byte may stand where, from one to another or a hex digit. It
// is of a text, or of a whole list of them.
type shape struct {
	words [maxShape / 8]shapeWord
	n     int              // bytes
	items [maxTexts]extent // of a list: its texts
	count int
}

// maxTexts is how many texts a list has at most whose shape is kept.
const maxTexts = 3

// extent is a part of the input, from a place in it.
type extent struct{ from, to int }

// shapeWord is what eight bytes must be, the first in the lowest byte. The bytes
// in mask count; what they are beyond low, plainly subtracted, must be no more
// than 0x7f less limit. Where hex has 0x40, letters and digits each begin anew.
type shapeWord struct{ mask, low, limit, hex uint64 }

// misfit has a top bit set unless w is of the shape. A byte from which more is
// subtracted than it has sets its own top bit, whatever that does to those above.
func (s *shapeWord) misfit(w uint64) uint64 {
	letter := w & s.hex
	w = w&s.mask - s.low - letter>>2 - letter>>6 // 'A' is 0x11 above '0'
	return w | (w + s.limit + letter>>4)         // and has 4 less above it than '0' has
}

// fits reports whether the input at i is of the shape.
func (s *shape) fits(in input8, i int) bool {
	return (s.words[0].misfit(in.word(i))|s.words[1].misfit(in.word(i+8)))&highBits == 0 &&
		(s.n <= 16 || (s.words[2].misfit(in.word(i+16))|s.words[3].misfit(in.word(i+24)))&highBits == 0)
}

// head and tail are what misfits in the input at i, in the first 16 bytes and in
// those behind them, where the shape is of a text without hex digits.
func (s *shape) head(in input8, i int) uint64 {
	return s.words[0].plain(in.word(i)) | s.words[1].plain(in.word(i+8))
}

func (s *shape) tail(in input8, i int) uint64 {
	return s.words[2].plain(in.word(i+16)) | s.words[3].plain(in.word(i+24))
}

// plain is misfit of eight bytes of which none need be a hex digit.
func (s *shapeWord) plain(w uint64) uint64 {
	w = w&s.mask - s.low
	return w | (w + s.limit)
}

// newShape returns that of a text in quotation marks or of a list of such, the
// zero value if it does not fit. Its parts at items are valid texts of the type.
func newShape(text []byte, lex *ident.Type, items []extent) (s shape) {
	if len(text) > maxShape || len(items) > len(s.items) {
		return s.never()
	}
	var mask, low, limit, hex [maxShape]byte
	for i, c := range text {
		mask[i], low[i], limit[i] = 0xff, c, 0x7f
	}
	for _, item := range items {
		kin := lex.KinOf(text[item.from:item.to])
		for i := item.from; i < item.to; i++ {
			first, last := kin.Range(text[i])
			if kin&ident.HexDigits != 0 && isHexDigit(text[i]) {
				first, last, hex[i] = '0', '9', 0x40
			}
			low[i], limit[i] = first, 0x7f-(last-first)
		}
	}
	for k := range s.words {
		at := func(b *[maxShape]byte) uint64 { return binary.LittleEndian.Uint64(b[8*k:]) }
		s.words[k] = shapeWord{at(&mask), at(&low), at(&limit), at(&hex)}
	}
	s.n, s.count = len(text), copy(s.items[:], items)
	return s
}

func isHexDigit(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' }

// never is a shape that nothing is of.
func (shape) never() (s shape) {
	s.words[0].limit = highBits
	return s
}

// shapes are two that values of a field have had.
type shapes struct {
	known [2]shape
	turn  int // which is given up for the next
	wait  int // misfits until one is looked at
	hits  int // values of a known shape since the last that was
}

// It takes time to make a shape, and to look for one in vain. So a misfit is made
// one only after so many others (patience); and where too few values have fitted
// in the meantime, none is known for a while (rest).
const (
	patience = 64
	rest     = 4096
)

func newShapes() *shapes {
	return &shapes{known: [2]shape{shape{}.never(), shape{}.never()}, hits: patience}
}

// of returns the shape that the input at i is of, or nil.
func (s *shapes) of(in input8, i int) *shape {
	if s.known[0].n == 0 {
		return nil
	}
	for k := range s.known {
		if s.known[k].fits(in, i) {
			s.hits++
			return &s.known[k]
		}
	}
	return nil
}

// learn is told of a value that was of no known shape.
func (s *shapes) learn(f *spec.Field, text []byte, items []extent) {
	if s.wait--; s.wait >= 0 {
		return
	}
	if s.hits < patience/2 {
		*s = *newShapes()
		s.wait = rest
		return
	}
	s.known[s.turn] = newShape(text, f.Lex, items)
	s.turn, s.wait, s.hits = s.turn^1, patience, 0
}
