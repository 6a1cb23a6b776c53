package codec

import (
	"bytes"
	"context"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
)

// NOTE. A block of a CSV ends where one authorisation ends and the next begins.
// The splitter looks for such a place between two of the last lines; a line end
// inside a cell can deceive it. The worker of a block first cuts it into rows: it
// knows then how many rows and records there are, and whether the last row ends
// where the block does. How many there are it tells the worker of the block
// behind, so that both can number theirs, and then it reads them.
//
// That a block ends between two records is sure if it begins at a row and its last
// row ends with it: the lines on both sides are rows then, since the last line of
// a row of several lines has an odd number of quotation marks, and no line that
// csvRows.line calls a row has.

// chain links a block of a CSV to those before and behind it.
type chain struct {
	in, out chan csvCount
	rows    int // read as rows of records
}

// csvCount is how many rows and records stand before a block. It is not ok where
// it is not known that the block begins at a row.
type csvCount struct {
	rows, records int
	ok            bool
}

// csvLayout is the layout of rows.
type csvLayout struct {
	reader *csvReader
	lines  csvRows // of the splitter
	next   chan csvCount
}

// readBlocks reads rows block by block, from the window's start on.
func (c *csvReader) readBlocks(ctx context.Context, v *visit) error {
	l := &csvLayout{reader: c, next: make(chan csvCount, 1)}
	l.lines.csvTable = c.judge.csvTable
	l.next <- csvCount{rows: c.judge.number, records: c.judge.index, ok: true}
	return v.readBlocks(ctx, l)
}

func (l *csvLayout) place(b *block) {
	b.in, b.out = l.next, make(chan csvCount, 1)
	l.next = b.out
}

func (l *csvLayout) merged(b *block) {
	l.reader.judge.number += b.rows
	l.reader.judge.index += b.records
}

// maxLinesBack bounds how far the splitter looks for the end of an authorisation.
const maxLinesBack = 64

func (l *csvLayout) cut(b []byte) int {
	end := bytes.LastIndexByte(b, '\n') + 1
	var behind csvLine
	for range maxLinesBack {
		if end == 0 {
			return 0
		}
		from := bytes.LastIndexByte(b[:end-1], '\n') + 1
		line := l.lines.line(b[from:end])
		if behind.kind != 0 && parted(&line, &behind) {
			return end
		}
		line.id = bytes.Clone(line.id)
		end, behind = from, line
	}
	return 0
}

// parted reports whether a record ends between the two lines.
func parted(line, behind *csvLine) bool {
	switch {
	case line.kind == oddLine || behind.kind == oddLine:
		return false
	case line.kind == noMeter || behind.kind == noMeter || len(behind.id) == 0:
		return true
	}
	return !bytes.Equal(line.id, behind.id)
}

// csvWorker reads blocks of rows, for one goroutine.
type csvWorker struct {
	csvRows
	quick *csvProgram
	judge *csvJudge
	// places of a record that the fast parser has read
	places csvPlaces
}

func newCSVWorker(t *csvTable, s *slot) *csvWorker {
	quick := newCSVProgram(t)
	return &csvWorker{csvRows: csvRows{csvTable: t, shapes: &quick.shapes}, quick: quick, judge: newCSVJudge(t, s),
		places: csvPlaces{table: t}}
}

func (l *csvLayout) parse(b *block, s *slot) {
	if s.csv == nil {
		s.csv = newCSVWorker(l.reader.judge.csvTable, s)
	}
	w := s.csv
	before, told := csvCount{}, false
	defer func() {
		if !told {
			b.out <- csvCount{}
		}
	}()
	whole := w.cutRows(b.buf, b.n, l.reader.opt.MaxRecord)
	if before = <-b.in; !before.ok {
		return
	}
	b.rows, b.records = w.count(whole)
	b.out <- csvCount{before.rows + b.rows, before.records + b.records, whole}
	told = true
	b.after = b.pos
	w.readRows(b, s, before)
	b.read = int(b.after.Offset - b.pos.Offset)
	b.outcome = s.End()
}

// count returns the rows and records of a block that are whole. The last record
// is not where what follows it could not be read.
func (w *csvWorker) count(whole bool) (rows, records int) {
	rows = len(w.rows)
	if !whole {
		for rows > 0 {
			if rows--; w.rows[rows].begins {
				break
			}
		}
	}
	for i := range w.rows[:rows] {
		if w.rows[i].begins {
			records++
		}
	}
	return rows, records
}

// readRows reads the rows that the block has been cut into.
func (w *csvWorker) readRows(b *block, s *slot, before csvCount) {
	j := w.judge
	j.number, j.index = before.rows, before.records
	var seen uint32
	for from := 0; from < b.rows; {
		if at := w.rows[from].from; at >= seen && s.preview != nil {
			seen = min(uint32(b.n), at+previewed)
			s.preview(b.buf[at:seen])
		}
		to := from + 1
		for to < b.rows && !w.rows[to].begins {
			to++
		}
		if rows := w.rows[from:to]; !w.fast(b, s, rows) {
			w.careful(b, rows)
		}
		from = to
	}
}

// fast reads the rows of one record where they are plain or of known shapes, and one
// for each meter that there may be at most.
func (w *csvWorker) fast(b *block, s *slot, rows []csvRowAt) bool {
	if len(rows) > maf.MaxMeters || !w.quick.record(inputOf(b.buf), s.base, rows) {
		return false
	}
	j, p, rec := w.judge, &w.places, &s.rec
	rec.Findings = nil
	if len(w.quick.odd) > 0 {
		rec.Findings = w.odd(b, s.base, rows)
	}
	if len(w.quick.odd) > 0 || !w.quick.complete {
		badMeters((*maf.Authorisation)(s.base))
	}
	p.id, p.plain, p.first, p.last = w.quick.idCell(b.buf), rows, j.number+1, j.number+len(rows)
	p.pos, p.raw = b.after, b.buf[rows[0].from:rows[len(rows)-1].to]
	rec.Index, rec.Raw, rec.Pos, rec.Broken, rec.csv = j.index, p.raw, p.pos, false, p
	j.index++
	j.number += len(rows)
	b.after.Line += len(rows)
	b.after.Offset += int64(len(p.raw))
	s.Record(rec)
	return true
}

// odd reads the odd cells of a record into the struct at base, and returns what is
// wrong with them; it holds until the next row is read.
func (w *csvWorker) odd(b *block, base unsafe.Pointer, rows []csvRowAt) []finding.Finding {
	j, a := w.judge, (*maf.Authorisation)(base)
	j.p.found = j.p.found[:0]
	for k := range w.quick.odd {
		cell := &w.quick.odd[k]
		row := rows[cell.row]
		if k == 0 || cell.row != w.quick.odd[k-1].row {
			at := b.after
			at.Line += cell.row
			at.Offset += int64(row.from - rows[0].from)
			j.stand(b.buf[row.from:], b.n-int(row.from), at, j.number+1+cell.row)
		}
		from, to := cell.from-int(row.from), cell.to-int(row.from)
		switch {
		case cell.conflicts():
			j.conflict(cell.column, from, b.buf[cell.from:cell.to], b.buf[cell.first.from:cell.first.to], j.number+1)
		case cell.meter:
			j.oddCell(cell.column, from, to, unsafe.Pointer(&a.Meters[cell.row]))
		default:
			j.oddCell(cell.column, from, to, base)
		}
	}
	return j.p.found
}

// badMeters has the meters of an authorisation be malformed where one of them has a
// fault or lacks something.
func badMeters(a *maf.Authorisation) {
	have, bad := a.Bits()
	for k := range a.Meters {
		if have, ill := a.Meters[k].Bits(); ill != 0 || maf.Meters.Required()&^have != 0 {
			bad |= 1 << recordMeters.Index
		}
	}
	a.SetBits(have, bad)
}

// careful reads the rows of one record and notes what is wrong with them.
func (w *csvWorker) careful(b *block, rows []csvRowAt) {
	w.quick.forget()
	j := w.judge
	index := j.index
	for _, r := range rows {
		j.number++
		j.next(b.buf[r.from:], b.n-int(r.from), b.after)
		j.judgeRow()
		b.after = b.after.Advance(b.buf[r.from:r.to])
	}
	j.emit()
	if j.index != index+1 {
		panic("codec: the rows of a record are read as several")
	}
	if j.good() {
		w.quick.learn(inputOf(b.buf), rows)
	}
}
