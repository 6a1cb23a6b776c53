package compare

// store is a list that grows without being copied, so that a million entries take
// the room of a million.
type store[T any] struct {
	chunks [][]T
	n      int
}

const chunkBits = 13

func (s *store[T]) add(v T) {
	if s.n&(1<<chunkBits-1) == 0 {
		room := 1 << chunkBits
		if s.n == 0 {
			room = 0 // of a small file
		}
		s.chunks = append(s.chunks, make([]T, 0, room))
	}
	last := &s.chunks[len(s.chunks)-1]
	*last = append(*last, v)
	s.n++
}

func (s *store[T]) at(i int) *T { return &s.chunks[i>>chunkBits][i&(1<<chunkBits-1)] }

// finder finds entries of a store by their hash: the first of those alike, which
// are chained. A place is an index and one more, so that 0 is none.
type finder struct {
	slots []uint32
	mask  uint64
}

func newFinder(n int) *finder {
	size := 16
	for size < n+n/2 {
		size *= 2
	}
	return &finder{make([]uint32, size), uint64(size - 1)}
}

// find returns the slot of the entries of that hash, or the empty one where they
// belong. alike says whether the entry at a place is one of them.
func (f *finder) find(hash uint64, alike func(place uint32) bool) *uint32 {
	for i := hash & f.mask; ; i = (i + 1) & f.mask {
		if slot := &f.slots[i]; *slot == 0 || alike(*slot) {
			return slot
		}
	}
}
