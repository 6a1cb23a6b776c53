package mef

import "s1mig/pkg/ident"

// KeyType is the form of an AES-128 key. It has no hint, for a hint might tell
// of the key.
var KeyType = &ident.Type{
	Name:     "AES-128 key",
	Doc:      "key of 16 octets, in lower-case hex",
	Source:   "FIPS 197; the form is simulator-defined",
	Pattern:  `^[0-9a-f]{32}$`,
	MaxLen:   2 * keyOctets,
	Examples: []string{"000102030405060708090a0b0c0d0e0f"},
	Bad:      []string{"", "000102030405060708090A0B0C0D0E0F", "000102030405060708090a0b0c0d0e0", "000102030405060708090a0b0c0d0e0f00", "000102030405060708090a0b0c0d0e0g"},
	Valid:    func(b []byte) bool { return len(b) == 2*keyOctets && isLowerHex(b) },
}

// InstallCodeType is the form of an install code.
var InstallCodeType = &ident.Type{
	Name:     "install code",
	Doc:      "code of 6 to 16 octets that a device joins a network with, in lower-case hex",
	Source:   "DUIS InstallCode (hexBinary, 6 to 16 octets)",
	Pattern:  `^([0-9a-f]{2}){6,16}$`,
	MaxLen:   2 * maxCodeOctets,
	Examples: []string{"000102030405060708090a0b0c0d0e0f", "83fed3407a93"},
	Bad:      []string{"", "83fed3407a9", "83fed3407a", "83FED3407A93", "83 fe d3 40 7a 93", "000102030405060708090a0b0c0d0e0f00"},
	Valid: func(b []byte) bool {
		return len(b)%2 == 0 && len(b) >= 2*minCodeOctets && len(b) <= 2*maxCodeOctets && isLowerHex(b)
	},
}

const (
	keyOctets     = 16
	minCodeOctets = 6
	maxCodeOctets = 16
)

func isLowerHex(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
