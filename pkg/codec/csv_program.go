package codec

import (
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// NOTE. As fast.go for JSON, this accepts or refuses, and never says why; but it does
// so cell by cell. What it accepts is exactly what csvJudge finds no fault in, less
// what it does not care to understand: characters beyond ASCII, values parted by more
// than one space. The other cells it notes: they are still to be read carefully. Rows
// with quotation marks it refuses, unless they are of a known shape (csv_shape.go).

// csvProgram is the columns made ready for the fast parser, for one goroutine.
type csvProgram struct {
	cells []cellCode // of the first row of a record; neighbours that make a run are one
	again []cellCode // of a further row, which remembers cells of its own
	id    *cellCode  // the one of the authorisation's id; nil where it has no column
	idAt  span       // in the record read last
	lead  int        // how many of the authorisation stand before any other
	leads bool       // and none stands behind

	shapes   rowShapes
	complete bool    // no column is missing that must be there
	odd      []oddAt // cells of the record that are still to be read, or told
}

// cellCode is what the fast parser needs of a column.
type cellCode struct {
	kind     cellKind
	meter    bool // it fills the meter, not the authorisation
	required bool
	bit      uint32
	offset   uintptr // of the value
	field    *spec.Field
	enum     []wordKey
	token    *ident.Token
	column   int // its number among all
	from, to int // of the cell in the first row of the record

	texts *knownTexts
	run   *cellRun
}

// cellKind is how a cell is read.
type cellKind uint8

const (
	skipCell cellKind = iota
	tokenCell
	dateCell
	mpxnCell
	enumCell
	listCell
	otherCell // as storeCompact says
	textCell
	runCell // several cells
)

func newCSVProgram(t *csvTable) *csvProgram {
	g := &csvProgram{cells: make([]cellCode, 0, len(t.columns)), lead: -1, complete: t.complete()}
	for i, col := range t.columns {
		c := newCellCode(col)
		c.column = i
		if n := len(g.cells); n > 0 && c.runs() && g.cells[n-1].kind == runCell {
			g.cells[n-1].run.cells = append(g.cells[n-1].run.cells, c)
			continue
		}
		if c.runs() {
			c = cellCode{kind: runCell, column: i, run: &cellRun{cells: []cellCode{c}}}
		}
		if g.cells = append(g.cells, c); i == t.idColumn {
			g.id = &g.cells[len(g.cells)-1]
		}
		if g.lead < 0 && (c.meter || c.kind == skipCell) {
			g.lead = len(g.cells) - 1
		}
	}
	g.lead = max(g.lead, 0)
	g.leads = !slices.ContainsFunc(g.cells[g.lead:], func(c cellCode) bool { return !c.meter })
	g.again = slices.Clone(g.cells)
	for k := range g.again {
		if g.again[k].texts != nil {
			g.again[k].texts = new(knownTexts)
		}
	}
	return g
}

// newCellCodes makes those of all columns, none of which is of a run.
func newCellCodes(t *csvTable) (all []cellCode) {
	for _, col := range t.columns {
		all = append(all, newCellCode(col))
	}
	return all
}

func newCellCode(col *maf.Column) cellCode {
	if col == nil {
		return cellCode{}
	}
	f := col.Field
	c := cellCode{kind: kindOf(col), field: f, meter: col.Table == maf.Meters, required: f.Required, bit: 1 << f.Index, offset: f.Offset}
	for _, v := range f.Enum {
		c.enum = append(c.enum, newWordKey(v))
	}
	if f.Lex != nil {
		c.token = f.Lex.Token
	}
	if c.kind == listCell || c.kind == textCell {
		c.texts = new(knownTexts)
	}
	return c
}

func kindOf(col *maf.Column) cellKind {
	f := col.Field
	switch {
	case col.Split:
		return listCell
	case f.Op == spec.OpDate:
		return dateCell
	case f.Op == spec.OpMPxN:
		return mpxnCell
	case f.Op == spec.OpEnum:
		return enumCell
	case f.Op == spec.OpText && f.Lex.Token != nil && !f.Lex.Token.First[','] && !f.Lex.Token.Rest[',']:
		return tokenCell
	case f.Op == spec.OpText:
		return textCell
	}
	return otherCell
}

// idCell returns the cell of the id of the record read last.
func (g *csvProgram) idCell(b []byte) []byte {
	return b[g.idAt.from:g.idAt.to]
}

// forget is for when another reader has used the struct of the record.
func (g *csvProgram) forget() {
	for k := range g.cells {
		if run := g.cells[k].run; run != nil {
			run.known = run.known[:0]
		}
	}
}

// record reads the rows of one record into the struct at base, but for odd cells.
// They are whole rows with a cell for each column.
func (g *csvProgram) record(in input8, base unsafe.Pointer, rows []csvRowAt) bool {
	g.odd = g.odd[:0]
	if allShaped(rows) {
		return g.shaped(in, base, rows)
	}
	for k := range rows {
		if g.quoted(&rows[k]) {
			return false
		}
	}
	a, before := (*maf.Authorisation)(base), startObject(base)
	a.Meters = slices.Grow(a.Meters[:0], len(rows))[:len(rows)]
	have := uint32(1 << recordMeters.Index)
	for k := range rows {
		item := unsafe.Pointer(&a.Meters[k])
		itemBefore := startObject(item)
		more := uint32(0)
		if k == 0 {
			more = g.firstRow(in, rows[k], base, item, &have)
		} else {
			more = g.furtherRow(in, rows[k], k, item)
		}
		endObject(maf.Meters, item, itemBefore, more, 0)
	}
	endObject(maf.Record, base, before, have, 0)
	if g.idAt = (span{}); g.id != nil {
		g.idAt = span{g.id.from, g.id.to}
	}
	g.learn(in, rows)
	return true
}

// quoted reports whether a row has quotation marks, or may have.
func (g *csvProgram) quoted(r *csvRowAt) bool {
	return !r.plain || r.shape != 0 && g.shapes.known[r.shape-1].quoted
}

// learn is told of rows that have been read.
func (g *csvProgram) learn(in input8, rows []csvRowAt) {
	for _, r := range rows {
		if r.shape == 0 {
			g.shapes.learn(g, in, r)
		}
	}
}

// firstRow reads the first row of a record: what it says of the authorisation, whose
// fields it adds, and its meter, whose fields it returns.
func (g *csvProgram) firstRow(in input8, r csvRowAt, base, item unsafe.Pointer, have *uint32) (more uint32) {
	i, end := int(r.from), in.rowEnd(r)
	for k := range g.cells {
		c := &g.cells[k]
		c.from = i
		switch {
		case c.kind == runCell:
			i = c.run.read(in, i, end, base)
			if i < 0 || !in.endsAt(i, end) {
				i = g.cellByCell(c, in, c.from, end, base)
			}
			*have |= c.run.have
		case c.meter:
			i = g.cell(c, in, i, end, 0, item, &more)
		default:
			i = g.cell(c, in, i, end, 0, base, have)
		}
		c.to = i
		i += len(",")
	}
	return more
}

// furtherRow reads another row of the record: its meter, whose fields it returns, and
// whether it says the same of the authorisation.
func (g *csvProgram) furtherRow(in input8, r csvRowAt, row int, item unsafe.Pointer) (more uint32) {
	end := in.rowEnd(r)
	i, k := g.same(in, int(r.from), end)
	for ; k < len(g.again); k++ {
		c, first := &g.again[k], &g.cells[k]
		n := first.to - first.from
		switch {
		case c.meter || c.kind == skipCell:
			i = g.cell(c, in, i, end, row, item, &more)
		case i+n <= end && in.text(i, i+n) == in.text(first.from, first.to) && in.endsAt(i+n, end):
			i += n
		default:
			i = g.conflict(first, in, i, end, row)
		}
		i += len(",")
	}
	return more
}

// cell reads the cell at i into the struct at base, and adds its field to those that
// it has. One that has a fault is noted. It returns where the cell ends.
func (g *csvProgram) cell(c *cellCode, in input8, i, end, row int, base unsafe.Pointer, have *uint32) int {
	switch {
	case c.kind == skipCell:
		return in.cellStop(i, end)
	case in.endsAt(i, end):
		if c.required {
			g.note(row, 0, rowCell{span{i, i}, c.column, c.meter})
		}
		return i
	}
	after := c.value(in, i, end, base)
	if after >= 0 && in.endsAt(after, end) {
		*have |= c.bit
		return after
	}
	after = in.cellStop(i, end)
	g.note(row, 0, rowCell{span{i, after}, c.column, c.meter})
	return after
}

// cellByCell is cell for a run of which some cell has a fault.
func (g *csvProgram) cellByCell(c *cellCode, in input8, i, end int, base unsafe.Pointer) int {
	run := c.run
	run.known, run.have = run.known[:0], 0
	for k := range run.cells {
		if k > 0 {
			i += len(",")
		}
		i = g.cell(&run.cells[k], in, i, end, 0, base, &run.have)
	}
	return i
}

// conflict notes which cells of a further row, from the one at i on, are others than
// those of the first. It returns where the last of them ends.
func (g *csvProgram) conflict(first *cellCode, in input8, i, end, row int) int {
	cells := 1
	if first.kind == runCell {
		cells = len(first.run.cells)
	}
	from := first.from
	for k := range cells {
		if k > 0 {
			i, from = i+len(","), from+len(",")
		}
		to, after := in.cellStop(from, first.to), in.cellStop(i, end)
		if in.text(from, to) != in.text(i, after) {
			g.note(row, 0, rowCell{span{i, after}, first.column + k, false})
			g.odd[len(g.odd)-1].first = span{from, to}
		}
		i, from = after, to
	}
	return i
}

// endsAt reports whether a cell of a row that ends at end may end at i.
func (in input8) endsAt(i, end int) bool { return in.byte(i) == ',' || i == end }

// same compares the cells of the authorisation that stand before the first of a
// meter with those of the row above. It returns the place and the number of the
// cell to go on with: the first of all where they are not the same bytes.
func (g *csvProgram) same(in input8, i, end int) (at, cell int) {
	if g.lead == 0 {
		return i, 0
	}
	from, to := g.cells[0].from, g.cells[g.lead-1].to+len(",")
	if n := to - from; i+n <= end && in.text(i, i+n) == in.text(from, to) {
		return i + n, g.lead
	}
	return i, 0
}

// rowEnd returns where the line end of a row begins.
func (in input8) rowEnd(r csvRowAt) int {
	if end := int(r.to) - 2; in.byte(end) == '\r' {
		return end
	}
	return int(r.to) - 1
}
