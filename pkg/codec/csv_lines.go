package codec

import (
	"bytes"
	"encoding/binary"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// csvRows cuts blocks into rows and says which of them begin a record. It decides
// what csvJudge decides, without telling why.
type csvRows struct {
	*csvTable
	shapes *rowShapes // nil: none is learned
	cutter csvCutter
	rows   []csvRowAt
	id     []byte // of the record under way
	idText []byte // room for one of a row with quotation marks
}

// csvRowAt is a row of a block.
type csvRowAt struct {
	from, to uint32
	begins   bool  // it begins a record
	plain    bool  // it has a cell for each column, and a shape or no quotation mark
	shape    uint8 // its number; 0: of none that is known
	open     uint8 // the column, counted from 1, of the cell that is not of the shape; 0: all are
}

// csvLine is what a line is, taken for a row.
type csvLine struct {
	kind lineKind
	id   []byte // of its authorisation; it holds until the next line is looked at
}

type lineKind uint8

const (
	plainLine  lineKind = 1 + iota // a row of a meter, without quotation marks
	quotedLine                     // a row of a meter
	noMeter                        // a row that is a broken record
	oddLine                        // not to be told by itself
)

// cutRows cuts b[:n] into rows. It reports whether the last one ends at n; where
// it does not, the rows are those before the first that cannot be told to end.
func (c *csvRows) cutRows(b []byte, n, maxRecord int) (whole bool) {
	c.shapes.settle(c.rows)
	c.rows, c.id = c.rows[:0], c.id[:0]
	in, quotes := inputOf(b), bytes.IndexByte(b[:n], '"') >= 0
	for i := 0; i < n; {
		if i = c.cutShaped(in, i, n, maxRecord); i == n {
			break
		}
		end := i + bytes.IndexByte(b[i:n], '\n') + 1
		var line csvLine
		if quotes && bytes.IndexByte(b[i:end], '"') >= 0 {
			if line, end = c.quoted(b[i:], n-i, end-i, maxRecord); line.kind == oddLine {
				return false
			}
			end += i
		} else {
			line = c.plain(b[i:end])
		}
		if end-i > maxRecord {
			return false
		}
		c.add(line, i, end)
		i = end
	}
	return true
}

// add adds a row.
func (c *csvRows) add(line csvLine, from, to int) {
	goesOn := line.kind != noMeter && len(line.id) > 0 && string(line.id) == string(c.id)
	c.rows = append(c.rows, csvRowAt{from: uint32(from), to: uint32(to), begins: !goesOn, plain: line.kind == plainLine})
	if line.kind == quotedLine { // whose text does not hold
		c.idText = append(c.idText[:0], line.id...)
		line.id = c.idText
	}
	c.id = line.id
}

// cutShaped adds the rows from i on that are of known shapes, and returns where
// the first begins that is not.
func (c *csvRows) cutShaped(in input8, i, n, maxRecord int) (end int) {
	if maxRecord < maxRow { // one of a shape might be too large
		return i
	}
	had := len(c.rows)
	c.rows, end = c.shapes.cut(in, i, n, c.rows)
	c.shapes.rows += len(c.rows) - had + 1
	rows, id := c.rows[had:], c.id
	for k := range rows {
		row, last := &rows[k], id
		s, at := c.shapes.shape(int(row.shape)), int(row.from)
		id = in.bytes(at+s.id.from, at+s.id.to)
		row.begins = !same(id, last)
	}
	c.id = id
	return end
}

// same reports whether two texts are the same, faster where they have 8 to 16
// bytes, as most ids have.
func same(a, b []byte) bool {
	n := len(a)
	if n != len(b) {
		return false
	}
	if n < 8 || n > 16 {
		return string(a) == string(b)
	}
	return binary.LittleEndian.Uint64(a) == binary.LittleEndian.Uint64(b) &&
		binary.LittleEndian.Uint64(a[n-8:]) == binary.LittleEndian.Uint64(b[n-8:])
}

// line says what a line is that may begin or end inside a row.
func (c *csvRows) line(text []byte) csvLine {
	if bytes.IndexByte(text, '"') < 0 {
		return c.plain(text)
	}
	line, end := c.quoted(append(bytes.Clone(text), make([]byte, pad)...), len(text), len(text), len(text)+1)
	if end != len(text) || line.kind == noMeter {
		return csvLine{kind: oddLine}
	}
	return line
}

// plain says what a row without quotation marks is.
func (c *csvRows) plain(row []byte) csvLine {
	commas := bytes.Count(row, comma)
	if commas != len(c.columns)-1 || len(row)-trailing(row) == commas {
		return csvLine{kind: noMeter}
	}
	return csvLine{plainLine, c.plainID(row)}
}

var comma = []byte{','}

// trailing is the length of the line end of a row.
func trailing(row []byte) int {
	if n := len(row); n > 1 && row[n-2] == '\r' {
		return 2
	}
	return 1
}

// plainID returns the cell of the id of a plain row.
func (c *csvRows) plainID(row []byte) []byte {
	if c.idColumn < 0 {
		return nil
	}
	for range c.idColumn {
		row = row[bytes.IndexByte(row, ',')+1:]
	}
	if end := bytes.IndexByte(row, ','); end >= 0 {
		return row[:end]
	}
	return row[:len(row)-trailing(row)]
}

// quoted says what the row is that b begins with, and where it ends; a row that is
// given up ends with its line. It is odd where b[:n] does not hold all of it, or the
// row is too large.
func (c *csvRows) quoted(b []byte, n, lineEnd, maxRecord int) (line csvLine, end int) {
	j := &c.cutter
	j.p.wanted = unwanted
	j.row(b, n, source.Start(), 0)
	switch {
	case j.p.stop == short, j.p.stop == broken && j.p.at >= maxRecord-1:
		return csvLine{kind: oddLine}, 0
	case j.p.stop == broken:
		return csvLine{kind: noMeter}, lineEnd
	case len(j.cells) != len(c.columns) || blank(j.cells):
		return csvLine{kind: noMeter}, j.length
	case c.idColumn < 0:
		return csvLine{kind: quotedLine}, j.length
	}
	return csvLine{quotedLine, j.cells[c.idColumn].text}, j.length
}

// unwanted is for a reader whose findings nobody reads.
func unwanted(finding.Code) bool { return false }
