package world

import (
	"encoding/binary"
	"unsafe"

	"s1mig/pkg/ident"
)

// index is what rules ask of the registers, in the bytes in which it is stored:
// nothing of it is decoded before it is asked for.
//
// The meters stand in the order of the registers, so that a file in that order
// finds each meter shortly behind the one before. For any other there is a hash
// table of their places.
//
// All that is asked of a meter, but for the id of its installation, is its class,
// which thousands of meters share. Organisations, groups and EPCL entries stand
// in a class by their index in the world: an index belongs to one world.yaml.
type index struct {
	size      indexSize
	slots     slots
	meters    []byte   // indexedMeters
	metersAt  int      // where they begin in the file of the index
	fit       bool     // what they point to was found to be there
	pages     []byte   // in 4 bytes each: where the ids of a page of meters begin
	classes   []byte   // meterClasses
	suppliers []byte   // in 2 bytes each: the lists that are too long for a class
	ids       []byte   // of installations, without anything between them
	mapped    *mapping // the file that all this is of, where it is mapped
}

// indexSize is how much of everything an index holds.
type indexSize struct {
	Installations                       int64 // for information
	Meters, Classes, Suppliers, IDBytes int64
	Seed                                uint64 // of the hash
}

const (
	meterSize    = 12
	pageSize     = 4
	classSize    = 16
	supplierSize = 2
)

// maxMeters leaves a bit of a slot, and maxIndexed keeps numbers within 32 bits.
// maxClasses are those that a meter has room for.
const (
	maxMeters  = 1<<31 - 1
	maxIndexed = 1<<32 - 1
	maxClasses = 1 << 24
)

// bytes is how long the sections of an index are together; ok is false where no
// index can be of that size.
func (n indexSize) bytes() (total int64, ok bool) {
	for _, v := range [...]int64{n.Meters, n.Classes, n.Suppliers, n.IDBytes} {
		if v < 0 || v > maxIndexed {
			return 0, false
		}
	}
	if n.Meters > maxMeters || n.Classes > maxClasses {
		return 0, false
	}
	return slotBytes(n.Meters) + n.Meters*meterSize + n.pages()*pageSize + n.Classes*classSize + n.Suppliers*supplierSize + n.IDBytes, true
}

// pages is how many pages there are of metersPerPage, the last of fewer.
func (n indexSize) pages() int64 { return (n.Meters + metersPerPage - 1) / metersPerPage }

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
	x.slots = newSlots(take(slotBytes(n.Meters)), n)
	x.meters = take(n.Meters * meterSize)
	x.pages = take(n.pages() * pageSize)
	x.classes = take(n.Classes * classSize)
	x.suppliers = take(n.Suppliers * supplierSize)
	x.ids = body
	return x, true
}

// meterKey is an MPxN in 48 bits: 44 for a number of 13 digits at most, and the
// number of digits.
type meterKey uint64

const (
	keyBits    = 48
	keyMask    = 1<<keyBits - 1
	numberMask = 1<<44 - 1
	// An MPxN has the number of digits in its top byte.
	digitsBelow = 12
)

func keyOf(m ident.MPxN) meterKey {
	return meterKey(uint64(m)&numberMask | uint64(m)>>digitsBelow&^numberMask&keyMask)
}

// indexedMeter is a meter as it stands in an index: the key and, in a byte each,
// the length of the installation's id and the end of the class; then, in two
// bytes each, where the id begins behind that of the page, and the rest of the
// class.
type indexedMeter struct {
	key      meterKey
	id       uint32 // where it begins on its page
	idLength uint8
	class    uint32
}

// metersPerPage keeps the ids of a page within two bytes: each is of 255 bytes at
// most, and of a meter.
const metersPerPage = 256

func (m *indexedMeter) put(b []byte) {
	_ = b[meterSize-1]
	binary.LittleEndian.PutUint64(b, uint64(m.key)|uint64(m.idLength)<<48|uint64(m.class)<<56)
	binary.LittleEndian.PutUint32(b[8:], m.id&0xffff|m.class>>8<<16)
}

// meter is the meter at a place.
func (x *index) meter(at int) indexedMeter {
	b := x.meters[at*meterSize:][:meterSize]
	low, high := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint32(b[8:])
	return indexedMeter{meterKey(low & keyMask), high & 0xffff, uint8(low >> 48), uint32(low>>56) | high>>16<<8}
}

// key is that of the meter at a place.
func (x *index) key(at int) meterKey {
	return keyIn(x.meters[at*meterSize:])
}

// keyIn is the key of the meter that b begins with.
func keyIn(b []byte) meterKey { return meterKey(binary.LittleEndian.Uint64(b) & keyMask) }

// ahead looks for a meter among the n at a place and behind it.
func (x *index) ahead(k meterKey, at, n int) (int, bool) {
	const few = 4 // at a time
	b := x.meters[min(at*meterSize, len(x.meters)):]
	for b = b[:min(n*meterSize, len(b))]; len(b) >= few*meterSize; b = b[few*meterSize:] {
		switch k {
		case keyIn(b):
			return at, true
		case keyIn(b[meterSize:]):
			return at + 1, true
		case keyIn(b[2*meterSize:]):
			return at + 2, true
		case keyIn(b[3*meterSize:]):
			return at + 3, true
		}
		at += few
	}
	for ; len(b) >= meterSize; b = b[meterSize:] {
		if keyIn(b) == k {
			return at, true
		}
		at++
	}
	return 0, false
}

// find returns the place of the current entry of a supply point.
func (x *index) find(k meterKey) (at int, ok bool) {
	for p := x.slots.probe(k); p.next(); {
		if at := p.place(); at < int(x.size.Meters) && x.key(at) == k {
			return at, true
		}
	}
	return 0, false
}

// id is the id of the installation of the meter at a place: a view of the index,
// which nobody writes to any more.
func (x *index) id(at int, m *indexedMeter) string {
	text := x.ids[x.page(at/metersPerPage)+m.id:][:m.idLength]
	return unsafe.String(unsafe.SliceData(text), len(text))
}

// page is where the ids of a page begin.
func (x *index) page(n int) uint32 { return binary.LittleEndian.Uint32(x.pages[n*pageSize:]) }

func (x *index) class(n uint32) meterClass { return getClass(x.classes[int(n)*classSize:]) }

// supplier returns entry n of the lists of suppliers.
func (x *index) supplier(n int) uint16 {
	return binary.LittleEndian.Uint16(x.suppliers[n*supplierSize:])
}
