package validate

import (
	"encoding/binary"
	"iter"

	"s1mig/pkg/ident"
	"s1mig/pkg/source"
)

// installation is one record of a file, as far as the set concerns it. Of a MAF
// it is an authorisation, with its own id. It lasts until the next is read in its
// place.
type installation struct {
	place   place
	id      []byte
	text    []byte // the group: MCF and MGF; the outcome: COF
	passed  bool   // MVF
	auths   [][]byte
	devices []device
	index   int
	pos     source.Position
}

// device is one device, or one line of a MAF.
type device struct {
	id       ident.EUI64
	mpxn     ident.MPxN
	supplier []byte
	flags    flags
}

// place is where a record stands in a ledger.
type place struct {
	page, at uint32
}

// device finds a device of an installation; an installation has few.
func (in *installation) device(id ident.EUI64) *device {
	for k := range in.devices {
		if in.devices[k].id == id {
			return &in.devices[k]
		}
	}
	return nil
}

// cursor reads the records of a ledger into one and the same installation.
type cursor struct {
	l    *ledger
	next place
	in   installation

	page int    // that is open, plus one
	data []byte // of it
	room []byte // for one out of the file
	rest []byte // of data, while a record is read
}

func (l *ledger) cursor() *cursor { return &cursor{l: l} }

// all are the records of a ledger, in file order.
func (l *ledger) all() iter.Seq[*installation] {
	return func(yield func(*installation) bool) {
		c := l.cursor()
		for in := c.read(); in != nil && yield(in); in = c.read() {
		}
	}
}

// read returns the next record, nil behind the last.
func (c *cursor) read() *installation {
	for int(c.next.page) < len(c.l.pages) {
		c.open(c.next)
		if len(c.rest) == 0 {
			c.next = place{page: c.next.page + 1}
			continue
		}
		in := c.record(c.next)
		c.next.at = uint32(len(c.data) - len(c.rest))
		return in
	}
	return nil
}

// at returns the record at a place.
func (c *cursor) at(p place) *installation {
	c.open(p)
	return c.record(p)
}

// idAt returns the id of the record at a place.
func (c *cursor) idAt(p place) []byte {
	c.open(p)
	for range 4 {
		c.number()
	}
	return c.text()
}

// open goes to a place.
func (c *cursor) open(p place) {
	if c.page != int(p.page)+1 {
		from := &c.l.pages[p.page]
		c.data = c.l.of.read(from, c.room)
		if from.data == nil {
			c.room = c.data
		}
		c.page = int(p.page) + 1
	}
	c.rest = c.data[min(int(p.at), len(c.data)):]
}

// record reads the record that begins rest.
func (c *cursor) record(p place) *installation {
	from, in := &c.l.pages[p.page], &c.in
	in.place = p
	in.pos.Line = from.start.Line + c.number()
	in.pos.Column = c.number()
	in.pos.Offset = from.start.Offset + int64(c.number())
	in.index = from.index + c.number()
	in.id, in.text = c.text(), c.text()
	in.passed = c.byte() != 0
	in.auths, in.devices = in.auths[:0], in.devices[:0]
	for range c.number() {
		in.auths = append(in.auths, c.text())
	}
	for range c.number() {
		in.devices = append(in.devices, c.device())
	}
	return in
}

func (c *cursor) device() device {
	d := device{flags: flags(c.byte())}
	if d.flags&hasID != 0 {
		d.id = ident.EUI64(c.word())
	}
	if d.flags&hasNumber != 0 {
		d.mpxn = ident.MPxN(c.word())
	}
	if d.flags&hasSupplier != 0 {
		d.supplier = c.text()
	}
	return d
}

// NOTE. Of a page that could not be read nothing is left: a record of it reads as
// an empty one.

func (c *cursor) number() int {
	if len(c.rest) > 0 && c.rest[0] < 0x80 {
		return int(c.byte())
	}
	n, size := binary.Uvarint(c.rest)
	c.rest = c.rest[max(size, 0):]
	return int(n)
}

func (c *cursor) text() []byte {
	n := min(c.number(), len(c.rest))
	t := c.rest[:n:n]
	c.rest = c.rest[n:]
	return t
}

func (c *cursor) byte() byte {
	if len(c.rest) == 0 {
		return 0
	}
	b := c.rest[0]
	c.rest = c.rest[1:]
	return b
}

func (c *cursor) word() uint64 {
	if len(c.rest) < 8 {
		c.rest = nil
		return 0
	}
	w := binary.LittleEndian.Uint64(c.rest)
	c.rest = c.rest[8:]
	return w
}
