package dcc

import (
	"slices"

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

// recent keeps lists, one for those that are alike: nearly all of a batch are. It
// compares with the last few.
type recent[T any] struct {
	slab  slab[T]
	lists [8]*[]T
	n     int
}

// keep returns a list whose items are the same as those of list; nobody may
// change it.
func (r *recent[T]) keep(list []T, same func(a, b T) bool) *[]T {
	for _, known := range r.lists {
		if known != nil && slices.EqualFunc(*known, list, same) {
			return known
		}
	}
	kept := append(r.slab.cut(len(list)), list...)
	r.lists[r.n%len(r.lists)] = &kept
	r.n++
	return &kept
}

// slabs are what the lists in the records of a batch are cut from: they live as
// long as it does.
type slabs struct {
	checks  recent[scf.Check]
	ready   slab[scf.Device]
	devices slab[commissioned]
	steps   recent[cof.Step]
	alerts  recent[cof.Alert]
}

func sameStep(a, b cof.Step) bool {
	return a.SRV == b.SRV && a.At == b.At && a.Outcome == b.Outcome && a.ResponseCode == b.ResponseCode && slices.Equal(a.Alerts, b.Alerts)
}

func sameAlert(a, b cof.Alert) bool { return a == b }

func sameCheck(a, b scf.Check) bool { return a == b }
