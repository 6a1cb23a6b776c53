package codec

import (
	"bytes"

	"s1mig/pkg/finding"
)

// csvCell is one cell of a row: its text without the quotation marks, and where
// it begins in the row.
type csvCell struct {
	text []byte
	at   int
}

// nextRow takes the row at the window's start apart into cells. What is wrong
// with it as a row is in p.found then, and p.stop is broken: such a row has no
// cells. It reports false at the end of the input.
func (c *csvReader) nextRow() bool {
	w := c.win
	if !w.have(1) {
		return false
	}
	c.row++
	for {
		c.p.reset(w.data(), w.end-w.pos, w.at, step{i: c.row})
		c.cells, c.text, c.length, c.open = c.cells[:0], c.text[:0], 0, -1
		c.length = c.cut(w.data())
		if c.p.stop != short {
			return true
		}
		if w.grow() {
			continue
		}
		if w.fault() != nil {
			return false
		}
		if w.full() {
			c.tooLong()
			return true
		}
	}
}

// cut cuts the row that b begins with into cells and returns its length, line
// end included.
func (c *csvReader) cut(b []byte) int {
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
			return i + lineEnd(c.win.buf[c.win.pos+i:])
		}
	}
}

// cell reads the cell at i and returns its text and the index of what follows: a
// comma, a line end or the end of the input.
func (c *csvReader) cell(b []byte, i int) (text []byte, end int) {
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
	if !c.win.eof() {
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
func (c *csvReader) quoted(b []byte, i int) (text []byte, end int) {
	from := len(c.text)
	for start := i + 1; ; start = end + 1 {
		n := bytes.IndexByte(b[start:], '"')
		if n < 0 {
			c.unclosed(i)
			return nil, i
		}
		c.text = append(c.text, b[start:start+n]...)
		if end = start + n + 1; end == len(b) {
			if !c.win.eof() {
				c.p.stop = short
			}
			return c.text[from:], end
		}
		if b[end] != '"' {
			break
		}
		c.text = append(c.text, '"')
	}
	if end+1 == len(b) && b[end] == '\r' && !c.win.eof() {
		c.p.stop = short
		return nil, end
	}
	if b[end] != ',' && lineEnd(c.win.buf[c.win.pos+end:]) == 0 {
		c.spoilt(end, "expected a comma or the end of the line after the closing quotation mark, found "+c.p.shown(end), "a quotation mark inside a cell is doubled")
	}
	return c.text[from:], end
}

func (c *csvReader) unclosed(i int) {
	if !c.win.eof() {
		c.p.stop, c.open = short, i
		return
	}
	c.spoilt(i, "the quotation mark is never closed", "close it, or take it away")
}

// tooLong says of a row that the window cannot hold what probably makes it so.
func (c *csvReader) tooLong() {
	c.p.stop = broken
	if c.open >= 0 {
		c.p.report(finding.Syntax, c.open, "close it, or take it away", "the quotation mark is not closed within %d bytes", c.opt.MaxRecord)
		return
	}
	c.p.report(finding.RecordSize, 0, "a line end may be missing", "the row is larger than %d bytes", c.opt.MaxRecord)
}

// spoilt says why the row is not RFC 4180.
func (c *csvReader) spoilt(i int, message, hint string) {
	c.p.report(finding.Syntax, i, hint, "%s", message)
	c.p.stop = broken
}

// skipRow moves behind the row, or behind the line that a broken row begins
// with.
func (c *csvReader) skipRow() {
	if c.p.stop != broken {
		c.win.advance(c.length)
		return
	}
	for {
		if n := bytes.IndexByte(c.win.data(), '\n'); n >= 0 {
			c.win.advance(n + 1)
			return
		}
		c.win.advance(c.win.end - c.win.pos)
		if !c.win.more() {
			return
		}
	}
}
