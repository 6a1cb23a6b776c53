package world

import (
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// indexCursor gives the answers of indexFacts, faster where it can. What it
// remembers never makes a difference to an answer: whatever it takes for the
// place of a meter is compared with the MPxN.
type indexCursor struct {
	w               *World
	smso, submitter string

	place uint32 // see Place
	last  int    // where the last meter was found
	reach int    // how many meters behind that are looked at first, 1 to longestReach

	expected []expectation
	next     int    // of them
	fetched  uint32 // means nothing, but for the reads that it depends on

	asked, jumps int // look-ups since Scattered, and those of them that did not find a meter near the last one

	classes []*classAnswer // by the low bits of the class

	_ [64]byte // a cache line: another goroutine's may be the next in memory
}

// longestReach is about the gap at which to look at all that stands between two
// meters takes as long as the hash table.
const longestReach = 64

// classAnswer is what the register holds of the meters of a class. It is shown to
// others, so it never changes.
type classAnswer struct {
	class uint32
	known bool // it is a class of this SMSO's
	facts rule.MeterFacts
}

// mostAnswers bounds the memory of a cursor to about half a megabyte. It is a power
// of 2.
const mostAnswers = 4096

// Open implements rule.Opener.
func (f indexFacts) Open(smso, submitter string) rule.Cursor {
	return &indexCursor{w: f.w, smso: smso, submitter: submitter, last: -1, reach: 1}
}

// Meter implements rule.Cursor.
func (c *indexCursor) Meter(m ident.MPxN, room *rule.MeterFacts) (f *rule.MeterFacts, installation string, ok bool) {
	x := c.w.index
	at, ok := c.find(x, keyOf(m))
	c.place = 0
	if !ok {
		*room = rule.MeterFacts{}
		return room, "", false
	}
	e := x.meter(at)
	a := c.answer(e.class)
	if !a.known {
		return &a.facts, "", false
	}
	c.place = uint32(at) + 1
	return &a.facts, x.id(at, &e), true
}

// Place implements rule.Cursor.
func (c *indexCursor) Place() uint32 { return c.place }

// answer is that about a class.
func (c *indexCursor) answer(class uint32) *classAnswer {
	if c.classes == nil {
		n := 1
		for int64(n) < min(c.w.index.size.Classes, mostAnswers) {
			n *= 2
		}
		c.classes = make([]*classAnswer, n)
	}
	at := &c.classes[int(class)&(len(c.classes)-1)]
	if a := *at; a != nil && a.class == class {
		return a
	}
	a := &classAnswer{class: class}
	a.known = c.w.classFacts(&a.facts, c.smso, c.submitter, class)
	*at = a
	return a
}

// find returns the place of a meter.
func (c *indexCursor) find(x *index, k meterKey) (at int, ok bool) {
	c.asked++
	if at = unknown; c.next < len(c.expected) {
		at = c.asExpected(x, k)
	}
	if ok = at >= 0; at == unknown {
		at, ok = x.ahead(k, c.last+1, c.reach)
		if ok {
			c.last = at
			return at, true
		}
		at, ok = x.find(k)
	}
	c.learn(at, ok)
	return at, ok
}

// learn sets the reach by where a meter was found.
func (c *indexCursor) learn(at int, found bool) {
	gap := at - c.last
	switch {
	case !found || gap < 0 || gap > longestReach:
		c.jumps++
		c.reach = max(1, c.reach/2)
	case gap > c.reach:
		c.reach = min(2*gap, longestReach)
	}
	if found {
		c.last = at
	}
}
