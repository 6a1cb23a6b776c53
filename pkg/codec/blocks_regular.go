package codec

import (
	"bytes"
	"context"

	"s1mig/pkg/source"
)

// NOTE. A file that is not canonical mostly has a layout that some program gave it:
// all on one line, or pretty-printed. What stands between two records is the same
// everywhere then, from the closing brace of the one to the first name of the
// other, and few records hold those bytes inside: a pretty-printed one cannot, as
// what is inside it is indented deeper. The sequential reader learns that mark.
// Blocks are cut at it, and how often it stands in them says how many records
// there are; both are guesses that the worker of the block confirms.

// maxMark bounds the mark between two records, in bytes.
const maxMark = 48

// regular is what the sequential reader has seen of a layout.
type regular struct {
	mark  []byte // what stood behind the last record, its closing brace included
	brace int    // where the opening brace of the next record stands in it
	times int    // how often in a row the same mark
}

// look looks at the gap behind a record, with which b[:n] begins; pad NUL bytes
// follow. Be it wrong, if it is the same everywhere there are blocks to be cut.
func (r *regular) look(b []byte, n int) {
	g := readGap(b, 0, n, 0)
	open := g.over(b)
	if g.kind == gapOpen || b[open] != '{' {
		r.times = 0
		return
	}
	end := skipSpace(b, open+1) + 1
	end += max(0, bytes.IndexByte(b[end:], '"'))
	end = min(end, maxMark)
	if open >= end || len(r.mark) == 0 || !bytes.Equal(r.mark[1:], b[:end]) {
		r.mark, r.brace, r.times = append(append(r.mark[:0], '}'), b[:end]...), open+1, 0
		return
	}
	r.times++
}

// regularLayout is a layout with a mark between any two records.
type regularLayout struct {
	mark      []byte
	brace     int // in the mark
	maxRecord int
	index     int // of the next record, if the marks say how many there are
}

// isRegular reports whether the input looks so from here on, where a record
// begins.
func (v *visit) isRegular() bool {
	return v.regular.times >= calmLines && v.comma && v.win.drained() &&
		v.regular.brace < len(v.regular.mark) && v.win.skipSpace() && v.win.buf[v.win.pos] == '{'
}

func (v *visit) readRegular(ctx context.Context) error {
	v.lines, v.regular.times = 0, 0
	return v.readBlocks(ctx, &regularLayout{mark: bytes.Clone(v.regular.mark), brace: v.regular.brace,
		maxRecord: v.opt.MaxRecord, index: int(v.result.Records)})
}

func (l *regularLayout) cut(b []byte) int {
	if i := bytes.LastIndex(b, l.mark); i >= 0 {
		return i + l.brace
	}
	return 0
}

func (l *regularLayout) place(b *block) {
	b.index = l.index
	b.expected = bytes.Count(b.buf[:b.n], l.mark) + 1
	l.index += b.expected
}

func (l *regularLayout) merged(*block) {}

func (l *regularLayout) parse(b *block, s *slot) {
	pos, last := b.pos, 0
	for b.read < b.n && b.buf[b.read] == '{' && b.comma {
		pos, last = pos.Advance(b.buf[last:b.read]), b.read
		if !l.record(b, s, pos) {
			break
		}
	}
	b.outcome = s.End()
	if b.read == b.n && b.records != b.expected {
		b.outcome, b.read, b.records = nil, 0, 0
	}
	b.after = pos.Advance(b.buf[min(last, b.read):b.read])
}

// record reads the record that begins where the block has been read to, and the
// gap behind it.
func (l *regularLayout) record(b *block, s *slot, pos source.Position) bool {
	i, n := b.read, b.index+b.records
	s.rec.begin(n, pos)
	end := s.quick.try(inputOf(b.buf), i, s.base)
	if end < 0 {
		p := b.carefully(s, i)
		length, ok := readRecord(p, s)
		s.rec.Findings, s.found = p.found, p.found
		if end = i + length; !ok {
			return false
		}
	}
	g := readGap(b.buf, end, b.n, b.beyond)
	next := g.over(b.buf)
	if end-i > l.maxRecord || !l.knows(b, g, i, next) {
		return false
	}
	if g.kind.wrong() {
		if len(s.rec.Findings) == 0 { // the fast parser may have read it
			b.carefully(s, i)
		}
		s.p.gap(gap{g.kind, g.at - i}, end-i)
		s.rec.Findings, s.found = s.p.found, s.p.found
	}
	s.rec.Raw = b.buf[i:end]
	b.records++
	b.read, b.comma = next, g.kind != gapEnd
	s.Record(&s.rec)
	return true
}

// knows reports whether the gap behind the record at i can be read here, as far as
// next, so that the sequential reader would say the same of it.
func (l *regularLayout) knows(b *block, g gap, i, next int) bool {
	switch {
	case g.kind == gapOdd:
		return false
	case g.kind.wrong() && g.at-i >= l.maxRecord:
		return false
	}
	return next < b.n || b.beyond == '{'
}
