package seal

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// digestPrefix names the only hash function in use.
const digestPrefix = "sha-256:"

// digestLen is the length of a digest's text: the prefix and 64 hex digits.
const digestLen = len(digestPrefix) + 64

// Digest is a SHA-256 sum. Its text, as in a trailer and in parents, is
// "sha-256:" and 64 lower-case hex digits.
type Digest [32]byte

// String returns the text of the digest.
func (d Digest) String() string { return string(d.Append(make([]byte, 0, digestLen))) }

// Append appends the text of the digest to dst.
func (d Digest) Append(dst []byte) []byte {
	return hex.AppendEncode(append(dst, digestPrefix...), d[:])
}

// ParseDigest reads the text of a digest. Only the canonical spelling (lower
// case, no spaces) is a digest, so that equal digests have equal texts.
func ParseDigest(text string) (Digest, error) {
	var d Digest
	digits, ok := strings.CutPrefix(text, digestPrefix)
	if !ok || len(text) != digestLen || digits != strings.ToLower(digits) {
		return Digest{}, digestError(text)
	}
	if _, err := hex.Decode(d[:], []byte(digits)); err != nil {
		return Digest{}, digestError(text)
	}
	return d, nil
}

// digestError says what a digest looks like, quoting no more of a hostile text
// than a reader needs.
func digestError(text string) error {
	return fmt.Errorf("digest %.80q is not %q and 64 lower-case hex digits", text, digestPrefix)
}
