package codec

import (
	"bytes"
	"slices"
)

// Kept returns a copy of the record that outlives its worker's Record method, for
// At, Raw and Pos alone: it has no Value and no Findings.
func (r *Record) Kept() *Record {
	out := &Record{Index: r.Index, Raw: bytes.Clone(r.Raw), Pos: r.Pos, Broken: r.Broken, array: r.array}
	if c := r.csv; c != nil {
		out.csv = &csvPlaces{
			table: c.table, id: bytes.Clone(c.id), first: c.first, last: c.last,
			raw: bytes.Clone(c.raw), rows: slices.Clone(c.list()),
		}
	}
	return out
}
