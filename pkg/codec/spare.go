package codec

import "sync"

// Spare is memory that writers use one after the other: whoever writes many
// files gives it to each. The zero Spare is ready, for any number of goroutines.
type Spare struct{ batches sync.Pool }

// Use has the writer take the memory of its batches from s and give it back.
func (w *Writer) Use(s *Spare) { w.spare = s }

// batch is an empty batch for the records of the writer's type.
func (w *Writer) batch() *Batch {
	if w.spare != nil {
		if b, ok := w.spare.batches.Get().(*Batch); ok {
			*b = Batch{t: w.t.Record, buf: b.buf[:0]}
			return b
		}
	}
	return &Batch{t: w.t.Record}
}

// giveBack is called when nothing uses the batches any more.
func (w *Writer) giveBack(batches ...*Batch) {
	if w.spare == nil {
		return
	}
	for _, b := range batches {
		w.spare.batches.Put(b)
	}
}
