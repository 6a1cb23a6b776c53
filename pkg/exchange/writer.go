package exchange

import (
	"context"
	"io"
)

// Writer is what a transport hands to the write function of Put. It stops at
// the first failure or when the context is cancelled, and remembers why, so
// that a write function which drops the error of its writer still cannot get a
// broken file published.
type Writer struct {
	ctx context.Context
	w   io.Writer
	err error
}

// NewWriter returns a Writer onto w that stops when ctx is cancelled.
func NewWriter(ctx context.Context, w io.Writer) *Writer {
	return &Writer{ctx: ctx, w: w}
}

// Write passes p on, unless the context is cancelled or a write failed before.
func (w *Writer) Write(p []byte) (int, error) {
	if err := w.Err(); err != nil {
		return 0, err
	}
	n, err := w.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	w.err = err
	return n, err
}

// Err returns the first failure of a write, or else the error of the context.
func (w *Writer) Err() error {
	if w.err != nil {
		return w.err
	}
	return w.ctx.Err()
}

// Run calls write with the Writer and returns its error, or else Err.
func (w *Writer) Run(write func(io.Writer) error) error {
	if err := w.Err(); err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	return w.Err()
}
