package codec

import (
	"context"
	"errors"
	"io"
	"slices"

	"s1mig/pkg/abreast"
	"s1mig/pkg/source"
)

// Extent is where records of a canonical file stand that were read together. What they
// come to depends on nothing that stands before them but their place and their number,
// so they can be read again by themselves. The zero Extent has no records.
type Extent struct {
	pos     source.Position // of the first of them
	index   int             // of that
	records int
	n       int  // bytes that were cut off to be read
	read    int  // those of them that are records of the layout: fewer in the last extent, whose end is not
	lines   int  // line ends in n
	beyond  byte // what stands behind n; NUL where that is not known
}

// First is the index of the first record.
func (e Extent) First() int { return e.index }

// Records is how many records there are.
func (e Extent) Records() int { return e.records }

// Extent is for the merge function of Visit, while it runs: the extent of the records
// whose outcome it is given. ok is false where they cannot be read again by themselves.
func (f *File) Extent() (e Extent, ok bool) { return f.extent, f.extent.n > 0 }

// extentOf is that of a block in canonical layout.
func extentOf(b *block) Extent {
	return Extent{pos: b.pos, index: b.index, records: b.records, n: b.n, read: b.read, lines: b.lines, beyond: b.beyond}
}

// ErrChanged says that a file is no longer what it was when it was first read, as far as
// that is noticed.
var ErrChanged = errors.New("it was changed while it was read; try it again when nothing writes to it")

// Reread reads the records of extents that Visit has told of, in the order of the
// file. from reads the file from a byte on. Workers and merge are as of Visit, which
// must have returned. The error is ErrChanged, or one of merge, of the context or
// of the input.
func (f *File) Reread(ctx context.Context, extents []Extent, from func(offset int64) (io.Reader, error), newWorker func() Worker, merge func(any) error) error {
	v := &visit{File: f, newWorker: newWorker, merge: merge}
	for range min(f.opt.Workers, len(extents)) {
		v.slots, v.blocks = append(v.slots, v.newSlot()), append(v.blocks, f.opt.Spare.block())
	}
	defer f.opt.Spare.takeBack(v)
	for some := range slices.Chunk(extents, max(1, len(v.slots))) {
		if err := v.reread(some, from); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// reread reads as many extents as there are workers.
func (v *visit) reread(extents []Extent, from func(offset int64) (io.Reader, error)) error {
	for k, e := range extents {
		r, err := from(e.pos.Offset)
		if err != nil {
			return err
		}
		if err := e.into(v.blocks[k], r); err != nil {
			return err
		}
	}
	err := abreast.Do(len(extents), len(extents), func(k int) error {
		b, e := v.blocks[k], extents[k]
		(&lineLayout{maxRecord: v.opt.MaxRecord}).parse(b, v.slots[k])
		if b.read != e.read || b.records != e.records {
			return ErrChanged
		}
		return nil
	})
	for k := range extents {
		if err == nil {
			err = v.merge(v.blocks[k].outcome)
		}
	}
	return err
}

// into has a block be the one that the extent was read from.
func (e Extent) into(b *block, r io.Reader) error {
	b.reset(e.n)
	b.pos, b.index, b.n, b.lines, b.beyond = e.pos, e.index, e.n, e.lines, e.beyond
	switch _, err := io.ReadFull(r, b.buf[:e.n]); err {
	case io.EOF, io.ErrUnexpectedEOF:
		return ErrChanged
	default:
		clear(b.buf[e.n : e.n+pad])
		return err
	}
}
