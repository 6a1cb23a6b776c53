package codec

import (
	"bytes"
	"math/bits"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// csvCell is one cell of a row: its text without the quotation marks, and where
// it begins in the row.
type csvCell struct {
	text []byte
	at   int
	from int // where its text stands in the row; -1: it stands there with marks doubled
}

// csvCutter takes rows apart.
type csvCutter struct {
	p      careful
	cells  []csvCell // of the last row
	text   []byte    // room for cells in which marks are doubled
	length int       // of the last row, line end included
	open   int       // where a quotation mark is not closed yet, or -1
	eof    bool      // nothing follows what the row is cut from
}

// row takes the row at the start of b[:n] apart into cells; pad bytes follow.
// What is wrong with it as a row is in p.found then, and p.stop is broken: such a
// row has no cells. Where p.stop is short, the row may go on behind b[:n]. What is
// found of a row holds until the next is cut.
func (c *csvCutter) row(b []byte, n int, at source.Position, number int) {
	found := c.p.found[:0]
	c.p.reset(b, n, at, step{i: number})
	c.p.found = found
	c.cells, c.text, c.length, c.open = c.cells[:0], c.text[:0], 0, -1
	c.length = c.cut(b[:n])
}

// cut cuts the row that b begins with into cells and returns its length, line
// end included.
func (c *csvCutter) cut(b []byte) int {
	for i := 0; ; i++ {
		cell, end := c.cell(b, i)
		if c.p.stop != goOn {
			c.cells = c.cells[:0]
			return 0
		}
		c.cells = append(c.cells, cell)
		if i = end; i == len(b) {
			return i
		}
		if b[i] != ',' {
			return i + lineEnd(c.p.b[i:])
		}
	}
}

// cell reads the cell at i and returns it and the index of what follows: a comma,
// a line end or the end of the input.
func (c *csvCutter) cell(b []byte, i int) (cell csvCell, end int) {
	if i < len(b) && b[i] == '"' {
		return c.quoted(b, i)
	}
	end = inputOf(b).cellStop(i, len(b))
	switch {
	case end == len(b):
		if !c.eof {
			c.p.stop = short
		}
	case b[end] == '"':
		c.spoilt(end, func() (string, string) {
			return "a quotation mark stands inside a cell that does not begin with one", "put the whole cell in quotation marks and double those inside it"
		})
	case b[end] == '\n' && end > i && b[end-1] == '\r':
		end--
	}
	return csvCell{b[i:end], i, i}, end
}

// cellStop returns the index of the first byte from i that may end a cell, or may
// not stand in one without quotation marks: a comma, a line end, a quotation mark;
// n where there is none before. It looks at eight bytes at a time.
func (in input8) cellStop(i, n int) int {
	for i < n {
		w := in.word(i)
		m := (w - lowBits*(','+1)) &^ w & highBits // few other bytes are as low as those
		if m == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(m) >> 3
		if c := in.byte(i); c == ',' || c == '\n' || c == '"' {
			return min(n, i)
		}
		i++
	}
	return n
}

// quoted reads a cell in quotation marks, in which two of them stand for one.
func (c *csvCutter) quoted(b []byte, i int) (cell csvCell, end int) {
	cell = csvCell{nil, i, i + 1}
	from := len(c.text)
	for start := i + 1; ; start = end + 1 {
		n := bytes.IndexByte(b[start:], '"')
		if n < 0 {
			c.unclosed(i)
			return cell, i
		}
		cell.text = b[start : start+n]
		if end = start + n + 1; cell.from < 0 {
			c.text = append(c.text, cell.text...)
			cell.text = c.text[from:]
		}
		if end == len(b) || b[end] != '"' {
			break
		}
		if cell.from >= 0 {
			cell.from = -1
			c.text = append(c.text, cell.text...)
		}
		c.text = append(c.text, '"')
	}
	if !c.eof && (end == len(b) || end+1 == len(b) && b[end] == '\r') {
		c.p.stop = short
		return cell, end
	}
	if end < len(b) && b[end] != ',' && lineEnd(c.p.b[end:]) == 0 {
		c.spoilt(end, func() (string, string) {
			return "expected a comma or the end of the line after the closing quotation mark, found " + c.p.shown(end), "a quotation mark inside a cell is doubled"
		})
	}
	return cell, end
}

func (c *csvCutter) unclosed(i int) {
	if !c.eof {
		c.p.stop, c.open = short, i
		return
	}
	c.spoilt(i, func() (string, string) { return "the quotation mark is never closed", "close it, or take it away" })
}

// spoilt says why the row is not RFC 4180.
func (c *csvCutter) spoilt(i int, what func() (message, hint string)) {
	c.p.tell(finding.Syntax, i, what)
	c.p.stop, c.p.at = broken, i
}
