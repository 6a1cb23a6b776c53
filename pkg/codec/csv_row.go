package codec

import (
	"bytes"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// csvCell is one cell of a row: its text without the quotation marks, and where
// it begins in the row.
type csvCell struct {
	text []byte
	at   int
}

// csvCutter takes rows apart.
type csvCutter struct {
	p      careful
	cells  []csvCell // of the last row
	text   []byte    // room for cells in quotation marks
	length int       // of the last row, line end included
	open   int       // where a quotation mark is not closed yet, or -1
	eof    bool      // nothing follows what the row is cut from
}

// row takes the row at the start of b[:n] apart into cells; pad NUL bytes follow.
// What is wrong with it as a row is in p.found then, and p.stop is broken: such a
// row has no cells. Where p.stop is short, the row may go on behind b[:n].
func (c *csvCutter) row(b []byte, n int, at source.Position, number int) {
	c.p.reset(b, n, at, step{i: number})
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
		c.cells = append(c.cells, csvCell{cell, i})
		if i = end; i == len(b) {
			return i
		}
		if b[i] != ',' {
			return i + lineEnd(c.p.b[i:])
		}
	}
}

// cell reads the cell at i and returns its text and the index of what follows: a
// comma, a line end or the end of the input.
func (c *csvCutter) cell(b []byte, i int) (text []byte, end int) {
	if i < len(b) && b[i] == '"' {
		return c.quoted(b, i)
	}
	for end = i; end < len(b); end++ {
		switch b[end] {
		case ',', '\n':
			return bytes.TrimSuffix(b[i:end], carriageReturn(b, end)), end - len(carriageReturn(b, end))
		case '"':
			c.spoilt(end, "a quotation mark stands inside a cell that does not begin with one", "put the whole cell in quotation marks and double those inside it")
			return nil, end
		}
	}
	if !c.eof {
		c.p.stop = short
	}
	return b[i:end], end
}

// carriageReturn is the CR before the line end at index i, if there is one.
func carriageReturn(b []byte, i int) []byte {
	if b[i] == '\n' && i > 0 && b[i-1] == '\r' {
		return b[i-1 : i]
	}
	return nil
}

// quoted reads a cell in quotation marks, in which two of them stand for one.
func (c *csvCutter) quoted(b []byte, i int) (text []byte, end int) {
	from := len(c.text)
	for start := i + 1; ; start = end + 1 {
		n := bytes.IndexByte(b[start:], '"')
		if n < 0 {
			c.unclosed(i)
			return nil, i
		}
		c.text = append(c.text, b[start:start+n]...)
		if end = start + n + 1; end == len(b) {
			if !c.eof {
				c.p.stop = short
			}
			return c.text[from:], end
		}
		if b[end] != '"' {
			break
		}
		c.text = append(c.text, '"')
	}
	if end+1 == len(b) && b[end] == '\r' && !c.eof {
		c.p.stop = short
		return nil, end
	}
	if b[end] != ',' && lineEnd(c.p.b[end:]) == 0 {
		c.spoilt(end, "expected a comma or the end of the line after the closing quotation mark, found "+c.p.shown(end), "a quotation mark inside a cell is doubled")
	}
	return c.text[from:], end
}

func (c *csvCutter) unclosed(i int) {
	if !c.eof {
		c.p.stop, c.open = short, i
		return
	}
	c.spoilt(i, "the quotation mark is never closed", "close it, or take it away")
}

// spoilt says why the row is not RFC 4180.
func (c *csvCutter) spoilt(i int, message, hint string) {
	c.p.report(finding.Syntax, i, hint, "%s", message)
	c.p.stop, c.p.at = broken, i
}
