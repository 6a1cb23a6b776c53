package codec

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// maxAuthorisations bounds how many authorisations a CSV may hold, because the
// reader remembers each, to know its rows again. The JSON form has no such
// bound.
const maxAuthorisations = 1 << 22

// csvKey stands for the id of an authorisation: the first bytes of its SHA-256.
type csvKey [8]byte

func keyOf(id []byte) csvKey {
	sum := sha256.Sum256(id)
	return csvKey(sum[:8])
}

// csvAuthorisation is the record under way: the rows of one authorisation.
type csvAuthorisation struct {
	id        []byte
	places    csvPlaces
	first     [][]byte // the cells of its first row
	found     []finding.Finding
	have, bad uint32
	tooMany   bool // it has more rows than an installation has meters
}

var recordMeters = maf.Record.Field("meters")

// judgeRow reads the row as a meter, of the record under way or of the next.
func (c *csvReader) judgeRow(v *visit) {
	switch {
	case c.p.stop == broken:
	case c.blank():
		c.p.report(finding.Syntax, 0, "delete rows without values", "the row is empty")
	case len(c.cells) != len(c.columns):
		c.p.report(finding.Syntax, 0, "a comma may be missing, or stand in a cell without quotation marks",
			"the row has %d cells, the row of column names %d", len(c.cells), len(c.columns))
	default:
		c.addRow(v)
		return
	}
	c.emit(v)
	c.auth.found = c.p.found
	c.auth.places.add(c, nil)
	v.own.rec.Broken = true
	c.emit(v)
}

// blank reports whether no cell of the row holds anything.
func (c *csvReader) blank() bool {
	return !slices.ContainsFunc(c.cells, func(cell csvCell) bool { return len(cell.text) > 0 })
}

// addRow adds the row to the record under way if it is of the same
// authorisation, and else begins the next record with it.
func (c *csvReader) addRow(v *visit) {
	a, id := &c.auth, c.id()
	same := len(a.places.rows) > 0 && len(id.text) > 0 && bytes.Equal(id.text, a.id)
	if !same {
		c.emit(v)
		c.begin(v, id)
	}
	switch {
	case len(a.places.rows) < maf.MaxMeters:
		a.places.add(c, c.cells)
		c.readRow(v.own, same)
	case !a.tooMany:
		a.tooMany = true
		a.bad |= 1 << recordMeters.Index
		c.p.report(finding.FieldItems, id.at, "an installation has one meter for each fuel", "%s has more than %d rows", quoteName(string(id.text)), maf.MaxMeters)
	}
	a.found = append(a.found, c.p.found...)
	c.remember(id)
}

// id is the cell that says which authorisation the row is of; an empty one
// where there is no such column.
func (c *csvReader) id() csvCell {
	for k, col := range c.columns {
		if col != nil && col.Table == maf.Record && col.Field.Index == 0 {
			return c.cells[k]
		}
	}
	return csvCell{}
}

// begin begins a record with the row.
func (c *csvReader) begin(v *visit, id csvCell) {
	a := &c.auth
	a.id = append(a.id[:0], id.text...)
	maf.Record.ClearAll(v.own.base)
	a.first = a.first[:0]
	for _, cell := range c.cells {
		a.first = append(a.first, bytes.Clone(cell.text))
	}
	if row, ok := c.last[keyOf(id.text)]; ok {
		c.p.path = append(c.p.path[:1], step{name: "AuthorisationID"})
		c.p.report(finding.CSVSplit, id.at, "put all rows of an authorisation one below the other",
			"the rows of %s do not stand together: row %d belongs with row %d", quoteName(string(id.text)), c.row, row)
		c.p.path = c.p.path[:1]
	}
}

func (c *csvReader) remember(id csvCell) {
	if len(id.text) == 0 {
		return
	}
	if len(c.last) < maxAuthorisations {
		c.last[keyOf(id.text)] = c.row
		return
	}
	if c.said[finding.FieldItems] == 0 {
		c.report(finding.Finding{Code: finding.FieldItems, Pos: c.win.at,
			Message: "a MAF in CSV holds at most 4194304 authorisations", Hint: "make it as JSON, or as several files"})
	}
}

// readRow reads the cells of the row: those of the meter into a new meter, those
// of the authorisation into the record, or, on a further row, only to see that
// they are the same.
func (c *csvReader) readRow(s *slot, further bool) {
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
func (c *csvReader) readCell(col *maf.Column, f *spec.Field, cell csvCell, base unsafe.Pointer, have, bad *uint32) {
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
func (c *csvReader) emit(v *visit) {
	a, rec := &c.auth, &v.own.rec
	if len(a.places.rows) == 0 {
		return
	}
	a.places.columns = c.columns
	spec.ObjectAt(v.own.base).SetBits(a.have, a.bad)
	rec.Index, rec.Findings, rec.Raw, rec.Pos = int(c.result.Records), a.found, a.places.raw, a.places.rows[0].pos
	rec.prefix, rec.csv = recordPath(c.Type.Records, rec.Index), &a.places
	c.result.Records++
	v.since++
	v.own.Record(rec)
	rec.Broken = false
	a.places.clear()
	a.found, a.have, a.bad, a.tooMany = nil, 0, 0, false
}
