package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
)

// value reads the text of a cell that is not empty, of a row that ends at rowEnd.
// It returns the index behind it, or refused; what stands there is the caller's to
// check.
func (c *cellCode) value(in input8, i, rowEnd int, base unsafe.Pointer) int {
	at := unsafe.Add(base, c.offset)
	switch c.kind {
	case tokenCell:
		end := i + 1
		if !c.token.First[in.byte(i)] {
			return refused
		}
		for c.token.Rest[in.byte(end)] {
			end++
		}
		*(*string)(at) = in.text(i, end)
		return accepted(end, end-i >= c.token.Min && end-i <= c.token.Max)
	case dateCell:
		v, ok := civil.ParseDate(in.bytes(i, i+10))
		*(*civil.Date)(at) = v
		return accepted(i+10, ok)
	case mpxnCell:
		return in.mpxn(i, (*ident.MPxN)(at))
	case enumCell:
		for k := range c.enum {
			if v := &c.enum[k]; v.at(in, i) {
				*(*string)(at) = v.text
				return i + len(v.text)
			}
		}
		return refused
	case listCell:
		return c.list(in, i, rowEnd, (*[]string)(at))
	case textCell:
		end := in.cellEnd(i)
		*(*string)(at) = in.text(i, end)
		return accepted(end, c.validText(in, i, end))
	case skipCell:
		return in.cellEnd(i)
	}
	end := in.cellEnd(i)
	return accepted(end, storeCompact(in.bytes(i, end), c.field, base))
}

func accepted(end int, ok bool) int {
	if ok {
		return end
	}
	return refused
}

// mpxn reads an MPxN. Nearly all have ten digits or thirteen.
func (in input8) mpxn(i int, to *ident.MPxN) int {
	end := i + 10
	if !endsCell(in.byte(end)) {
		end = i + 13
	}
	v, ok := ident.ParseMPxN(in.bytes(i, end))
	if !ok || !endsCell(in.byte(end)) {
		end = in.cellEnd(i)
		v, ok = ident.ParseMPxN(in.bytes(i, end))
	}
	*to = v
	return accepted(end, ok)
}

// endsCell reports whether a plain cell, or the text of one in quotation marks, may
// end before that byte.
func endsCell(b byte) bool { return b == ',' || b == '\r' || b == '\n' || b == '"' }

// validText reports whether the cell is of its form.
func (c *cellCode) validText(in input8, i, end int) bool {
	known := c.texts.like(in, i, end)
	if known.is(in, i, end) {
		return true
	}
	if !c.field.Lex.Valid(in.bytes(i, end)) {
		return false
	}
	known.text = append(known.text[:0], in.bytes(i, end)...)
	return true
}

// list reads values that are parted by one space each. Most lists are that of the
// record before.
func (c *cellCode) list(in input8, i, rowEnd int, to *[]string) int {
	known := c.texts.recent()
	end := i + len(known.text)
	if end > rowEnd || !endsCell(in.byte(end)) || !known.is(in, i, end) {
		end = in.cellEnd(i)
		if known = c.texts.like(in, i, end); !known.is(in, i, end) && !c.learn(known, in, i, end) {
			return refused
		}
	}
	list := (*to)[:0]
	for _, v := range known.values {
		list = append(list, in.text(i+v.from, i+v.to))
	}
	*to = list
	return end
}

// learn takes a list apart, and remembers it if it has no fault.
func (c *cellCode) learn(known *knownText, in input8, i, end int) bool {
	known.text, known.values = known.text[:0], known.values[:0]
	for from := i; from <= end; {
		to := from
		for to < end && in.byte(to) != ' ' {
			to++
		}
		if to == from || int64(len(known.values)) == c.field.Max || !c.field.Lex.Valid(in.bytes(from, to)) {
			return false
		}
		known.values = append(known.values, span{from - i, to - i})
		from = to + 1
	}
	known.text = append(known.text, in.bytes(i, end)...)
	return true
}

// cellEnd returns the index of the first byte from i that is a comma, a quotation
// mark, a control character or a byte of a multi-byte character. It looks at eight
// bytes at a time.
func (in input8) cellEnd(i int) int {
	for {
		w := in.word(i)
		comma, quote := w^(lowBits*','), w^(lowBits*'"')
		// Borrows can only mark bytes above a true mark, as in notPlain.
		if m := ((comma-lowBits)&^comma | (quote-lowBits)&^quote | (w-lowBits*0x20)&^w | w) & highBits; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
}
