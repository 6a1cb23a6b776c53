package dcc

import (
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/scf"
)

// slab is memory from which many short lists are cut, instead of one by one.
type slab[T any] struct{ free []T }

// slabLen is how many items are made at a time.
const slabLen = 1024

// cut returns an empty list with room for n items.
func (s *slab[T]) cut(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(n, slabLen))
	}
	list := s.free[:0:n]
	s.free = s.free[n:]
	return list
}

// slabs are what the lists in the records of a batch are cut from: they live as
// long as it does.
type slabs struct {
	checks  slab[scf.Check]
	ready   slab[scf.Device]
	devices slab[cof.Device]
	steps   slab[cof.Step]
	alerts  slab[cof.Alert]
}
