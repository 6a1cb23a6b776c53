package world

import (
	"hash/maphash"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
)

// indexWorker turns the lines of a register into what an index holds of them.
type indexWorker struct {
	*lineWorker
	seed  maphash.Seed
	batch indexBatch
}

// indexBatch is what an index holds of one block.
type indexBatch struct {
	bad     bool     // a line has a problem
	ids     []byte   // of the installations
	hashes  []uint64 // of the ids
	meters  []classedMeter
	lists   [][]uint16 // of suppliers, which the classes number
	devices []ident.EUI64
}

// classedMeter is a meter of a block. Its id begins where the block's do.
type classedMeter struct {
	key      meterKey
	id       uint32
	idLength uint8
	class    meterClass
}

// Record implements codec.Worker.
func (w *indexWorker) Record(rec *codec.Record) {
	inst, ok := w.read(rec)
	if !ok {
		w.batch.bad = true
		return
	}
	b, id := &w.batch, rec.Value.(*line).InstallationID
	inst.Devices = w.devices
	s := inst.summary()
	c := meterClass{group: uint16(w.group), epcl: uint16(w.epcl), migrated: inst.Migrated,
		active: uint8(s.active), dormant: uint8(s.dormant), activeSuppliers: uint8(s.activeSuppliers)}
	w.addSuppliers(&c)
	for _, m := range w.meters {
		c.isActive, c.supplier, c.network = m.active, uint16(m.supplier+1), uint16(m.network)
		b.meters = append(b.meters, classedMeter{keyOf(m.mpxn), uint32(len(b.ids)), uint8(len(id)), c})
	}
	for k := range w.devices {
		b.devices = append(b.devices, w.devices[k].ID)
	}
	w.devices = w.devices[:0]
	b.ids = append(b.ids, id...)
	b.hashes = append(b.hashes, maphash.String(w.seed, id))
}

// addSuppliers adds the suppliers of the active meters of the line at hand.
func (w *indexWorker) addSuppliers(c *meterClass) {
	n := 0
	for _, m := range w.meters {
		if !m.active || m.supplier < 0 {
			continue
		}
		if n < len(c.suppliers) {
			c.suppliers[n] = uint16(m.supplier + 1)
		}
		n++
	}
	if n <= len(c.suppliers) {
		return
	}
	list := make([]uint16, 0, n)
	for _, m := range w.meters {
		if m.active && m.supplier >= 0 {
			list = append(list, uint16(m.supplier+1))
		}
	}
	c.long, c.suppliers, c.list = true, [2]uint16{}, uint32(len(w.batch.lists))
	w.batch.lists = append(w.batch.lists, list)
}

// End implements codec.Worker.
func (w *indexWorker) End() any {
	out := w.batch
	w.problems = nil
	w.batch = indexBatch{ids: make([]byte, 0, len(out.ids)), hashes: make([]uint64, 0, len(out.hashes)),
		meters: make([]classedMeter, 0, len(out.meters)), devices: make([]ident.EUI64, 0, len(out.devices))}
	return &out
}
