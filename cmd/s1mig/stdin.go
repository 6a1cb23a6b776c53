package main

import (
	"context"
	"io"
)

// interruptible is a reader that a signal ends, also while it waits for input.
type interruptible struct {
	ctx   context.Context
	ready chan chunk
	ask   chan int
	rest  []byte
	err   error
}

type chunk struct {
	data []byte
	err  error
}

// newInterruptible reads r in the background, and only when asked to.
func newInterruptible(ctx context.Context, r io.Reader) *interruptible {
	i := &interruptible{ctx: ctx, ready: make(chan chunk, 1), ask: make(chan int, 1)}
	go func() {
		for n := range i.ask {
			buf := make([]byte, n)
			n, err := r.Read(buf)
			i.ready <- chunk{buf[:n], err}
		}
	}()
	return i
}

// Read returns what r gives, or the error of the context.
func (i *interruptible) Read(p []byte) (int, error) {
	if len(i.rest) == 0 && i.err == nil {
		i.ask <- max(len(p), 1)
		select {
		case c := <-i.ready:
			i.rest, i.err = c.data, c.err
		case <-i.ctx.Done():
			i.err = i.ctx.Err()
		}
	}
	n := copy(p, i.rest)
	if i.rest = i.rest[n:]; len(i.rest) > 0 {
		return n, nil
	}
	return n, i.err
}
