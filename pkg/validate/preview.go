package validate

import (
	"bytes"
	"slices"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// preview looks for the MPxNs that the register will be asked about.
type preview struct {
	register rule.Cursor // nil: nothing is to be looked for
	csv      bool
	column   int // where the MPxN begins in the row of a CSV that was looked through last
	meters   []ident.MPxN
}

func (v *reading) newPreview(register rule.Cursor) (p preview) {
	if v.codec.Type == maf.Type {
		p.register = register
	}
	p.csv = v.csv
	return p
}

// look looks at what stands where an MPxN stands in canonical layout; what it misses
// is asked for all the same. A file in the order of the register is not looked at:
// the register finds each meter next to the one before.
func (p *preview) look(text []byte) {
	if p.register == nil || !p.register.Scattered() {
		return
	}
	p.meters = p.meters[:0]
	if p.csv {
		p.rows(text)
	} else {
		p.records(text)
	}
	p.register.Expect(p.meters)
}

// The name of an MPxN is found by its one rare letter.
const (
	beforeX = `"mp`
	afterX  = `xn":"`
)

func (p *preview) records(text []byte) {
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], 'x')
		if i < 0 {
			return
		}
		x := from + i
		from = min(len(text), x+len(afterX))
		if x >= len(beforeX) && string(text[x-len(beforeX):x]) == beforeX && string(text[x:from]) == afterX {
			p.meter(text[from:], '"')
		}
	}
}

// beforeMPxN is how many columns stand before that of the MPxN, in their usual
// order.
var beforeMPxN = slices.IndexFunc(maf.Columns(), func(c maf.Column) bool { return c.Name == "MPxN" })

// rows takes the MPxN of each row. It mostly stands where that of the row above did.
func (p *preview) rows(text []byte) {
	for len(text) > 0 {
		if at := p.column; at == 0 || at >= len(text) || text[at-1] != ',' || !p.meter(text[at:], ',') {
			row := text
			for range beforeMPxN {
				row = row[bytes.IndexByte(row, ',')+1:]
			}
			p.column = len(text) - len(row)
			p.meter(row, ',')
		}
		row := text[p.column:]
		end := bytes.IndexByte(row, '\n')
		if end < 0 {
			return
		}
		text = row[end+1:]
	}
}

// meter takes the MPxN that text begins with, up to end, and reports whether it is
// one.
func (p *preview) meter(text []byte, end byte) bool {
	text = text[:min(len(text), ident.MPxNType.MaxLen+1)]
	m, ok := ident.ParseMPxN(text[:max(0, bytes.IndexByte(text, end))])
	if ok {
		p.meters = append(p.meters, m)
	}
	return ok
}
