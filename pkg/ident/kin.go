package ident

// Kin are sets of bytes. Of a valid text they say which of its bytes may be
// changed: any byte in one of the sets for any other of that set, each without
// regard to the others, and the text stays valid.
type Kin uint8

// The sets.
const (
	Digits    Kin = 1 << iota // 0 to 9
	Capitals                  // A to Z
	Smalls                    // a to z
	HexDigits                 // 0 to 9 and A to F, as one set
)

var kinRanges = [...]struct {
	kin         Kin
	first, last byte
}{{Digits, '0', '9'}, {Capitals, 'A', 'Z'}, {Smalls, 'a', 'z'}}

// Range returns the bytes that c may be changed for, from first to last, but for
// HexDigits: c alone if it is in no set.
func (k Kin) Range(c byte) (first, last byte) {
	for _, r := range kinRanges {
		if k&r.kin != 0 && r.first <= c && c <= r.last {
			return r.first, r.last
		}
	}
	return c, c
}

// Kin returns the sets of which each text of the form has all bytes or none in
// every place.
func (t *Token) Kin() (k Kin) {
	for _, r := range kinRanges {
		first, rest := 0, 0
		for c := r.first; c <= r.last; c++ {
			if t.First[c] {
				first++
			}
			if t.Rest[c] {
				rest++
			}
		}
		if all := int(r.last-r.first) + 1; first%all == 0 && rest%all == 0 {
			k |= r.kin
		}
	}
	return k
}

// KinOf returns the sets that hold for b, a valid text of the type. It may leave
// out some that do.
func (t *Type) KinOf(b []byte) Kin {
	switch {
	case t.Token != nil:
		return t.Token.Kin()
	case t.Kin != nil:
		return t.Kin(b)
	}
	return 0
}

// CertificateKin is the Kin of certificate ids, and 0 for any other text.
func CertificateKin(b []byte) Kin {
	if ValidCertificateID(b) {
		return HexDigits
	}
	return 0
}
