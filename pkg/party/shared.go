package party

// Shared keeps equal values once, such as the few ways in which the installations
// of an estate end. The zero Shared is empty.
type Shared[T comparable] struct{ known map[T]*T }

// Find returns where a value is kept, nil where it is not.
func (s *Shared[T]) Find(v T) *T { return s.known[v] }

// Of returns where a value is kept. Nobody may change it there.
func (s *Shared[T]) Of(v T) *T {
	kept := s.known[v]
	if kept == nil {
		if s.known == nil {
			s.known = map[T]*T{}
		}
		own := v // so that no other call allocates
		kept = &own
		s.known[v] = kept
	}
	return kept
}
