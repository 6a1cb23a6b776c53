package codec

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Maker makes the records of index i and writes them to the batch: one, none
// where the index is left out, or several. It is called on one goroutine.
type Maker func(to *Batch, i int) error

// chunkLen is how many indexes a worker takes at a time. Channels carry chunks,
// never records; a chunk of common records stays in the cache of a core.
const chunkLen = 256

// WriteAll writes the records that makers make of the indexes 0 to n-1, in the
// order of the indexes. workers is how many goroutines make them, 0 for one for
// each core. With more than one, each has a maker of its own, which newMaker
// makes on the caller's goroutine, and the caller hashes and writes beside
// them. The bytes do not depend on the number of workers; memory
// depends on nothing else.
//
// The error is that of the maker for the smallest index that has one, that of
// the context, or the first of the underlying writer, which Close returns too. A
// panic of a maker is raised on the caller's goroutine. In either case no maker
// runs any more when WriteAll returns.
func (w *Writer) WriteAll(ctx context.Context, n, workers int, newMaker func() Maker) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	chunks := (n + chunkLen - 1) / chunkLen
	if workers = min(workers, chunks); workers > 1 {
		return w.writeParallel(ctx, n, chunks, workers, newMaker)
	}
	make, b := newMaker(), w.batch()
	defer w.giveBack(b)
	for ; b.chunk < chunks; b.chunk++ {
		b.fill(make, n)
		if err := w.take(ctx, b); err != nil {
			return err
		}
	}
	return w.err
}

// take writes a batch, unless there is a reason not to go on.
func (w *Writer) take(ctx context.Context, b *Batch) error {
	b.crash.Raise()
	if err := ctx.Err(); err != nil {
		return err
	}
	w.writeBatch(b)
	if b.err != nil {
		return b.err
	}
	return w.err
}

// writeParallel is WriteAll with several workers. A worker takes a free batch
// before it takes the next chunk, so the batches under way are always the next
// ones to be written and nobody waits for ever.
func (w *Writer) writeParallel(ctx context.Context, n, chunks, workers int, newMaker func() Maker) error {
	inFlight := 2*workers + 1
	free, done := make(chan *Batch, inFlight), make(chan *Batch, inFlight)
	quit := make(chan struct{})
	var next atomic.Int64
	var running sync.WaitGroup
	batches := make([]*Batch, inFlight)
	defer func() { w.giveBack(batches...) }()
	defer running.Wait()
	defer close(quit)
	for i := range batches {
		batches[i] = w.batch()
		free <- batches[i]
	}
	for range workers {
		maker := newMaker()
		running.Go(func() {
			for {
				select {
				case <-quit:
					return
				case b := <-free:
					if b.chunk = int(next.Add(1) - 1); b.chunk >= chunks {
						return
					}
					b.fill(maker, n)
					done <- b // never full: there are no more batches than places
				}
			}
		})
	}
	waiting := make([]*Batch, inFlight) // by chunk
	for chunk := 0; chunk < chunks; {
		b := <-done
		waiting[b.chunk%inFlight] = b
		for b := waiting[chunk%inFlight]; b != nil; b = waiting[chunk%inFlight] {
			if err := w.take(ctx, b); err != nil {
				return err
			}
			waiting[chunk%inFlight] = nil
			free <- b
			chunk++
		}
	}
	return nil
}
