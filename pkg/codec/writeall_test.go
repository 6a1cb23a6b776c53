package codec_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
)

// sizes are numbers of indexes on both sides of what workers take at a time.
var sizes = []int{0, 1, 2, 255, 256, 257, 513, 5000}

// some are the records of index i: none, one or several, and now and then large
// ones.
func some(i int) (ids []string) {
	for k := range []int{1, 0, 1, 3, 1, 0, 0}[i%7] {
		ids = append(ids, fmt.Sprintf("A-%d.%d%s", i, k, strings.Repeat("x", i%97*(i%13))))
	}
	return ids
}

func writeSome(to interface{ Write(any) }, i int) {
	for _, id := range some(i) {
		to.Write(&maf.Authorisation{AuthorisationID: id})
	}
}

// What WriteAll writes is what Write writes of the same records, in the same
// order, however many goroutines make them.
func TestWriteAll(t *testing.T) {
	header, _ := sampleParts(t)
	for _, n := range sizes {
		var want bytes.Buffer
		w := codec.NewWriter(&want, maf.Type, header)
		for i := range n {
			writeSome(w, i)
		}
		sum, err := w.Close(signed)
		if err != nil {
			t.Fatal(err)
		}
		for workers := range 5 {
			var got bytes.Buffer
			w := codec.NewWriter(&got, maf.Type, header)
			err := w.WriteAll(t.Context(), n, workers, func() codec.Maker {
				return func(to *codec.Batch, i int) error { writeSome(to, i); return nil }
			})
			if err != nil {
				t.Fatal(err)
			}
			if s, err := w.Close(signed); err != nil || s != sum || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%d indexes, %d workers: %+v, %v, want %+v", n, workers, s, err, sum)
			}
		}
	}
}

// WriteAll goes on where Write has stopped, and the other way round.
func TestWriteAllBetweenWrites(t *testing.T) {
	header, _ := sampleParts(t)
	write := func(all func(w *codec.Writer, from, n int)) string {
		var out bytes.Buffer
		w := codec.NewWriter(&out, maf.Type, header)
		for _, from := range []int{0, 300, 1000} {
			all(w, from, 290)
			w.WriteRaw([]byte(sampleFirst))
		}
		if _, err := w.Close(signed); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	want := write(func(w *codec.Writer, from, n int) {
		for i := range n {
			w.WriteRaw(fmt.Appendf(nil, `{"authorisationID":"A-%d"}`, from+i))
		}
	})
	got := write(func(w *codec.Writer, from, n int) {
		err := w.WriteAll(t.Context(), n, 3, func() codec.Maker {
			return func(to *codec.Batch, i int) error {
				to.WriteRaw(fmt.Appendf(nil, `{"authorisationID":"A-%d"}`, from+i))
				return nil
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if got != want {
		t.Errorf("got\n%.300s\nwant\n%.300s", got, want)
	}
}

// The error is the one of the smallest index, whoever meets it first.
func TestWriteAllMakerError(t *testing.T) {
	header, _ := sampleParts(t)
	for workers := range 5 {
		w := codec.NewWriter(io.Discard, maf.Type, header)
		err := w.WriteAll(t.Context(), 10_000, workers, func() codec.Maker {
			return func(_ *codec.Batch, i int) error {
				if i >= 1234 {
					return fmt.Errorf("index %d", i)
				}
				return nil
			}
		})
		if err == nil || err.Error() != "index 1234" {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// After an error of the underlying writer no more is made than is under way.
func TestWriteAllWriterError(t *testing.T) {
	header, records := sampleParts(t)
	for _, workers := range []int{1, 4} {
		var made atomic.Int64
		w := codec.NewWriter(&failing{1 << 17}, maf.Type, header)
		err := w.WriteAll(t.Context(), 1<<40, workers, func() codec.Maker {
			return func(to *codec.Batch, _ int) error { made.Add(1); to.Write(&records[0]); return nil }
		})
		if !errors.Is(err, errFull) || made.Load() > 10_000 {
			t.Errorf("%d workers: %v after %d records", workers, err, made.Load())
		}
		if sum, err := w.Close(signed); !errors.Is(err, errFull) || sum != (codec.Seal{}) {
			t.Errorf("%+v, %v", sum, err)
		}
	}
}

func TestWriteAllCancelled(t *testing.T) {
	header, records := sampleParts(t)
	for _, workers := range []int{1, 3} {
		ctx, cancel := context.WithCancel(t.Context())
		w := codec.NewWriter(io.Discard, maf.Type, header)
		err := w.WriteAll(ctx, 1<<40, workers, func() codec.Maker {
			return func(to *codec.Batch, i int) error {
				if i == 5000 {
					cancel()
				}
				to.Write(&records[0])
				return nil
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// A panic of a maker is the caller's, and no goroutine stays behind.
func TestWriteAllPanic(t *testing.T) {
	header, _ := sampleParts(t)
	for _, workers := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			defer func() {
				if p, _, _ := strings.Cut(fmt.Sprint(recover()), "\n"); p != "index 700" {
					t.Errorf("%d workers: %s", workers, p)
				}
			}()
			w := codec.NewWriter(io.Discard, maf.Type, header)
			_ = w.WriteAll(t.Context(), 1<<40, workers, func() codec.Maker {
				return func(_ *codec.Batch, i int) error {
					if i >= 700 {
						panic(fmt.Sprintf("index %d", i))
					}
					return nil
				}
			})
		})
	}
}

// gate is a writer that is slow: it lets one write through for each token.
type gate struct{ tokens chan bool }

func (g *gate) Write(b []byte) (int, error) { <-g.tokens; return len(b), nil }

// A slow writer holds the makers up: what has been made and not written does not
// grow.
func TestWriteAllBackPressure(t *testing.T) {
	header, _ := sampleParts(t)
	synctest.Test(t, func(t *testing.T) {
		const workers, n = 3, 100_000
		record := make([]byte, 1000)
		g, made := &gate{make(chan bool)}, atomic.Int64{}
		w := codec.NewWriter(g, maf.Type, header)
		done := make(chan error)
		go func() {
			done <- w.WriteAll(t.Context(), n, workers, func() codec.Maker {
				return func(to *codec.Batch, _ int) error { made.Add(1); to.WriteRaw(record); return nil }
			})
		}()
		synctest.Wait()
		if got := made.Load(); got > 256*(2*workers+1) {
			t.Errorf("%d records were made for a writer that stands still", got)
		}
		close(g.tokens)
		if err := <-done; err != nil || made.Load() != n {
			t.Errorf("%v after %d records", err, made.Load())
		}
	})
}

// BenchmarkWriteAll writes records that are made already: what is measured is
// hashing and handing over.
func BenchmarkWriteAll(b *testing.B) {
	record := bytes.Repeat([]byte("x"), 700)
	for workers := 1; workers <= runtime.GOMAXPROCS(0); workers++ {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			const n = 50_000
			b.SetBytes(int64(n * len(record)))
			b.ReportAllocs()
			for b.Loop() {
				w := codec.NewWriter(io.Discard, maf.Type, benchHeader())
				err := w.WriteAll(b.Context(), n, workers, func() codec.Maker {
					return func(to *codec.Batch, _ int) error { to.WriteRaw(record); return nil }
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
