package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/spec"
)

// inArrangement reads an object, from behind its opening brace on.
func (g *program) inArrangement(in input8, i int, base unsafe.Pointer, before uint32) int {
	a, items := g.arranged, (*arrangements)(nil)
	if g.list != nil {
		if items = g.list.sub.arranged; items == nil {
			return g.unarranged(in, i, base, before)
		}
	}
	switch n := arranged(a, items, in.from(i), &a.found[0], len(a.found)); n {
	case 0:
		return g.unarranged(in, i, base, before)
	case 1:
		return g.onePart(in, i, base, before, &a.known[a.found[0].number])
	default:
		return g.parts(in.from(i), i, base, before, a.found[:n])
	}
}

// onePart reads an object that is one part, of which the members begin at i.
func (g *program) onePart(in input8, i int, base unsafe.Pointer, before uint32, l *arrangement) int {
	if g.required&^l.have != 0 || !g.take(in, i, base, &l.places[0], l.takes) {
		return refused
	}
	g.endArranged(base, before, l.have)
	return i + int(l.n)
}

// parts reads an object with a list in it by the parts of which it is, in an input from
// which they are counted and that begins at i.
func (g *program) parts(in input8, i int, base unsafe.Pointer, before uint32, all []found) int {
	f, sub := g.list.field, g.list.sub
	known, ofItems := g.arranged.known, sub.arranged.known
	first, last, items := all[0], all[len(all)-1], all[1:len(all)-1]
	head, tail := &known[first.number], &known[last.number]
	if g.required&^(head.have|tail.have) != 0 || head.have&tail.have != 0 || int64(len(items)) < f.Min || int64(len(items)) > f.Max {
		return refused
	}
	f.Clear(base)
	for _, item := range items {
		to := f.Append(base)
		sub.objects++
		if sub.onePart(in, int(item.at), to, startObject(to), &ofItems[item.number]) < 0 {
			return refused
		}
	}
	if !g.takeBoth(in, base, head, int(first.at), tail, int(last.at)) {
		return refused
	}
	g.endArranged(base, before, head.have|tail.have)
	return i + int(last.at) + int(tail.n)
}

// endArranged ends an object that has been read by parts. It is endObject, but for the
// time that a call takes.
func (g *program) endArranged(base unsafe.Pointer, before, have uint32) {
	g.inNoOrder()
	if before&^have != 0 {
		clearFields(g.table, base, before&^have)
	}
	spec.ObjectAt(base).SetBits(have, 0)
}

// takeBoth is take for what stands before a list, from i on, and what stands behind it,
// from j on. The values are read in the order of the table, whichever stand where; here
// only those of the kinds that come most, since it takes time to write down first where
// the others stand.
func (g *program) takeBoth(in input8, base unsafe.Pointer, head *arrangement, i int, tail *arrangement, j int) bool {
	var left uint32
	parts := [2]struct {
		*arrangement
		at int
	}{{tail, j}, {head, i}}
	for set := head.takes | tail.takes; set != 0; set &= set - 1 {
		k := bits.TrailingZeros32(set) & (maxArranged - 1)
		part := &parts[head.have>>k&1]
		p := &part.places[k]
		at := part.at + int(p.at)
		from, value := at+int(p.from), unsafe.Add(base, p.offset)
		switch p.op {
		case spec.OpText:
			*(*string)(value) = in.text(from+1, at+int(p.to)-1)
		case spec.OpDate:
			var ok bool
			if *(*civil.Date)(value), ok = g.fields[k].month.Parse(in.date(from + 1)); !ok {
				return false
			}
		default:
			left |= 1 << k
			g.places[k] = *p
			g.places[k].at = uint32(at)
		}
	}
	return left == 0 || g.take(in, 0, base, &g.places[0], left)
}

// unarranged reads an object of which some part is not known, from behind its opening
// brace on, and learns its parts.
func (g *program) unarranged(in input8, i int, base unsafe.Pointer, before uint32) int {
	g.missed()
	g.reset()
	after, behind := g.match(in, i)
	if behind {
		g.learnArrangement(in, i, after, 0)
	}
	if behind && g.opened() {
		had, from := g.seen, g.list.nested(in, after, base)
		if from < 0 {
			return refused
		}
		g.last = 0 // what is open no more
		if after = in.space(from); in.byte(after) == ',' {
			after, behind = g.match(in, in.space(after+1))
		}
		if behind {
			g.learnArrangement(in, from, after, had)
		}
	}
	if i = g.onward(in, after, behind, base, g.seen, noOutline); i < 0 || g.required&^g.seen != 0 {
		return refused
	}
	endObject(g.table, base, before, g.seen, 0)
	return i
}
