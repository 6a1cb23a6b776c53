package ident

import "strings"

// CertificateID names an SMKI certificate, as written: the X520 common name of
// its issuer and its serial number in hex, joined by a colon, or the serial
// number alone. Serial numbers are integers: compare by Key.
type CertificateID string

// CertificateKey is what two spellings of one Certificate ID have in common: the
// issuer, exactly, and the serial number as an integer of 160 bits.
type CertificateKey struct {
	Issuer  string
	Hi      uint32
	Mid, Lo uint64
}

// CertificateIDType is the form of a Certificate ID.
var CertificateIDType = &Type{
	Name:     "Certificate ID",
	Doc:      "SMKI certificate: common name of its issuer, a colon, serial number in hex; or the serial number alone",
	Source:   "SMETS1 Supporting Requirements, Certificate ID; its text form is simulator-defined; RFC 5280 4.1.2.2 for the length",
	Pattern:  `^([A-Za-z0-9-]{1,32}:)?[0-9A-Fa-f]{1,40}$`,
	MaxLen:   32 + 1 + 40,
	Examples: []string{"Z9:5A0101", "Z1:4FBC525201A1D7586C1BC1C4734DEB9F", "4E0001", "Z9:005a0101"},
	Bad:      []string{"", "N/A", "-", "Z9:", ":5A0101", "Z9:5A:01:01", "Z9:5G0101", "Z 9:5A0101", "4.00E+01", "Z9:00000000000000000000000000000000000000001", "CN=Z1:5A0101"},
	Valid:    ValidCertificateID,
	Kin:      CertificateKin,
	Hint:     firstHint(spreadsheetHint, certificateHint),
}

const (
	maxIssuer = 32
	maxSerial = 40
)

// ValidCertificateID reports whether b has the form of a Certificate ID.
func ValidCertificateID(b []byte) bool {
	n := len(b)
	i := n
	for i > 0 && hexValue[b[i-1]] != notHex {
		i--
	}
	if n-i < 1 || n-i > maxSerial {
		return false
	}
	if i == 0 {
		return true
	}
	return b[i-1] == ':' && tokenOf(b[:i-1], 1, maxIssuer, inLabel, inLabel)
}

// Valid reports whether c has the form of a Certificate ID.
func (c CertificateID) Valid() bool {
	if len(c) > maxIssuer+1+maxSerial {
		return false
	}
	var buf [maxIssuer + 1 + maxSerial]byte
	return ValidCertificateID(buf[:copy(buf[:], c)])
}

// Split returns the issuer, "" if there is none, and the serial number, parted
// at the last colon.
func (c CertificateID) Split() (issuer, serial string) {
	i := strings.LastIndexByte(string(c), ':')
	return string(c[:max(i, 0)]), string(c[i+1:])
}

// Key returns what identifies the certificate. Of text that is not a Certificate
// ID it returns the zero key, which no Certificate ID but serial number 0 has.
func (c CertificateID) Key() CertificateKey {
	if !c.Valid() {
		return CertificateKey{}
	}
	issuer, serial := c.Split()
	k := CertificateKey{Issuer: issuer}
	for i := range len(serial) {
		k.Hi = k.Hi<<4 | uint32(k.Mid>>60)
		k.Mid = k.Mid<<4 | k.Lo>>60
		k.Lo = k.Lo<<4 | uint64(hexValue[serial[i]])
	}
	return k
}

// Equal reports whether c and other are spellings of one Certificate ID: case
// and leading zeros of the serial number do not matter. A serial number alone
// does not equal one with an issuer. Text that is not a Certificate ID equals
// nothing but itself.
func (c CertificateID) Equal(other CertificateID) bool {
	return c == other || c.Valid() && other.Valid() && c.Key() == other.Key()
}

// String returns c as written.
func (c CertificateID) String() string { return string(c) }

// AppendTo appends c as written.
func (c CertificateID) AppendTo(dst []byte) []byte { return append(dst, c...) }

// IsZero reports whether c is empty.
func (c CertificateID) IsZero() bool { return c == "" }
