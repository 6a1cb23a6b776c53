package codec

import (
	"bytes"
	"context"
	"sync"

	"s1mig/pkg/source"
)

// NOTE. This file reads records by blocks, in a layout that is known. The
// splitter cuts the input where a record seems to end, without reading it; a
// worker reads the records of a block and gives the block up at the first thing
// that is not as the layout says. The merging goroutine then hands everything
// from there on back to the sequential reader, which decides what it is. A cut is
// thus a guess that costs nothing when wrong but the time spent on it.

// layout is how the records of a file stand. It is one run's, which begins at a
// record.
type layout interface {
	// cut returns where the block should end that begins with b, at the end of a
	// record; 0 where b has none. It may take a guess.
	cut(b []byte) int
	// place tells a block what its place is among the others. It is called once
	// for each block, in file order.
	place(b *block)
	// parse reads the block and sets read, records, comma, after and outcome. It is
	// called once for each block that has been placed, in the order of the file but
	// by several goroutines.
	parse(b *block, s *slot)
	// merged is called for each block that something was read of, in file order, on
	// the caller's goroutine.
	merged(b *block)
}

// block is a run of whole records, if the layout is what it seems.
type block struct {
	buf   []byte // data, then pad NUL bytes
	n     int    // length of the data
	pos   source.Position
	lines int // line ends in it
	index int // of the first record
	chain     // of a CSV

	done    chan struct{}
	crash   *workerPanic
	outcome any
	read    int // bytes that were read as records; the rest is handed back
	records int
	comma   bool            // whether a comma follows the last record read
	after   source.Position // behind what was read
}

// splitter cuts the input into blocks.
type splitter struct {
	f      *File
	layout layout
	free   chan *block
	jobs   chan *block
	order  chan *block
	quit   chan struct{}
	rest   []byte // what no block holds: the input behind the last cut
	size   int    // of the next block; it grows up to Options.BlockSize
	err    error  // why the input ended
	crash  *workerPanic
}

// readBlocks reads records block by block, until they end or stand otherwise.
func (v *visit) readBlocks(ctx context.Context, l layout) error {
	v.prepareBlocks()
	v.win.settle()
	s := &splitter{f: v.File, layout: l, free: make(chan *block, len(v.blocks)), jobs: make(chan *block, len(v.blocks)),
		order: make(chan *block, len(v.blocks)), quit: make(chan struct{}), size: min(firstRead, v.opt.BlockSize)}
	for _, b := range v.blocks {
		s.free <- b
	}
	var running sync.WaitGroup
	running.Go(s.split)
	for _, slot := range v.slots {
		running.Go(func() {
			for b := range s.jobs {
				b.crash = catch(func() { l.parse(b, slot) })
				close(b.done)
			}
		})
	}
	left, err := v.mergeBlocks(ctx, s, &running)
	s.crash.raise()
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

// mergeBlocks takes the blocks in file order, and waits for all that runs. It
// returns the bytes that are not to be read in this layout.
func (v *visit) mergeBlocks(ctx context.Context, s *splitter, running *sync.WaitGroup) (left [][]byte, err error) {
	defer func() {
		close(s.quit)
		for b := range s.order {
			<-b.done
			left = append(left, b.buf[:b.n])
		}
		running.Wait()
	}()
	hash := startHashing(v.hash, s.free)
	defer func() {
		if crash := hash.stop(); crash != nil {
			s.crash = crash
		}
	}()
	for b := range s.order {
		<-b.done
		if b.crash != nil {
			s.crash = b.crash
			return nil, nil
		}
		whole := b.read == b.n
		if !whole {
			left = append(left, bytes.Clone(b.buf[b.read:b.n]))
		}
		if b.read > 0 {
			v.comma = b.comma
			v.result.Records += int64(b.records)
			v.win.at = b.after
			s.layout.merged(b)
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

// split cuts blocks until the input ends, nothing can be cut, or the merging
// goroutine has quit.
func (s *splitter) split() {
	defer close(s.order)
	defer close(s.jobs)
	if crash := catch(s.splitAll); crash != nil {
		b := &block{crash: crash, done: make(chan struct{})}
		close(b.done)
		s.order <- b
	}
}

func (s *splitter) splitAll() {
	w := s.f.win
	pos := w.at
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
		b.pos = pos
		pos = pos.Advance(b.buf[:b.n])
		b.lines = pos.Line - b.pos.Line
		s.layout.place(b)
		s.order <- b
		s.jobs <- b
	}
}

// fill reads a block of whole records and keeps the one that it cuts for the next.
func (s *splitter) fill(b *block) bool {
	b.reset(s.size + len(s.rest))
	n, cut := copy(b.buf, s.rest), 0
	for cut == 0 {
		n = s.read(b, n)
		clear(b.buf[n : n+pad])
		cut = s.layout.cut(b.buf[:n])
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
	b.crash, b.outcome, b.read, b.records, b.comma, b.n = nil, nil, 0, 0, true, 0
}
