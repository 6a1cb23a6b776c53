package world

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/maphash"
	"io"
	"math"
	"math/bits"
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
	meters  [][]indexedMeter
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
	meters := make([]indexedMeter, len(batch.meters))
	for i := range batch.meters {
		m := &batch.meters[i]
		if m.class.long {
			m.class.list = b.classes.list(batch.lists[m.class.list])
		}
		meters[i] = indexedMeter{m.key, uint32(b.size.IDBytes) + m.id, b.classes.number(m.class)}
	}
	b.meters = append(b.meters, meters)
	b.hashes = append(b.hashes, batch.hashes...)
	b.ids = append(b.ids, batch.ids)
	b.size.Installations += int64(len(batch.hashes))
	b.size.Meters += int64(len(batch.meters))
	if b.size.IDBytes += int64(len(batch.ids)); b.size.IDBytes > maxIndexed {
		return errSuspect
	}
	return nil
}

// metersPerBucket is how many meters a bucket has at most, on average: those of
// most buckets stand in one line of the cache or two.
const metersPerBucket = 6

// finish lays out the sections of the index.
func (b *indexBuilder) finish() ([]byte, error) {
	b.size.BucketBits = max(1, uint(bits.Len64(uint64(b.size.Meters/metersPerBucket))))
	b.size.Classes = int64(len(b.classes.classes) / classSize)
	b.size.Suppliers = int64(len(b.classes.text) / supplierSize)
	total, ok := b.size.bytes()
	if !ok {
		return nil, errSuspect
	}
	body := make([]byte, total)
	x, _ := newIndex(body, b.size)
	var unique, sorted bool
	tasks := []func(){func() { unique = b.uniqueIDs() }, func() { b.layOut(x); sorted = x.sortBuckets() }}
	_ = abreast.Do(len(tasks), len(tasks), func(i int) error { tasks[i](); return nil })
	if !unique || !sorted {
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

// layOut copies everything to its place, and the meters to their buckets.
func (b *indexBuilder) layOut(x *index) {
	copy(x.classes, b.classes.classes)
	copy(x.suppliers, b.classes.text)
	at := 0
	for _, ids := range b.ids {
		at += copy(x.ids[at:], ids)
	}
	next := b.countBuckets() // next[k+1] is where the next meter of bucket k goes
	for _, meters := range b.meters {
		for i := range meters {
			k := bucketOf(meters[i].mpxn(), b.size.BucketBits) + 1
			meters[i].put(x.meters[int(next[k])*meterSize:])
			next[k]++
		}
	}
	for k, at := range next {
		binary.LittleEndian.PutUint32(x.buckets[k*bucketSize:], at)
	}
}

// countBuckets returns, behind a zero, where each bucket begins.
func (b *indexBuilder) countBuckets() []uint32 {
	next := make([]uint32, 1<<b.size.BucketBits+1)
	for _, meters := range b.meters {
		for i := range meters {
			next[bucketOf(meters[i].mpxn(), b.size.BucketBits)+1]++
		}
	}
	sum := uint32(0)
	for k := 1; k < len(next); k++ {
		next[k], sum = sum, sum+next[k]
	}
	return next
}

// sortBuckets sorts the meters of each bucket. It returns false where a supply
// point stands twice.
func (x *index) sortBuckets() bool {
	var meters []indexedMeter
	for b := range 1 << x.size.BucketBits {
		from, to := x.bucket(b)
		meters = meters[:0]
		for at := from; at < to; at++ {
			meters = append(meters, getMeter(x.meters[at*meterSize:]))
		}
		slices.SortFunc(meters, func(a, b indexedMeter) int { return cmp.Compare(a.mpxn(), b.mpxn()) })
		for k := range meters {
			if k > 0 && meters[k].mpxn() == meters[k-1].mpxn() {
				return false
			}
			meters[k].put(x.meters[(from+k)*meterSize:])
		}
	}
	return true
}
