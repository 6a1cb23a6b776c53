package ident

import (
	"encoding/binary"
	"math/bits"
)

// Firmware is a firmware version: four octets, the File Version of the ZigBee
// OTA header.
type Firmware uint32

// Model is a device model: the model identifier (two octets), the hardware
// version and the hardware revision (one octet each).
type Model uint32

// Manufacturer is a ZigBee manufacturer code.
type Manufacturer uint16

// FirmwareType is the form of a firmware version.
var FirmwareType = &Type{
	Name:     "firmware version",
	Doc:      "version of the firmware of a device: four octets in hex",
	Source:   "ZigBee OTA header, File Version; DUIS type FirmwareVersion limits the length only",
	Pattern:  `^[0-9A-Fa-f]{8}$`,
	MaxLen:   8,
	Examples: []string{"0002012F", "05150509", "0C230000", "0c230000"},
	Bad:      []string{"", "2012F", "0002012G", "0002012F0", "05.15.05.09"},
	Valid:    func(b []byte) bool { _, ok := ParseFirmware(b); return ok },
	Hint:     firstHint(spreadsheetHint, numberHint("firmware version"), hexHint(8)),
}

// ModelType is the form of a device model.
var ModelType = &Type{
	Name:     "device model",
	Doc:      "model identifier, hardware version and hardware revision of a device: four octets in hex",
	Source:   "DUIS samples; DUIS type DeviceModel limits the length only",
	Pattern:  `^[0-9A-Fa-f]{8}$`,
	MaxLen:   8,
	Examples: []string{"010A030B", "433100AC"},
	Bad:      []string{"", "10A030B", "4331 00AC", "MFG1"},
	Valid:    func(b []byte) bool { _, ok := ParseModel(b); return ok },
	Hint:     firstHint(spreadsheetHint, numberHint("device model"), hexHint(8)),
}

// ManufacturerType is the form of a manufacturer identifier.
var ManufacturerType = &Type{
	Name:     "manufacturer identifier",
	Doc:      "manufacturer of a device, as its ZigBee manufacturer code: two octets in hex",
	Source:   "DUIS samples; DUIS type DeviceManufacturer limits the length only",
	Pattern:  `^[0-9A-Fa-f]{4}$`,
	MaxLen:   4,
	Examples: []string{"AB01", "106C", "9001"},
	Bad:      []string{"", "MFG1", "GEO", "0x106C", "106"},
	Valid:    func(b []byte) bool { _, ok := ParseManufacturer(b); return ok },
	Hint:     firstHint(spreadsheetHint, numberHint("manufacturer identifier"), hexHint(4)),
}

// ParseFirmware reads eight hex digits of either case.
func ParseFirmware(b []byte) (Firmware, bool) {
	if len(b) != 8 {
		return 0, false
	}
	v, ok := parseHex(b)
	return Firmware(v), ok
}

// ParseModel reads eight hex digits of either case.
func ParseModel(b []byte) (Model, bool) {
	if len(b) != 8 {
		return 0, false
	}
	v, ok := parseHex(b)
	return Model(v), ok
}

// ParseManufacturer reads four hex digits of either case.
func ParseManufacturer(b []byte) (Manufacturer, bool) {
	if len(b) != 4 {
		return 0, false
	}
	v, ok := parseHex(b)
	return Manufacturer(v), ok
}

// String returns f as eight hex digits in upper case.
func (f Firmware) String() string { return string(f.AppendTo(make([]byte, 0, 8))) }

// AppendTo appends f as eight hex digits in upper case.
func (f Firmware) AppendTo(dst []byte) []byte { return appendHex8(dst, uint32(f)) }

// String returns m as eight hex digits in upper case.
func (m Model) String() string { return string(m.AppendTo(make([]byte, 0, 8))) }

// AppendTo appends m as eight hex digits in upper case.
func (m Model) AppendTo(dst []byte) []byte { return appendHex8(dst, uint32(m)) }

// String returns m as four hex digits in upper case.
func (m Manufacturer) String() string { return string(m.AppendTo(make([]byte, 0, 4))) }

// AppendTo appends m as four hex digits in upper case.
func (m Manufacturer) AppendTo(dst []byte) []byte {
	return binary.LittleEndian.AppendUint32(dst, uint32(hexText(uint32(m)<<16)))
}

// hexValue is the value of each hex digit, and notHex for any other byte.
var hexValue = makeHexValue()

const notHex = 0x80

func makeHexValue() (t [256]uint8) {
	for i := range t {
		t[i] = notHex
	}
	for i := range uint8(16) {
		t["0123456789ABCDEF"[i]] = i
		t["0123456789abcdef"[i]] = i
	}
	return t
}

// parseHex reads up to 16 hex digits.
func parseHex(b []byte) (v uint64, ok bool) {
	var bad uint8
	for _, c := range b {
		d := hexValue[c]
		bad |= d
		v = v<<4 | uint64(d&15)
	}
	return v, bad < notHex
}

// Hex8 reads eight hex digits of either case, the first of them in the lowest
// byte of w.
func Hex8(w uint64) (v uint32, ok bool) {
	letter := w & 0x4040404040404040   // of the bytes that should be letters
	w &^= letter >> 1                  // in upper case
	w -= zeros + letter>>2 + letter>>6 // digits are 0 to 9 now, and A to F are 0 to 5
	if (w|(w+limit9+letter>>4))&topBits != 0 {
		return
	}
	w += letter>>3 + letter>>5
	w = (w<<4 | w>>8) & 0x00ff00ff00ff00ff
	w = (w<<8 | w>>16) & 0x0000ffff0000ffff
	return uint32(w<<16 | w>>32), true
}

// Hex8Value is the value of eight hex digits of either case, the first of them in
// the lowest byte of w. Of other bytes it makes some number.
func Hex8Value(w uint64) uint32 {
	w = nibbles(w)
	w = (w<<4 | w>>8) & 0x00ff00ff00ff00ff
	w = (w<<8 | w>>16) & 0x0000ffff0000ffff
	return uint32(w<<16 | w>>32)
}

// nibbles are the values of hex digits of either case, each in the place of its
// digit.
func nibbles(w uint64) uint64 { return w&0x0f0f0f0f0f0f0f0f + w>>6&0x0101010101010101*9 }

// hexText is v as eight hex digits in upper case, the first in the lowest byte.
func hexText(v uint32) uint64 {
	w := uint64(bits.ReverseBytes32(v))
	w = (w | w<<16) & 0x0000ffff0000ffff
	w = (w | w<<8) & 0x00ff00ff00ff00ff
	w = (w>>4 | w<<8) & 0x0f0f0f0f0f0f0f0f
	const ones, letter = 0x0101010101010101, 'A' - '9' - 1
	return w + ones*'0' + (w+ones*6)>>4&ones*letter
}

func appendHex8(dst []byte, v uint32) []byte {
	return binary.LittleEndian.AppendUint64(dst, hexText(v))
}
