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

// look looks at what follows a record, b, which begins behind its closing brace;
// pad NUL bytes follow.
func (r *regular) look(b []byte) {
	comma := skipSpace(b, 0)
	open := skipSpace(b, comma+1)
	if b[comma] != ',' || b[open] != '{' {
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

// record reads the record that begins where the block has been read to, and what
// stands between it and the next.
func (l *regularLayout) record(b *block, s *slot, pos source.Position) bool {
	i, n := b.read, b.index+b.records
	s.rec.begin(n, pos)
	end := s.quick.try(inputOf(b.buf), i, s.base)
	if end < 0 {
		p := &s.p
		p.reset(b.buf[i:], b.n-i, pos, s.rec.path()...)
		p.wanted, p.found = s.wanted, s.found[:0]
		length, ok := readRecord(p, s)
		s.rec.Findings, s.found = p.found, p.found
		if end = i + length; !ok {
			return false
		}
	}
	if end-i > l.maxRecord {
		return false
	}
	s.rec.Raw = b.buf[i:end]
	b.records++
	b.read = end
	s.Record(&s.rec)
	comma := skipSpace(b.buf, end)
	if b.comma = b.buf[comma] == ','; !b.comma {
		return false
	}
	b.read = comma + 1
	if next := skipSpace(b.buf, comma+1); next == b.n || b.buf[next] == '{' {
		b.read = next
	}
	return true
}
