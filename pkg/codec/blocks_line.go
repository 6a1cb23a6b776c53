package codec

import (
	"bytes"

	"s1mig/pkg/source"
)

// NOTE. Canonical layout has each record on a line of its own. A block is cut at a
// line end, and each of its lines is taken for a record, or for one with a fault, and
// the gap behind it. A gap that is not all on the line is left to the sequential
// reader.

// lineLayout is canonical layout.
type lineLayout struct {
	maxRecord int
	index     int   // of the next record, if each line is one
	file      *File // which says where the records that are merged stand
}

func (l *lineLayout) cut(b []byte) int { return bytes.LastIndexByte(b, '\n') + 1 }

func (l *lineLayout) place(b *block) {
	b.index = l.index
	l.index += b.lines
}

func (l *lineLayout) merged(b *block) { l.file.extent = extentOf(b) }

// previewed is how much text a Previewer is given at a time, in bytes: what it
// fetches should still be in the cache of the core when it is asked for.
const previewed = 16 << 10

// parse reads the lines of the block as records.
func (l *lineLayout) parse(b *block, s *slot) {
	i, seen := 0, 0
	for i < b.n && b.comma && begins(b.buf[i]) {
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

// begins reports whether a line that begins with c begins with a record, good or
// bad. A comma is part of a gap, white space is not canonical.
func begins(c byte) bool { return c > ' ' && c != ',' && c != ']' }

// line reads the line at i as one record and returns where the next begins, or
// refused.
func (b *block) line(s *slot, i, maxRecord int) int {
	n := b.index + b.records
	s.rec.begin(n, source.Position{Line: b.pos.Line + b.records, Column: 1, Offset: b.pos.Offset + int64(i)})
	b.mended = false
	after := s.quick.try(inputOf(b.buf), i, s.base)
	next := b.lineEnd(after)
	if next < 0 {
		after, next = b.oddLine(s, i, after, maxRecord)
	}
	if next < 0 || after-i > maxRecord {
		return refused
	}
	s.rec.Raw = b.buf[i:max(i, after)]
	b.records++
	s.Record(&s.rec)
	return next
}

// lineEnd returns where the line begins that follows the record that ends at i, if
// it is of the block, holds a record, and between the two is what should be.
func (b *block) lineEnd(i int) int {
	if i < 0 || b.buf[i] != ',' {
		return refused
	}
	if n := lineEnd(b.buf[i+1:]); n > 0 && b.buf[i+1+n] == '{' {
		return i + 1 + n
	}
	return refused
}

// oddLine reads the line at i where the fast parser has refused the record, so that
// after is negative, or where lineEnd has. It notes what is wrong and returns where
// the record ends and where the next line begins.
func (b *block) oddLine(s *slot, i, after, maxRecord int) (end, next int) {
	p, n, ok := b.carefully(s, i), after-i, true
	if after < 0 {
		n, ok = readRecord(p, s)
	}
	if ok {
		if end, next = i+n, b.lineEnd(i+n); next < 0 || b.buf[i] != '{' {
			next = b.lineGap(p, i, n, maxRecord)
		}
	} else {
		end, next = refused, b.brokenLine(s, i, maxRecord)
	}
	s.rec.Findings, s.found = p.found, p.found
	return end, next
}

// lineGap reads the gap behind the record that begins at i and has n bytes. It
// refuses one that is not all on the record's line, and what the sequential reader
// would not know with that record: what lies further on than the largest may.
func (b *block) lineGap(p *careful, i, n, maxRecord int) (next int) {
	g := readGap(p.b, n, p.end, b.beyond)
	if g.kind == gapOpen || g.at >= maxRecord && (g.kind.wrong() || p.b[0] != '{') {
		return refused
	}
	to := g.over(p.b)
	if g.kind == gapOdd {
		to += bytes.IndexByte(p.b[to:p.end], '\n') + 1
	}
	if end := bytes.IndexByte(p.b[n:to], '\n'); end < 0 || n+end+1 != to {
		return refused
	}
	next = i + to
	c := b.byteAt(next)
	if g.kind == gapOdd && c != '{' && c != ']' || g.kind == gapCommas && (c <= ' ' || c == ',') { // a gap may go on behind the block
		return refused
	}
	if g.kind.wrong() {
		p.gap(g, n)
	}
	b.comma, b.mended = g.kind != gapEnd, g.kind == gapOdd
	return next
}

// endsRecord reports whether a line ends as that of a record does, whatever stands
// before that.
func endsRecord(line []byte) bool {
	line = bytes.TrimSuffix(line[:len(line)-trailing(line)], comma)
	return len(line) > 0 && line[len(line)-1] == '}'
}

// brokenLine says where the line begins behind one that is not JSON, by the rule of
// visit.resume.
func (b *block) brokenLine(s *slot, i, maxRecord int) (next int) {
	p := &s.p
	if p.stop == short || p.at >= maxRecord || bytes.IndexByte(b.buf[i:i+p.at], '\n') >= 0 {
		return refused
	}
	end := bytes.IndexByte(b.buf[i+p.at:b.n], '\n')
	if end < 0 { // a block that is read again may not be as it was
		return refused
	}
	next = i + p.at + end + 1
	if c := b.byteAt(next); c != '{' && c != ']' && !(endsRecord(b.buf[i:next]) && begins(c)) {
		return refused
	}
	s.rec.Broken, b.mended = true, true
	return next
}
