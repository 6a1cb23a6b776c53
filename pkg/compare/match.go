package compare

// entry is what is kept of a record of A.
type entry struct {
	sum  sum
	id   uint64
	link uint32 // the next of the same sum, as a place; once it is struck out, its mate in B
	mark mark
}

// rest is what is kept of a record of B that equals none of A.
type rest struct {
	id     uint64
	record uint32 // its index in B
	link   uint32 // the next of the same identity, as a place
	mark   mark
}

// mark says what is known of a record.
type mark uint8

const (
	struck    mark = 1 << iota // it has found its mate
	malformed                  // something of it could not be taken in
	nameless                   // so of its identity
)

func (m mark) has(other mark) bool { return m&other != 0 }

// match finds for the records of A their mates in B.
type match struct {
	a, b   int // records of each
	same   int
	all    store[entry] // of A
	bySum  *finder      // over those of A that can be compared
	left   store[rest]  // of B
	byName *finder      // over those of B that are left and have a name
}

// close is called when all of A is known.
func (m *match) close() {
	m.a = m.all.n
	m.bySum = newFinder(m.a)
	for i := m.a - 1; i >= 0; i-- { // backwards, so that each chain runs in the order of the file
		if e := m.all.at(i); !e.mark.has(malformed) {
			slot := m.slotOf(e.sum)
			e.link, *slot = *slot, uint32(i+1)
		}
	}
}

func (m *match) slotOf(s sum) *uint32 {
	return m.bySum.find(s[0], func(place uint32) bool { return m.all.at(int(place-1)).sum == s })
}

// take takes the next record of B: it strikes out the first of A that equals it and
// has no mate, and keeps what is known of it where there is none.
func (m *match) take(e *entry) {
	index := uint32(m.b)
	m.b++
	if !e.mark.has(malformed) {
		if slot := m.slotOf(e.sum); *slot != 0 {
			if found := m.all.at(int(*slot - 1)); !found.mark.has(struck) {
				if found.link != 0 {
					*slot = found.link
				}
				found.mark, found.link = found.mark|struck, index
				m.same++
				return
			}
		}
	}
	m.left.add(rest{id: e.id, record: index, mark: e.mark})
}

// couple is what is to be told of a record of A, of one of B, or of both. A side
// that has none is -1.
type couple struct {
	a, b      int
	malformed bool
}

// couples calls f for all records that found no equal, paired by their names: in
// the order of A, then those of B alone in the order of B.
func (m *match) couples(f func(couple)) {
	m.byName = newFinder(m.left.n)
	for i := m.left.n - 1; i >= 0; i-- {
		if r := m.left.at(i); !r.mark.has(nameless) {
			slot := m.slotOfName(r.id)
			r.link, *slot = *slot, uint32(i+1)
		}
	}
	for i := range m.a {
		e := m.all.at(i)
		if e.mark.has(struck) {
			continue
		}
		c := couple{i, -1, e.mark.has(malformed)}
		if r := m.partner(e); r != nil {
			c.b, c.malformed = int(r.record), c.malformed || r.mark.has(malformed)
			e.mark, e.link = e.mark|struck, r.record
		}
		f(c)
	}
	for i := range m.left.n {
		if r := m.left.at(i); !r.mark.has(struck) {
			f(couple{-1, int(r.record), r.mark.has(malformed)})
		}
	}
}

func (m *match) slotOfName(id uint64) *uint32 {
	return m.byName.find(id, func(place uint32) bool { return m.left.at(int(place-1)).id == id })
}

// partner takes the first record of B of the same name that has no mate.
func (m *match) partner(e *entry) *rest {
	if e.mark.has(nameless) {
		return nil
	}
	slot := m.slotOfName(e.id)
	if *slot == 0 {
		return nil
	}
	r := m.left.at(int(*slot - 1))
	if r.mark.has(struck) {
		return nil
	}
	if r.link != 0 {
		*slot = r.link
	}
	r.mark |= struck
	return r
}

// moved returns the first record of A whose mate stands before that of an earlier
// one, or -1: couples has been called.
func (m *match) moved() (a, b int) {
	last := -1
	for i := range m.a {
		e := m.all.at(i)
		if !e.mark.has(struck) {
			continue
		}
		if int(e.link) < last {
			return i, int(e.link)
		}
		last = int(e.link)
	}
	return -1, -1
}
