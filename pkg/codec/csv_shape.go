package codec

import (
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// NOTE. The rows of a CSV resemble each other: ids and numbers are as long in one
// as in the next, and only digits differ. So a whole row has a shape (see
// pattern.go), and few shapes make a file. What is of the shape of a row
// that was accepted is cut and accepted by it at once: as many bytes, the line end
// where that had it, the cells where that had them. Dates, and words from a list,
// are not of any shape that other dates or words are of; they are read as they
// always are.

// maxRow is how many bytes a row of a shape has at most, its line end among them.
const maxRow = 3 * chunkSize

// rowShape is the pattern of a row without quotation marks.
type rowShape struct {
	chunks [maxRow / chunkSize]chunk
	used   int // of the chunks
	alike  int // the number of another shape of rows that long; 0: there is none
	n      int // bytes, line end included
	end    int // where the line end begins

	// Of the authorisation:
	lead int    // bytes that say all of it; 0 where cells of a meter stand between its own
	have uint32 // its cells that are there, but for those of runs
	id   span
	runs []shapedRun
	said []shapedWord

	// Of the meter:
	more          uint32 // its cells that are there
	mpxn, network span
	suppliers     []span
}

// shapedRun is where a run of cells stands in a row.
type shapedRun struct {
	*cellRun
	span
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
	turn    int // which is given up for the next
	rows    int // cut so far
	useless bool
}

// maxRowShapes is how many shapes are known at a time. With a number of each of two
// lengths, and one of three words or none, a file has eight.
const maxRowShapes = 8

// pattern is that of the shape.
func (s *rowShape) pattern() pattern { return s.chunks[:s.used] }

// settle makes use of what was learned. No row that was cut before is read any
// more.
func (s *rowShapes) settle() {
	if s.useless {
		*s = rowShapes{learning: s.learning, known: s.known[:0], learned: s.learned[:0], rows: s.rows}
	}
	for _, shape := range s.learned {
		if len(s.known) < maxRowShapes {
			s.known = append(s.known, shape)
			continue
		}
		s.known[s.turn] = shape
		s.turn = (s.turn + 1) % maxRowShapes
	}
	if len(s.learned) > 0 {
		s.learned = s.learned[:0]
		s.rowCutter = newRowCutter(s.known)
	}
}

// learn is told of an accepted row of no known shape.
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

// shapeOf returns the shape of an accepted row; ok is false where it has none.
func (g *csvProgram) shapeOf(in input8, r csvRowAt) (s rowShape, ok bool) {
	text := in.bytes(int(r.from), int(r.to))
	if len(text) > maxRow {
		return s, false
	}
	s.used = chunks(len(text))
	s.pattern().write(text)
	s.n, s.end = len(text), in.rowEnd(r)-int(r.from)
	from := 0
	for k := range g.cells {
		if k == g.lead && g.leads {
			s.lead = from
		}
		c, columns := &g.cells[k], 1
		if c.kind == runCell {
			columns = len(c.run.cells)
		}
		to := from - 1
		for range columns {
			for to++; to < s.end && text[to] != ','; to++ {
			}
		}
		if !s.add(c, text, span{from, to}) {
			return s, false
		}
		from = to + 1
	}
	return s, true
}

// add adds a cell of the row that text is to its shape.
func (s *rowShape) add(c *cellCode, text []byte, at span) bool {
	cell := text[at.from:at.to]
	switch {
	case c.kind == runCell:
		s.runs = append(s.runs, shapedRun{c.run, at})
		s.pattern().vary(at.from, cell, ident.Digits) // it is the run's to read them
		return true
	case c.kind == skipCell:
		return false
	case at.from == at.to:
		return true
	case c.kind == tokenCell && !c.meter:
		s.have, s.id = s.have|c.bit, at
		s.pattern().vary(at.from, cell, c.token.Kin())
		return true
	case c.kind == enumCell && !c.meter:
		s.have |= c.bit
		s.said = append(s.said, shapedWord{c.offset, enumValue(c.field, cell)})
		return true
	case !c.meter:
		return false
	}
	s.more |= c.bit
	switch c.kind {
	case mpxnCell:
		s.mpxn = at
		s.pattern().vary(at.from, cell, ident.Digits)
	case textCell, tokenCell:
		s.network = at
		s.pattern().vary(at.from, cell, c.field.Lex.KinOf(cell))
	case listCell:
		for from := at.from; from <= at.to; {
			to := from
			for to < at.to && text[to] != ' ' {
				to++
			}
			s.suppliers = append(s.suppliers, span{from, to})
			s.pattern().vary(from, text[from:to], c.field.Lex.KinOf(text[from:to]))
			from = to + 1
		}
	default:
		return false
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

// shaped is record for rows of known shapes.
func (g *csvProgram) shaped(in input8, base unsafe.Pointer, rows []csvRowAt) bool {
	a, before := (*maf.Authorisation)(base), startObject(base)
	if cap(a.Meters) < len(rows) {
		a.Meters = make([]maf.Meter, len(rows), maf.MaxMeters)
	}
	a.Meters = a.Meters[:len(rows)]
	from, s := int(rows[0].from), &g.shapes.known[rows[0].shape-1]
	have, ok := s.authorisation(in, from, base)
	if !ok || !s.meter(in, from, &a.Meters[0]) {
		return false
	}
	g.idAt = span{from + s.id.from, from + s.id.to}
	for k := 1; k < len(rows); k++ {
		at, of := int(rows[k].from), &g.shapes.known[rows[k].shape-1]
		if !s.sameRest(in, from, of, at) || !of.meter(in, at, &a.Meters[k]) {
			return false
		}
	}
	endObject(maf.Record, base, before, have, 0)
	return true
}

// authorisation reads what the row at from says of the authorisation, into the
// struct at base, and returns its fields by bits.
func (s *rowShape) authorisation(in input8, from int, base unsafe.Pointer) (have uint32, ok bool) {
	have = s.have | 1<<recordMeters.Index
	for k := range s.runs {
		run := &s.runs[k]
		if run.read(in, from+run.from, from+s.end, base) != from+run.to {
			return 0, false
		}
		have |= run.have
	}
	for k := range s.said {
		said := &s.said[k]
		*(*string)(unsafe.Add(base, said.offset)) = said.word
	}
	(*maf.Authorisation)(base).AuthorisationID = in.text(from+s.id.from, from+s.id.to)
	return have, maf.Record.Required()&^have == 0
}

// sameRest reports whether two rows, of one id, say the same of the authorisation.
func (s *rowShape) sameRest(in input8, from int, of *rowShape, at int) bool {
	if n := s.lead; n > 0 && n == of.lead && in.text(from, from+n) == in.text(at, at+n) {
		return true
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
	} else if m.MPxN, ok = ident.ParseMPxN(in.bytes(from+s.mpxn.from, from+s.mpxn.to)); !ok {
		return false
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
