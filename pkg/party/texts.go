package party

import "slices"

// Texts is a list of short texts that are alike, such as the ids of the
// authorisations of a file: in some 6 bytes each, and with nothing for the garbage
// collector to follow. The zero Texts is empty.
type Texts struct {
	packed []byte   // each as what is other in it than in the one before
	runs   []uint32 // where the first of each run is, which comes after none
	n      int
	last   []byte
}

// textsRun is how many texts are read at the most to read one.
const textsRun = 8

// Len is how many texts there are.
func (t *Texts) Len() int { return t.n }

// Add appends a text. It is copied. All together must not be longer than 4 GiB.
func (t *Texts) Add(s string) {
	if t.n%textsRun == 0 {
		t.runs, t.last = append(t.runs, uint32(len(t.packed))), t.last[:0]
	}
	t.packed = appendAlike(t.packed, t.last, s)
	t.last = append(t.last[:0], s...)
	t.n++
}

// At returns a text.
func (t *Texts) At(i int) string {
	var room [64]byte
	text, rest := room[:0], t.packed[t.runs[i/textsRun]:]
	for range i%textsRun + 1 {
		text, rest = alike(text, rest)
	}
	return string(text)
}

// Clip gives back the room for more texts.
func (t *Texts) Clip() { t.packed, t.runs = slices.Clone(t.packed), slices.Clone(t.runs) }
