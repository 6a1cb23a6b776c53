package codec

import (
	"bytes"
	"context"
	"sync"

	"golang.org/x/sys/cpu"

	"s1mig/pkg/abreast"
	"s1mig/pkg/source"
)

// NOTE. This file reads records by blocks, in a layout that is known. The input
// is cut where a record seems to end, without reading it; a worker reads the
// records of a block and gives the block up at the first thing that is not as the
// layout says. The merging goroutine then hands everything from there on back to
// the sequential reader, which decides what it is. A cut is thus a guess that
// costs nothing when wrong but the time spent on it.
//
// A worker cuts a block, parses it and, when its turn comes, hashes it, so that
// the block stays in the cache of one core from its first look to its last.

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
	buf      []byte // data, then pad NUL bytes
	n        int    // length of the data
	beyond   byte   // what stands behind it in the input; NUL where that is not known
	pos      source.Position
	lines    int // line ends in it
	index    int // of the first record
	expected int // records, in a regular layout
	turn     int // of the blocks of its run, from 0
	chain        // of a CSV

	done    chan struct{} // closed when it is parsed and hashed
	crash   *abreast.Panic
	outcome any
	read    int // bytes that were read as records; the rest is handed back
	records int
	comma   bool            // whether another record may follow the last one read
	mended  bool            // what follows that was read over, as if a comma ended it
	after   source.Position // behind what was read

	_ cpu.CacheLinePad // its worker writes to it all the time, another one to the next
}

// blockRun is the reading of one run of blocks.
type blockRun struct {
	*visit
	layout layout
	free   chan *block
	order  chan *block // those cut, in file order
	quit   chan struct{}
	cuts   splitter
	turns  hashTurns
}

// readBlocks reads records block by block, until they end or stand otherwise.
func (v *visit) readBlocks(ctx context.Context, l layout) error {
	v.prepareBlocks()
	v.win.settle()
	r := v.newBlockRun(l)
	var running sync.WaitGroup
	for _, slot := range v.slots {
		running.Go(func() { r.work(slot) })
	}
	left, crash, err := r.mergeBlocks(ctx, &running)
	crash.Raise()
	v.win.giveBack(append(left, r.cuts.rest))
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
		v.blocks = append(v.blocks, v.opt.Spare.block())
	}
}

func (v *visit) newBlockRun(l layout) *blockRun {
	n := len(v.blocks)
	r := &blockRun{visit: v, layout: l, free: make(chan *block, n), order: make(chan *block, n+1), quit: make(chan struct{})}
	for _, b := range v.blocks {
		r.free <- b
	}
	r.cuts = splitter{win: v.win, layout: l, limit: v.opt.BlockSize, size: min(firstRead, v.opt.BlockSize), pos: v.win.at, rest: bytes.Clone(v.win.data())}
	r.turns = hashTurns{hash: v.hash, ready: make([]*block, n)}
	return r
}

// work cuts, parses and hashes blocks until the input ends or the merging
// goroutine has quit. A block is taken before it is cut, so those under way are
// always the next in order, and nobody waits for ever.
func (r *blockRun) work(s *slot) {
	for {
		select {
		case b := <-r.free:
			more := false
			if crash := abreast.Catch(func() { more = r.cuts.next(b, r.order, r.quit) }); crash != nil {
				r.cuts.end(r.order, crash)
				return
			}
			if !more {
				return
			}
			started := r.parsing.start()
			b.crash = abreast.Catch(func() { r.layout.parse(b, s) })
			r.parsing.stop(started)
			r.turns.parsed(b)
		case <-r.quit:
			r.cuts.end(r.order, nil)
			return
		}
	}
}

// byteAt is the byte at index i, which may be the one behind the block.
func (b *block) byteAt(i int) byte {
	if i == b.n {
		return b.beyond
	}
	return b.buf[i]
}

// carefully readies the careful parser for the record at i.
func (b *block) carefully(s *slot, i int) *careful {
	p := &s.p
	p.reset(b.buf[i:], b.n-i, s.rec.Pos, s.rec.path()...)
	p.wanted, p.found = s.wanted, s.found[:0]
	return p
}

// mergeBlocks takes the blocks in file order, and waits for all that runs. It
// returns the bytes that are not to be read in this layout, and the panic that
// ended a worker.
func (r *blockRun) mergeBlocks(ctx context.Context, running *sync.WaitGroup) (left [][]byte, crash *abreast.Panic, err error) {
	defer func() {
		close(r.quit)
		for b := range r.order {
			<-b.done
			left = append(left, b.buf[:b.n])
		}
		running.Wait()
	}()
	for b := range r.order {
		<-b.done
		if b.crash != nil {
			return nil, b.crash, nil
		}
		whole := b.read == b.n
		if !whole {
			left = append(left, bytes.Clone(b.buf[b.read:b.n]))
		}
		if b.read > 0 {
			r.comma, r.mended = b.comma, b.mended
			r.result.Records += int64(b.records)
			r.win.at = b.after
			r.extent = Extent{}
			r.layout.merged(b)
			if err = r.merge(b.outcome); err != nil {
				return left, nil, err
			}
		}
		b.outcome = nil
		r.free <- b
		if !whole {
			return left, nil, nil
		}
		if err = ctx.Err(); err != nil {
			return left, nil, err
		}
	}
	return nil, nil, nil
}

// hashTurns has blocks hashed in file order, each by the worker that has parsed
// it or, if its turn had not come by then, by the one whose block was before it.
type hashTurns struct {
	hash *digester

	mu      sync.Mutex
	ready   []*block // parsed, by turn
	turn    int      // whose turn it is
	hashing bool     // somebody hashes, and will look for more
	over    bool     // a block was given up: what follows is read again
}

// parsed hashes what can be hashed now that b is parsed.
func (h *hashTurns) parsed(b *block) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ready[b.turn%len(h.ready)] = b
	if h.hashing {
		return
	}
	h.hashing = true
	for b := h.take(); b != nil; b = h.take() {
		h.mu.Unlock()
		if h.over = h.over || b.crash != nil; !h.over {
			b.crash = abreast.Catch(func() { h.hash.write(b.buf[:b.read]) })
			h.over = b.read < b.n
		}
		close(b.done)
		h.mu.Lock()
	}
	h.hashing = false
}

// take takes the block whose turn it is, nil while it is not parsed.
func (h *hashTurns) take() *block {
	at := h.turn % len(h.ready)
	b := h.ready[at]
	if b != nil {
		h.ready[at] = nil
		h.turn++
	}
	return b
}

// splitter cuts the input into blocks.
type splitter struct {
	win    *window
	layout layout
	limit  int // the size of blocks, in bytes

	mu    sync.Mutex
	pos   source.Position // of the next block
	turn  int
	size  int    // of the next block; it grows up to limit
	rest  []byte // what no block holds: the input behind the last cut
	err   error  // why the input ended
	ended bool
}

// next cuts the next block into b and appends it to order. It reports false, and
// closes order, when the input has ended, nothing can be cut, or the merging
// goroutine has quit.
func (s *splitter) next(b *block, order chan<- *block, quit <-chan struct{}) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-quit:
		s.close(order)
	default:
	}
	if s.ended || s.err != nil || !s.fill(b) {
		s.close(order)
		return false
	}
	b.pos, b.turn = s.pos, s.turn
	s.pos = s.pos.Advance(b.buf[:b.n])
	b.lines = s.pos.Line - b.pos.Line
	s.turn++
	s.layout.place(b)
	order <- b
	return true
}

// end ends the cutting. A panic goes to the merging goroutine behind the blocks
// that were cut.
func (s *splitter) end(order chan<- *block, crash *abreast.Panic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if crash != nil && !s.ended {
		b := &block{crash: crash, done: make(chan struct{})}
		close(b.done)
		order <- b
	}
	s.close(order)
}

func (s *splitter) close(order chan<- *block) {
	if !s.ended {
		s.ended = true
		close(order)
	}
}

// fill reads a block of whole records and keeps the one that it cuts for the next.
// It reads at least a byte more than it cuts: what follows the last record tells
// whether the gap behind it is as it should be.
func (s *splitter) fill(b *block) bool {
	b.reset(s.size + len(s.rest))
	n, cut := copy(b.buf, s.rest), 0
	for cut == 0 {
		n = s.read(b, n)
		clear(b.buf[n : n+pad])
		cut = s.layout.cut(b.buf[:n])
		if s.size == s.limit || s.err != nil {
			break
		}
		s.size = min(2*s.size, s.limit)
	}
	if cut == n && s.err == nil {
		var got int
		got, s.err = readSome(s.win.r, b.buf[n:n+1])
		n += got
	}
	s.rest = append(s.rest[:0], b.buf[cut:n]...)
	if cut == 0 {
		return false
	}
	b.n, b.beyond = cut, b.buf[cut] // NUL if nothing has been read behind it
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
		got, s.err = readSome(s.win.r, b.buf[n:len(b.buf)-pad])
		n += got
	}
	return n
}

func (b *block) reset(size int) {
	if cap(b.buf) < size+pad {
		b.buf = make([]byte, size+pad, size+size/8+pad) // room for a longer rest
	}
	b.buf = b.buf[:size+pad]
	b.done = make(chan struct{})
	b.crash, b.outcome, b.read, b.records, b.comma, b.mended, b.n = nil, nil, 0, 0, true, false, 0
}
