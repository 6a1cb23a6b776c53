package codec

import (
	"bytes"
	"context"
	"io"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
)

// NOTE. A MAF may also be a CSV (RFC 4180), which is what suppliers make: one
// row for each meter, after a row that names the columns. It is read as the same
// records that the JSON form has.
//
// As with JSON there are two readers that say the same. csv_blocks.go cuts the
// input into blocks where one authorisation ends and the next begins, and workers
// read the rows of a block by the compiled columns of csv_program.go, or by shapes
// that are known (csv_shape.go). Cells that those do not accept are read again by the
// careful reader, and records that they refuse as a whole: csv_row.go takes rows
// apart, csv_record.go makes records of them, csv_cell.go values of cells. What
// does not come in blocks (the rows around a line end inside a cell, the last
// rows of the file) this file reads row by row with the careful reader alone.
//
// A row that is not RFC 4180 is given up, and reading resumes at the next line.

// OpenCSV reads the row of column names of a MAF in CSV. The header comes from
// the caller, since a CSV has none. The File is visited as any other; its Result
// has the digest of all bytes and no trailer, and a Record's places are cells:
// the pointer /7/MPxN is the cell of row 7 in the column MPxN, the row of names
// being row 1. Rows of one authorisation that do not stand one below the other
// are records of their own; Record.Rows lets a caller find them.
//
// The error is a *NotMigrationFileError where the file is empty, else a fault of
// the world.
func OpenCSV(r io.Reader, h *envelope.Header, opt Options) (*File, error) {
	opt = opt.withDefaults()
	hash := newDigester()
	hash.watch.now, hash.off = opt.Watch, opt.NoDigest
	f := &File{opt: opt, hash: hash, parsing: watch{now: opt.Watch}, said: map[finding.Code]int{}, Type: maf.Type, Header: h}
	f.win = newWindow(r, min(opt.BlockSize, opt.MaxRecord), opt.MaxRecord, hash)
	f.skipByteOrderMark()
	if !f.win.have(1) {
		return nil, f.refuse("the file is empty")
	}
	f.csv = &csvReader{File: f, judge: newCSVJudge(&csvTable{idColumn: -1}, &slot{})}
	f.csv.names()
	if err := f.win.fault(); err != nil {
		return nil, err
	}
	f.Findings, f.result.Findings = f.result.Findings, nil
	return f, nil
}

// csvReader is the reading of a CSV, row by row where blocks cannot be had.
type csvReader struct {
	*File
	judge *csvJudge
	calm  int // rows in a row of which each was told within its line
}

// visitCSV is Visit for a CSV.
func (f *File) visitCSV(ctx context.Context, v *visit) (Result, error) {
	c := f.csv
	v.own = v.newSlot()
	c.judge.slot, c.judge.p.wanted = v.own, v.own.wanted
	c.calm = calmLines
	for f.next != lost {
		more, err := c.rows(ctx, v)
		if err != nil {
			return Result{}, err
		}
		if !more {
			break
		}
	}
	if err := f.win.fault(); err != nil {
		return Result{}, err
	}
	c.judge.emit()
	if err := c.flush(v); err != nil {
		return Result{}, err
	}
	if err := f.drain(ctx); err != nil {
		return Result{}, err
	}
	f.win.settle()
	f.result.SHA256, f.result.Bytes = f.hash.sum(), f.hash.n
	if !f.hash.off {
		f.result.Digest = DigestPrefix + f.result.SHA256
	}
	f.result.Complete = f.next != lost
	f.result.Spent = f.spent()
	return f.result, nil
}

// rows reads rows singly until blocks of them can be had, and then those. It
// reports false at the end of the input.
func (c *csvReader) rows(ctx context.Context, v *visit) (more bool, err error) {
	j := c.judge
	for c.nextRow() {
		if c.calm >= calmLines && c.win.drained() && !(j.good() && j.continues()) {
			j.number-- // it is read again
			j.emit()
			if err := c.flush(v); err != nil {
				return false, err
			}
			c.calm = 0
			return true, c.readBlocks(ctx, v)
		}
		c.calm++
		if j.open >= 0 || bytes.IndexByte(c.win.data()[:max(0, j.length-1, j.p.at-1)], '\n') >= 0 {
			c.calm = 0
		}
		j.judgeRow()
		c.skipRow()
		if j.index-int(c.result.Records) >= flushEvery {
			if err := c.flush(v); err != nil {
				return false, err
			}
			if err := ctx.Err(); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// flush hands over what was found in the records read singly.
func (c *csvReader) flush(v *visit) error {
	c.result.Records = int64(c.judge.index)
	return v.flush()
}

// nextRow cuts the row at the window's start. It reports false at the end of the
// input.
func (c *csvReader) nextRow() bool {
	w, j := c.win, c.judge
	if !w.have(1) {
		return false
	}
	j.number++
	for {
		j.eof = w.eof()
		j.next(w.buf[w.pos:], w.end-w.pos, w.at)
		if j.p.stop != short {
			return true
		}
		if w.grow() {
			continue
		}
		if w.fault() != nil {
			return false
		}
		if w.full() {
			c.tooLong()
			return true
		}
	}
}

// tooLong says of a row that the window cannot hold what probably makes it so.
func (c *csvReader) tooLong() {
	cut := &c.judge.csvCutter
	cut.p.stop = broken
	if cut.open >= 0 {
		cut.p.report(finding.Syntax, cut.open, "close it, or take it away", "the quotation mark is not closed within %d bytes", c.opt.MaxRecord)
		return
	}
	cut.p.report(finding.RecordSize, 0, "a line end may be missing", "the row is larger than %d bytes", c.opt.MaxRecord)
}

// skipRow moves behind the row, or behind the line that a broken row begins
// with.
func (c *csvReader) skipRow() {
	if c.judge.p.stop != broken {
		c.win.advance(c.judge.length)
		return
	}
	for {
		if n := bytes.IndexByte(c.win.data(), '\n'); n >= 0 {
			c.win.advance(n + 1)
			return
		}
		c.win.advance(c.win.end - c.win.pos)
		if !c.win.more() {
			return
		}
	}
}
