package codec

import (
	"bytes"

	"s1mig/pkg/source"
)

// NOTE. Canonical layout has each record on a line of its own. A block is cut at a
// line end, and each of its lines is taken for a record.

// lineLayout is canonical layout.
type lineLayout struct {
	maxRecord int
	index     int // of the next record, if each line is one
}

func (l *lineLayout) cut(b []byte) int { return bytes.LastIndexByte(b, '\n') + 1 }

func (l *lineLayout) place(b *block) {
	b.index = l.index
	l.index += b.lines
}

func (l *lineLayout) merged(*block) {}

// previewed is how much text a Previewer is given at a time, in bytes: what it
// fetches should still be in the cache of the core when it is asked for.
const previewed = 16 << 10

// parse reads the lines of the block as records.
func (l *lineLayout) parse(b *block, s *slot) {
	i, seen := 0, 0
	for i < b.n && b.buf[i] == '{' && b.comma {
		if i >= seen && s.preview != nil {
			seen = min(b.n, i+previewed)
			s.preview(b.buf[i:seen])
		}
		next := b.line(s, i, l.maxRecord)
		if next < 0 {
			break
		}
		i = next
	}
	b.read = i
	b.outcome = s.End()
	lines := b.lines
	if i < b.n {
		lines = bytes.Count(b.buf[:i], newline)
	}
	if lines != b.records { // a record ran over several lines: not canonical
		b.outcome, b.read, b.records = nil, 0, 0
	}
	b.after = source.Position{Line: b.pos.Line + b.records, Column: 1, Offset: b.pos.Offset + int64(b.read)}
}

// line reads the line at i as one record and returns where the next begins, or
// refused.
func (b *block) line(s *slot, i, maxRecord int) int {
	n := b.index + b.records
	s.rec.begin(n, source.Position{Line: b.pos.Line + b.records, Column: 1, Offset: b.pos.Offset + int64(i)})
	after := s.quick.try(inputOf(b.buf), i, s.base)
	next := 0
	if after < 0 {
		after, next = b.carefulLine(s, i, maxRecord)
	}
	if next == 0 {
		next = b.lineEnd(after)
	}
	if next < 0 || after-i > maxRecord {
		return refused
	}
	s.rec.Raw = b.buf[i:max(i, after)]
	b.records++
	s.Record(&s.rec)
	return next
}

// lineEnd checks what stands between the record that ends at i and the next
// line, and returns where that line begins.
func (b *block) lineEnd(i int) int {
	switch {
	case i < 0:
		return refused
	case b.buf[i] == ',':
		if n := lineEnd(b.buf[i+1:]); n > 0 {
			return i + 1 + n
		}
	default:
		if n := lineEnd(b.buf[i:]); n > 0 && b.buf[i+n] == ']' {
			b.comma = false
			return i + n
		}
	}
	return refused
}

// carefulLine reads the line at i again and notes what is wrong with it. Where
// the line is not JSON, it says where the next line begins that is a record
// again, by the rule of visit.unread.
func (b *block) carefulLine(s *slot, i, maxRecord int) (after, next int) {
	p := &s.p
	p.reset(b.buf[i:], b.n-i, s.rec.Pos, s.rec.path()...)
	p.wanted, p.found = s.wanted, s.found[:0]
	n, ok := readRecord(p, s)
	s.rec.Findings, s.found = p.found, p.found
	if ok {
		return i + n, 0
	}
	if p.stop == short || p.at >= maxRecord || bytes.IndexByte(b.buf[i:i+p.at], '\n') >= 0 {
		return refused, refused
	}
	next = i + p.at + bytes.IndexByte(b.buf[i+p.at:b.n], '\n') + 1
	c := b.buf[next]
	if next == b.n {
		c = b.beyond
	}
	if c != '{' && c != ']' {
		return refused, refused
	}
	s.rec.Broken = true
	return refused, next
}
