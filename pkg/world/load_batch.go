package world

import (
	"slices"

	"s1mig/pkg/codec"
)

// batchWorker turns the lines of a register into installations.
type batchWorker struct {
	*lineWorker
	installations []Installation
	lines         []int32
	ids           []byte
	spans         []span
}

// span is where the id and the devices of an installation end in ids and
// devices.
type span struct{ id, device int }

// batch is what is read of one block.
type batch struct {
	installations []Installation
	lines         []int32
	problems      []ConfigError
}

// Record implements codec.Worker.
func (w *batchWorker) Record(rec *codec.Record) {
	inst, ok := w.read(rec)
	if !ok {
		return
	}
	w.installations = append(w.installations, inst)
	w.lines = append(w.lines, int32(rec.Pos.Line))
	w.ids = append(w.ids, rec.Value.(*line).InstallationID...)
	w.spans = append(w.spans, span{len(w.ids), len(w.devices)})
}

// End implements codec.Worker. It gives the installations of the block one
// string for their ids and one array for their devices.
func (w *batchWorker) End() any {
	ids := string(w.ids)
	devices := slices.Clone(w.devices)
	out := &batch{installations: slices.Clone(w.installations), lines: slices.Clone(w.lines), problems: w.problems}
	var last span
	for i, s := range w.spans {
		out.installations[i].ID = ids[last.id:s.id]
		out.installations[i].Devices = devices[last.device:s.device:s.device]
		last = s
	}
	w.installations, w.lines, w.problems = w.installations[:0], w.lines[:0], nil
	w.devices, w.ids, w.spans = w.devices[:0], w.ids[:0], w.spans[:0]
	return out
}
