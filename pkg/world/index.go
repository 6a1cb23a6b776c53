package world

import (
	"encoding/binary"
	"unsafe"

	"s1mig/pkg/ident"
)

// index is what rules ask of the registers, in the bytes in which it is stored:
// nothing of it is decoded before it is asked for.
//
// All that is asked of a meter, but for the id of its installation, is its class,
// which thousands of meters share. So a look-up reads the bucket that the MPxN
// hashes to, and a class that was read a moment ago. Organisations, groups and
// EPCL entries stand in a class by their index in the world: an index belongs to
// one world.yaml.
type index struct {
	size      indexSize
	buckets   []byte // for each bucket, and once more: the meter that it begins with, in 4 bytes
	meters    []byte // indexedMeters, by bucket, then by MPxN
	classes   []byte // meterClasses
	suppliers []byte // in 2 bytes each: the lists that are too long for a class
	ids       []byte // of installations, without anything between them
}

// indexSize is how much of everything an index holds.
type indexSize struct {
	Installations                       int64 // for information
	Meters, Classes, Suppliers, IDBytes int64
	BucketBits                          uint // of a hash; at least 1
}

const (
	bucketSize   = 4
	meterSize    = 16
	classSize    = 16
	supplierSize = 2
)

// maxBucketBits and maxIndexed keep numbers within 32 bits.
const (
	maxBucketBits = 28
	maxIndexed    = 1<<32 - 1
)

// bytes is how long the sections of an index are together; ok is false where no
// index can be of that size.
func (n indexSize) bytes() (total int64, ok bool) {
	for _, v := range [...]int64{n.Meters, n.Classes, n.Suppliers, n.IDBytes} {
		if v < 0 || v > maxIndexed {
			return 0, false
		}
	}
	if n.BucketBits < 1 || n.BucketBits > maxBucketBits {
		return 0, false
	}
	return n.bucketBytes() + n.Meters*meterSize + n.Classes*classSize + n.Suppliers*supplierSize + n.IDBytes, true
}

func (n indexSize) bucketBytes() int64 { return (1<<n.BucketBits + 1) * bucketSize }

// newIndex takes body for the sections of an index. ok is false where its length
// is another.
func newIndex(body []byte, n indexSize) (x *index, ok bool) {
	if total, ok := n.bytes(); !ok || total != int64(len(body)) {
		return nil, false
	}
	x = &index{size: n}
	take := func(bytes int64) (section []byte) {
		section, body = body[:bytes:bytes], body[bytes:]
		return section
	}
	x.buckets = take(n.bucketBytes())
	x.meters = take(n.Meters * meterSize)
	x.classes = take(n.Classes * classSize)
	x.suppliers = take(n.Suppliers * supplierSize)
	x.ids = body
	return x, true
}

// bucketOf is the bucket of an MPxN, out of 1<<bits. The factor is 2^64 divided
// by the golden ratio (Knuth, TAOCP 6.4).
func bucketOf(m ident.MPxN, bits uint) int {
	return int(uint64(m) * 0x9E3779B97F4A7C15 >> (64 - bits))
}

// indexedMeter is a meter as it stands in an index.
type indexedMeter struct {
	key   uint64 // the MPxN, and the length of the installation's id in bits that an MPxN leaves 0
	id    uint32 // where the installation's id begins
	class uint32
}

// An MPxN is a number of 13 digits at most, which takes 44 bits, and the number
// of digits above bit 56.
const (
	idLengthShift = 48
	idLengthMask  = 0xff << idLengthShift
)

func keyOf(m ident.MPxN, idLength int) uint64 { return uint64(m) | uint64(idLength)<<idLengthShift }

func (m *indexedMeter) mpxn() ident.MPxN { return ident.MPxN(m.key &^ idLengthMask) }

func (m *indexedMeter) idLength() int { return int(m.key & idLengthMask >> idLengthShift) }

func (m *indexedMeter) put(b []byte) {
	_ = b[meterSize-1]
	binary.LittleEndian.PutUint64(b, m.key)
	binary.LittleEndian.PutUint32(b[8:], m.id)
	binary.LittleEndian.PutUint32(b[12:], m.class)
}

func getMeter(b []byte) indexedMeter {
	_ = b[meterSize-1]
	return indexedMeter{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])}
}

// bucket returns the meters of a bucket, as a range.
func (x *index) bucket(b int) (from, to int) {
	return int(binary.LittleEndian.Uint32(x.buckets[b*bucketSize:])), int(binary.LittleEndian.Uint32(x.buckets[(b+1)*bucketSize:]))
}

func (x *index) mpxn(at int) ident.MPxN {
	return ident.MPxN(binary.LittleEndian.Uint64(x.meters[at*meterSize:]) &^ idLengthMask)
}

// touch reads the buckets of the meters, and then where they lead to. Neither
// read waits for another of its loop, so the processor has many under way.
func (x *index) touch(meters []ident.MPxN) (sum uint64) {
	for _, m := range meters {
		sum += uint64(binary.LittleEndian.Uint32(x.buckets[bucketOf(m, x.size.BucketBits)*bucketSize:]))
	}
	for _, m := range meters {
		if from, to := x.bucket(bucketOf(m, x.size.BucketBits)); from < to {
			sum += uint64(x.mpxn(from))
		}
	}
	return sum
}

// meter returns the current entry of a supply point.
func (x *index) meter(m ident.MPxN) (indexedMeter, bool) {
	from, to := x.bucket(bucketOf(m, x.size.BucketBits))
	for to-from > 2*metersPerBucket { // seldom, but somebody may choose the numbers
		if middle := (from + to) / 2; x.mpxn(middle) > m {
			to = middle
		} else {
			from = middle
		}
	}
	for ; from < to; from++ {
		if x.mpxn(from) == m {
			return getMeter(x.meters[from*meterSize:]), true
		}
	}
	return indexedMeter{}, false
}

// id is the id of a meter's installation: a view of the index, which nobody
// writes to any more.
func (x *index) id(m *indexedMeter) string {
	text := x.ids[m.id:][:m.idLength()]
	return unsafe.String(unsafe.SliceData(text), len(text))
}

func (x *index) class(n uint32) meterClass { return getClass(x.classes[int(n)*classSize:]) }

// supplier returns entry n of the lists of suppliers.
func (x *index) supplier(n int) uint16 {
	return binary.LittleEndian.Uint16(x.suppliers[n*supplierSize:])
}
