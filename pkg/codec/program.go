package codec

import (
	"encoding/binary"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// program is a table made ready for the fast parser. It learns in which order
// the fields come and what their values look like, so it is for one goroutine.
type program struct {
	table    *spec.Table
	fields   []fieldCode // by their index in the table
	required uint32
	opening  uint32          // the fields that are objects or lists of objects
	byName   [256]*fieldCode // by the hash of names

	matcher
	made     []shape // what the matcher knows; the first is none
	outlines outlines
	objects  int // read so far

	list         *fieldCode    // of the fields: a list of objects; nil: there is none
	arrangements *arrangements // nil: there were none yet, or cannot be
	arranged     *arrangements // those by which objects are read; nil: they are not
	// order is below zero while the fields come in no steady order. It is not worth
	// while then to expect any, for so many objects.
	order    int
	anyOrder int // for how many it was not the last time; halved for each since that was in order
	wary     int // objects that must have no fault before one is read as a whole
}

// fieldCode is what the fast parser needs of a field.
type fieldCode struct {
	key    wordKey // `"name":`
	bit    uint32  // of the field among those seen
	field  *spec.Field
	enum   []wordKey // the values with their closing quotation mark
	sub    *program  // of an object, or of the items of a list
	month  civil.Month
	eui    ident.EUI64Parser
	shapes fieldShapes
}

func newProgram(t *spec.Table) *program {
	g := &program{table: t, fields: make([]fieldCode, len(t.Fields)), required: t.Required()}
	var names []string
	for i := range t.Fields {
		f := &t.Fields[i]
		c := &g.fields[i]
		c.key, c.field, c.bit = newWordKey(f.Prefix), f, 1<<i
		names = append(names, f.Lead[len(`,"`):]) // a string's quotation mark tells short names apart
		for _, v := range f.Enum {
			c.enum = append(c.enum, newWordKey(v+`"`))
		}
		if f.Table != nil {
			c.sub = newProgram(f.Table)
			g.opening |= c.bit
			g.list = c
		}
	}
	g.names = newWordTable(names)
	for i, k := range g.names.slots {
		if k > 0 {
			g.byName[i] = &g.fields[k-1]
		}
	}
	g.ordered = 1
	g.made = make([]shape, 1)
	g.matcher.shapes = unsafe.Pointer(unsafe.SliceData(g.made))
	g.outlines.begin()
	return g
}

// wordTable finds a text among a few by two of its first eight bytes: by more, the
// processor would know later which text it is.
type wordTable struct {
	one, two uint64     // which bytes
	slots    [256]uint8 // by the hash: a text, counted from 1
}

// newWordTable takes, of the bytes that all texts have, the two by which the fewest
// texts fall together.
func newWordTable(texts []string) (best wordTable) {
	n := 8
	for _, s := range texts {
		n = min(n, len(s))
	}
	fewest := len(texts) + 1
	for k := range n * n {
		t := wordTable{one: uint64(k / n), two: uint64(k % n)}
		if together := t.fill(texts); together < fewest {
			fewest, best = together, t
		}
	}
	return best
}

// fill puts the texts into an empty table and returns how many found no place.
func (t *wordTable) fill(texts []string) (together int) {
	for k, s := range texts {
		slot := &t.slots[s[t.one]^s[t.two]]
		if *slot != 0 {
			together++
		} else {
			*slot = uint8(k + 1)
		}
	}
	return together
}

// hash is that of a text whose first eight bytes are w.
func (t *wordTable) hash(w uint64) uint8 { return uint8(w>>(8*t.one&63) ^ w>>(8*t.two&63)) }

// of returns the program of an object of the table, or of the items of a list.
func (g *program) of(f *spec.Field) *program {
	if g == nil {
		return nil
	}
	return g.fields[f.Index].sub
}

// wordKey is a text that is compared by words of eight bytes.
type wordKey struct {
	words, masks [4]uint64 // masks say which bits of the words count
	text         string
	long         bool // it does not fit the words
}

func newWordKey(s string) wordKey {
	k := wordKey{text: s}
	var text, mask [8 * len(k.words)]byte
	k.long = len(s) > len(text)
	for i := range min(len(s), len(text)) {
		text[i], mask[i] = s[i], 0xff
	}
	for w := range k.words {
		k.words[w] = binary.NativeEndian.Uint64(text[8*w:])
		k.masks[w] = binary.NativeEndian.Uint64(mask[8*w:])
	}
	return k
}

// at reports whether the input has the text at i.
func (k *wordKey) at(in input8, i int) bool {
	return k.differs(in.words(i)) == 0 && (!k.long || in.text(i, i+len(k.text)) == k.text)
}

// differs is 0 if the words are those of the text, as far as it fits.
func (k *wordKey) differs(w *[4]uint64) uint64 {
	return (w[0]^k.words[0])&k.masks[0] | (w[1]^k.words[1])&k.masks[1] |
		(w[2]^k.words[2])&k.masks[2] | (w[3]^k.words[3])&k.masks[3]
}

// input8 is a buffer that ends in pad NUL bytes, read without a check of bounds:
// every scan ends at a NUL, and no look at a fixed number of bytes goes further
// than pad from the last byte that a scan has met.
type input8 struct{ first *byte }

// from is the input from an index on.
func (in input8) from(i int) input8 {
	return input8{(*byte)(unsafe.Add(unsafe.Pointer(in.first), i))}
}

func inputOf(b []byte) input8 { return input8{unsafe.SliceData(b)} }

func (in input8) byte(i int) byte { return *(*byte)(unsafe.Add(unsafe.Pointer(in.first), i)) }

func (in input8) word(i int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(unsafe.Pointer(in.first), i))[:])
}

// words is for comparing alone: in which order the bytes of a word count is the
// machine's own.
func (in input8) words(i int) *[4]uint64 {
	return (*[4]uint64)(unsafe.Add(unsafe.Pointer(in.first), i))
}

func (in input8) half(i int) uint32 {
	return binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(unsafe.Pointer(in.first), i))[:])
}

// hex4 is four hex digits as the last of eight.
func (in input8) hex4(i int) uint64 { return uint64(in.half(i))<<32 | 0x30303030 }

func (in input8) eui64(i int) *[23]byte {
	return (*[23]byte)(unsafe.Add(unsafe.Pointer(in.first), i))
}

func (in input8) sixteen(i int) *[16]byte {
	return (*[16]byte)(unsafe.Add(unsafe.Pointer(in.first), i))
}

func (in input8) date(i int) *[10]byte {
	return (*[10]byte)(unsafe.Add(unsafe.Pointer(in.first), i))
}

// bytes and text return the input from one index to another, without a copy.
func (in input8) bytes(from, to int) []byte {
	return unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(in.first), from)), to-from)
}

func (in input8) text(from, to int) string {
	return unsafe.String((*byte)(unsafe.Add(unsafe.Pointer(in.first), from)), to-from)
}

// space returns the index of the first byte from i that is not white space.
func (in input8) space(i int) int {
	if in.byte(i) > ' ' {
		return i
	}
	return in.skipSpace(i)
}

func (in input8) skipSpace(i int) int {
	const blanks = lowBits * ' '
	for c := in.byte(i); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = in.byte(i) {
		if i++; in.word(i) == blanks {
			i += 8
		}
	}
	return i
}
