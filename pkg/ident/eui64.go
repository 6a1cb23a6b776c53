package ident

import "encoding/binary"

// EUI64 is an EUI-64: the Device ID of a device or the identifier of a User or
// of another party. All values, zero included, are legal text.
type EUI64 uint64

// EUI64Type is the form of an EUI-64. Both cases of hex are legal, mixed too, as
// in the DUIS schema; s1mig writes upper case.
var EUI64Type = &Type{
	Name:     "EUI-64",
	Doc:      "identifier of a device (its Device ID) or of an organisation: eight octets in hex, joined by hyphens",
	Source:   "DUIS type EUI; IEEE EUI-64",
	Pattern:  `^[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){7}$`,
	MaxLen:   23,
	Examples: []string{"90-B3-D5-1F-30-01-00-00", "70-B3-D5-1F-30-00-A0-08", "88-73-84-90-6A-10-02-DB", "00-07-81-d7-00-00-36-cE", "00-00-00-00-00-00-00-00"},
	Bad:      []string{"", "90:B3:D5:1F:30:01:00:00", "90B3D51F30010000", "90-B3-D5-1F-30-01-00", "90-B3-D5-1F-30-01-00-00-", "90-B3-D5-1F-30-01-00-0G", "90-B3-D5-1F-30-01-00-0\u00e9"},
	Valid:    func(b []byte) bool { _, ok := ParseEUI64(b); return ok },
	Hint:     firstHint(spreadsheetHint, numberHint("EUI-64"), euiHint),
}

// ParseEUI64 reads an EUI-64 in the form of EUI64Type.
func ParseEUI64(b []byte) (EUI64, bool) {
	if len(b) != 23 || b[8] != '-' {
		return 0, false
	}
	// Three octets fill eight bytes, "HH-HH-HH". The second and third word share
	// the octet at byte 15.
	w0, bad0 := hexWord(binary.LittleEndian.Uint64(b))
	w1, bad1 := hexWord(binary.LittleEndian.Uint64(b[9:]))
	w2, bad2 := hexWord(binary.LittleEndian.Uint64(b[15:]))
	if bad0|bad1|bad2 != 0 {
		return 0, false
	}
	return EUI64(w0<<40 | w1<<16 | w2&0xffff), true
}

// hexWord reads "HH-HH-HH" as three octets. bad is not zero if the word has
// another form.
func hexWord(w uint64) (octets, bad uint64) {
	const (
		ones   = 0x0101010101010101
		top    = 0x80 * ones
		hyphen = 0x00002d00002d0000
		digits = 0xffff00ffff00ffff // where hex digits stand
	)
	bad = (w^hyphen)&^digits | w&top
	w &= digits
	// With the top bit clear everywhere, no sum below carries between bytes.
	w &= 0x7f * ones
	low := w | 0x20*ones
	atLeast0, over9 := w+(0x80-'0')*ones, w+(0x80-'9'-1)*ones
	atLeastA, overF := low+(0x80-'a')*ones, low+(0x80-'f'-1)*ones
	isDigit, isLetter := atLeast0&^over9, atLeastA&^overF
	bad |= ^(isDigit | isLetter) & top & digits
	n := w&(0x0f*ones) + (w>>6&ones)*9
	n = n<<4 | n>>8
	return n&0xff<<16 | n>>16&0xff00 | n>>48&0xff, bad
}

// IsZero reports whether e is 00-00-00-00-00-00-00-00.
func (e EUI64) IsZero() bool { return e == 0 }

// String returns e in upper case: 90-B3-D5-1F-30-01-00-00.
func (e EUI64) String() string { return string(e.AppendTo(make([]byte, 0, 23))) }

// AppendTo appends e in upper case.
func (e EUI64) AppendTo(dst []byte) []byte {
	for shift := 56; shift > 0; shift -= 8 {
		dst = append(appendHex(dst, uint64(e)>>shift&0xff, 2), '-')
	}
	return appendHex(dst, uint64(e)&0xff, 2)
}
