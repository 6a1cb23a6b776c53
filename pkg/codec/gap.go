package codec

import "s1mig/pkg/finding"

// NOTE. What stands between a record and the next belongs to the record before it,
// and what is wrong with it is one finding of that record: a comma too many is no
// record, and what is no comma is none either. All readers tell so by readGap.

// gapKind is what a gap comes to, the bytes between a record and what follows it.
type gapKind uint8

const (
	gapOpen    gapKind = iota // not known: what is at hand ends in it
	gapComma                  // one comma, as it should be
	gapEnd                    // the end of the records follows
	gapCommas                 // more than one comma
	gapNoComma                // another record follows without one
	gapOdd                    // something that stands between no two records
)

// wrong reports whether there is something wrong with the gap.
func (k gapKind) wrong() bool { return k >= gapCommas }

// gap is a gap with the byte that tells its kind.
type gap struct {
	kind gapKind
	at   int // of gapCommas the second comma, else the first byte of what follows
}

// readGap reads the gap at index i of b[:end], right behind a record; pad NUL bytes
// follow. beyond is what stands behind those in the input, NUL where nobody knows.
func readGap(b []byte, i, end int, beyond byte) gap {
	g := readToken(b, i, end, beyond)
	if g.kind != gapComma {
		return g
	}
	if g.at == end {
		return gap{gapOpen, end}
	}
	next := readToken(b, g.at+1, end, beyond)
	switch next.kind {
	case gapOpen:
		return next
	case gapComma:
		return gap{gapCommas, next.at}
	}
	return gap{gapComma, next.at}
}

// readToken is readGap for its first byte that is no white space.
func readToken(b []byte, i, end int, beyond byte) gap {
	at := skipSpace(b, i)
	c := b[at]
	if at >= end {
		at, c = end, beyond
		if c == 0 || c == ' ' || c == '\n' || c == '\r' || c == '\t' {
			return gap{gapOpen, end}
		}
	}
	return gap{tokenKind(c), at}
}

// tokenKind is the kind of a gap by its first byte that is no white space.
func tokenKind(c byte) gapKind {
	switch c {
	case ',':
		return gapComma
	case ']':
		return gapEnd
	case '{':
		return gapNoComma
	}
	return gapOdd
}

// over returns where reading goes on behind the gap; of one that is odd, where it
// becomes so.
func (g gap) over(b []byte) int {
	i := g.at
	for b[i] == ',' {
		i = skipSpace(b, i+1)
	}
	return i
}

// fault says what is wrong with a gap of that kind; c is the byte that tells.
func (k gapKind) fault(c byte) (message, hint string) {
	switch k {
	case gapCommas:
		return "expected a record, found “,”", "one comma stands between two records; take this one away"
	case gapNoComma:
		return "a comma is missing behind this record", "put one between this record and the next"
	}
	return "expected a comma or the closing bracket behind this record, found " + shown(c),
		"take it away; from it to the next line that begins with { or ] nothing is read"
}

// gap notes what is wrong with the gap behind a record that ends at index i.
func (p *careful) gap(g gap, i int) {
	at := g.at
	if g.kind == gapNoComma {
		at = i
	}
	p.tell(finding.Syntax, at, func() (string, string) { return g.kind.fault(p.b[g.at]) })
}
