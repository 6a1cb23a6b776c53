package party

import (
	"bufio"
	"context"
	"io"
	"sync"
	"unique"

	"s1mig/pkg/codec"
)

// Each writes the records that make makes of the indexes below n, in their
// order: the Records of a draft. make runs on several goroutines.
func (d *Desk) Each(ctx context.Context, n int, make func(to *codec.Batch, i int)) func(w *codec.Writer) error {
	return func(w *codec.Writer) error {
		return w.WriteAll(ctx, n, d.Workers, func() codec.Maker {
			return func(to *codec.Batch, i int) error {
				make(to, i)
				return nil
			}
		})
	}
}

// Fill writes a record for each index below n for which fill says so, in their
// order: the Records of a draft. fill finds in v what it was filled with before,
// so that lists can be used again, and runs on several goroutines.
func Fill[T any](ctx context.Context, d *Desk, n int, fill func(v *T, i int) bool) func(w *codec.Writer) error {
	return func(w *codec.Writer) error {
		return w.WriteAll(ctx, n, d.Workers, func() codec.Maker {
			v := new(T)
			return func(to *codec.Batch, i int) error {
				if fill(v, i) {
					to.Write(v)
				}
				return nil
			}
		})
	}
}

// Keep copies a word that many records have, and keeps it once. It may be called
// concurrently.
func Keep(word string) string {
	if word == "" {
		return ""
	}
	return unique.Make(word).Value()
}

// buffers are what files are written through, one after the other.
type buffers struct {
	free    sync.Pool
	batches codec.Spare
}

// bufferSize is what codec.Writer would buffer by itself.
const bufferSize = 1 << 16

func (b *buffers) get(w io.Writer) *bufio.Writer {
	if out, ok := b.free.Get().(*bufio.Writer); ok {
		out.Reset(w)
		return out
	}
	return bufio.NewWriterSize(w, bufferSize)
}

func (b *buffers) put(out *bufio.Writer) {
	out.Reset(nil)
	b.free.Put(out)
}
