package codec

import (
	"slices"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// NOTE. The rows of a CSV resemble each other: ids and numbers are as long in one
// as in the next, and only digits differ. So a whole row has a shape, as a text
// has (see shape.go), and few shapes make a file. What is of the shape of a row
// that was accepted is cut and accepted by it at once: as many bytes, the line end
// where that had it, the cells where that had them. Dates, and words from a list,
// are not of any shape that other dates or words are of; they are read as they
// always are.

// maxRow is how many bytes a row of a shape has at most, its line end among them.
const maxRow = 8 * 20

// rowShape says which byte may stand where in a row without quotation marks.
type rowShape struct {
	words []rowWord // of the row, from its first byte on
	tail  rowWord   // the last eight bytes
	hex   []hexWord // the words of which words and tail say too little
	n     int       // bytes, line end included
	end   int       // where the line end begins
	next  int       // the shape that the row behind had, the last time

	// Of the authorisation:
	have uint32 // its cells that are there, but for those of runs
	id   span
	runs []shapedRun
	said []shapedWord

	// Of the meter:
	more          uint32 // its cells that are there
	mpxn, network span
	suppliers     []span
}

// rowWord is what eight bytes must be, the first in the lowest byte: each the
// byte of low or, where limit is not 0x7f, any up to 0x7f less limit apart from it
// in its lowest bits.
type rowWord struct{ low, limit uint64 }

// misfit has a top bit set unless w is as it must be. A byte carries only where
// its own top bit is set.
func (r *rowWord) misfit(w uint64) uint64 {
	w ^= r.low
	return w | (w + r.limit)
}

// shapeWord is what eight bytes must be, the first in the lowest byte. The bytes
// in mask count; what they are beyond low, plainly subtracted, must be no more
// than 0x7f less limit. Where hex has 0x40, letters and digits each begin anew.
type shapeWord struct{ mask, low, limit, hex uint64 }

// misfit has a top bit set unless w is of the shape. A byte from which more is
// subtracted than it has sets its own top bit, whatever that does to those above.
func (s *shapeWord) misfit(w uint64) uint64 {
	letter := w & s.hex
	w = w&s.mask - s.low - letter>>2 - letter>>6 // 'A' is 0x11 above '0'
	return w | (w + s.limit + letter>>4)         // and has 4 less above it than '0' has
}

func isHexDigit(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' }

// hexWord is a word in which hex digits may be any, at a place in the row.
type hexWord struct {
	shapeWord
	at int
}

// shapedRun is where a run of cells stands in a row.
type shapedRun struct {
	*cellRun
	span
}

// shapedWord is a word from a list that a row of the shape says.
type shapedWord struct {
	offset uintptr // of the field
	word   string  // one of its enumeration
}

// fits reports whether the row at i, of an input of n bytes, is of the shape.
func (s *rowShape) fits(in input8, i, n int) bool {
	if i+s.n > n || s.tail.misfit(in.word(i+s.n-8))&highBits != 0 {
		return false
	}
	words := s.words
	for ; len(words) >= 4; words = words[4:] {
		if (words[0].misfit(in.word(i))|words[1].misfit(in.word(i+8))|
			words[2].misfit(in.word(i+16))|words[3].misfit(in.word(i+24)))&highBits != 0 {
			return false
		}
		i += 32
	}
	misfit := uint64(0)
	for k := range words {
		misfit |= words[k].misfit(in.word(i))
		i += 8
	}
	i -= 8 * len(s.words)
	for k := range s.hex {
		misfit |= s.hex[k].misfit(in.word(i + s.hex[k].at))
	}
	return misfit&highBits == 0
}

// rowShapes are the shapes that rows of a file have, for one goroutine. A row
// knows its shape by its number, so what is learned while rows are read is not
// made use of until the next rows are cut.
type rowShapes struct {
	known   []rowShape
	learned []rowShape
	last    int // the shape of the row cut last
	turn    int // which is given up for the next
	wait    int // rows of no known shape until one is looked at
	hits    int // rows of a known shape since the last that was
	useless bool
}

// maxRowShapes is how many shapes are known at a time. With a number of each of two
// lengths, and one of three words or none, a file has eight.
const maxRowShapes = 8

// of returns the number of the shape of the row at i, of an input of n bytes: 0
// where it is not known.
func (s *rowShapes) of(in input8, i, n int) (number int) {
	if len(s.known) == 0 {
		return 0
	}
	expected := s.known[s.last].next
	if s.known[expected].fits(in, i, n) {
		s.hits++
		s.last = expected
		return expected + 1
	}
	for k := range s.known {
		if k != expected && s.known[k].fits(in, i, n) {
			s.hits++
			s.known[s.last].next = k
			s.last = k
			return k + 1
		}
	}
	return 0
}

// settle makes use of what was learned. No row that was cut before is read any
// more.
func (s *rowShapes) settle() {
	if s.useless {
		*s = rowShapes{known: s.known[:0], learned: s.learned[:0], wait: s.wait}
	}
	for _, shape := range s.learned {
		if len(s.known) < maxRowShapes {
			s.known = append(s.known, shape)
			continue
		}
		s.known[s.turn] = shape
		s.turn = (s.turn + 1) % maxRowShapes
	}
	s.learned = s.learned[:0]
}

// learn is told of an accepted row of no known shape, which n bytes hold. It takes
// time to make a shape, and to look for one in vain: see shapes.
func (s *rowShapes) learn(g *csvProgram, in input8, r csvRowAt) {
	if s.wait > 0 {
		s.wait--
		return
	}
	for k := range s.learned {
		if s.learned[k].fits(in, int(r.from), int(r.to)) {
			return
		}
	}
	if full := len(s.known)+len(s.learned) >= maxRowShapes; full {
		s.wait = patience
		if s.hits < patience/2 {
			s.useless, s.wait = true, rest
			return
		}
	}
	s.hits = 0
	if shape, ok := g.shapeOf(in, r); ok {
		s.learned = append(s.learned, shape)
	}
}

// shapeOf returns the shape of an accepted row; ok is false where it has none.
func (g *csvProgram) shapeOf(in input8, r csvRowAt) (s rowShape, ok bool) {
	text := in.bytes(int(r.from), int(r.to))
	if len(text) > maxRow || len(text) < 8 {
		return s, false
	}
	b := shapeBytes{text: text}
	s.n, s.end = len(text), in.rowEnd(r)-int(r.from)
	from := 0
	for k := range g.cells {
		c, columns := &g.cells[k], 1
		if c.kind == runCell {
			columns = len(c.run.cells)
		}
		to := from - 1
		for range columns {
			for to++; to < s.end && text[to] != ','; to++ {
			}
		}
		if !s.add(c, &b, text, span{from, to}) {
			return s, false
		}
		from = to + 1
	}
	b.write(&s)
	return s, true
}

// add adds a cell of the row that text is to its shape.
func (s *rowShape) add(c *cellCode, b *shapeBytes, text []byte, at span) bool {
	switch {
	case c.kind == runCell:
		s.runs = append(s.runs, shapedRun{c.run, at})
		b.vary(at, ident.Digits) // it is the run's to read them
		return true
	case c.kind == skipCell:
		return false
	case at.from == at.to:
		return true
	case c.kind == tokenCell && !c.meter:
		s.have, s.id = s.have|c.bit, at
		b.vary(at, c.token.Kin())
		return true
	case c.kind == enumCell && !c.meter:
		s.have |= c.bit
		s.said = append(s.said, shapedWord{c.offset, enumValue(c.field, text[at.from:at.to])})
		return true
	case !c.meter:
		return false
	}
	s.more |= c.bit
	switch c.kind {
	case mpxnCell:
		s.mpxn = at
		b.vary(at, ident.Digits)
	case textCell, tokenCell:
		s.network = at
		b.vary(at, c.field.Lex.KinOf(text[at.from:at.to]))
	case listCell:
		for from := at.from; from <= at.to; {
			to := from
			for to < at.to && text[to] != ' ' {
				to++
			}
			s.suppliers = append(s.suppliers, span{from, to})
			b.vary(span{from, to}, digitsOf(c.field.Lex.KinOf(text[from:to])))
			from = to + 1
		}
	default:
		return false
	}
	return true
}

// digitsOf makes digits of hex digits: a supplier has few certificates, and a row
// has several of their ids.
func digitsOf(kin ident.Kin) ident.Kin {
	if kin&ident.HexDigits != 0 {
		return ident.Digits
	}
	return kin
}

// shapeBytes says of the bytes of an accepted row which of them may be others.
type shapeBytes struct {
	text       []byte
	digit, hex [maxRow]bool
}

// vary lets the digits of a valid text be others where they may, and hex digits.
func (b *shapeBytes) vary(at span, kin ident.Kin) {
	for i := at.from; i < at.to; i++ {
		hex := kin&ident.HexDigits != 0 && isHexDigit(b.text[i])
		b.hex[i] = hex
		b.digit[i] = kin&ident.Digits != 0 && b.text[i]-'0' <= 9
	}
}

// write writes the words of the shape.
func (b *shapeBytes) write(s *rowShape) {
	at := 0
	for ; at+8 < s.n; at += 8 {
		s.words = append(s.words, b.word(s, at))
	}
	s.tail = b.word(s, s.n-8)
}

// word is that of the bytes from there on. Those that may be any hex digit may be
// anything by it: of them there is a hexWord.
func (b *shapeBytes) word(s *rowShape, from int) (r rowWord) {
	var hex hexWord
	for k := range 8 {
		low, limit, shift := b.text[from+k], byte(0x7f), 8*k
		if b.digit[from+k] || b.hex[from+k] {
			low, limit = '0', 0x7f-9
		}
		hex.mask |= 0xff << shift
		hex.low |= uint64(low) << shift
		hex.limit |= uint64(limit) << shift
		if b.hex[from+k] {
			hex.hex |= 0x40 << shift
			continue
		}
		r.low |= uint64(low) << shift
		r.limit |= uint64(limit) << shift
	}
	if hex.at = from; hex.hex != 0 {
		s.hex = append(s.hex, hex)
	}
	return r
}

// allShaped reports whether all rows of a record are of known shapes.
func allShaped(rows []csvRowAt) bool {
	return !slices.ContainsFunc(rows, func(r csvRowAt) bool { return r.shape == 0 })
}

// shaped is record for rows of known shapes.
func (g *csvProgram) shaped(in input8, base unsafe.Pointer, rows []csvRowAt) bool {
	before := startObject(base)
	a := (*maf.Authorisation)(base)
	a.Meters = slices.Grow(a.Meters[:0], len(rows))[:len(rows)]
	from, s := int(rows[0].from), &g.shapes.known[rows[0].shape-1]
	have := s.have | 1<<recordMeters.Index
	for k := range s.runs {
		run := &s.runs[k]
		if run.read(in, from+run.from, from+s.end, base) != from+run.to {
			return false
		}
		have |= run.have
	}
	if maf.Record.Required()&^have != 0 {
		return false
	}
	for _, said := range s.said {
		*(*string)(unsafe.Add(base, said.offset)) = said.word
	}
	a.AuthorisationID = in.text(from+s.id.from, from+s.id.to)
	g.idAt = span{from + s.id.from, from + s.id.to}
	for k, r := range rows {
		at, of := int(r.from), &g.shapes.known[r.shape-1]
		if k > 0 && !s.sameRest(in, from, of, at) || !of.meter(in, at, &a.Meters[k]) {
			return false
		}
	}
	endObject(maf.Record, base, before, have, 0)
	return true
}

// sameRest reports whether two rows say the same of the authorisation beside its
// id.
func (s *rowShape) sameRest(in input8, from int, of *rowShape, at int) bool {
	for k := range s.runs {
		a, b := &s.runs[k], &of.runs[k]
		if in.text(from+a.from, from+a.to) != in.text(at+b.from, at+b.to) {
			return false
		}
	}
	return slices.Equal(s.said, of.said)
}

// meter reads the meter of a row of the shape.
func (s *rowShape) meter(in input8, from int, m *maf.Meter) (ok bool) {
	before := startObject(unsafe.Pointer(m))
	if m.MPxN, ok = ident.ParseMPxN(in.bytes(from+s.mpxn.from, from+s.mpxn.to)); !ok {
		return false
	}
	list := m.SupplierCertificateIDs[:0]
	for _, v := range s.suppliers {
		list = append(list, ident.CertificateID(in.text(from+v.from, from+v.to)))
	}
	m.SupplierCertificateIDs = list
	m.NetworkOperatorCertificateID = ident.CertificateID(in.text(from+s.network.from, from+s.network.to))
	endObject(maf.Meters, unsafe.Pointer(m), before, s.more, 0)
	return true
}
