package codec

import (
	"bytes"
	"slices"

	"s1mig/pkg/ident"
)

// shapeOf returns the shape of a row; ok is false where it has none. The cells of the
// open columns are odd, whatever they hold.
func (g *csvProgram) shapeOf(in input8, r csvRowAt, open ...int) (s rowShape, ok bool) {
	text, row := in.bytes(int(r.from), int(r.to)), in.bytes(int(r.from), in.rowEnd(r))
	if len(text) > maxRow || bytes.IndexByte(row, '\n') >= 0 || bytes.IndexByte(row, 0) >= 0 {
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
			at, ok = s.add(c, column, row, at, c == g.id, slices.Contains(open, column))
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
		s.cells = append(s.cells, shapedCell{rowCell{span: cell, column: len(s.cells)}, runningCell})
		r.cells = append(r.cells, cell)
		i = end + 1
	}
	r.to = end
	s.runs = append(s.runs, r)
	return end, true
}

// add adds the cell at i of the row and returns where it ends. Where it is open it is
// odd, whatever it holds.
func (s *rowShape) add(c *cellCode, column int, row []byte, i int, isID, open bool) (end int, ok bool) {
	at, end, ok := simpleCell(row, i)
	if !ok {
		return end, false
	}
	place := rowCell{at, column, c.meter}
	s.cells = append(s.cells, shapedCell{place, judgedCell})
	if c.kind == skipCell { // which may hold anything
		s.cells[column].role = skippedCell
		s.pattern().vary(at.from, row[at.from:at.to], ident.Alphanumerics)
		return end, true
	}
	if isID {
		s.id = at
	}
	cell := row[at.from:at.to]
	if len(cell) == 0 && !c.required {
		return end, true
	}
	s.varyCell(c, cell, at)
	if open || !ordinary(cell) || !c.holds(cell) {
		s.odd = append(s.odd, place)
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
