package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// NOTE. As fast.go for JSON, this accepts or refuses, and never says why. What it
// accepts is exactly what csvJudge finds no fault in, less what it does not care
// to understand: cells in quotation marks, characters beyond ASCII, values parted
// by more than one space.

// csvProgram is the columns made ready for the fast parser, for one goroutine.
type csvProgram struct {
	cells    []cellCode
	idColumn int
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
	from, to int // of the cell in the first row of the record

	known  []byte // a cell that had no fault
	values []span // of known
}

// span is a part of a cell.
type span struct{ from, to int }

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
)

func newCSVProgram(t *csvTable) *csvProgram {
	g := &csvProgram{cells: make([]cellCode, len(t.columns)), idColumn: t.idColumn}
	for i, col := range t.columns {
		if col == nil {
			continue
		}
		f := col.Field
		g.cells[i] = cellCode{kind: kindOf(col), field: f, meter: col.Table == maf.Meters, required: f.Required, bit: 1 << f.Index, offset: f.Offset}
		for _, v := range f.Enum {
			g.cells[i].enum = append(g.cells[i].enum, newWordKey(v))
		}
		if f.Lex != nil {
			g.cells[i].token = f.Lex.Token
		}
	}
	return g
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

// id returns the cell of the id of the record read last.
func (g *csvProgram) id(b []byte) []byte {
	if g.idColumn < 0 {
		return nil
	}
	c := &g.cells[g.idColumn]
	return b[c.from:c.to]
}

// record reads the rows of one record into the struct at base. They are whole
// rows with a cell for each column.
func (g *csvProgram) record(in input8, base unsafe.Pointer, rows []csvRowAt) bool {
	before := startObject(base)
	recordMeters.Clear(base)
	have := uint32(1) << recordMeters.Index
	for i := range rows {
		if !rows[i].plain {
			return false
		}
		item := recordMeters.Append(base)
		itemBefore := startObject(item)
		own, more, ok := g.row(in, int(rows[i].from), base, item, i > 0)
		if !ok {
			return false
		}
		have |= own
		endObject(maf.Meters, item, itemBefore, more, 0)
	}
	if maf.Record.Required()&^have != 0 {
		return false
	}
	endObject(maf.Record, base, before, have, 0)
	return true
}

// row reads one row: what it says of the authorisation, or, on a further row,
// whether it says the same, and its meter.
func (g *csvProgram) row(in input8, i int, base, item unsafe.Pointer, further bool) (have, more uint32, ok bool) {
	last := len(g.cells) - 1
	for k := range g.cells {
		c := &g.cells[k]
		switch ends := in.cellEnds(i); {
		case c.meter:
			if !ends {
				more |= c.bit
				i = c.value(in, i, item)
			} else if c.required {
				return 0, 0, false
			}
		case further && c.kind != skipCell:
			n := c.to - c.from
			if in.text(i, i+n) != in.text(c.from, c.to) {
				return 0, 0, false
			}
			i += n
		case !ends:
			have |= c.bit
			c.from = i
			i = c.value(in, i, base)
			c.to = i
		default:
			if c.required {
				return 0, 0, false
			}
			c.from, c.to = i, i
		}
		if i < 0 || !in.cellEnds(i) || (in.byte(i) == ',') != (k < last) {
			return 0, 0, false
		}
		i++
	}
	return have, more, true
}

// value reads the text of a cell that is not empty. It returns the index behind
// it, or refused; what stands there is the caller's to check.
func (c *cellCode) value(in input8, i int, base unsafe.Pointer) int {
	at := unsafe.Add(base, c.offset)
	switch c.kind {
	case tokenCell:
		end := i + 1
		if !c.token.First[in.byte(i)] {
			return refused
		}
		for c.token.Rest[in.byte(end)] {
			end++
		}
		*(*string)(at) = in.text(i, end)
		return accepted(end, end-i >= c.token.Min && end-i <= c.token.Max)
	case dateCell:
		v, ok := civil.ParseDate(in.bytes(i, i+10))
		*(*civil.Date)(at) = v
		return accepted(i+10, ok)
	case mpxnCell:
		end := i + 13
		if !in.cellEnds(end) {
			end = in.cellEnd(i)
		}
		v, ok := ident.ParseMPxN(in.bytes(i, end))
		*(*ident.MPxN)(at) = v
		return accepted(end, ok)
	case enumCell:
		for k := range c.enum {
			if v := &c.enum[k]; v.at(in, i) && in.cellEnds(i+len(v.text)) {
				*(*string)(at) = v.text
				return i + len(v.text)
			}
		}
		return refused
	case listCell:
		return c.list(in, i, (*[]string)(at))
	case skipCell:
		return in.cellEnd(i)
	}
	end := in.cellEnd(i)
	if c.kind == textCell {
		*(*string)(at) = in.text(i, end)
		return accepted(end, c.field.Lex.Valid(in.bytes(i, end)))
	}
	return accepted(end, storeCompact(in.bytes(i, end), c.field, base))
}

func accepted(end int, ok bool) int {
	if ok {
		return end
	}
	return refused
}

// list reads values that are parted by one space each. Most lists are that of the
// row before, as a supplier has few certificates.
func (c *cellCode) list(in input8, i int, to *[]string) int {
	list := (*to)[:0]
	if end := i + len(c.known); in.cellEnds(end) && in.text(i, end) == view(c.known) {
		for _, v := range c.values {
			list = append(list, in.text(i+v.from, i+v.to))
		}
		*to = list
		return end
	}
	c.values, c.known = c.values[:0], c.known[:0]
	end := in.cellEnd(i)
	for from := i; from <= end; {
		to := from
		for to < end && in.byte(to) != ' ' {
			to++
		}
		if to == from || !c.field.Lex.Valid(in.bytes(from, to)) {
			return refused
		}
		list = append(list, in.text(from, to))
		c.values = append(c.values, span{from - i, to - i})
		from = to + 1
	}
	*to = list
	if int64(len(list)) > c.field.Max {
		return refused
	}
	if in.cellEnds(end) {
		c.known = append(c.known, in.bytes(i, end)...)
	}
	return end
}

// cellEnds reports whether a plain cell ends at i.
func (in input8) cellEnds(i int) bool {
	c := in.byte(i)
	return c == ',' || c <= '\r' && (c == '\n' || c == '\r' && in.byte(i+1) == '\n')
}

// cellEnd returns the index of the first byte from i that is a comma, a control
// character or a byte of a multi-byte character. It looks at eight bytes at a time.
func (in input8) cellEnd(i int) int {
	for {
		w := in.word(i)
		comma := w ^ (lowBits * ',')
		// Borrows can only mark bytes above a true mark, as in notPlain.
		if m := ((comma-lowBits)&^comma | (w-lowBits*0x20)&^w | w) & highBits; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
}
