package party

// Store is a list whose items are found by their places and never move. The zero
// Store is empty.
type Store[T any] struct {
	parts []*[storePart]T
	n     int
}

// storePart is how many items are made room for at a time.
const storePart = 1 << 10

// Len is how many items there are.
func (s *Store[T]) Len() int { return s.n }

// Add appends an item and returns its place.
func (s *Store[T]) Add(v T) int {
	if s.n == len(s.parts)*storePart {
		s.parts = append(s.parts, new([storePart]T))
	}
	s.n++
	*s.At(s.n - 1) = v
	return s.n - 1
}

// At is where the item of that place is kept.
func (s *Store[T]) At(i int) *T { return &s.parts[i/storePart][i%storePart] }
