package world

import (
	"slices"

	"s1mig/pkg/ident"
)

// packed holds the installations of all registers of a world, one register after
// the other, in chunks of chunkLen. It is added to until seal is called, and read
// from then on.
type packed struct {
	world  *World
	kinds  *deviceKinds
	chunks []chunk
	n      int
	open   chunk // not yet among chunks
}

// chunk is a run of packed installations, and where each ends.
type chunk struct {
	text []byte
	ends []uint32
}

const (
	chunkBits = 10
	chunkLen  = 1 << chunkBits
)

func newPacked(w *World) *packed { return &packed{world: w, kinds: newKinds()} }

func (p *packed) add(installation []byte) {
	p.open.text = append(p.open.text, installation...)
	p.open.ends = append(p.open.ends, uint32(len(p.open.text)))
	p.n++
	if len(p.open.ends) == chunkLen {
		p.close()
	}
}

// close puts the open chunk to the others, in as much room as it needs.
func (p *packed) close() {
	p.chunks = append(p.chunks, chunk{slices.Clone(p.open.text), slices.Clone(p.open.ends)})
	p.open.text, p.open.ends = p.open.text[:0], p.open.ends[:0]
}

// seal says that nothing more is added.
func (p *packed) seal() {
	if len(p.open.ends) > 0 {
		p.close()
	}
	p.open = chunk{}
}

// bytes is installation i, packed.
func (p *packed) bytes(i int) []byte {
	c, k := &p.chunks[i>>chunkBits], i&(chunkLen-1)
	from := uint32(0)
	if k > 0 {
		from = c.ends[k-1]
	}
	return c.text[from:c.ends[k]]
}

func (p *packed) id(i int) string {
	u := unpacker{p.bytes(i)}
	return u.id()
}

// smso is whose installation i is.
func (p *packed) smso(i int) string {
	u := unpacker{p.bytes(i)}
	u.id()
	return p.world.groups[u.uvarint()].SMSO
}

// hasMeter reports whether installation i has the meter of a supply point.
func (p *packed) hasMeter(i int, want ident.MPxN) (found bool) {
	packedDevices(p.bytes(i), func(_ ident.EUI64, m ident.MPxN) bool {
		found = m == want
		return !found
	})
	return found
}

// uniqueDevices reports whether no device stands twice.
func (p *packed) uniqueDevices() bool {
	var seen deviceSet
	unique := true
	for i := 0; i < p.n && unique; i++ {
		packedDevices(p.bytes(i), func(id ident.EUI64, _ ident.MPxN) bool {
			unique = seen.add(id)
			return unique
		})
	}
	return unique
}
