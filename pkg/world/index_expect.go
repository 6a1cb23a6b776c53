package world

import (
	"encoding/binary"
	"slices"

	"s1mig/pkg/ident"
)

// expectation is a meter that will be asked for, and where it should be.
type expectation struct {
	key meterKey
	at  int // or nowhere, or unknown
}

const (
	nowhere = -1 // the registers hold no such meter
	unknown = -2
)

// Scattered implements rule.Cursor: whether more than a quarter of the meters
// stood far from the one before.
func (c *indexCursor) Scattered() bool {
	scattered := 4*c.jumps >= c.asked
	c.asked, c.jumps = 0, 0
	return scattered
}

// atOnce is how many meters are looked for at a time: what is read of the slots and
// the meters stays in the nearest cache until it is read again.
const atOnce = 128

// Expect implements rule.Cursor.
func (c *indexCursor) Expect(meters []ident.MPxN) {
	c.expected, c.next = c.expected[:0], 0
	for some := range slices.Chunk(meters, atOnce) {
		c.expect(some)
	}
}

// expect reads the slots of all meters, then where they lead to, then the meters
// there. No read waits for another of its loop, so the processor has many under way.
func (c *indexCursor) expect(meters []ident.MPxN) {
	x, sum, first := c.w.index, uint32(0), len(c.expected)
	for _, m := range meters {
		home, _ := x.slots.home(keyOf(m))
		sum += binary.LittleEndian.Uint32(x.slots.text[home:])
	}
	for _, m := range meters {
		k := keyOf(m)
		at := x.slots.first(k)
		if at >= int(x.size.Meters) {
			at = unknown
		}
		c.expected = append(c.expected, expectation{k, at})
	}
	for _, e := range c.expected[first:] {
		if e.at >= 0 {
			sum += uint32(x.key(e.at))
		}
	}
	c.fetched = sum
}

// passedOver is how many expected meters may be passed over for one that was
// asked for.
const passedOver = 4

// asExpected returns the place of a meter if it is one of the next that were
// expected, or nowhere; else unknown.
func (c *indexCursor) asExpected(x *index, k meterKey) (at int) {
	for i := c.next; i < min(len(c.expected), c.next+passedOver); i++ {
		if e := &c.expected[i]; e.key == k {
			c.next = i + 1
			if e.at >= 0 && x.key(e.at) != k { // the first that it could be is another
				return unknown
			}
			return e.at
		}
	}
	return unknown
}
