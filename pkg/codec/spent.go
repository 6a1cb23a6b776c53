package codec

import (
	"sync"
	"time"
)

// Spent is how long the goroutines that read a file were busy, all added up, by
// what they did. It is for tuning and for those who wait: nothing that is found
// depends on it.
type Spent struct {
	Read  time.Duration // waiting for bytes of the input
	Parse time.Duration // taking records apart, and what Workers did with them
	Hash  time.Duration
}

// Busy is the sum.
func (s Spent) Busy() time.Duration { return s.Read + s.Parse + s.Hash }

// watch adds up what one kind of work takes. Without a clock it does nothing.
type watch struct {
	now func() time.Duration
	mu  sync.Mutex
	sum time.Duration
}

// start returns the time, to be given to stop.
func (w *watch) start() time.Duration {
	if w.now == nil {
		return 0
	}
	return w.now()
}

func (w *watch) stop(started time.Duration) {
	if w.now == nil {
		return
	}
	took := w.now() - started
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sum += took
}

// total is what was added up so far.
func (w *watch) total() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sum
}
