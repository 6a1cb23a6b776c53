package codec

import (
	"bytes"
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// NOTE. The rows of a CSV resemble each other: ids and numbers are as long in one
// as in the next, and only digits differ. So a whole row has a shape (see
// pattern.go), and few shapes make a file. What is of the shape of a row
// that was read is cut and read by it at once: as many bytes, the line end
// where that had it, the cells and the quotation marks where that had them. Dates,
// and words from a list, are not of any shape that other dates or words are of;
// dates are read as they always are.
//
// Of a row that had a fault, what is of its shape likely has the same. Such a
// shape says where the cells stand and leaves those open that had it: they are
// read carefully each time, and they alone.

// maxRow is how many bytes a row of a shape has at most, its line end among them.
const maxRow = 3 * chunkSize

// rowShape is the pattern of a row of which no cell has a quotation mark inside.
type rowShape struct {
	chunks [maxRow / chunkSize]chunk
	used   int  // of the chunks
	alike  int  // the number of another shape of rows that long; 0: there is none
	n      int  // bytes, line end included
	quoted bool // there are cells in quotation marks
	odd    []oddCell

	// Of the authorisation:
	lead    int    // bytes that say all of it; 0 where cells of a meter stand between its own
	have    uint32 // its cells that are there, but for those of runs and the odd ones
	id      span
	runs    []shapedRun
	said    []shapedWord
	oddRest bool // one of its cells is odd

	// Of the meter:
	more          uint32 // its cells that are there, but for the odd ones
	mpxn, network span
	suppliers     []span
}

// shapedRun is where a run of cells stands in a row.
type shapedRun struct {
	*cellRun
	span
	cells  []span
	column int // of the first
}

// oddCell is a cell of which the pattern does not say that it has no fault.
type oddCell struct {
	span
	column int
	meter  bool // it is of the meter
}

// shapedWord is a word from a list that a row of the shape says.
type shapedWord struct {
	offset uintptr // of the field
	word   string  // one of its enumeration
}

// rowShapes are the shapes that rows of a file have, for one goroutine. A row
// knows its shape by its number, so what is learned while rows are read is not
// made use of until the next rows are cut.
type rowShapes struct {
	learning
	rowCutter
	known   []rowShape
	learned []rowShape
	rows    int // cut so far
	useless bool
}

// maxRowShapes is how many shapes are known at a time. With a number of each of two
// lengths, and one of three words or none, a file has eight; there are more where
// some rows have faults.
const maxRowShapes = 16

// pattern is that of the shape.
func (s *rowShape) pattern() pattern { return s.chunks[:s.used] }

// settle makes use of what was learned, in place of those shapes that fewest of the
// rows cut last are of. No row that was cut before is read any more.
func (s *rowShapes) settle(rows []csvRowAt) {
	if s.useless {
		*s = rowShapes{learning: s.learning, known: s.known[:0], learned: s.learned[:0], rows: s.rows}
	}
	if len(s.learned) == 0 {
		return
	}
	var used [maxRowShapes]int
	for k := range rows {
		if n := rows[k].shape; n > 0 {
			used[n-1]++
		}
	}
	for _, shape := range s.learned {
		if len(s.known) < maxRowShapes {
			s.known = append(s.known, shape)
			continue
		}
		least := 0
		for k := range used {
			if used[k] < used[least] {
				least = k
			}
		}
		s.known[least], used[least] = shape, len(rows)
	}
	s.learned = s.learned[:0]
	s.rowCutter = newRowCutter(s.known)
}

// learn is told of a row of no known shape.
func (s *rowShapes) learn(g *csvProgram, in input8, r csvRowAt) {
	for k := range s.learned {
		if s.learned[k].pattern().fits(in, int(r.from)) {
			return
		}
	}
	learn, forget := s.due(s.full(), s.rows)
	s.useless = s.useless || forget
	if !learn {
		return
	}
	shape, ok := g.shapeOf(in, r)
	if !ok {
		s.wait = patience
		return
	}
	s.learned = append(s.learned, shape)
	s.made(s.full(), s.rows)
}

func (s *rowShapes) full() bool { return len(s.known)+len(s.learned) >= maxRowShapes }

// shapeOf returns the shape of a row; ok is false where it has none.
func (g *csvProgram) shapeOf(in input8, r csvRowAt) (s rowShape, ok bool) {
	text, row := in.bytes(int(r.from), int(r.to)), in.bytes(int(r.from), in.rowEnd(r))
	if !g.complete || len(text) > maxRow || bytes.IndexByte(row, '\n') >= 0 || bytes.IndexByte(row, 0) >= 0 {
		return s, false
	}
	s.used, s.n, s.quoted = chunks(len(text)), len(text), bytes.IndexByte(row, '"') >= 0
	s.pattern().write(text)
	at, column := 0, 0
	for k := range g.cells {
		if k == g.lead && g.leads {
			s.lead = at
		}
		c := &g.cells[k]
		if c.kind == runCell {
			at, ok = s.addRun(c.run, column, row, at)
			column += len(c.run.cells)
		} else {
			at, ok = s.add(c, column, row, at, c == g.id)
			column++
		}
		if !ok {
			return s, false
		}
		at++
	}
	return s, at == len(row)+1 && s.id.to > s.id.from
}

// ordinary reports whether all bytes of a cell are ASCII and no control characters.
func ordinary(cell []byte) bool {
	for _, c := range cell {
		if c < 0x20 || c >= 0x80 {
			return false
		}
	}
	return true
}

// simpleCell returns where the text of the cell at i stands and where the cell ends;
// ok is false where there is none, or it has a quotation mark inside.
func simpleCell(row []byte, i int) (text span, end int, ok bool) {
	if i > len(row) {
		return span{}, 0, false
	}
	if i < len(row) && row[i] == '"' {
		n := bytes.IndexByte(row[i+1:], '"')
		text, end = span{i + 1, i + 1 + n}, i+n+2
		return text, end, n >= 0 && (end == len(row) || row[end] == ',')
	}
	if end = len(row); bytes.IndexByte(row[i:], ',') >= 0 {
		end = i + bytes.IndexByte(row[i:], ',')
	}
	return span{i, end}, end, bytes.IndexByte(row[i:end], '"') < 0
}

// addRun adds the run of cells at i and returns where they end.
func (s *rowShape) addRun(run *cellRun, column int, row []byte, i int) (end int, ok bool) {
	r := shapedRun{cellRun: run, span: span{from: i}, column: column}
	for range run.cells {
		var cell span
		if cell, end, ok = simpleCell(row, i); !ok {
			return end, false
		}
		s.pattern().vary(cell.from, row[cell.from:cell.to], ident.Digits) // it is the run's to read them
		r.cells = append(r.cells, cell)
		i = end + 1
	}
	r.to = end
	s.runs = append(s.runs, r)
	return end, true
}

// add adds the cell at i of the row and returns where it ends.
func (s *rowShape) add(c *cellCode, column int, row []byte, i int, isID bool) (end int, ok bool) {
	at, end, ok := simpleCell(row, i)
	if !ok || c.kind == skipCell {
		return end, false
	}
	if isID {
		s.id = at
	}
	cell := row[at.from:at.to]
	if len(cell) == 0 && !c.required {
		return end, true
	}
	s.varyCell(c, cell, at)
	if !ordinary(cell) || !c.holds(cell) {
		s.odd = append(s.odd, oddCell{at, column, c.meter})
		s.oddRest = s.oddRest || !c.meter
		return end, true
	}
	return end, s.addGood(c, cell, at)
}

// varyCell lets a cell be another. A fault in it is mostly in a byte that stays, so
// few cells without one are of the pattern.
func (s *rowShape) varyCell(c *cellCode, cell []byte, at span) {
	switch c.kind {
	case tokenCell:
		s.pattern().vary(at.from, cell, c.token.Kin())
	case mpxnCell:
		s.pattern().vary(at.from, cell, ident.Digits)
	case textCell, listCell:
		for _, v := range valuesOf(cell) {
			text, kin := cell[v.from:v.to], ident.HexDigits
			if c.field.Lex.Valid(text) {
				kin = c.field.Lex.KinOf(text)
			}
			s.pattern().vary(at.from+v.from, text, kin)
		}
	}
}

// valuesOf is where the values stand that a space parts.
func valuesOf(cell []byte) (all []span) {
	for from := 0; from <= len(cell); {
		to := from
		for to < len(cell) && cell[to] != ' ' {
			to++
		}
		all = append(all, span{from, to})
		from = to + 1
	}
	return all
}

// holds reports whether the text of a cell has no fault, and is as the fast parser
// reads it.
func (c *cellCode) holds(cell []byte) bool {
	switch c.kind {
	case tokenCell, textCell:
		return c.field.Lex.Valid(cell)
	case mpxnCell:
		_, ok := ident.ParseMPxN(cell)
		return ok
	case enumCell:
		return enumValue(c.field, cell) != ""
	case listCell:
		all := valuesOf(cell)
		return int64(len(all)) <= c.field.Max && !slices.ContainsFunc(all, func(v span) bool {
			return v.from == v.to || !c.field.Lex.Valid(cell[v.from:v.to])
		})
	}
	return false
}

// addGood adds a cell that has no fault.
func (s *rowShape) addGood(c *cellCode, cell []byte, at span) (ok bool) {
	switch {
	case c.kind == enumCell && !c.meter:
		s.said = append(s.said, shapedWord{c.offset, enumValue(c.field, cell)})
	case c.kind == tokenCell && !c.meter: // the id
	case c.kind == mpxnCell && c.meter:
		s.mpxn = at
	case (c.kind == textCell || c.kind == tokenCell) && c.meter:
		s.network = at
	case c.kind == listCell && c.meter:
		for _, v := range valuesOf(cell) {
			s.suppliers = append(s.suppliers, span{at.from + v.from, at.from + v.to})
		}
	default:
		return false
	}
	if c.meter {
		s.more |= c.bit
	} else {
		s.have |= c.bit
	}
	return true
}

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
	from, s := int(rows[0].from), &g.shapes.known[rows[0].shape-1]
	have := s.authorisation(g, in, from, base)
	if !s.meter(in, from, &a.Meters[0]) {
		return false
	}
	for k := range s.odd {
		g.note(0, from, s.odd[k])
	}
	g.idAt = span{from + s.id.from, from + s.id.to}
	for k := 1; k < len(rows); k++ {
		at, of := int(rows[k].from), &g.shapes.known[rows[k].shape-1]
		if !s.sameRest(in, from, of, at) || !of.meter(in, at, &a.Meters[k]) {
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

// oddAt is an odd cell of the record read last.
type oddAt struct {
	oddCell     // its place is that in the block
	row     int // of the record
}

// note notes an odd cell of the row at from. They are kept in their order.
func (g *csvProgram) note(row, from int, cell oddCell) {
	cell.from, cell.to = cell.from+from, cell.to+from
	g.odd = append(g.odd, oddAt{cell, row})
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
			g.note(0, from, oddCell{cell, r.column + k, false})
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
