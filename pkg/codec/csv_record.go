package codec

import (
	"bytes"
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// csvJudge makes records of rows carefully, for one worker: it finds every fault
// and its place. Rows are cut first, and judged then.
type csvJudge struct {
	csvCutter
	*csvTable
	slot   *slot
	number int // of the row cut last, from 1
	index  int // of the next record

	auth csvAuthorisation
}

// csvAuthorisation is the record under way: the rows of one authorisation.
type csvAuthorisation struct {
	places    csvPlaces
	first     [][]byte // the cells of its first row
	found     []finding.Finding
	have, bad uint32
	tooMany   bool // it has more rows than an installation has meters
}

var recordMeters = maf.Record.Field("meters")

func newCSVJudge(t *csvTable, s *slot) *csvJudge {
	j := &csvJudge{csvTable: t, slot: s}
	j.p.wanted = s.wanted
	return j
}

// next cuts the row at the start of b[:n], which is at that place.
func (c *csvJudge) next(b []byte, n int, at source.Position) {
	c.csvCutter.row(b, n, at, c.number)
}

// judgeRow reads the row as a meter, of the record under way or of the next.
func (c *csvJudge) judgeRow() {
	switch {
	case c.p.stop == broken:
	case blank(c.cells):
		c.p.report(finding.Syntax, 0, "delete rows without values", "the row is empty")
	case len(c.cells) != len(c.columns):
		c.p.report(finding.Syntax, 0, "a comma may be missing, or stand in a cell without quotation marks",
			"the row has %d cells, the row of column names %d", len(c.cells), len(c.columns))
	default:
		c.addRow()
		return
	}
	c.emit()
	maf.Record.ClearAll(c.slot.base)
	c.auth.found = c.p.found
	c.auth.places.add(c)
	c.slot.rec.Broken = true
	c.emit()
}

// blank reports whether no cell holds anything.
func blank(cells []csvCell) bool {
	return !slices.ContainsFunc(cells, func(cell csvCell) bool { return len(cell.text) > 0 })
}

// addRow adds the row to the record under way if it is of the same
// authorisation, and else begins the next record with it.
func (c *csvJudge) addRow() {
	a, id := &c.auth, c.idCell()
	same := c.continues()
	if !same {
		c.emit()
		c.begin(id)
	}
	a.places.last = c.number
	switch {
	case len(a.places.rows) < maf.MaxMeters:
		a.places.add(c)
		c.readRow(c.slot, same)
	case !a.tooMany:
		a.tooMany = true
		a.bad |= 1 << recordMeters.Index
		c.p.report(finding.FieldItems, id.at, "an installation has one meter for each fuel", "%s has more than %d rows", quoteName(string(id.text)), maf.MaxMeters)
	}
	a.found = append(a.found, c.p.found...)
}

// continues reports whether the row, which is a good one, is of the record under
// way.
func (c *csvJudge) continues() bool {
	id := c.idCell().text
	return len(c.auth.places.rows) > 0 && len(id) > 0 && bytes.Equal(id, c.auth.places.id)
}

// good reports whether the row cut last is one of a meter.
func (c *csvJudge) good() bool {
	return c.p.stop == goOn && len(c.cells) == len(c.columns) && !blank(c.cells)
}

// idCell is the cell that says which authorisation the row is of; an empty one
// where there is no such column.
func (c *csvJudge) idCell() csvCell {
	if c.idColumn < 0 {
		return csvCell{}
	}
	return c.cells[c.idColumn]
}

// begin begins a record with the row.
func (c *csvJudge) begin(id csvCell) {
	a := &c.auth
	a.places.id = append(a.places.id[:0], id.text...)
	maf.Record.ClearAll(c.slot.base)
	a.first = a.first[:0]
	for _, cell := range c.cells {
		a.first = append(a.first, bytes.Clone(cell.text))
	}
}

// readRow reads the cells of the row: those of the meter into a new meter, those
// of the authorisation into the record, or, on a further row, only to see that
// they are the same.
func (c *csvJudge) readRow(s *slot, further bool) {
	a := &c.auth
	meter := recordMeters.Append(s.base)
	maf.Meters.ClearAll(meter)
	a.have |= 1 << recordMeters.Index
	var have, bad uint32
	for k, col := range c.columns {
		if col == nil {
			continue
		}
		cell, f := c.cells[k], &c.fields[k]
		c.p.path = append(c.p.path[:1], step{name: col.Name})
		switch {
		case col.Table == maf.Meters:
			c.readCell(col, f, cell, meter, &have, &bad)
		case !further:
			c.readCell(col, f, cell, s.base, &a.have, &a.bad)
		case !bytes.Equal(cell.text, a.first[k]):
			c.p.report(finding.CSVConflict, cell.at, "the rows of one authorisation have the same dates and the same party",
				"%s is %s here and %s in row %d", col.Name, quoteName(string(cell.text)), quoteName(string(a.first[k])), a.places.rows[0].number)
		}
	}
	c.p.path = c.p.path[:1]
	spec.ObjectAt(meter).SetBits(have, bad)
	if bad != 0 || maf.Meters.Required()&^have != 0 {
		a.bad |= 1 << recordMeters.Index
	}
}

// readCell reads one cell into the struct at base.
func (c *csvJudge) readCell(col *maf.Column, f *spec.Field, cell csvCell, base unsafe.Pointer, have, bad *uint32) {
	if len(cell.text) == 0 {
		if f.Required {
			c.p.report(finding.MissingField, cell.at, "", "%s is missing from this row", col.Name)
		}
		return
	}
	*have |= 1 << f.Index
	before := c.p.faults
	if c.checkText(cell, f) {
		c.storeCell(col, f, cell, base)
	}
	if c.p.faults != before {
		*bad |= 1 << f.Index
		if !col.Split {
			f.Clear(base)
		}
	}
}

// emit shows the record under way, if there is one, and forgets it.
func (c *csvJudge) emit() {
	a, rec := &c.auth, &c.slot.rec
	if len(a.places.rows) == 0 {
		return
	}
	a.places.table = c.csvTable
	spec.ObjectAt(c.slot.base).SetBits(a.have, a.bad)
	rec.Index, rec.Findings, rec.Raw, rec.Pos = c.index, a.found, a.places.raw, a.places.rows[0].pos
	rec.csv = &a.places
	c.index++
	c.slot.Record(rec)
	rec.Broken = false
	a.places.clear()
	a.found, a.have, a.bad, a.tooMany = nil, 0, 0, false
}
