package rules

import (
	"strings"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// lineKind is what decides what the rules of single lines find of a line. What
// they say of it may hold more, such as its MPxN: with a line that has a kind
// that is remembered they find nothing.
type lineKind struct {
	marks
	operator  string
	network   known
	suppliers []known
}

// marks are those parts of a kind that are no text: which fields of the line
// stood in the file and which of them were malformed, and a bit for each of what
// else is so or not.
type marks struct{ have, bad, bits uint32 }

// marks returns those of the line.
func (l *line) marks() (m marks) {
	m.have, m.bad = l.meter.Bits()
	m.bits = bit(0, l.meter.MPxN.IsMPAN()) | bit(1, l.meter.MPxN.IsMPRN()) | bit(2, l.asked) | bit(3, l.known) |
		bit(4, l.facts.Migrated) | bit(5, l.facts.Active) | bit(6, l.submitters())
	return m
}

// bit is bit n where it is so.
func bit(n int, so bool) (b uint32) {
	if so {
		b = 1
	}
	return b << n
}

// says reports whether the texts of the line are those of the kind.
func (k *lineKind) says(l *line) bool {
	ids := l.meter.SupplierCertificateIDs
	if !k.network.is(string(l.meter.NetworkOperatorCertificateID)) || len(k.suppliers) != len(ids) ||
		k.operator != l.facts.NetworkOperator {
		return false
	}
	for i := range ids {
		if !k.suppliers[i].is(string(ids[i])) {
			return false
		}
	}
	return true
}

// known is the id of a certificate that is remembered. What stands at its
// beginning and at its end is a number each, where it has 8 to 16 bytes, as most
// have: so it is compared faster.
type known struct {
	text       string
	head, tail uint64
}

// newKnown returns the id, with a text of its own.
func newKnown(id ident.CertificateID) known {
	k := known{text: strings.Clone(string(id))}
	if k.short() {
		k.head, k.tail = ident.Word(k.text, 0), ident.Word(k.text, len(k.text)-8)
	}
	return k
}

func (k *known) short() bool { return uint(len(k.text)-8) <= 8 }

// is reports whether the id is that one.
func (k *known) is(id string) bool {
	n := len(k.text)
	if len(id) != n {
		return false
	}
	if !k.short() {
		return id == k.text
	}
	return ident.Word(id, 0) == k.head && ident.Word(id, n-8) == k.tail
}

// clearLines remembers kinds of line with which nothing is wrong. A file has few
// kinds, each many times: those of a supplier's certificates with one of a network
// operator's. It neither grows without end nor replaces, so that a file in which
// every line is of a new kind costs little more.
type clearLines struct {
	kinds [1 << kindBits]*lineKind
}

const kindBits = 9

// placesTried is in how many places, each after the other, a kind may stand.
const placesTried = 4

// place returns the first place of the kinds that name the certificate of the
// network operator. Serial numbers differ in their last digits first, and those of
// electricity and gas before them.
func place(id string) uint32 {
	var w uint64
	if n := len(id); n >= 8 {
		w = ident.Word(id, n-8)
	} else {
		for i := range n {
			w = w<<8 | uint64(id[i])
		}
	}
	return uint32(w * 0x9e3779b97f4a7c15 >> (64 - kindBits))
}

// holds reports whether nothing is wrong with the line by itself, as it was found
// of another.
func (c *clearLines) holds(l *line) bool {
	first, marks := place(string(l.meter.NetworkOperatorCertificateID)), l.marks()
	for i := range uint32(placesTried) {
		k := c.kinds[(first+i)%uint32(len(c.kinds))]
		if k == nil {
			return false
		}
		if k.marks == marks && k.says(l) {
			return true
		}
	}
	return false
}

// holdAll reports whether nothing is wrong with any of the lines by itself.
func (c *clearLines) holdAll(lines []line) bool {
	for i := range lines {
		if !c.holds(&lines[i]) {
			return false
		}
	}
	return true
}

// put remembers that nothing is wrong with the line, but for what is malformed in
// it. Its texts may be views.
func (c *clearLines) put(l *line) {
	k := l.meter
	if !keepable(k) || c.holds(l) {
		return
	}
	first := place(string(k.NetworkOperatorCertificateID))
	for i := range uint32(placesTried) {
		at := &c.kinds[(first+i)%uint32(len(c.kinds))]
		if *at == nil {
			*at = kindOf(l)
			return
		}
	}
}

// longestKept is how long a text may be that is kept, in bytes: that of a malformed
// field may be of any length.
const longestKept = 64

// keepable reports whether the certificates of a line are so few and so short that
// they may be kept.
func keepable(m *maf.Meter) bool {
	longest := len(m.NetworkOperatorCertificateID)
	for _, id := range m.SupplierCertificateIDs {
		longest = max(longest, len(id))
	}
	return longest <= longestKept && len(m.SupplierCertificateIDs) <= maf.MaxSupplierCertificates
}

// kindOf returns the kind of the line. What the file says of it is copied: texts
// of a record are views. The register's texts may be kept, and those that it keeps
// itself need not even be compared then.
func kindOf(l *line) *lineKind {
	k := &lineKind{marks: l.marks(), operator: l.facts.NetworkOperator, network: newKnown(l.meter.NetworkOperatorCertificateID)}
	for _, id := range l.meter.SupplierCertificateIDs {
		k.suppliers = append(k.suppliers, newKnown(id))
	}
	return k
}
