package codec

import (
	"bytes"
	"fmt"
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
	codes  []cellCode // of the columns, by which most cells are read
	number int        // of the row cut last, from 1
	index  int        // of the next record

	auth csvAuthorisation
	row  []byte // that is read, followed by pad bytes; it holds as long as the record
}

// csvAuthorisation is the record under way: the rows of one authorisation.
type csvAuthorisation struct {
	places    csvPlaces
	first     cellTexts // of its first row
	found     []finding.Finding
	have, bad uint32
	tooMany   bool // it has more rows than an installation has meters
}

var recordMeters = maf.Record.Field("meters")

func newCSVJudge(t *csvTable, s *slot) *csvJudge {
	j := &csvJudge{csvTable: t, slot: s, codes: newCellCodes(t)}
	j.p.wanted = s.wanted
	return j
}

// cellTexts are the texts of cells, one behind the other.
type cellTexts struct {
	text []byte
	ends []int
}

func (t *cellTexts) clear() { t.text, t.ends = t.text[:0], t.ends[:0] }

func (t *cellTexts) add(text []byte) {
	t.text = append(t.text, text...)
	t.ends = append(t.ends, len(t.text))
}

// of returns the text of cell k.
func (t *cellTexts) of(k int) []byte {
	if k == 0 {
		return t.text[:t.ends[0]]
	}
	return t.text[t.ends[k-1]:t.ends[k]]
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
		c.p.tell(finding.Syntax, 0, func() (string, string) { return "the row is empty", "delete rows without values" })
	case len(c.cells) != len(c.columns):
		c.p.tell(finding.Syntax, 0, func() (string, string) {
			return fmt.Sprintf("the row has %d cells, the row of column names %d", len(c.cells), len(c.columns)),
				"a comma may be missing, or stand in a cell without quotation marks"
		})
	default:
		c.addRow()
		return
	}
	c.emit()
	maf.Record.ClearAll(c.slot.base)
	c.auth.found = append(c.auth.found, c.p.found...)
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
		c.row = a.places.add(c)
		c.readRow(c.slot, same)
	case !a.tooMany:
		a.tooMany = true
		a.bad |= 1 << recordMeters.Index
		c.p.tell(finding.FieldItems, id.at, func() (string, string) {
			return fmt.Sprintf("%s has more than %d rows", quoteName(string(id.text)), maf.MaxMeters), "an installation has one meter for each fuel"
		})
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
	a.first.clear()
	for _, cell := range c.cells {
		a.first.add(cell.text)
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
		cell := c.cells[k]
		c.p.path = append(c.p.path[:1], step{name: col.Name})
		switch {
		case col.Table == maf.Meters:
			c.readCell(k, cell, meter, &have, &bad)
		case !further:
			c.readCell(k, cell, s.base, &a.have, &a.bad)
		case !bytes.Equal(cell.text, a.first.of(k)):
			c.conflict(k, cell.at, cell.text, a.first.of(k), a.places.rows[0].number)
		}
	}
	c.p.path = c.p.path[:1]
	spec.ObjectAt(meter).SetBits(have, bad)
	if bad != 0 || maf.Meters.Required()&^have != 0 {
		a.bad |= 1 << recordMeters.Index
	}
}

// conflict says that what the cell of column k at that index says of the authorisation
// is not what the first row of that number does.
func (c *csvJudge) conflict(k, at int, here, first []byte, number int) {
	name := c.columns[k].Name
	c.p.path = append(c.p.path[:1], step{name: name})
	c.p.tell(finding.CSVConflict, at, func() (string, string) {
		return fmt.Sprintf("%s is %s here and %s in row %d", name, quoteName(string(here)), quoteName(string(first)), number),
			"the rows of one authorisation have the same dates and the same party"
	})
}

// readCell reads the cell of column k into the struct at base.
func (c *csvJudge) readCell(k int, cell csvCell, base unsafe.Pointer, have, bad *uint32) {
	f := &c.fields[k]
	if len(cell.text) == 0 {
		if f.Required {
			c.p.tell(finding.MissingField, cell.at, func() (string, string) { return f.Name + " is missing from this row", "" })
		}
		return
	}
	*have |= 1 << f.Index
	if c.plainCell(k, cell, base) {
		return
	}
	f.Clear(base)
	before := c.p.faults
	if c.checkText(cell, f) {
		c.storeCell(k, cell, base)
	}
	if c.p.faults != before {
		*bad |= 1 << f.Index
		if !c.columns[k].Split {
			f.Clear(base)
		}
	}
}

// stand has the judge read cells of the row at the start of b[:n], which is at that
// place, one by one. What has been found stays.
func (c *csvJudge) stand(b []byte, n int, at source.Position, number int) {
	found := c.p.found
	c.p.reset(b, n, at, step{i: number})
	c.p.found, c.row = found, b
}

// oddCell reads the cell of column k whose text stands there, into the struct at
// base.
func (c *csvJudge) oddCell(k, from, to int, base unsafe.Pointer) {
	cell := csvCell{text: c.row[from:to], at: from, from: from}
	if from > 0 && c.row[from-1] == '"' {
		cell.at--
	}
	c.p.path = append(c.p.path[:1], step{name: c.columns[k].Name})
	have, bad := spec.ObjectAt(base).Bits()
	c.readCell(k, cell, base, &have, &bad)
	spec.ObjectAt(base).SetBits(have, bad)
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
	a.found, a.have, a.bad, a.tooMany = a.found[:0], 0, 0, false
}
