package codec

import (
	"encoding/binary"
	"unsafe"

	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// program is a table made ready for the fast parser. It learns in which order
// the fields come, so it is for one goroutine.
type program struct {
	table    *spec.Table
	fields   []fieldCode // and behind them one that never comes
	required uint32
	// follow is the field that came last time behind the one before it, which is
	// counted from 1; 0 is the start of the object.
	follow [64]uint8
	names  nameTable
	// order is below zero while the fields come in no steady order. It is not worth
	// while then to expect any, and unknown, which names the field that never comes,
	// takes the place of follow.
	order   int
	unknown [64]uint8
}

// fieldCode is what the fast parser needs of a field.
type fieldCode struct {
	key   wordKey // `"name":`
	op    spec.Op
	form  *ident.Token // of a text, where its lexical type has one
	field *spec.Field
	enum  []wordKey // the values with their closing quotation mark
	sub   *program  // of an object, or of the items of a list
}

func newProgram(t *spec.Table) *program {
	g := &program{table: t, fields: make([]fieldCode, len(t.Fields)+1), required: t.Required()}
	for i := range t.Fields {
		f := &t.Fields[i]
		c := &g.fields[i]
		c.key, c.field, c.op = newWordKey(f.Prefix), f, f.Op
		if f.Lex != nil {
			c.form = f.Lex.Token
		}
		for _, v := range f.Enum {
			c.enum = append(c.enum, newWordKey(v+`"`))
		}
		if f.Table != nil {
			c.sub = newProgram(f.Table)
		}
		g.follow[i+1] = uint8(i + 1)
	}
	g.follow[len(t.Fields)] = 0
	g.names = newNameTable(g.fields[:len(t.Fields)])
	g.fields[len(t.Fields)] = fieldCode{key: newWordKey("\x00"), field: &spec.Field{}} // no value is one of it
	for i := range g.unknown {
		g.unknown[i] = uint8(len(t.Fields))
	}
	return g
}

// nameTable finds a field by the first eight bytes of its name.
type nameTable struct {
	mul   uint64
	first [64]uint8 // by the hash: a field, counted from 1
	next  [32]uint8 // behind each field, another one of that hash
}

// newNameTable takes, of some multipliers, the one by which the fewest names fall
// together.
func newNameTable(fields []fieldCode) (best nameTable) {
	fewest := len(fields) + 1
	for try := uint64(1); try <= 300 && fewest > 0; try++ {
		t := nameTable{mul: try * 0x9e3779b97f4a7c15}
		together := 0
		for k := range fields {
			slot := &t.first[t.hash(inputOf(append([]byte(fields[k].key.text), make([]byte, pad)...)).word(1))]
			if *slot != 0 {
				together++
			}
			t.next[k], *slot = *slot, uint8(k+1)
		}
		if together < fewest {
			fewest, best = together, t
		}
	}
	return best
}

// hash is that of the name at the start of w, up to its quotation mark.
func (t *nameTable) hash(w uint64) uint64 {
	quote := w ^ (lowBits * '"')
	mark := (quote - lowBits) &^ quote & highBits // the lowest one is true
	return w & (mark&-mark>>7 - 1) * t.mul >> 58
}

// of returns the program of the items of a list of the record, nil where there is
// none at hand.
func (g *program) of(f *spec.Field) *program {
	if g == nil || f.Index >= len(g.fields) || g.fields[f.Index].field != f {
		return nil
	}
	return g.fields[f.Index].sub
}

// wordKey is a text that is compared by words of eight bytes.
type wordKey struct {
	words, masks [3]uint64 // masks say which bits of the words count
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
func (k *wordKey) differs(w *[3]uint64) uint64 {
	return (w[0]^k.words[0])&k.masks[0] | (w[1]^k.words[1])&k.masks[1] | (w[2]^k.words[2])&k.masks[2]
}

// at8 is at for a text of at most eight bytes, given the first of words; for
// others it looks no further either.
func (k *wordKey) at8(w uint64) bool { return (w^k.words[0])&k.masks[0] == 0 }

// input8 is a buffer that ends in pad NUL bytes, read without a check of bounds:
// every scan ends at a NUL, and no look at a fixed number of bytes goes further
// than pad from the last byte that a scan has met.
type input8 struct{ first *byte }

func inputOf(b []byte) input8 { return input8{unsafe.SliceData(b)} }

func (in input8) byte(i int) byte { return *(*byte)(unsafe.Add(unsafe.Pointer(in.first), i)) }

func (in input8) word(i int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(unsafe.Pointer(in.first), i))[:])
}

// words is for comparing alone: in which order the bytes of a word count is the
// machine's own.
func (in input8) words(i int) *[3]uint64 {
	return (*[3]uint64)(unsafe.Add(unsafe.Pointer(in.first), i))
}

func (in input8) half(i int) uint32 {
	return binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(unsafe.Pointer(in.first), i))[:])
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
