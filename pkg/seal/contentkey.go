package seal

import "crypto/rand"

// contentKeyLen is the length of an AES-128 key.
const contentKeyLen = 16

// ContentKey is the AES-128 key of one MEF. It never prints itself. Two content
// keys may be compared with ==.
type ContentKey struct {
	redacted
	key [contentKeyLen]byte
}

// NewContentKey makes the content key of a file. With a seed it is
// HKDF(seed, header), where header is the exact bytes of the file's header
// without its contentKey, so that every file has a key of its own; the seed is
// for test data only. Without one, it comes from crypto/rand.
func NewContentKey(seed *uint64, header []byte) ContentKey {
	var ck ContentKey
	if seed == nil {
		_, _ = rand.Read(ck.key[:]) // never fails: it ends the program instead
		return ck
	}
	copy(ck.key[:], derive(seedBytes(*seed), contentKeyLen, "content key", header))
	return ck
}

// derive returns n bytes for a named purpose from the content key.
func (ck ContentKey) derive(n int, purpose string) []byte { return derive(ck.key[:], n, purpose) }
