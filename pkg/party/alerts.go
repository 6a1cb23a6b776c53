package party

import (
	"encoding/binary"
	"iter"
	"slices"

	"s1mig/pkg/ident"
)

// Alert is one that DCC raised (Table 5.2).
type Alert struct {
	*AlertKind
	Device ident.EUI64
}

// AlertKind is what alerts have in common: an estate raises millions of a few
// kinds.
type AlertKind struct {
	Code, SRV string
	Recipient string // the Responsible Supplier of the device
	Released  bool   // to that supplier; else it stays with DCC
	Requested bool   // by a participant (17.7), not raised by a migration
}

// Alerts is a list of alerts, in some 4 bytes each. The zero Alerts is empty.
type Alerts struct {
	parts []alertPart
	n     int
}

// alertPart is a run of alerts: for each its kind, as an index of kinds, and its
// device, as the difference from the one before.
type alertPart struct {
	kinds  []*AlertKind
	packed []byte
	last   ident.EUI64
}

// partBytes is how long a part becomes.
const partBytes = 1 << 16

// withRoom returns b with room for n more bytes, up to the length of a part.
func withRoom(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	return append(make([]byte, 0, max(len(b)+n, min(2*cap(b), partBytes))), b...)
}

// Add appends an alert. Alerts of one kind should have one AlertKind.
func (l *Alerts) Add(a Alert) {
	const size = 2 * binary.MaxVarintLen64
	if n := len(l.parts); n == 0 || len(l.parts[n-1].packed)+size > partBytes {
		l.parts = append(l.parts, alertPart{})
	}
	p := &l.parts[len(l.parts)-1]
	p.packed = withRoom(p.packed, size)
	kind := slices.Index(p.kinds, a.AlertKind)
	if kind < 0 {
		kind = len(p.kinds)
		p.kinds = append(p.kinds, a.AlertKind)
	}
	p.packed = binary.AppendUvarint(p.packed, uint64(kind))
	p.packed = binary.AppendVarint(p.packed, int64(a.Device-p.last))
	p.last = a.Device
	l.n++
}

// Len is how many alerts there are.
func (l *Alerts) Len() int { return l.n }

// All ranges over the alerts.
func (l *Alerts) All() iter.Seq[Alert] {
	return func(yield func(Alert) bool) {
		for i := range l.parts {
			p := &l.parts[i]
			var device ident.EUI64
			for b := p.packed; len(b) > 0; {
				kind, n := binary.Uvarint(b)
				step, k := binary.Varint(b[n:])
				b = b[n+k:]
				if device += ident.EUI64(step); !yield(Alert{p.kinds[kind], device}) {
					return
				}
			}
		}
	}
}

// Take puts the alerts of another list behind those of this one, and empties the
// other.
func (l *Alerts) Take(from *Alerts) {
	if n := len(from.parts); n > 0 {
		from.parts[n-1].packed = slices.Clone(from.parts[n-1].packed)
	}
	l.parts, l.n = append(l.parts, from.parts...), l.n+from.n
	*from = Alerts{}
}
