package ident

// Kin are sets of bytes. Of a valid text they say which of its bytes may be
// changed: any byte in one of the sets for any other of that set, each without
// regard to the others, and the text stays valid.
type Kin uint8

// The sets.
const (
	Digits        Kin = 1 << iota // 0 to 9
	Capitals                      // A to Z
	Smalls                        // a to z
	HexDigits                     // 0 to 9, A to F and a to f, as one set
	Alphanumerics                 // 0 to 9, A to Z and a to z, as one set
)

var kinRanges = [...]struct {
	kin         Kin
	first, last byte
}{{Digits, '0', '9'}, {Capitals, 'A', 'Z'}, {Smalls, 'a', 'z'}}

// Letters returns how many letters, of either case and from A on, c may be changed
// for beside any digit: 0 if it is in no set that has both.
func (k Kin) Letters(c byte) int {
	switch {
	case k&Alphanumerics != 0 && inAlnum[c]:
		return 'Z' - 'A' + 1
	case k&HexDigits != 0 && hexValue[c] != notHex:
		return 'F' - 'A' + 1
	}
	return 0
}

// Range returns the bytes that c may be changed for, from first to last, but for
// sets that have both digits and letters: c alone if it is in no other set.
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
	if every(t.First) && every(t.Rest) {
		k |= Alphanumerics
	}
	return k
}

// every reports whether all digits and letters are in the set.
func every(set *[256]bool) bool {
	for i := range len(alnumBytes) {
		if !set[alnumBytes[i]] {
			return false
		}
	}
	return true
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
