package codec

import (
	"bytes"
	"context"
	"sync"

	"s1mig/pkg/source"
)

// NOTE. This file reads canonical layout: each record on a line of its own. The
// splitter cuts the input at line ends without looking at it; a worker takes
// each line of a block for a record and gives the block up at the first line
// that is anything else. The merging goroutine then hands everything from that
// line on back to the sequential reader, which decides what it is. A cut is thus
// a guess that costs nothing when wrong but the time spent on it.

// block is a run of whole lines.
type block struct {
	buf   []byte // data, then pad NUL bytes
	n     int    // length of the data
	lines int    // line ends in it
	pos   source.Position
	index int // of the first record, if each line is one

	done    chan struct{}
	outcome any
	read    int // bytes that were read as records; the rest is handed back
	records int
	comma   bool // whether a comma follows the last record read
}

// splitter cuts the input into blocks.
type splitter struct {
	f     *File
	free  chan *block
	jobs  chan *block
	order chan *block
	quit  chan struct{}
	rest  []byte // what no block holds: the input behind the last line end
	size  int    // of the next block; it grows up to Options.BlockSize
	err   error  // why the input ended
}

// readBlocks reads records block by block, until they end or are not canonical.
func (v *visit) readBlocks(ctx context.Context) error {
	v.prepareBlocks()
	v.win.settle()
	s := &splitter{f: v.File, free: make(chan *block, len(v.blocks)), jobs: make(chan *block, len(v.blocks)),
		order: make(chan *block, len(v.blocks)), quit: make(chan struct{}), size: min(firstRead, v.opt.BlockSize)}
	for _, b := range v.blocks {
		s.free <- b
	}
	var running sync.WaitGroup
	running.Go(s.split)
	for _, slot := range v.slots {
		running.Go(func() {
			for b := range s.jobs {
				b.parse(slot, v.Type.Records, v.opt.MaxRecord)
				close(b.done)
			}
		})
	}
	left, err := v.mergeBlocks(ctx, s)
	close(s.quit)
	for b := range s.order {
		<-b.done
		left = append(left, b.buf[:b.n])
	}
	running.Wait()
	v.win.giveBack(append(left, s.rest))
	return err
}

// prepareBlocks makes the workers and the room that all runs of blocks share. A
// run begins when nothing handed back by the one before is left to read, so the
// room is free again.
func (v *visit) prepareBlocks() {
	if v.slots != nil {
		return
	}
	for range v.opt.Workers {
		v.slots = append(v.slots, v.newSlot())
	}
	for range 2*v.opt.Workers + 2 {
		v.blocks = append(v.blocks, &block{})
	}
}

// mergeBlocks takes the blocks in file order. It returns the bytes that are not
// to be read as canonical lines.
func (v *visit) mergeBlocks(ctx context.Context, s *splitter) (left [][]byte, err error) {
	hash := startHashing(v.hash, s.free)
	defer hash.stop()
	for b := range s.order {
		<-b.done
		whole := b.read == b.n
		if !whole {
			left = append(left, bytes.Clone(b.buf[b.read:b.n]))
		}
		if b.read > 0 {
			v.comma = b.comma
			v.result.Records += int64(b.records)
			v.win.at.Line += b.records
			v.win.at.Offset += int64(b.read)
			if err = v.merge(b.outcome); err != nil {
				return left, err
			}
		}
		b.outcome = nil
		hash.queue <- hashed{b, b.read}
		if !whole {
			return left, nil
		}
		if err = ctx.Err(); err != nil {
			return left, err
		}
	}
	return nil, nil
}

// split cuts blocks until the input ends, a line is longer than a block, or the
// merging goroutine has quit.
func (s *splitter) split() {
	defer close(s.order)
	defer close(s.jobs)
	w := s.f.win
	pos, index := w.at, int(s.f.result.Records)
	s.rest = bytes.Clone(w.data())
	for s.err == nil {
		var b *block
		select {
		case b = <-s.free:
		case <-s.quit:
			return
		}
		if !s.fill(b) {
			return
		}
		b.pos, b.index = pos, index
		pos.Offset += int64(b.n)
		pos.Line += b.lines
		index += b.lines
		s.order <- b
		s.jobs <- b
	}
}

// fill reads a block of whole lines and keeps the line that it cuts for the
// next.
func (s *splitter) fill(b *block) bool {
	b.reset(s.size + len(s.rest))
	n, cut := copy(b.buf, s.rest), 0
	for cut == 0 {
		n = s.read(b, n)
		cut = bytes.LastIndexByte(b.buf[:n], '\n') + 1
		if s.size == s.f.opt.BlockSize || s.err != nil {
			break
		}
		s.size = min(2*s.size, s.f.opt.BlockSize)
	}
	s.rest = append(s.rest[:0], b.buf[cut:n]...)
	if cut == 0 {
		return false
	}
	b.n = cut
	clear(b.buf[cut : cut+pad])
	b.lines = bytes.Count(b.buf[:cut], newline)
	return true
}

// read reads on behind the first n bytes of a block, until it holds as many as
// are wanted, and returns how many it holds.
func (s *splitter) read(b *block, n int) int {
	if room := s.size + pad; len(b.buf) < room {
		b.buf = append(b.buf[:n], make([]byte, room-n)...)
	}
	for n < s.size && s.err == nil {
		var got int
		got, s.err = readSome(s.f.win.r, b.buf[n:len(b.buf)-pad])
		n += got
	}
	return n
}

func (b *block) reset(size int) {
	if len(b.buf) < size+pad {
		b.buf = make([]byte, size+pad)
	}
	b.done = make(chan struct{})
	b.outcome, b.read, b.records, b.comma, b.n = nil, 0, 0, true, 0
}

// parse reads the lines of the block as records.
func (b *block) parse(s *slot, records string, maxRecord int) {
	i := 0
	for i < b.n && b.buf[i] == '{' && b.comma {
		next := b.line(s, i, records, maxRecord)
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
}

// line reads the line at i as one record and returns where the next begins, or
// refused.
func (b *block) line(s *slot, i int, records string, maxRecord int) int {
	n := b.index + b.records
	s.rec.Index, s.rec.Findings, s.rec.Broken = n, nil, false
	s.rec.Pos = source.Position{Line: b.pos.Line + b.records, Column: 1, Offset: b.pos.Offset + int64(i)}
	s.rec.prefix = recordPath(records, n)
	after := s.quick.object(inputOf(b.buf), i, s.base)
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
	p.reset(b.buf[i:], b.n-i, s.rec.Pos, s.rec.prefix[:]...)
	p.quick, p.wanted, p.found = s.quick, s.wanted, s.found[:0]
	n, ok := readRecord(p, s)
	s.rec.Findings, s.found = p.found, p.found
	if ok {
		return i + n, 0
	}
	if p.stop == short || p.at >= maxRecord || bytes.IndexByte(b.buf[i:i+p.at], '\n') >= 0 {
		return refused, refused
	}
	next = i + p.at + bytes.IndexByte(b.buf[i+p.at:b.n], '\n') + 1
	if c := b.buf[next]; c != '{' && c != ']' {
		return refused, refused
	}
	s.rec.Broken = true
	return refused, next
}
