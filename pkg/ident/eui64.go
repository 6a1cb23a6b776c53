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
	if len(b) != 23 {
		return 0, false
	}
	p := (*[23]byte)(b)
	// The seven hyphens, in three words.
	const hyphens = 0x2d00002d00002d
	wrong := (binary.LittleEndian.Uint64(p[2:])^hyphens)&0xff0000ff0000ff |
		(binary.LittleEndian.Uint64(p[11:])^hyphens)&0xff0000ff0000ff |
		uint64(p[20]^'-')
	o0, o1 := octet(p[0], p[1]), octet(p[3], p[4])
	o2, o3 := octet(p[6], p[7]), octet(p[9], p[10])
	o4, o5 := octet(p[12], p[13]), octet(p[15], p[16])
	o6, o7 := octet(p[18], p[19]), octet(p[21], p[22])
	if wrong|(o0|o1|o2|o3|o4|o5|o6|o7)&^0xff != 0 {
		return 0, false
	}
	return EUI64(o0<<56 | o1<<48 | o2<<40 | o3<<32 | o4<<24 | o5<<16 | o6<<8 | o7), true
}

// EUI64Parser parses EUI-64s. It keeps the first five octets of the last one, and
// is quick with one that shares them, as those of devices made together do. The
// zero value is ready for use.
type EUI64Parser struct {
	text [2]uint64 // the first eight bytes, and the eight from the eighth on
	high EUI64     // what they mean
	any  bool      // there has been one
}

// Shares reports whether the first five octets of b are those of the EUI-64 parsed
// last, if there was one.
func (e *EUI64Parser) Shares(b *[23]byte) bool {
	return binary.LittleEndian.Uint64(b[:]) == e.text[0] && binary.LittleEndian.Uint64(b[7:]) == e.text[1]
}

// Value is the value of the EUI-64 b, which Shares. Where b is none, it is any.
func (e *EUI64Parser) Value(b *[23]byte) EUI64 {
	w := nibbles(binary.LittleEndian.Uint64(b[15:]))
	w = w<<4 | w>>8
	return e.high | EUI64(w&0xff<<16|w>>16&0xff00|w>>48&0xff)
}

// Parse is the same as ParseEUI64.
func (e *EUI64Parser) Parse(b *[23]byte) (EUI64, bool) {
	if !e.any || !e.Shares(b) {
		return e.parse(b)
	}
	o5, o6, o7 := octet(b[15], b[16]), octet(b[18], b[19]), octet(b[21], b[22])
	if (o5|o6|o7)&^0xff|uint64((b[17]^'-')|(b[20]^'-')) != 0 {
		return 0, false
	}
	return e.high | EUI64(o5<<16|o6<<8|o7), true
}

func (e *EUI64Parser) parse(b *[23]byte) (EUI64, bool) {
	v, ok := ParseEUI64(b[:])
	if ok {
		e.text = [2]uint64{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[7:])}
		e.high, e.any = v&^0xffffff, true
	}
	return v, ok
}

// octet returns the octet of two hex digits, or more than 0xff.
func octet(high, low byte) uint64 {
	return uint64(hexHigh[high] | hexLow[low])
}

// hexLow is the value of each hex digit, and more than 0xff for any other byte;
// hexHigh is the same for the first digit of two.
var hexLow, hexHigh = makeHexOctets()

func makeHexOctets() (low, high [256]uint16) {
	for i, v := range hexValue {
		if low[i], high[i] = uint16(v), uint16(v)<<4; v == notHex {
			low[i], high[i] = 0x100, 0x100
		}
	}
	return low, high
}

// IsZero reports whether e is 00-00-00-00-00-00-00-00.
func (e EUI64) IsZero() bool { return e == 0 }

// String returns e in upper case: 90-B3-D5-1F-30-01-00-00.
func (e EUI64) String() string { return string(e.AppendTo(make([]byte, 0, 23))) }

// AppendTo appends e in upper case.
func (e EUI64) AppendTo(dst []byte) []byte {
	const two = 0xffff // the digits of an octet
	a, b := hexText(uint32(e>>32)), hexText(uint32(e))
	var text [24]byte
	binary.LittleEndian.PutUint64(text[0:], a&two|'-'<<16|a>>16&two<<24|'-'<<40|a>>32<<48)
	binary.LittleEndian.PutUint64(text[8:], '-'|a>>48<<8|'-'<<24|b&two<<32|'-'<<48|b>>16<<56)
	binary.LittleEndian.PutUint64(text[16:], b>>24&0xff|'-'<<8|b>>32&two<<16|'-'<<32|b>>48<<40)
	return append(dst, text[:23]...)
}
