package world

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/maphash"
	"io"
	"math"
	"slices"

	"s1mig/pkg/abreast"
	"s1mig/pkg/codec"
)

// indexBuilder makes an index in memory. It does no more than see whether
// anything is wrong with the registers: the loader says what.
type indexBuilder struct {
	*loader
	seed    maphash.Seed
	digest  bool // of the registers, and their stamps
	files   []indexedFile
	devices deviceSet
	classes *classes
	hashes  []uint64 // of the ids
	ids     [][]byte
	meters  [][]byte // indexedMeters of each block
	pages   []byte
	page    uint32 // the last of them
	size    indexSize
}

func newIndexBuilder(l *loader, digest bool) *indexBuilder {
	return &indexBuilder{loader: l, digest: digest, seed: maphash.MakeSeed(), classes: newClasses()}
}

// build reads the registers of the loader's world. The error is errSuspect, or a
// fault of the world.
func (b *indexBuilder) build(ctx context.Context) (body []byte, err error) {
	if w := b.world; max(len(w.organisations), len(w.groups), len(w.epcl)) >= math.MaxUint16 {
		return nil, errSuspect // they are numbered in two bytes
	}
	for _, smso := range b.world.smsos() {
		if err := b.register(ctx, smso); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

func (b *indexBuilder) register(ctx context.Context, smso string) error {
	name := registerName(smso)
	f, err := b.fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	sum := sha256.New()
	before, err := f.Stat()
	if err != nil {
		return err
	}
	if b.digest {
		r = io.TeeReader(f, sum)
	}
	newWorker := func() codec.Worker {
		return &indexWorker{lineWorker: newLineWorker(b.world, smso, name), seed: b.seed}
	}
	if err := codec.Lines(ctx, r, registerTable, codec.Options{}, newWorker, b.add); err != nil || !b.digest {
		return err
	}
	after, err := f.Stat()
	if err == nil && stampOf(before) != stampOf(after) {
		err = errChanged
	}
	b.files = append(b.files, indexedFile{Name: name, stamp: stampOf(before), SHA256: hex.EncodeToString(sum.Sum(nil))})
	return err
}

// add adds what was read of a block.
func (b *indexBuilder) add(outcome any) error {
	batch := outcome.(*indexBatch)
	if batch.bad {
		return errSuspect
	}
	for _, id := range batch.devices {
		if !b.devices.add(id) {
			return errSuspect
		}
	}
	b.addMeters(batch)
	b.hashes = append(b.hashes, batch.hashes...)
	b.ids = append(b.ids, batch.ids)
	b.size.Installations += int64(len(batch.hashes))
	if b.size.IDBytes += int64(len(batch.ids)); b.size.IDBytes > maxIndexed {
		return errSuspect
	}
	return nil
}

func (b *indexBuilder) addMeters(batch *indexBatch) {
	meters := make([]byte, len(batch.meters)*meterSize)
	for i := range batch.meters {
		m := &batch.meters[i]
		if m.class.long {
			m.class.list = b.classes.list(batch.lists[m.class.list])
		}
		id := uint32(b.size.IDBytes) + m.id
		if b.size.Meters%metersPerPage == 0 {
			b.page = id
			b.pages = binary.LittleEndian.AppendUint32(b.pages, id)
		}
		b.size.Meters++
		(&indexedMeter{m.key, id - b.page, m.idLength, b.classes.number(m.class)}).put(meters[i*meterSize:])
	}
	b.meters = append(b.meters, meters)
}

// finish lays out the sections of the index.
func (b *indexBuilder) finish() ([]byte, error) {
	b.size.Seed = maphash.Bytes(b.seed, nil)
	b.size.Classes = int64(len(b.classes.classes) / classSize)
	b.size.Suppliers = int64(len(b.classes.text) / supplierSize)
	total, ok := b.size.bytes()
	if !ok {
		return nil, errSuspect
	}
	body := make([]byte, total)
	x, _ := newIndex(body, b.size)
	var unique, filled bool
	tasks := []func(){func() { unique = b.uniqueIDs() }, func() { b.layOut(x); filled = x.fill() }}
	_ = abreast.Do(len(tasks), len(tasks), func(i int) error { tasks[i](); return nil })
	if !unique || !filled {
		return nil, errSuspect
	}
	return body, nil
}

// uniqueIDs reports whether no two ids have one hash.
func (b *indexBuilder) uniqueIDs() bool {
	slices.Sort(b.hashes)
	for i := 1; i < len(b.hashes); i++ {
		if b.hashes[i] == b.hashes[i-1] {
			return false
		}
	}
	return true
}

// layOut copies everything but the slots to its place.
func (b *indexBuilder) layOut(x *index) {
	join(x.meters, b.meters)
	join(x.ids, b.ids)
	copy(x.pages, b.pages)
	copy(x.classes, b.classes.classes)
	copy(x.suppliers, b.classes.text)
}

func join(section []byte, parts [][]byte) {
	for _, part := range parts {
		section = section[copy(section, part):]
	}
}
