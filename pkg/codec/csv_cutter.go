package codec

import (
	"bytes"
	"slices"
	"unsafe"
)

// rowCutter cuts rows by their shapes. Shapes mostly differ in their length, so
// hardly ever one is tried in vain.
type rowCutter struct {
	first   *rowShape         // of those known, which have the numbers from 1 on
	lengths [maxRow + 1]uint8 // by the length of a row: the number of a shape of rows that long; 0: there is none
}

// newRowCutter makes one for these shapes, where they stand. Those that leave cells
// open are tried last.
func newRowCutter(known []rowShape) rowCutter {
	c := rowCutter{first: &known[0]}
	for _, open := range []bool{true, false} {
		for k := range known {
			if s := &known[k]; len(s.odd) > 0 == open {
				s.alike, c.lengths[s.n] = int(c.lengths[s.n]), uint8(k+1)
			}
		}
	}
	return c
}

// shape is that of a number.
func (c *rowCutter) shape(number int) *rowShape {
	return (*rowShape)(unsafe.Add(unsafe.Pointer(c.first), uintptr(number-1)*unsafe.Sizeof(rowShape{})))
}

// cut appends the rows from i on, in a block that ends at n, that are of known
// shapes, or are but for one cell, and returns where the first begins that is not.
// Which of them begin a record is not said yet.
func (c *rowCutter) cut(in input8, i, n int, rows []csvRowAt) (cut []csvRowAt, end int) {
	for i < n {
		rows = slices.Grow(rows, 1)
		room := rows[len(rows):cap(rows)]
		count := cutRows(c, in, i, n, unsafe.SliceData(room), len(room))
		if rows = rows[:len(rows)+count]; count > 0 {
			i = int(rows[len(rows)-1].to)
		}
		if count == len(room) {
			continue
		}
		row, ok := c.near(in, i, n)
		if !ok {
			break
		}
		rows = append(rows, row)
		i = int(row.to)
	}
	return rows, i
}

// cutRowsPortable is cutRows without instructions that not every machine has, and
// to the end of a block: cutRows stops where it could look beyond.
//
//lint:ignore U1000 it is called from assembly
func cutRowsPortable(c *rowCutter, in input8, i, n int, rows *csvRowAt, room int) (count int) {
	for to := unsafe.Slice(rows, room); count < room && i < n; count++ {
		number, length := c.of(in, i, n)
		if number == 0 {
			break
		}
		to[count] = csvRowAt{from: uint32(i), to: uint32(i + length), plain: true, shape: uint8(number)}
		i += length
	}
	return count
}

// of returns the number of the shape of the row that begins at i, and its length;
// 0 where it is of none.
func (c *rowCutter) of(in input8, i, n int) (number, length int) {
	length = bytes.IndexByte(in.bytes(i, min(i+maxRow, n)), '\n') + 1
	for number = int(c.lengths[length]); number != 0; number = c.shape(number).alike {
		if c.shape(number).pattern().fits(in, i) {
			break
		}
	}
	return number, length
}
