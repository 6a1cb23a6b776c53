package codec

import (
	"bytes"
	"math/bits"
)

// NOTE. In a file of faults most rows are of a known shape but for one cell, and where
// a cell is as long as it would be without its fault, the bytes say which one that is.
// The row is then cut and read by the shape all the same; that cell is open, and read
// carefully by itself.

// near returns a row that begins at i, of a block that ends at n, if it is of a known
// shape, or of one but for one cell.
func (c *rowCutter) near(in input8, i, n int) (row csvRowAt, ok bool) {
	number, length := c.of(in, i, n)
	row = csvRowAt{from: uint32(i), to: uint32(i + length), plain: true, shape: uint8(number)}
	if number != 0 {
		return row, true
	}
	for number = int(c.lengths[length]); number != 0; number = c.shape(number).alike {
		open, ok := c.shape(number).but(in, i)
		if row.shape, row.open = uint8(number), uint8(open); ok {
			return row, true
		}
	}
	return row, false
}

// but reports whether the row at i, which is as long as those of the shape, is of it, but
// for one cell: open is that one's column, counted from 1, or 0 where only cells that the
// shape leaves to others to read are not of it.
func (s *rowShape) but(in input8, i int) (open int, ok bool) {
	var misfits [maxRow / chunkSize]uint64
	s.pattern().misfits(in, i, misfits[:])
	for k, m := range misfits {
		for ; m != 0; m &= m - 1 {
			at := k*chunkSize + bits.TrailingZeros64(m)
			cell := s.cellAt(at)
			switch {
			case cell == nil || !plainText(in.byte(i+at)):
				return 0, false
			case cell.role != judgedCell || open == cell.column+1:
			case open != 0:
				return 0, false
			default:
				open = cell.column + 1
			}
		}
	}
	return open, true
}

// reads reports whether a row needs no shape of its own where this one is known. Where
// this one has a fault too, the two may say what a row without is like (mended).
func (s *rowShape) reads(in input8, r csvRowAt) bool {
	if int(r.to-r.from) != s.n {
		return false
	}
	if len(s.odd) > 0 {
		return s.pattern().fits(in, int(r.from))
	}
	_, ok := s.but(in, int(r.from))
	return ok
}

// cellAt returns the cell of which a byte is at that place, nil where that is between
// cells.
func (s *rowShape) cellAt(at int) *shapedCell {
	for k := range s.cells {
		if c := &s.cells[k]; at < c.to {
			if at < c.from {
				return nil
			}
			return c
		}
	}
	return nil
}

// plainText reports whether a byte is ASCII text that neither ends a cell nor makes it
// another kind of cell.
func plainText(b byte) bool { return b >= ' ' && b < 0x7f && b != ',' && b != '"' }

// of returns the shape of a row: where a cell of it is open, one that leaves it so; nil
// where there is none.
func (s *rowShapes) of(g *csvProgram, in input8, r *csvRowAt) *rowShape {
	shape := &s.known[r.shape-1]
	if r.open == 0 {
		return shape
	}
	return shape.opened(g, in, r)
}

// opened is the shape with the cell open that is open in the row, which is of it
// otherwise.
func (s *rowShape) opened(g *csvProgram, in input8, r *csvRowAt) *rowShape {
	column := int(r.open) - 1
	for column >= len(s.open) {
		s.open = append(s.open, nil)
	}
	if s.open[column] == nil {
		open := []int{column}
		for k := range s.odd {
			open = append(open, s.odd[k].column)
		}
		other, ok := g.shapeOf(in, *r, open...)
		if !ok {
			return nil
		}
		s.open[column] = &other
	}
	return s.open[column]
}

// mended returns the shape of a row of which a cell has a fault, with what stands in
// that cell in a row of another shape: where each row has a fault, but each another one,
// two rows say what one without a fault is like. Its ok is false where it has a fault
// still.
func (s *rowShape) mended(g *csvProgram, in input8, r csvRowAt, by *rowShape) (shape rowShape, ok bool) {
	if by.n != s.n || len(by.cells) != len(s.cells) {
		return shape, false
	}
	text := append(bytes.Clone(in.bytes(int(r.from), int(r.to))), noBytes[:]...)
	for k := range s.odd {
		cell := s.odd[k].span
		if by.cells[s.odd[k].column].span != cell {
			return shape, false
		}
		for at := cell.from; at < cell.to; at++ {
			text[at] = by.chunks[at/chunkSize].exact[at%chunkSize]
		}
	}
	shape, ok = g.shapeOf(inputOf(text), csvRowAt{to: uint32(s.n)})
	return shape, ok && len(shape.odd) == 0
}
