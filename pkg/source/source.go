// Package source says where in an input something stands. It imports only the
// standard library, so that every layer above can speak of places in one way.
package source

import "bytes"

// Position is a place in a file. Line and Column count from 1, Column and
// Offset count bytes, not characters. The zero Position is no place at all.
type Position struct {
	Line, Column int
	Offset       int64
}

// IsValid reports whether p is a place.
func (p Position) IsValid() bool { return p.Line > 0 }

// Advance returns the position after the bytes b, read from p.
func (p Position) Advance(b []byte) Position {
	p.Offset += int64(len(b))
	if n := bytes.Count(b, newline); n > 0 {
		p.Line += n
		p.Column = len(b) - bytes.LastIndexByte(b, '\n')
		return p
	}
	p.Column += len(b)
	return p
}

// Start is the position of the first byte of a file.
func Start() Position { return Position{Line: 1, Column: 1} }

var newline = []byte{'\n'}
