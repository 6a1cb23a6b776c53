package party

import "iter"

// List is a list of which nothing is copied when it grows, or when it is put
// behind another. The zero List is empty.
type List[T any] struct {
	parts [][]T
	n     int
}

// partLen is how long a part of a list becomes at the most.
const partLen = 1 << 12

// Add appends an item.
func (l *List[T]) Add(v T) {
	last := len(l.parts) - 1
	if last < 0 || len(l.parts[last]) == cap(l.parts[last]) {
		room := 8
		if last >= 0 {
			room = min(2*cap(l.parts[last]), partLen)
		}
		l.parts = append(l.parts, make([]T, 0, room))
		last++
	}
	l.parts[last] = append(l.parts[last], v)
	l.n++
}

// Len is how many items there are.
func (l *List[T]) Len() int { return l.n }

// All ranges over the items. They may be changed.
func (l *List[T]) All() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, part := range l.parts {
			for i := range part {
				if !yield(&part[i]) {
					return
				}
			}
		}
	}
}

// Take puts the items of another list behind those of this one, and empties the
// other.
func (l *List[T]) Take(from *List[T]) {
	l.parts, l.n = append(l.parts, from.parts...), l.n+from.n
	*from = List[T]{}
}
