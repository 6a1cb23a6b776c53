package party

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"unsafe"
)

// Ledger is a list of what became of things with ids, in some 8 bytes each and with
// nothing for the garbage collector to follow. The zero Ledger is empty.
type Ledger[K any] struct {
	parts []ledgerPart[K]
	n     int
}

// Entry is a line of a ledger: what became of the thing of that id. Of is the id
// of what it is a part of; it costs nothing where ID begins with it.
type Entry[K any] struct {
	ID, Of string
	Kind   *K // which many entries have in common
}

// ledgerPart is a run of entries: for each its kind, as an index of kinds; how
// much of the id is Of, and one, or 0 where the id does not begin with it; the id,
// as what is other in it than in the one before; and, where it does not begin with
// Of, that.
type ledgerPart[K any] struct {
	kinds  []*K
	packed []byte
	last   []byte // the id of the last
}

// Add appends an entry.
func (l *Ledger[K]) Add(e Entry[K]) {
	size := 6*binary.MaxVarintLen64 + len(e.ID) + len(e.Of)
	if n := len(l.parts); n == 0 || len(l.parts[n-1].packed)+size > partBytes {
		l.parts = append(l.parts, ledgerPart[K]{})
	}
	p := &l.parts[len(l.parts)-1]
	p.packed = withRoom(p.packed, size)
	p.add(e)
	l.n++
}

func (p *ledgerPart[K]) add(e Entry[K]) {
	kind := slices.Index(p.kinds, e.Kind)
	if kind < 0 {
		kind = len(p.kinds)
		p.kinds = append(p.kinds, e.Kind)
	}
	of, begins := uint64(len(e.Of)+1), strings.HasPrefix(e.ID, e.Of)
	if !begins {
		of = 0
	}
	p.packed = binary.AppendUvarint(binary.AppendUvarint(p.packed, uint64(kind)), of)
	p.packed = appendAlike(p.packed, p.last, e.ID)
	if !begins {
		p.packed = appendText(p.packed, e.Of)
	}
	p.last = append(p.last[:0], e.ID...)
}

func appendText(dst []byte, text string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}

// Len is how many entries there are.
func (l *Ledger[K]) Len() int { return l.n }

// All ranges over the entries.
func (l *Ledger[K]) All() iter.Seq[Entry[K]] {
	return func(yield func(Entry[K]) bool) {
		for i := range l.parts {
			p := &l.parts[i]
			var id []byte
			for b := p.packed; len(b) > 0; {
				var e Entry[K]
				if e, id, b = p.entry(id, b); !yield(e) {
					return
				}
			}
		}
	}
}

// entry reads the first entry of b, and its id into the place of the one before.
func (p *ledgerPart[K]) entry(before, b []byte) (e Entry[K], id, rest []byte) {
	kind, n := binary.Uvarint(b)
	of, k := binary.Uvarint(b[n:])
	id, rest = alike(before, b[n+k:])
	e.Kind, e.ID = p.kinds[kind], string(id)
	if of == 0 {
		e.Of, rest = textOf(rest)
		return e, id, rest
	}
	e.Of = e.ID[:of-1]
	return e, id, rest
}

// textOf is a view of a text, which nobody changes, and what follows it.
func textOf(b []byte) (text string, rest []byte) {
	size, n := binary.Uvarint(b)
	b = b[n:]
	return unsafe.String(unsafe.SliceData(b), int(size)), b[size:]
}

// Take puts the entries of another ledger behind those of this one, and empties
// the other.
func (l *Ledger[K]) Take(from *Ledger[K]) {
	if n := len(from.parts); n > 0 {
		from.parts[n-1].packed = slices.Clone(from.parts[n-1].packed)
	}
	l.parts, l.n = append(l.parts, from.parts...), l.n+from.n
	*from = Ledger[K]{}
}
