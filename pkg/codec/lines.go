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
	inFlight := 2*opt.Workers + 2
	s := &lineSplitter{r: r, opt: opt, free: make(chan *lineBlock, inFlight), jobs: make(chan *lineBlock, inFlight),
		order: make(chan *lineBlock, inFlight), quit: make(chan struct{})}
	for range inFlight {
		s.free <- &lineBlock{}
	}
	var running sync.WaitGroup
	running.Go(s.split)
	for range opt.Workers {
		reader := newLineReader(t, newWorker(), opt.MaxRecord)
		running.Go(func() {
			for b := range s.jobs {
				b.crash = abreast.Catch(func() { reader.block(b) })
				close(b.done)
			}
		})
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
	buf     []byte // data, then pad NUL bytes
	n       int    // length of the data
	pos     source.Position
	done    chan struct{}
	crash   *abreast.Panic
	outcome any
}

// lineSplitter cuts the input into blocks.
type lineSplitter struct {
	r     io.Reader
	opt   Options
	free  chan *lineBlock
	jobs  chan *lineBlock
	order chan *lineBlock
	quit  chan struct{}
	rest  []byte // the line that the last block would have cut
	err   error  // why the input ended
	crash *abreast.Panic
}

// merge takes the blocks in order, and waits for all that runs.
func (s *lineSplitter) merge(ctx context.Context, merge func(any) error, running *sync.WaitGroup) error {
	defer func() {
		close(s.quit)
		for b := range s.order {
			<-b.done
		}
		running.Wait()
	}()
	for b := range s.order {
		<-b.done
		if b.crash != nil {
			s.crash = b.crash
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := merge(b.outcome); err != nil {
			return err
		}
		b.outcome = nil
		s.free <- b
	}
	return nil
}

// split cuts blocks until the input ends, a line is too long, or the merging
// goroutine has quit.
func (s *lineSplitter) split() {
	defer close(s.order)
	defer close(s.jobs)
	if crash := abreast.Catch(s.splitAll); crash != nil {
		b := &lineBlock{crash: crash, done: make(chan struct{})}
		close(b.done)
		s.order <- b
	}
}

func (s *lineSplitter) splitAll() {
	pos := source.Start()
	for s.err == nil {
		var b *lineBlock
		select {
		case b = <-s.free:
		case <-s.quit:
			return
		}
		if s.fill(b); b.n == 0 {
			return
		}
		b.pos = pos
		pos = pos.Advance(b.buf[:b.n])
		s.order <- b
		s.jobs <- b
	}
}

// fill reads a block of whole lines. A line longer than Options.MaxRecord ends
// the input: the block then holds the beginning of it, and the reader of the
// block reports it.
func (s *lineSplitter) fill(b *lineBlock) {
	size := max(s.opt.BlockSize, 2*len(s.rest))
	b.done = make(chan struct{})
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
	return &lineReader{slot: slot{Worker: w, rec: Record{Value: value}, base: t.Base(value), table: t, quick: newProgram(t)}, max: limit}
}

func (r *lineReader) block(b *lineBlock) {
	pos := b.pos
	for i := 0; i < b.n; pos.Line++ {
		end := b.n
		if n := bytes.IndexByte(b.buf[i:b.n], '\n'); n >= 0 {
			end = i + n
		}
		pos.Offset = b.pos.Offset + int64(i)
		r.line(b.buf, i, end, pos)
		i = end + 1
	}
	b.outcome = r.End()
}

// line reads buf[i:end] as one record.
func (r *lineReader) line(buf []byte, i, end int, pos source.Position) {
	rec := &r.rec
	rec.Findings, rec.Broken = nil, false
	rec.Index, rec.Pos, rec.prefix = pos.Line-1, pos, [2]step{{name: "lines"}, {i: pos.Line - 1}}
	after := r.quick.try(inputOf(buf), i, r.base)
	if after < 0 || after > end || len(trimLine(buf[after:end])) > 0 {
		r.careful(buf[i:end], pos)
	} else {
		rec.Raw = buf[i:after]
	}
	r.Record(rec)
}

// careful reads a line again and notes what is wrong with it. It reads a copy,
// so that what follows the line cannot be taken for a part of the record.
func (r *lineReader) careful(text []byte, pos source.Position) {
	rec, p := &r.rec, &r.p
	trimmed := trimLine(text)
	pos = pos.Advance(text[:len(text)-len(bytes.TrimLeft(text, lineSpace))])
	r.scratch = append(append(r.scratch[:0], trimmed...), make([]byte, pad)...)
	p.reset(r.scratch, len(trimmed), pos, rec.prefix[:]...)
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
