package codec

import (
	"unsafe"
)

// NOTE. Most of a file is read here. A matcher goes from member to member of an
// object and does one thing with each: it compares it with a shape, 64 bytes at
// once, and notes where it stands. What the values are is read afterwards, in the
// order of the table, so that neither depends on the order in which they stand.
//
// Where the members come in no steady order, the processor can guess neither which
// one is next nor which of its shapes. The first is looked up before there is anything
// else to do; of the shapes of a name that one is tried first which followed the last
// one the time before, as the device types of one installation follow each other.

// matcher reads the members of objects of one table by their shapes.
type matcher struct {
	shapes    unsafe.Pointer // the first shape, which is none
	names     wordTable
	heads     [256]head  // by the hash of a name: one of the shapes of members of such names
	steps     [256]uint8 // those of the heads, which the processor knows sooner from here
	ordered   uint32     // not 0: the shape that came last behind another is tried first
	surprises uint32     // members of another name than was tried first

	last   uint32     // the shape of the member read last
	seen   uint32     // the fields that have been read, by bits
	places [32]placed // by field: where it was read
}

// head is a shape, its step, and the shape that it is expected to follow, by its
// number.
type head struct {
	step     uint32
	from, at uint16
}

// setHead has h be the head of names of that hash.
func (m *matcher) setHead(hash uint8, h head) {
	m.heads[hash], m.steps[hash] = h, uint8(h.step)
}

// placed is where a member stands, and what is known of its value.
type placed struct {
	at     uint32
	offset uint32 // of the value in the struct
	said
}

// next is the place of the field that is so many further on.
func (p *placed) next(fields int) *placed {
	return (*placed)(unsafe.Add(unsafe.Pointer(p), uintptr(fields)*unsafe.Sizeof(placed{})))
}

// match reads members from the one at i on, until one is of no known shape or
// stood before, an object or a list of objects opens, or no comma follows. It
// returns where it stopped, and whether that is behind a member or before one.
func (m *matcher) match(in input8, i int) (after int, behind bool) {
	n := match(m, in, i)
	return n >> 1, n&1 != 0
}

func (m *matcher) shape(at uint32) *shape { return (*shape)(unsafe.Add(m.shapes, at)) }

// matchPortable is match without instructions that not every machine has. It
// returns twice the index where it stopped, and 1 more if that is behind a member.
//
//lint:ignore U1000 it is called from assembly
func matchPortable(m *matcher, in input8, i int) int {
	for {
		h := m.names.hash(in.word(i + 1))
		s, at := m.find(in, i, h)
		if s == nil || m.seen&(1<<(s.field&31)) != 0 {
			return 2 * i
		}
		m.seen |= 1 << (s.field & 31)
		if m.ordered == 0 {
			m.setHead(h, s.follow)
		}
		p := &m.places[s.field&31]
		*p = s.place
		p.at = uint32(i)
		m.last = at
		i += int(s.step)
		if in.byte(i-1) != ',' {
			return 2*(i-1) + 1
		}
		i = in.space(i)
	}
}

// find returns the shape of the member at i, whose name has that hash, and its place;
// nil where none is known.
func (m *matcher) find(in input8, i int, hash uint8) (*shape, uint32) {
	last := m.shape(m.last)
	if at := last.next; m.ordered != 0 && at != 0 {
		s := m.shape(at)
		if s.fits(in, i) {
			return s, at
		}
		if s.sameName(in, i) {
			if at = m.among(in, i, s.other, at); at != 0 {
				last.next = at
				return m.shape(at), at
			}
			return nil, 0
		}
	}
	at := uint32(m.heads[hash].at)
	if at == 0 {
		return nil, 0
	}
	s := m.shape(at)
	if !s.fits(in, i) {
		if at = m.among(in, i, s.other, at); at == 0 {
			return nil, 0
		}
		s = m.shape(at)
		if m.ordered == 0 {
			follow := &m.shape(uint32(m.heads[hash].from) * sizeofShape).follow
			follow.step, follow.at = s.step, uint16(at)
		}
	}
	if m.ordered != 0 {
		last.next = at
		m.surprises++
	}
	return s, at
}

// among returns which of the shapes from one to another the member is of, 0 where
// it is of none.
func (m *matcher) among(in input8, i int, from, to uint32) uint32 {
	for at := from; at != to; at = m.shape(at).other {
		if m.shape(at).fits(in, i) {
			return at
		}
	}
	return 0
}

// reset is for an object of which nothing has been read.
func (m *matcher) reset() { m.last, m.seen = 0, 0 }

// sameName reports whether the first bytes of the member at i are those of the
// shape's, if its name is that long.
func (s *shape) sameName(in input8, i int) bool { return in.word(i) == word(&s.exact, 0) }

// opened reports whether an object or a list of objects has been opened last.
func (m *matcher) opened() bool { return m.shape(m.last).opens != 0 }
