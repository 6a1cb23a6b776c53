package codec

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"s1mig/pkg/abreast"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// Lines reads newline-delimited JSON: on each line one record of table t, with
// nothing before the first and nothing behind the last. It is for the project's
// own data, such as a register; migration files are read by Open.
//
// Workers judge the records and merge gets what they return, in file order, as
// in File.Visit; a Record's Pos has the line, its Index is the line less one. A
// line that is no record is shown with Broken set and the finding that says why.
// The error is one of merge, of the context or of the input.
func Lines(ctx context.Context, r io.Reader, t *spec.Table, opt Options, newWorker func() Worker, merge func(outcome any) error) error {
	opt = opt.withDefaults()
	s := &lineSplitter{r: r, opt: opt, order: make(chan *lineOutcome, 2*opt.Workers+2), quit: make(chan struct{}), pos: source.Start()}
	var running sync.WaitGroup
	for range opt.Workers {
		reader := newLineReader(t, newWorker(), opt.MaxRecord)
		running.Go(func() { s.work(reader) })
	}
	err := s.merge(ctx, merge, &running)
	s.crash.Raise()
	if err == nil && !errors.Is(s.err, io.EOF) {
		err = s.err
	}
	return err
}

// lineBlock is a run of whole lines; the last one may lack its line end.
type lineBlock struct {
	buf   []byte // data, then pad NUL bytes
	n     int    // length of the data
	pos   source.Position
	lines int
}

// lineOutcome is what comes of a block.
type lineOutcome struct {
	done    chan struct{} // closed when it is known
	outcome any
	crash   *abreast.Panic
}

// lineSplitter cuts the input into blocks. Each worker cuts its own and has one room
// for them, which so stays in the cache of its core.
type lineSplitter struct {
	opt   Options
	order chan *lineOutcome // of the blocks, in file order
	quit  chan struct{}

	mu    sync.Mutex
	r     io.Reader
	pos   source.Position // of the next block
	rest  []byte          // the line that the last block would have cut
	err   error           // why the input ended
	ended bool
	crash *abreast.Panic
}

// work cuts blocks and reads them until the input ends or the merging goroutine has
// quit.
func (s *lineSplitter) work(reader *lineReader) {
	var b lineBlock
	for {
		out := &lineOutcome{done: make(chan struct{})}
		if !s.next(&b, out) {
			return
		}
		out.crash = abreast.Catch(func() { out.outcome = reader.block(&b) })
		close(out.done)
	}
}

// next cuts the next block and appends what will come of it to order; it reports
// false, and closes order, where there is none.
func (s *lineSplitter) next(b *lineBlock, out *lineOutcome) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	select {
	case <-s.quit:
		s.ended = true
	default:
		s.crash = abreast.Catch(func() { s.cut(b) })
		s.ended = s.crash != nil || b.n == 0
	}
	if s.ended {
		close(s.order)
		return false
	}
	s.order <- out
	return true
}

// merge takes what comes of the blocks in order, and waits for all that runs.
func (s *lineSplitter) merge(ctx context.Context, merge func(any) error, running *sync.WaitGroup) error {
	defer func() {
		close(s.quit)
		for range s.order {
		}
		running.Wait()
	}()
	for out := range s.order {
		<-out.done
		if out.crash != nil {
			out.crash.Raise()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := merge(out.outcome); err != nil {
			return err
		}
	}
	return nil
}

// cut cuts a block; it is empty at the end of the input, and where a line was too
// long.
func (s *lineSplitter) cut(b *lineBlock) {
	b.n = 0
	if s.err != nil {
		return
	}
	if s.fill(b); b.n == 0 {
		return
	}
	b.pos = s.pos
	s.pos = s.pos.Advance(b.buf[:b.n])
	b.lines = s.pos.Line - b.pos.Line
	if b.buf[b.n-1] != '\n' {
		b.lines++
	}
}

// fill reads a block of whole lines. A line longer than Options.MaxRecord ends
// the input: the block then holds the beginning of it, and the reader of the
// block reports it.
func (s *lineSplitter) fill(b *lineBlock) {
	size := max(s.opt.BlockSize, 2*len(s.rest))
	if len(b.buf) < size+pad {
		b.buf = make([]byte, size+pad)
	}
	n := copy(b.buf, s.rest)
	for s.err == nil && n < len(b.buf)-pad {
		var got int
		got, s.err = readSome(s.r, b.buf[n:len(b.buf)-pad])
		n += got
	}
	cut := n
	if !errors.Is(s.err, io.EOF) {
		cut = bytes.LastIndexByte(b.buf[:n], '\n') + 1
	}
	s.rest = append(s.rest[:0], b.buf[cut:n]...)
	if cut == 0 && n > s.opt.MaxRecord {
		s.rest, cut, s.err = nil, n, io.EOF
	} else if cut == 0 && s.err == nil {
		s.fill(b)
		return
	}
	b.n = cut
	clear(b.buf[cut : cut+pad])
}

// lineReader reads the lines of blocks, for one worker.
type lineReader struct {
	slot
	max     int
	scratch []byte // a line by itself, for the careful parser
}

func newLineReader(t *spec.Table, w Worker, limit int) *lineReader {
	value := t.New()
	return &lineReader{slot: slot{Worker: w, rec: Record{Value: value, array: "lines"}, base: t.Base(value), table: t, quick: newProgram(t)}, max: limit}
}

// block reads the lines of a block and returns what comes of it. As a record tells
// where it ends, line ends are searched for only where it turns out that some record
// was not on one line alone.
func (r *lineReader) block(b *lineBlock) any {
	if !r.lines(b, false) {
		r.End()
		r.lines(b, true)
	}
	return r.End()
}

// lines reads each line as one record, and reports whether it has read as many as
// there are. If not search, a line is taken to end where its record does.
func (r *lineReader) lines(b *lineBlock, search bool) bool {
	pos := b.pos
	for i := 0; i < b.n; pos.Line++ {
		pos.Offset = b.pos.Offset + int64(i)
		after := r.fast(b, i, pos)
		end := after
		switch {
		case search:
			end = b.lineEnd(i)
		case after < 0 || b.buf[after] != '\n':
			end = b.lineEnd(max(i, after))
		}
		if after < 0 || after > end || after < end && len(trimLine(b.buf[after:end])) > 0 {
			r.careful(b.buf[i:end], pos)
		}
		r.Record(&r.rec)
		i = end + 1
	}
	return pos.Line-b.pos.Line == b.lines
}

// fast reads the record at i and returns the index behind it, or refused.
func (r *lineReader) fast(b *lineBlock, i int, pos source.Position) int {
	r.rec.begin(pos.Line-1, pos)
	after := r.quick.try(inputOf(b.buf), i, r.base)
	r.rec.Raw = b.buf[i:max(i, after)]
	return after
}

// lineEnd returns where the line ends that holds index i.
func (b *lineBlock) lineEnd(i int) int {
	if n := bytes.IndexByte(b.buf[i:b.n], '\n'); n >= 0 {
		return i + n
	}
	return b.n
}

// careful reads a line again and notes what is wrong with it. It reads a copy,
// so that what follows the line cannot be taken for a part of the record.
func (r *lineReader) careful(text []byte, pos source.Position) {
	rec, p := &r.rec, &r.p
	trimmed := trimLine(text)
	pos = pos.Advance(text[:len(text)-len(bytes.TrimLeft(text, lineSpace))])
	r.scratch = append(append(r.scratch[:0], trimmed...), make([]byte, pad)...)
	p.reset(r.scratch, len(trimmed), pos, rec.path()...)
	rec.Pos, rec.Raw, rec.Broken = pos, nil, true
	switch {
	case len(trimmed) == 0:
		p.report(finding.Syntax, 0, "every line holds one record; remove this one", "the line is empty")
	case len(trimmed) > r.max:
		p.report(finding.RecordSize, 0, "a line end may be missing", "the line is longer than %d bytes", r.max)
	case bytes.HasPrefix(trimmed, []byte("\xef\xbb\xbf")):
		p.report(finding.ByteOrderMark, 0, "save the file as UTF-8 without a byte order mark", "a byte order mark stands before the record")
	default:
		r.record(len(trimmed))
	}
	rec.Findings = p.found
}

// record reads the first n bytes of scratch, which are not empty.
func (r *lineReader) record(n int) {
	rec, p := &r.rec, &r.p
	rec.Broken = false
	after, ok := readRecord(p, &r.slot)
	switch {
	case !ok && p.stop == short:
		p.report(finding.Truncated, n, "a record stands on one line", "the line ends inside the record")
		rec.Broken = true
	case !ok:
		rec.Broken = true
	default:
		rec.Raw = r.scratch[:after]
		if rest := trimLine(r.scratch[after:n]); len(rest) > 0 {
			p.report(finding.TrailingData, n-len(rest), "put each record on a line of its own", "something follows the record on its line")
		}
	}
}

// lineSpace is JSON white space (RFC 8259 section 2) that can stand in a line.
const lineSpace = " \t\r"

func trimLine(text []byte) []byte { return bytes.Trim(text, lineSpace) }
