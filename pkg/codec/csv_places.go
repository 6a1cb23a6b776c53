package codec

import (
	"bytes"
	"strconv"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// Rows says which rows of a CSV a record is made of.
type Rows struct {
	// ID is what stands in their column AuthorisationID, well formed or not. Rows
	// that have nothing there are a record each. It holds as long as the record.
	ID          string
	First, Last int // their numbers, the row of names being row 1
}

// Rows returns the rows that the record is made of; ok is false where it is of no
// CSV, or broken.
func (r *Record) Rows() (rows Rows, ok bool) {
	if r.csv == nil || r.Broken {
		return Rows{}, false
	}
	return Rows{view(r.csv.id), r.csv.first, r.csv.last}, true
}

// Split is the finding that says that these rows do not stand together with the
// others of their authorisation, of which earlier is the last one before them.
// It stands at the cell of the id. The codec does not look for such rows, since it
// would have to remember every id.
func (r Rows) Split(earlier int) finding.Finding {
	return finding.Finding{Code: finding.CSVSplit,
		Message: "the rows of " + quoteName(r.ID) + " do not stand together: row " + strconv.Itoa(r.First) + " belongs with row " + strconv.Itoa(earlier),
		Hint:    "put all rows of an authorisation one below the other"}
}

// csvPlaces says where the parts of a record stand.
type csvPlaces struct {
	table *csvTable
	id    []byte // of the authorisation
	first int    // number of its first row
	last  int    // and of its last; 0 where the row is a broken one
	raw   []byte // the rows
	rows  []csvRow

	// Of a record that the fast parser has read, in place of rows:
	plain []csvRowAt      // in the block
	pos   source.Position // of the first
}

// csvRow is where a row of a record stands.
type csvRow struct {
	number int
	pos    source.Position
	from   int // where it begins in the record's bytes
}

// add adds the row that the judge has just cut. It returns its bytes as they are
// kept, followed by pad bytes; they hold as long as the record.
func (p *csvPlaces) add(c *csvJudge) []byte {
	if len(p.rows) == 0 {
		p.first = c.number
	}
	from := len(p.raw)
	p.rows = append(p.rows, csvRow{number: c.number, pos: c.p.base, from: from})
	p.raw = append(append(p.raw, c.p.b[:c.length]...), noBytes[:]...)
	p.raw = p.raw[:len(p.raw)-pad]
	return p.raw[from:]
}

// noBytes are what follows data.
var noBytes [pad]byte

func (p *csvPlaces) clear() { p.rows, p.raw, p.last = p.rows[:0], p.raw[:0], 0 }

// list is where the rows stand.
func (p *csvPlaces) list() []csvRow {
	if p.plain == nil {
		return p.rows
	}
	p.rows = p.rows[:0]
	for i, r := range p.plain {
		row := csvRow{number: p.first + i, pos: p.pos, from: int(r.from - p.plain[0].from)}
		row.pos.Line += i
		row.pos.Offset += int64(row.from)
		p.rows = append(p.rows, row)
	}
	return p.rows
}

// at is Record.At for a record of a CSV: the cell that holds the value, or the
// row where there is none.
func (p *csvPlaces) at(path []any) (source.Position, string) {
	rows := p.list()
	n, name := 0, ""
	for i, e := range path {
		switch e := e.(type) {
		case string:
			name = e
		case int:
			if i == 1 && name == recordMeters.Name && e < len(rows) {
				n, name = e, ""
			}
		default:
			panic("codec: a path is made of names and indices")
		}
	}
	row := &rows[n]
	pointer := "/" + strconv.Itoa(row.number)
	for k, col := range p.table.columns {
		if col != nil && col.Field.Name == name && p.last > 0 {
			return row.pos.Advance(p.raw[row.from : row.from+cellAt(p.row(n), k)]), pointer + "/" + col.Name
		}
	}
	return row.pos, pointer
}

// row is the bytes of row n of the record.
func (p *csvPlaces) row(n int) []byte {
	if n+1 < len(p.rows) {
		return p.raw[p.rows[n].from:p.rows[n+1].from]
	}
	return p.raw[p.rows[n].from:]
}

// cellAt is where cell k of a row begins, which has one.
func cellAt(row []byte, k int) (at int) {
	if bytes.IndexByte(row, '"') < 0 {
		for range k {
			at += bytes.IndexByte(row[at:], ',') + 1
		}
		return at
	}
	var c csvCutter
	c.eof = true
	c.row(append(append([]byte{}, row...), make([]byte, pad)...), len(row), source.Start(), 1)
	return c.cells[k].at
}
