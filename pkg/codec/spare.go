package codec

import (
	"sync"

	"s1mig/pkg/spec"
)

// Spare is memory that readers and writers use one after the other: whoever reads
// or writes many files gives it to each. The zero Spare is ready, for any number
// of goroutines; a nil one has nothing.
type Spare struct {
	batches, blocks sync.Pool
	programs        sync.Map // of *sync.Pool, by *spec.Table
}

// block is room for a block.
func (s *Spare) block() *block {
	if s != nil {
		if b, ok := s.blocks.Get().(*block); ok {
			return b
		}
	}
	return &block{}
}

// program is a program of the table, which may have learned from another file.
func (s *Spare) program(t *spec.Table) *program {
	if s != nil {
		if of, ok := s.programs.Load(t); ok {
			if g, ok := of.(*sync.Pool).Get().(*program); ok {
				return g
			}
		}
	}
	return newProgram(t)
}

// takeBack takes what the reading of a file has used, when nothing uses it any
// more.
func (s *Spare) takeBack(v *visit) {
	if s == nil {
		return
	}
	for _, b := range v.blocks {
		*b = block{buf: b.buf}
		s.blocks.Put(b)
	}
	slots := v.slots
	if v.own != nil {
		slots = append(slots, v.own)
	}
	of, _ := s.programs.LoadOrStore(v.Type.Record, new(sync.Pool))
	for _, slot := range slots {
		of.(*sync.Pool).Put(slot.quick)
	}
}

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
