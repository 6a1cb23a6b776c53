package codec

import (
	"slices"
	"strings"
	"unsafe"

	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// shape is a pattern of a member of an object, `"name":value`. What is of it is a
// member of that name and, if its value is a text, as valid as the one that it was
// made of; of a value of any other kind it says where it ends.
//
// It holds no pointers, and the offsets of those it names are from the first shape.
type shape struct {
	chunk
	place  placed   // of a member at 0
	follow head     // the shape of its name that came last behind one of this shape
	next   uint32   // the shape that the member behind one of this shape had last; 0: none
	other  uint32   // the next of the shapes whose names have the same hash, in a ring
	step   uint32   // bytes, and one for the comma behind them, unless it opens
	field  uint32   // its index in the table
	opens  uint32   // not 0: it ends behind the bracket that opens the value
	_      [20]byte // to the end of a cache line
}

var (
	_ [0]byte  = [unsafe.Sizeof(shape{}) % 64]byte{} // none lies across one line more than it must
	_ [16]byte = [unsafe.Sizeof(placed{})]byte{}     // the matcher writes one at once
)

// maxShape is how many bytes a member has at most that has a shape. The matcher
// always compares as many.
const maxShape = chunkSize

const _ = uint8(maxShape + len(",")) // a step fits matcher.steps

// sizeofShape parts one shape from the next, in bytes.
const sizeofShape = uint32(unsafe.Sizeof(shape{}))

// said is what a shape says of the value. It is one word, to be copied at once.
type said struct {
	from, to uint8           // where it stands in the member
	word     uint8           // of an enumeration: which of its values, from 0
	count    uint8           // of a list of texts: how many
	texts    [maxTexts]uint8 // of a list of texts: where they begin in the member
	op       spec.Op         // of the field
}

// maxTexts is how many texts a list has at most that is part of a shape.
const maxTexts = 3

// between stands between the texts of a list that is part of a shape.
const between = `","`

// text is where one of the texts of a list stands in the member.
func (v *said) text(k int) (from, to uint8) {
	if k+1 < int(v.count) {
		return v.texts[k], v.texts[k+1] - uint8(len(between))
	}
	return v.texts[k], v.to - uint8(len(`"]`))
}

// newShape returns the shape of a member that has been accepted, from the first
// quotation mark of its name to the end of its value; ok is false where it has none.
func newShape(in input8, c *fieldCode, from, value, to int) (s shape, ok bool) {
	if c.sub != nil {
		to, s.opens = value+1, 1
	}
	ahead := 0
	if c.field.Op == spec.OpInteger { // or its first digits would do
		if next := in.byte(to); next != ',' && next != '}' {
			return s, false
		}
		ahead = 1
	}
	if to+ahead-from > maxShape {
		return s, false
	}
	p, text := pattern(unsafe.Slice(&s.chunk, 1)), in.bytes(from, to)
	p.write(in.bytes(from, to+ahead))
	s.step, s.field, s.place.offset = uint32(to+1-from)-s.opens, uint32(c.field.Index), uint32(c.field.Offset)
	if s.place.said, ok = c.said(text, value-from); !ok {
		return s, false
	}
	s.place.vary(p, 0, c, text)
	return s, true
}

// said says where the parts of a value are that stands at that place of a member;
// ok is false where there are too many of them.
func (c *fieldCode) said(member []byte, at int) (v said, ok bool) {
	v = said{from: uint8(at), to: uint8(len(member)), op: c.field.Op}
	switch c.field.Op {
	case spec.OpEnum:
		v.word = uint8(slices.Index(c.field.Enum, string(member[at+1:len(member)-1])))
	case spec.OpTexts:
		return v, v.list(member, at)
	}
	return v, true
}

// list notes where the texts of a list stand; ok is false where there are too many
// or other than those that s1mig writes.
func (v *said) list(member []byte, at int) (ok bool) {
	list := string(member[at:])
	if list == "[]" {
		return true
	}
	rest, opened := strings.CutPrefix(list, `["`)
	rest, closed := strings.CutSuffix(rest, `"]`)
	if !opened || !closed {
		return false
	}
	from := at + len(`["`)
	for text := range strings.SplitSeq(rest, between) {
		if int(v.count) == len(v.texts) || strings.Contains(text, `"`) {
			return false
		}
		v.texts[v.count] = uint8(from)
		v.count++
		from += len(text) + len(between)
	}
	return true
}

// vary lets the value be another in a pattern in which the member begins at that
// place.
func (v *said) vary(p pattern, at int, c *fieldCode, member []byte) {
	vary := func(from, to uint8, kin ident.Kin) { p.vary(at+int(from), member[from:to], kin) }
	switch c.field.Op {
	case spec.OpText:
		vary(v.from+1, v.to-1, c.field.Lex.KinOf(member[v.from+1:v.to-1]))
	case spec.OpEUI64, spec.OpHex8, spec.OpManufacturer:
		vary(v.from, v.to, ident.HexDigits)
	case spec.OpMPxN, spec.OpDate, spec.OpInstant, spec.OpInteger:
		vary(v.from, v.to, ident.Digits)
	case spec.OpTexts:
		for k := range int(v.count) {
			from, to := v.text(k)
			vary(from, to, c.field.Lex.KinOf(member[from:to]))
		}
	}
}

// learnShape is told of a member that was of no known shape.
func (g *program) learnShape(c *fieldCode, in input8, from, value, to int) {
	known := &c.shapes
	learn, forget := known.due(known.full(), g.objects)
	if forget {
		g.forget()
	}
	if !learn {
		return
	}
	s, ok := newShape(in, c, from, value, to)
	if !ok {
		known.wait = patience
		return
	}
	at := known.places[known.turn]
	if at == 0 {
		at = g.room()
		known.places[known.turn] = at
		g.link(at, in.word(from+1))
	}
	known.turn = (known.turn + 1) % len(known.places)
	known.made(known.full(), g.objects)
	g.put(s, at)
	if last := g.shape(g.last); last.next == 0 {
		last.next = at
	}
	g.last = at
}

// put has a shape stand at that place.
func (g *program) put(s shape, at uint32) {
	old := g.shape(at)
	s.next, s.other, s.follow = old.next, old.other, old.follow
	*old = s
	stepped := func(h head) head {
		if uint32(h.at) == at {
			h.step = s.step
		}
		return h
	}
	for k, h := range g.heads {
		g.setHead(uint8(k), stepped(h))
	}
	for k := range g.made {
		g.made[k].follow = stepped(g.made[k].follow)
	}
}

// maxShapes is how many shapes of one field are known at a time.
const maxShapes = 8

const _ = uint16(32 * maxShapes * sizeofShape) // that of the last shape of all fields fits a head

// fieldShapes are the shapes of one field.
type fieldShapes struct {
	learning
	places [maxShapes]uint32 // as far as there are any
	turn   int               // which is given up for the next
}

// full reports whether a shape has to be given up for another.
func (f *fieldShapes) full() bool { return f.places[f.turn] != 0 }

// room makes room for a shape.
func (g *program) room() uint32 {
	at := uint32(len(g.made)) * sizeofShape
	g.made = append(g.made, shape{other: at, follow: head{from: uint16(len(g.made)), at: uint16(at)}})
	g.matcher.shapes = unsafe.Pointer(unsafe.SliceData(g.made))
	return at
}

// link adds a shape to the ring of those whose names, of which w are the first
// bytes, have the same hash.
func (g *program) link(at uint32, w uint64) {
	hash := g.names.hash(w)
	first := uint32(g.heads[hash].at)
	if first == 0 {
		g.setHead(hash, g.shape(at).follow) // which is itself
		return
	}
	end := first
	for g.shape(end).other != first {
		end = g.shape(end).other
	}
	g.shape(end).other, g.shape(at).other = at, first
}

// forget forgets all shapes. Those of other fields are soon learned again.
func (g *program) forget() {
	g.made = g.made[:1]
	g.made[0] = shape{}
	clear(g.heads[:])
	clear(g.steps[:])
	for k := range g.fields {
		g.fields[k].shapes.places = [maxShapes]uint32{}
	}
	g.outlines.forget()
	if g.arrangements != nil {
		g.arrangements.forget()
	}
	g.last = 0
}

// learning bounds the time that is spent on making patterns, and on comparing with
// them in vain.
type learning struct {
	wait  int // texts of no known pattern until one is looked at
	since int // how many objects, or rows, had been read when the last one was made
}

// When there is no more room, or one has had no pattern, a text of no known pattern
// is looked at only after so many others (patience); and where these were most of
// all, none is for a while (rest).
const (
	patience = 64
	rest     = 4096
)

// due is told of a text of no known pattern, in the object of that number. It
// reports whether to make it one, in place of another if there are full, or to
// forget those.
func (l *learning) due(full bool, object int) (learn, forget bool) {
	if l.wait > 0 {
		l.wait--
		return false, false
	}
	if full && object-l.since < patience+patience/2 {
		l.wait = rest
		return false, true
	}
	return true, false
}

// made is told that a pattern has been made.
func (l *learning) made(full bool, object int) {
	if l.since = object; full {
		l.wait = patience
	}
}
