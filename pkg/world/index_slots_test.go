package world

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"math/rand/v2"
	"testing"

	"s1mig/pkg/ident"
)

// builderOf is a builder of an index of these meters, which it numbers by their
// network operator.
func builderOf(t *testing.T, meters ...ident.MPxN) *indexBuilder {
	t.Helper()
	b, batch := newIndexBuilder(newLoader(nil, "", 1), false), &indexBatch{}
	for i, m := range meters {
		batch.meters = append(batch.meters, classedMeter{key: keyOf(m), class: meterClass{network: uint16(i)}})
	}
	if err := b.add(batch); err != nil {
		t.Fatal(err)
	}
	return b
}

// chosen returns n different numbers that a builder's hash puts at one slot, of an index of
// so many meters.
func chosen(n, meters int, b *indexBuilder) (out []ident.MPxN) {
	s := newSlots(nil, indexSize{Meters: int64(meters), Seed: maphash.Bytes(b.seed, nil)})
	chance := rand.New(rand.NewPCG(1, 2))
	for seen := map[ident.MPxN]bool{}; len(out) < n; {
		m := ident.MPANWithCheck(990000000000 + chance.Uint64N(1e10))
		if at, _ := s.home(keyOf(m)); at == 7*slotSize && !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	return out
}

// TestChosenNumbers looks up meters whose numbers somebody chose to stand in each
// other's way, who knew the seed.
func TestChosenNumbers(t *testing.T) {
	const meters = 400
	seed := maphash.MakeSeed()
	with := func(in []ident.MPxN) *indexBuilder {
		b := builderOf(t, in...)
		b.seed = seed
		return b
	}
	numbers := chosen(2*meters, meters, with(nil))
	b := with(numbers[:meters])
	body, err := b.finish()
	if err != nil {
		t.Fatal(err, b.size)
	}
	x, _ := newIndex(body, b.size)
	for i, m := range numbers {
		at, ok := x.find(keyOf(m))
		if ok != (i < meters) || ok && (at != i || x.class(x.meter(at).class).network != uint16(i)) {
			t.Fatalf("%v: at %d, %v", m, at, ok)
		}
	}
	full := chosen(longestProbe+1, longestProbe+1, with(nil))
	if _, err := with(full).finish(); !errors.Is(err, errSuspect) {
		t.Errorf("a meter that finds no room: %v", err)
	}
}

// TestTwice wants a supply point that stands twice to be seen, wherever.
func TestTwice(t *testing.T) {
	for _, second := range []int{1, 2, 100, 9_999} {
		meters := make([]ident.MPxN, 10_000)
		for i := range meters {
			meters[i] = ident.MPANWithCheck(990000000000 + uint64(i))
		}
		if _, err := builderOf(t, meters...).finish(); err != nil {
			t.Fatal(err)
		}
		meters[second] = meters[0]
		if _, err := builderOf(t, meters...).finish(); !errors.Is(err, errSuspect) {
			t.Errorf("meter %d is the first again: %v", second, err)
		}
	}
}

// TestMeterKey: an MPxN and its key are each other's, and a leading zero counts.
func TestMeterKey(t *testing.T) {
	seen := map[meterKey]string{}
	for _, text := range []string{"000000", "0000000", "123456", "0123456", "9999999999", "0000000000000", "9999999999999", "9900000000015"} {
		m := mpxn(t, text)
		k := keyOf(m)
		if k.mpxn() != m || k > keyMask || k == 0 || seen[k] != "" {
			t.Errorf("%s: key %x, of %v and of %q", text, k, k.mpxn(), seen[k])
		}
		seen[k] = text
	}
}

// TestIndexedMeter: what is put into a place is what stands there.
func TestIndexedMeter(t *testing.T) {
	for _, m := range []indexedMeter{
		{}, {keyMask, 0, 0, 0}, {0, 0xffff, 0, 0}, {0, 0, 0xff, 0}, {0, 0, 0, maxClasses - 1}, {0xd09010cab45f, 40_000, 40, 0x1234_56},
	} {
		text := bytes.Repeat([]byte{0xaa}, 3*meterSize)
		m.put(text[meterSize:])
		x := &index{meters: text}
		if got := x.meter(1); got != m || x.key(1) != m.key {
			t.Errorf("got %+v, want %+v", got, m)
		}
		if want := bytes.Repeat([]byte{0xaa}, meterSize); !bytes.Equal(text[:meterSize], want) || !bytes.Equal(text[2*meterSize:], want) {
			t.Error("its neighbours were changed")
		}
	}
}

// TestHostileSlots fills a table with what no builder writes. A search ends, and
// finds no meter that is not there.
func TestHostileSlots(t *testing.T) {
	var meters []ident.MPxN
	for i := range 300 {
		meters = append(meters, ident.MPANWithCheck(990000000000+uint64(i)))
	}
	b := builderOf(t, meters[:200]...)
	body, err := b.finish()
	if err != nil {
		t.Fatal(err)
	}
	x, _ := newIndex(body, b.size)
	chance := rand.New(rand.NewPCG(3, 4))
	for _, fill := range []func(print uint32) uint32{
		func(uint32) uint32 { return 0 },
		func(uint32) uint32 { return 1 },
		func(uint32) uint32 { return 1<<32 - 1 },
		func(uint32) uint32 { return chance.Uint32() },
		func(print uint32) uint32 { return print },                // of no place
		func(print uint32) uint32 { return print | x.slots.mask }, // behind the last
		func(print uint32) uint32 { return print | 1 + chance.Uint32N(200) },
	} {
		hostile(x, meters, fill)
		for _, m := range meters {
			if at, ok := x.find(keyOf(m)); ok && x.key(at) != keyOf(m) {
				t.Fatalf("%v: found at %d, where %v is", m, at, x.key(at).mpxn())
			}
		}
		c := &indexCursor{w: &World{index: x}, last: -1, reach: 1}
		c.Expect(meters[200:])
		for _, m := range meters[200:] {
			if at, ok := c.find(x, keyOf(m)); ok {
				t.Fatalf("%v: found at %d", m, at)
			}
		}
	}
}

// hostile fills all slots, and those at which the search for a meter begins with
// what looks like its own.
func hostile(x *index, meters []ident.MPxN, fill func(print uint32) uint32) {
	for at := 0; at < len(x.slots.text); at += slotSize {
		binary.LittleEndian.PutUint32(x.slots.text[at:], fill(0))
	}
	for _, m := range meters {
		at, print := x.slots.home(keyOf(m))
		binary.LittleEndian.PutUint32(x.slots.text[at:], fill(print))
	}
}

// mpxn undoes keyOf.
func (k meterKey) mpxn() ident.MPxN {
	return ident.MPxN(uint64(k)&numberMask | uint64(k)&^numberMask<<digitsBelow)
}
