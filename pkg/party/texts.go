package party

import (
	"slices"
	"unsafe"
)

// Texts is a list of short texts, such as the ids of the authorisations of a
// file: in 4 bytes each beside the text, and nothing for the garbage collector to
// follow. The zero Texts is empty.
type Texts struct {
	text []byte
	ends []uint32
}

// Len is how many texts there are.
func (t *Texts) Len() int { return len(t.ends) }

// Add appends a text. It is copied. All together must not be longer than 4 GiB.
func (t *Texts) Add(s string) {
	t.text = append(t.text, s...)
	t.ends = append(t.ends, uint32(len(t.text)))
}

// At returns a text. It holds for good: what is added later goes behind it, or
// elsewhere.
func (t *Texts) At(i int) string {
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	text := t.text[from:t.ends[i]]
	return unsafe.String(unsafe.SliceData(text), len(text))
}

// Clip gives back the room for more texts.
func (t *Texts) Clip() { t.text, t.ends = slices.Clone(t.text), slices.Clone(t.ends) }
