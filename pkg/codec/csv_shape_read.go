package codec

import (
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// allShaped reports whether all rows of a record are of known shapes.
func allShaped(rows []csvRowAt) bool {
	for k := range rows {
		if rows[k].shape == 0 {
			return false
		}
	}
	return true
}

// shaped is record for rows of known shapes. Cells that are not read, as they have a
// fault or may have one, are noted as odd.
func (g *csvProgram) shaped(in input8, base unsafe.Pointer, rows []csvRowAt) bool {
	a, before := (*maf.Authorisation)(base), startObject(base)
	if cap(a.Meters) < len(rows) {
		a.Meters = make([]maf.Meter, len(rows), maf.MaxMeters)
	}
	a.Meters = a.Meters[:len(rows)]
	from, s := int(rows[0].from), g.shapes.of(g, in, &rows[0])
	if s == nil {
		return false
	}
	have := s.authorisation(g, in, from, base)
	if !s.meter(in, from, &a.Meters[0]) {
		return false
	}
	for k := range s.odd {
		g.note(0, from, s.odd[k])
	}
	g.idAt = span{from + s.id.from, from + s.id.to}
	for k := 1; k < len(rows); k++ {
		at, of := int(rows[k].from), g.shapes.of(g, in, &rows[k])
		if of == nil || !s.sameRest(in, from, of, at) && !g.conflicts(in, s, from, of, at, k) || !of.meter(in, at, &a.Meters[k]) {
			return false
		}
		for i := range of.odd {
			if of.odd[i].meter {
				g.note(k, at, of.odd[i])
			}
		}
	}
	endObject(maf.Record, base, before, have, 0)
	return true
}

// conflicts notes which cells of a further row, that at, say something else of the
// authorisation than those of the first, that from. It reports false where they cannot
// be compared by their bytes.
func (g *csvProgram) conflicts(in input8, s *rowShape, from int, of *rowShape, at, row int) bool {
	if s.quoted || of.quoted {
		return false
	}
	for k := range of.cells {
		cell, first := of.cells[k], s.cells[k]
		if cell.meter || cell.role == skippedCell || in.text(at+cell.from, at+cell.to) == in.text(from+first.from, from+first.to) {
			continue
		}
		g.note(row, at, cell.rowCell)
		g.odd[len(g.odd)-1].first = span{from + first.from, from + first.to}
	}
	return true
}

// oddAt is an odd cell of the record read last, or one of the authorisation's in a
// further row that is not as in the first.
type oddAt struct {
	rowCell      // its place is that in the block
	row     int  // of the record
	first   span // in a further row, of the authorisation's: where the cell of the first row stands
}

// conflicts reports whether the cell is not as in the first row.
func (o *oddAt) conflicts() bool { return !o.meter && o.row > 0 }

// note notes an odd cell of the row at from. They are kept in their order.
func (g *csvProgram) note(row, from int, cell rowCell) {
	cell.from, cell.to = cell.from+from, cell.to+from
	g.odd = append(g.odd, oddAt{rowCell: cell, row: row})
	for k := len(g.odd) - 1; k > 0 && g.odd[k-1].row == row && g.odd[k-1].column > cell.column; k-- {
		g.odd[k-1], g.odd[k] = g.odd[k], g.odd[k-1]
	}
}

// authorisation reads what the row at from says of the authorisation, into the
// struct at base, and returns its fields by bits.
func (s *rowShape) authorisation(g *csvProgram, in input8, from int, base unsafe.Pointer) (have uint32) {
	have = s.have | 1<<recordMeters.Index
	for k := range s.runs {
		if run := &s.runs[k]; run.isKnown(in, from) {
			have |= run.have
		} else {
			have |= run.read(g, in, from, base)
		}
	}
	for k := range s.said {
		said := &s.said[k]
		*(*string)(unsafe.Add(base, said.offset)) = said.word
	}
	if s.have&g.id.bit != 0 {
		(*maf.Authorisation)(base).AuthorisationID = in.text(from+s.id.from, from+s.id.to)
	}
	return have
}

// isKnown reports whether the run in the row at from is that of the record before.
func (r *shapedRun) isKnown(in input8, from int) bool {
	n := r.to - r.from
	return len(r.known) == n+1 && in.text(from+r.from, from+r.to) == view(r.known)[:n]
}

// read reads the run in the row at from and returns the fields that it fills. Its
// cells that are not good are noted.
func (r *shapedRun) read(g *csvProgram, in input8, from int, base unsafe.Pointer) (have uint32) {
	run := r.cellRun
	run.known, run.have = run.known[:0], 0
	good := true
	for k := range r.cells {
		c, cell := &run.cells[k], r.cells[k]
		switch {
		case cell.from == cell.to && !c.required:
		case cell.from < cell.to && c.value(in, from+cell.from, from+cell.to, base) == from+cell.to:
			run.have |= c.bit
		default:
			good = false
			g.note(0, from, rowCell{cell, r.column + k, false})
		}
	}
	if good {
		run.known = append(run.known, in.bytes(from+r.from, from+r.to+1)...)
	}
	return run.have
}

// sameRest reports whether two rows, of one id, say the same of the authorisation,
// as far as that is soon told.
func (s *rowShape) sameRest(in input8, from int, of *rowShape, at int) bool {
	if n := s.lead; n > 0 && n == of.lead && in.text(from, from+n) == in.text(at, at+n) {
		return true
	}
	if s.oddRest || of.oddRest {
		return false
	}
	for k := range s.runs {
		a, b := &s.runs[k], &of.runs[k]
		if in.text(from+a.from, from+a.to) != in.text(at+b.from, at+b.to) {
			return false
		}
	}
	return slices.Equal(s.said, of.said)
}

// meter reads the meter of a row of the shape.
func (s *rowShape) meter(in input8, from int, m *maf.Meter) (ok bool) {
	before := startObject(unsafe.Pointer(m))
	if n := s.mpxn.to - s.mpxn.from; n >= 8 { // digits they are, by the pattern
		m.MPxN = ident.MPxNValue(in.sixteen(from+s.mpxn.from), n)
	} else if n > 0 {
		if m.MPxN, ok = ident.ParseMPxN(in.bytes(from+s.mpxn.from, from+s.mpxn.to)); !ok {
			return false
		}
	}
	if cap(m.SupplierCertificateIDs) < len(s.suppliers) {
		m.SupplierCertificateIDs = make([]ident.CertificateID, len(s.suppliers))
	}
	list := m.SupplierCertificateIDs[:len(s.suppliers)]
	for k := range list {
		at := &s.suppliers[k]
		list[k] = ident.CertificateID(in.text(from+at.from, from+at.to))
	}
	m.SupplierCertificateIDs = list
	m.NetworkOperatorCertificateID = ident.CertificateID(in.text(from+s.network.from, from+s.network.to))
	endObject(maf.Meters, unsafe.Pointer(m), before, s.more, 0)
	return true
}
