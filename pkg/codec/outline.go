package codec

// NOTE. Where the objects of a file have the same fields in the same order, and
// their values the same lengths, a whole object is of one pattern.

// outline is what an object that has been read tells of others. It ends behind the
// closing brace or, where there is a list of objects or an object in it, behind the
// bracket that opens the first of those.
type outline struct {
	pattern
	n      int // bytes
	have   uint32
	takes  uint32      // the fields of those that are not open at the end
	places [32]placed  // by field: where in the object it stands
	opens  *fieldCode  // the field that is open at the end; nil: the object is closed
	last   uint32      // its shape
	next   [2]*outline // of objects behind one of this outline, the last one first
}

// maxOutline is how many bytes an outline has at most.
const maxOutline = 8 * chunkSize

// outlines are those that objects of one table have.
type outlines struct {
	learning
	known []*outline
	turn  int      // which is given up for the next
	last  *outline // that of the object read last
	none  outline  // of no object: it stands before the first of a list

	astray  int // how much more often than not another one came than either expected
	strayed int // how many objects had been read the last time
}

// maxOutlines is how many outlines of one table are known at a time.
const maxOutlines = 8

// begin is for what is before the first object of a list.
func (o *outlines) begin() { o.last = &o.none }

// outlineOf returns the outline that the object at i is of, or nil.
func (g *program) outlineOf(in input8, i int) *outline {
	o := &g.outlines
	if l := o.last.next[0]; l != nil && l.fits(in, i) {
		o.last = l
		return l
	}
	return g.otherOutline(in, i)
}

// otherOutline is outlineOf for an object of another outline than the one that is
// expected. What comes instead of that is expected the next time.
func (g *program) otherOutline(in input8, i int) *outline {
	o := &g.outlines
	next := &o.last.next
	l := next[1]
	if l == nil || !l.fits(in, i) {
		if l = o.among(in, i, next); l == nil {
			o.begin()
			return nil
		}
		g.strayed()
	}
	next[0], next[1] = l, next[0]
	o.last = l
	return l
}

// strayed is told of an object of an outline that was not expected. Where that is every
// other one, to try them all takes longer than to expect none.
func (g *program) strayed() {
	o := &g.outlines
	o.astray = max(0, o.astray+2-(g.objects-o.strayed))
	o.strayed = g.objects
	if o.astray > maxAstray {
		o.astray = 0
		g.disorder()
	}
}

// maxAstray bounds what earlier objects say of the next one.
const maxAstray = 32

// among returns an outline that the object is of, and that is none of two.
func (o *outlines) among(in input8, i int, but *[2]*outline) *outline {
	for _, l := range o.known {
		if l != but[0] && l != but[1] && l.fits(in, i) {
			return l
		}
	}
	return nil
}

func (o *outlines) forget() {
	o.known, o.turn, o.none.next = o.known[:0], 0, [2]*outline{}
	o.begin()
}

// learnOutline is told of an object of no known outline that has been read, from
// start on up to end, by the shapes of its members.
func (g *program) learnOutline(in input8, start, end int) {
	o := &g.outlines
	if start == noOutline || g.ordered == 0 || end-start > maxOutline {
		return
	}
	learn, forget := o.due(o.full(), g.objects)
	if forget {
		o.forget()
	}
	if !learn {
		return
	}
	text := in.bytes(start, end)
	l := outline{pattern: make(pattern, chunks(len(text))), n: len(text), have: g.seen}
	l.write(text)
	if l.opens, l.takes = g.noted(l.pattern, l.places[:], text, start, l.have); l.opens != nil {
		l.last = g.last
	}
	if !o.full() {
		o.known = append(o.known, &l)
	} else {
		*o.known[o.turn] = l // in its place, where others name it as their next
		o.turn = (o.turn + 1) % maxOutlines
	}
	o.made(o.full(), g.objects)
}

// noted writes down the places of fields that have been read, in a text that begins at
// start, and lets their values be others in its pattern. It returns which of them is
// open at the end, and those that are not.
func (g *program) noted(p pattern, places []placed, text []byte, start int, fields uint32) (opens *fieldCode, takes uint32) {
	for k := range g.table.Fields {
		if fields&(1<<k) == 0 {
			continue
		}
		c, at := &g.fields[k], g.places[k]
		at.at -= uint32(start)
		places[k] = at
		if c.sub != nil {
			opens = c
			continue
		}
		takes |= c.bit
		at.vary(p, int(at.at), c, text[at.at:at.at+uint32(at.to)])
	}
	return opens, takes
}

func (o *outlines) full() bool { return len(o.known) == maxOutlines }
