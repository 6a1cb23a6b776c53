package validate

// standing is a place of something that may stand once, and the record in which it
// stands: the place in the register of a number that has one, or the number of an id
// that is numbered.
type standing struct{ place, record uint32 }

// firsts notes in which record each place came first, and whether it came again: so,
// for most of what stands twice, the counts are known once the file has been read. It
// takes two bytes for a place where places are dense, a quarter of a byte where they
// are not. The first record of a place that comes again is lost where places are not
// dense, or their records far apart. The zero value is empty.
type firsts struct {
	dense  chunks[uint16]
	bases  []uint32                      // of each chunk of dense, the first record
	sparse []*[placesInChunk / 32]uint64 // two bits for each place: whether it came, and again
	seen   int                           // places that came
	room   int                           // of dense, in places

	// later says that the first of what came more than once is not told, but those
	// behind it.
	later bool
	// n is how many are to be told, and records are those they stand in.
	n       int64
	records recordSet
	// lost says that a record is not known, so that neither is all there.
	lost bool
}

// What dense holds of a place: 0 if it did not come, else one more than how far its
// first record is behind the base of the chunk.
const (
	cameAgain = 1 << 15       // beside the other
	farOff    = cameAgain - 1 // as far or further

	// lastNoted stands for all records from there on.
	lastNoted = 1<<32 - 1
	// spareRoom is how many places dense may have room for beyond twice as many as
	// came: of places that are sparse it may hold as much for nothing.
	spareRoom = 1 << 18
)

// add notes where things stand. Records come in their order. Places mostly are in
// the chunk of the place before.
func (f *firsts) add(all []standing) {
	var chunk *[placesInChunk]uint16
	var number, base uint32
	for _, s := range all {
		if n := s.place / placesInChunk; chunk == nil || n != number {
			if number, chunk = n, f.chunk(s); chunk == nil {
				f.addSparse(s)
				continue
			}
			base = f.bases[n]
		}
		at := &chunk[s.place%placesInChunk]
		if *at == 0 {
			*at = uint16(min(s.record-base, farOff-1)) + 1
			f.seen++
			continue
		}
		f.again(at, base, s.record)
	}
}

// again notes that a place came again.
func (f *firsts) again(at *uint16, base, record uint32) {
	if *at&cameAgain == 0 {
		switch {
		case f.later:
		case *at == farOff:
			f.tell(lastNoted)
		default:
			f.tell(base + uint32(*at) - 1)
		}
		*at |= cameAgain
	}
	f.tell(record)
}

// tell notes a record that is to be told, lastNoted where it is not known which.
func (f *firsts) tell(record uint32) {
	f.n++
	if record == lastNoted {
		f.lost = true
		return
	}
	f.records.add(int64(record))
}

// chunk returns that of a place, or makes it; nil where that would be more than what
// came is worth, or the chunk is sparse already.
func (f *firsts) chunk(s standing) *[placesInChunk]uint16 {
	n := int(s.place / placesInChunk)
	if n < len(f.dense) && f.dense[n] != nil {
		return f.dense[n]
	}
	if f.room+placesInChunk > 2*f.seen+spareRoom || f.sparseChunk(s.place) != nil {
		return nil
	}
	f.room += placesInChunk
	f.bases = grown(f.bases, n)
	f.bases[n] = s.record
	f.dense.more(s.place)
	return f.dense[n]
}

func (f *firsts) sparseChunk(place uint32) *[placesInChunk / 32]uint64 {
	if chunk := int(place / placesInChunk); chunk < len(f.sparse) {
		return f.sparse[chunk]
	}
	return nil
}

func (f *firsts) addSparse(s standing) {
	chunk := f.sparseChunk(s.place)
	if chunk == nil {
		chunk = new([placesInChunk / 32]uint64)
		f.sparse = grown(f.sparse, int(s.place/placesInChunk))
		f.sparse[s.place/placesInChunk] = chunk
	}
	word, came := sparseBit(chunk, s.place)
	switch {
	case *word&came == 0:
		*word |= came
		f.seen++
		return
	case *word&(came<<1) == 0:
		*word |= came << 1
		if !f.later {
			f.tell(lastNoted)
		}
	}
	f.tell(s.record)
}

// sparseBit is the bit that says that a place came; the one above it says that it
// came again.
func sparseBit(chunk *[placesInChunk / 32]uint64, place uint32) (word *uint64, bit uint64) {
	i := place % placesInChunk
	return &chunk[i/32], 1 << (i % 32 * 2)
}

// repeated reports whether a place came more than once.
func (f *firsts) repeated(place uint32) bool {
	if at := f.dense.at(place); at != nil {
		return *at&cameAgain != 0
	}
	if chunk := f.sparseChunk(place); chunk != nil {
		word, came := sparseBit(chunk, place)
		return *word&(came<<1) != 0
	}
	return false
}

// isFirst reports whether a place came first in a record, as far as that is known.
func (f *firsts) isFirst(s standing) bool {
	at := f.dense.at(s.place)
	if at == nil || *at&^cameAgain == 0 || *at&^cameAgain == farOff {
		return false
	}
	return f.bases[s.place/placesInChunk]+uint32(*at&^cameAgain)-1 == s.record
}

// chunks is a list of numbers that has room only where it is used.
type chunks[E uint16 | uint32] []*[placesInChunk]E

// placesInChunk makes a chunk of dense a page of memory.
const placesInChunk = 1 << 11

// at returns where the number of a place is, nil where there is no room for it.
func (c chunks[E]) at(place uint32) *E {
	if chunk := int(place / placesInChunk); chunk < len(c) && c[chunk] != nil {
		return &c[chunk][place%placesInChunk]
	}
	return nil
}

// more makes room for a place, and returns where its number is, as at does.
func (c *chunks[E]) more(place uint32) *E {
	chunk := int(place / placesInChunk)
	*c = grown(*c, chunk)
	if (*c)[chunk] == nil {
		(*c)[chunk] = new([placesInChunk]E)
		// Written to before it is read: a page of memory that is read first is one of
		// zeros that is shared, and to get one of its own afterwards costs as much
		// again, and interrupts every other processor.
		(*c)[chunk][0] = 0
	}
	return &(*c)[chunk][place%placesInChunk]
}

// grown returns a list that has an element i.
func grown[E any](list []E, i int) []E {
	if i < len(list) {
		return list
	}
	return append(list, make([]E, i+1-len(list))...)
}
