package validate

import (
	"context"
	"io"
)

// untilDone opens what may wait for ever: a pipe that nobody writes to, or whose
// writer says nothing. Both the opening and each reading end with the context.
func (from reads) untilDone(ctx context.Context) reads {
	return func(path string) (io.ReadCloser, error) {
		type outcome struct {
			r   io.ReadCloser
			err error
		}
		opened := make(chan outcome)
		go func() {
			r, err := from(path)
			select {
			case opened <- outcome{r, err}:
			case <-ctx.Done():
				if err == nil {
					r.Close()
				}
			}
		}()
		select {
		case o := <-opened:
			if o.err != nil {
				return nil, o.err
			}
			return &waiting{o.r, ctx, context.AfterFunc(ctx, func() { o.r.Close() })}, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// waiting is a reader that the end of a context closes.
type waiting struct {
	io.ReadCloser
	ctx  context.Context
	stop func() bool // so that it does not
}

// Read implements io.Reader. The error of one that was closed is the context's.
func (w *waiting) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if err != nil && w.ctx.Err() != nil {
		err = w.ctx.Err()
	}
	return n, err
}

// Close implements io.Closer.
func (w *waiting) Close() error {
	if !w.stop() {
		return nil
	}
	return w.ReadCloser.Close()
}
