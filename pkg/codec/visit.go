package codec

import (
	"bytes"
	"context"
	"unsafe"

	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// visit is the reading of the records of one file.
type visit struct {
	*File
	newWorker func() Worker
	merge     func(any) error

	own   *slot // the sequential reader's own worker
	since int   // records it has judged since its last End
	lines int   // records in a row that stood each on a line of its own

	regular regular // how records stand otherwise

	slots  []*slot  // the workers of the blocks
	blocks []*block // room for the blocks
}

// slot is a worker with the record that it is shown.
type slot struct {
	Worker
	rec   Record
	base  unsafe.Pointer
	table *spec.Table
	quick *program   // of table
	csv   *csvWorker // of a CSV
	p     careful

	wanted  func(finding.Code) bool // of a Chooser
	preview func(text []byte)       // of a Previewer
	found   []finding.Finding       // room for the findings of a record
}

func (v *visit) newSlot() *slot {
	value := v.Type.Record.New()
	w := v.newWorker()
	var wanted func(finding.Code) bool
	if c, ok := w.(Chooser); ok {
		wanted = c.Wanted
	}
	var preview func([]byte)
	if p, ok := w.(Previewer); ok {
		preview = p.Preview
	}
	return &slot{Worker: w, wanted: wanted, preview: preview, rec: Record{Value: value, array: v.Type.Records}, base: v.Type.Record.Base(value), table: v.Type.Record, quick: v.opt.Spare.program(v.Type.Record)}
}

const (
	// flushEvery is how many records the sequential reader judges between two
	// calls of End, so that findings flow and memory stays bounded.
	flushEvery = 1024
	// calmLines is how many canonical lines in a row the sequential reader wants
	// to see before the file is read by blocks again.
	calmLines = 64
)

// step reads on: the top level, a run of blocks, or a run of single records.
// What stands on lines of its own is canonical rather than regular otherwise.
func (v *visit) step(ctx context.Context) error {
	if v.next == inTop {
		v.top()
		v.lines = calmLines
		return v.win.fault()
	}
	if v.calm() {
		v.lines = 0
		return v.readBlocks(ctx, &lineLayout{maxRecord: v.opt.MaxRecord, index: int(v.result.Records), file: v.File})
	}
	if v.isRegular() {
		return v.readRegular(ctx)
	}
	return v.timed(func() error { return v.single(ctx) })
}

// timed does what one goroutine does alone, and counts as parsing what of the
// time is neither reading nor hashing.
func (v *visit) timed(do func() error) error {
	started, before := v.parsing.start(), v.spent()
	err := do()
	since := v.spent()
	v.parsing.stop(started + since.Read - before.Read + since.Hash - before.Hash)
	return err
}

// calm reports whether the input looks canonical from here on. What the last run
// of blocks has handed back is read singly first, so that a file that looks
// canonical again and again, and is not, costs at most twice the time.
func (v *visit) calm() bool {
	return v.lines >= calmLines && v.comma && v.win.at.Column == 1 && v.win.drained()
}

// single reads records one after the other, in any layout, until they end or
// stand on lines of their own again.
func (v *visit) single(ctx context.Context) error {
	if v.own == nil {
		v.own = v.newSlot()
	}
	for v.next == inRecords && !v.calm() && !v.isRegular() {
		v.oneRecord()
		if v.since++; v.since >= flushEvery {
			if err := v.flush(); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	if err := v.win.fault(); err != nil {
		return err
	}
	return v.flush()
}

func (v *visit) flush() error {
	v.since, v.extent = 0, Extent{}
	return v.merge(v.own.End())
}

// oneRecord reads a record with the gap behind it, or the end of the records.
func (v *visit) oneRecord() {
	w := v.win
	if !w.skipSpace() {
		v.truncated("its records")
		return
	}
	switch c := w.buf[w.pos]; {
	case c == ']':
		v.endOfRecords()
		return
	case c == ',': // the gap behind a record holds all commas
		v.report(finding.Finding{Code: finding.Syntax, Pos: w.at, Message: "expected a record, found “,”"})
		w.advance(1)
		v.comma = true
		return
	}
	start, lines := w.at, v.lines
	v.lines = 0
	v.record()
	if start.Column == 1 && w.at.Column == 1 && w.at.Line == start.Line+1 {
		v.lines = lines + 1
	}
}

func (v *visit) endOfRecords() {
	if v.comma && !v.mended && v.result.Records > 0 {
		v.report(finding.Finding{Code: finding.Syntax, Pos: v.win.at, Message: "expected a record after the comma, found “]”"})
	}
	v.win.advance(1)
	v.next = inTop
}

// record reads the value at the window's start as a record, and the gap behind it.
func (v *visit) record() {
	w, s := v.win, v.own
	s.rec.begin(int(v.result.Records), w.at)
	v.p.wanted = s.wanted
	n, g, why := v.withGap()
	v.p.wanted = nil
	if why != goOn {
		v.unread(why)
		return
	}
	s.rec.Raw = w.buf[w.pos : w.pos+n]
	v.result.Records++
	s.Record(&s.rec)
	w.advance(n)
	g.at -= n
	v.passGap(g)
}

// withGap reads the record at the window's start and then the gap behind it, both
// again with twice the input as long as the window does not hold them. Where it
// never does, the gap is open.
func (v *visit) withGap() (n int, g gap, why stop) {
	w, s := v.win, v.own
	for more := true; ; {
		if n, why = v.parse(); why != goOn {
			return n, g, why
		}
		g = readGap(w.buf[w.pos:], n, w.end-w.pos, 0)
		if g.kind != gapOpen || !more {
			break
		}
		more = w.grow() // and if not, the text of the record may have been moved all the same
	}
	if g.kind.wrong() {
		if len(s.rec.Findings) == 0 { // the fast parser may have read it
			v.p.reset(w.buf[w.pos:], w.end-w.pos, w.at, s.rec.path()...)
		}
		v.p.gap(g, n)
		s.rec.Findings = v.p.found
	}
	return n, g, goOn
}

// parse reads the record at the window's start.
func (v *visit) parse() (n int, why stop) {
	w, s := v.win, v.own
	s.rec.Findings = nil
	if n = s.quick.try(inputOf(w.buf[w.pos:]), 0, s.base); n >= 0 {
		return n, goOn
	}
	n, why = v.peek(func(p *careful) (int, bool) { return readRecord(p, s) }, s.rec.path()...)
	s.rec.Findings = v.p.found
	return n, why
}

// passGap moves over the gap at the window's start.
func (v *visit) passGap(g gap) {
	w := v.win
	w.have(maxMark)
	v.regular.look(w.buf[w.pos:], w.end-w.pos)
	if g.kind == gapOpen {
		g.kind = v.streamGap()
	} else {
		w.advance(g.at)
	}
	v.comma, v.mended = g.kind != gapEnd, false
	switch g.kind {
	case gapCommas:
		for w.skipSpace() && w.buf[w.pos] == ',' {
			w.advance(1)
		}
	case gapOdd:
		v.resume()
	}
}

// streamGap moves to the byte that tells the kind of a gap that the window could
// not hold with its record. What is wrong is told of the file, as the record has
// been shown.
func (v *visit) streamGap() gapKind {
	w, behind, kind := v.win, v.win.at, gapOpen
	if w.skipSpace() {
		kind = tokenKind(w.buf[w.pos])
	}
	if kind == gapComma {
		w.advance(1)
		switch {
		case !w.skipSpace():
			kind = gapOpen
		case w.buf[w.pos] == ',':
			kind = gapCommas
		}
	}
	switch {
	case kind == gapOpen:
		v.truncated("its records")
	case kind.wrong():
		f := finding.Finding{Code: finding.Syntax, Pos: w.at, Path: pointer(v.own.rec.path())}
		if kind == gapNoComma {
			f.Pos = behind
		}
		f.Message, f.Hint = kind.fault(w.buf[w.pos])
		v.report(f)
	}
	return kind
}

// readRecord reads one record carefully. A value that is no object at all is
// reported and read over.
func readRecord(p *careful, s *slot) (int, bool) {
	if p.b[0] == '{' {
		return p.object(0, s.table, s.quick, s.base)
	}
	after, ok := p.skip(0)
	if ok {
		if end := p.space(after); p.b[end] != ',' && p.b[end] != ']' {
			return p.want(end, "a comma or the closing bracket")
		}
		p.report(finding.FieldType, 0, "", "a record must be an object, not %s", typeShown(p.b[0]))
		s.table.ClearAll(s.base)
		s.rec.Broken = true
	}
	return after, ok
}

// unread deals with a record that could not be read to its end. What is wrong
// inside one line does not spoil the lines behind it.
func (v *visit) unread(why stop) {
	w, s := v.win, v.own
	s.rec.Broken, s.rec.Raw = true, nil
	switch {
	case why == broken:
		v.emitBroken()
		v.behindBroken()
	case w.full():
		s.rec.Findings = append(s.rec.Findings, v.tooLarge(s.rec.path()))
		v.emitBroken()
		if v.skipStreaming() {
			v.passGap(gap{})
		} else {
			v.resume()
		}
	default:
		v.emitBroken()
		w.advance(w.end - w.pos)
		v.truncated("a record")
	}
}

// behindBroken goes on behind a record that is no JSON. Where it seems to be alone on its
// line, what follows on the next is taken for a record whatever it begins with: its first
// byte may be wrong too.
func (v *visit) behindBroken() {
	w := v.win
	if w.at.Column > 1 || bytes.IndexByte(w.buf[w.pos:w.pos+v.p.at], '\n') >= 0 {
		w.advance(v.p.at)
	} else if w.skipLine() && w.have(1) && begins(w.buf[w.pos]) {
		v.comma, v.mended = true, true
		return
	}
	v.resume()
}

// resume goes on at the next line that begins like a record, or like the end of
// the records, as if a comma stood before it.
func (v *visit) resume() {
	v.comma, v.mended = true, true
	if !v.win.skipToLine() {
		v.report(finding.Finding{Code: finding.Truncated, Pos: v.win.at, Message: "the rest of the file could not be made out",
			Hint: "no further line begins with a record; mend the fault before this and validate again"})
		v.next = lost
	}
}

func (v *visit) emitBroken() {
	v.result.Records++
	v.own.Record(&v.own.rec)
}
