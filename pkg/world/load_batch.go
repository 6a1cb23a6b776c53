package world

import (
	"slices"

	"s1mig/pkg/codec"
)

// batchWorker turns the lines of a register into packed installations.
type batchWorker struct {
	*lineWorker
	kinds *kindCache
	batch batch
}

// batch is what is read of one block.
type batch struct {
	text     []byte // packed installations
	ends     []int  // of each in text
	lines    []int32
	problems []ConfigError
}

// Record implements codec.Worker.
func (w *batchWorker) Record(rec *codec.Record) {
	w.devices = w.devices[:0]
	inst, ok := w.read(rec)
	if !ok {
		return
	}
	b := &w.batch
	b.text = w.pack(b.text, rec.Value.(*line).InstallationID, &inst, w.kinds)
	b.ends = append(b.ends, len(b.text))
	b.lines = append(b.lines, int32(rec.Pos.Line))
}

// End implements codec.Worker.
func (w *batchWorker) End() any {
	b := &w.batch
	out := &batch{slices.Clone(b.text), slices.Clone(b.ends), slices.Clone(b.lines), w.problems}
	b.text, b.ends, b.lines, w.problems = b.text[:0], b.ends[:0], b.lines[:0], nil
	return out
}
