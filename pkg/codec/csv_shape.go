package codec

// NOTE. The rows of a CSV resemble each other: ids and numbers are as long in one
// as in the next, and only digits differ. So a whole row has a shape (see
// pattern.go), and few shapes make a file. What is of the shape of a row
// that was read is cut and read by it at once: as many bytes, the line end
// where that had it, the cells and the quotation marks where that had them. Dates,
// and words from a list, are not of any shape that other dates or words are of;
// dates are read as they always are.
//
// Of a row that had a fault, what is of its shape likely has the same. Such a
// shape says where the cells stand and leaves those open that had it: they are
// read carefully each time, and they alone.

// maxRow is how many bytes a row of a shape has at most, its line end among them.
const maxRow = 3 * chunkSize

// rowShape is the pattern of a row of which no cell has a quotation mark inside.
type rowShape struct {
	chunks [maxRow / chunkSize]chunk
	used   int          // of the chunks
	alike  int          // the number of another shape of rows that long; 0: there is none
	n      int          // bytes, line end included
	quoted bool         // there are cells in quotation marks
	cells  []shapedCell // by column
	odd    []rowCell    // still to be read, or told, each by itself: those that the pattern does not say have no fault
	open   []*rowShape  // by column, as far as there are any: the same with that cell odd as well

	// Of the authorisation:
	lead    int    // bytes that say all of it; 0 where cells of a meter stand between its own
	have    uint32 // its cells that are there, but for those of runs and the odd ones
	id      span
	runs    []shapedRun
	said    []shapedWord
	oddRest bool // one of its cells is odd

	// Of the meter:
	more          uint32 // its cells that are there, but for the odd ones
	mpxn, network span
	suppliers     []span
}

// rowCell is where the text of a cell stands in a row.
type rowCell struct {
	span
	column int
	meter  bool // it is of the meter
}

// shapedCell is a cell of the rows of a shape.
type shapedCell struct {
	rowCell
	role cellRole
}

// cellRole is who says what stands in a cell.
type cellRole uint8

const (
	skippedCell cellRole = iota // nobody
	runningCell                 // the run that it is of
	judgedCell                  // the pattern or, where it is odd, the careful reader
)

// shapedRun is where a run of cells stands in a row.
type shapedRun struct {
	*cellRun
	span
	cells  []span
	column int // of the first
}

// shapedWord is a word from a list that a row of the shape says.
type shapedWord struct {
	offset uintptr // of the field
	word   string  // one of its enumeration
}

// rowShapes are the shapes that rows of a file have, for one goroutine. A row
// knows its shape by its number, so what is learned while rows are read is not
// made use of until the next rows are cut.
type rowShapes struct {
	learning
	rowCutter
	known   []rowShape
	learned []rowShape
	rows    int // cut so far
	useless bool
}

// maxRowShapes is how many shapes are known at a time. With a number of each of two
// lengths, and one of three words or none, a file has eight; there are more where
// some rows have faults.
const maxRowShapes = 16

// pattern is that of the shape.
func (s *rowShape) pattern() pattern { return s.chunks[:s.used] }

// settle makes use of what was learned, in place of those shapes that fewest of the
// rows cut last are of. No row that was cut before is read any more.
func (s *rowShapes) settle(rows []csvRowAt) {
	if s.useless {
		*s = rowShapes{learning: s.learning, known: s.known[:0], learned: s.learned[:0], rows: s.rows}
	}
	if len(s.learned) == 0 {
		return
	}
	var used [maxRowShapes]int
	for k := range rows {
		if n := rows[k].shape; n > 0 {
			used[n-1]++
		}
	}
	for _, shape := range s.learned {
		if len(s.known) < maxRowShapes {
			s.known = append(s.known, shape)
			continue
		}
		least := 0
		for k := range used {
			if used[k] < used[least] {
				least = k
			}
		}
		s.known[least], used[least] = shape, len(rows)
	}
	s.learned = s.learned[:0]
	s.rowCutter = newRowCutter(s.known)
}

// learn is told of a row of no known shape.
func (s *rowShapes) learn(g *csvProgram, in input8, r csvRowAt) {
	for k := range s.learned {
		if s.learned[k].reads(in, r) {
			return
		}
	}
	learn, forget := s.due(s.full(), s.rows)
	s.useless = s.useless || forget
	if !learn {
		return
	}
	shape, ok := g.shapeOf(in, r)
	if ok && len(shape.odd) > 0 {
		shape = s.mended(g, in, r, shape)
	}
	if !ok {
		s.wait = patience
		return
	}
	s.learned = append(s.learned, shape)
	s.made(s.full(), s.rows)
}

// mended returns the shape of a row that has a fault or, if there is another row from
// which that can be told, the shape that it would have without.
func (s *rowShapes) mended(g *csvProgram, in input8, r csvRowAt, shape rowShape) rowShape {
	for _, known := range [][]rowShape{s.known, s.learned} {
		for k := range known {
			if other, ok := shape.mended(g, in, r, &known[k]); ok {
				return other
			}
		}
	}
	return shape
}

func (s *rowShapes) full() bool { return len(s.known)+len(s.learned) >= maxRowShapes }
