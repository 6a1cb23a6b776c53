package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

// deriveSalt separates this project's derivations from any other use of the
// same input, and this version of them from the next.
const deriveSalt = "s1mig/seal/v1"

// derive returns n bytes of HKDF-SHA256 (RFC 5869) over a secret, for one named
// purpose in one context. Each part of the context is preceded by its length,
// so that no two contexts run together.
func derive(secret []byte, n int, purpose string, context ...[]byte) []byte {
	out, err := hkdf.Key(sha256.New, secret, []byte(deriveSalt), deriveInfo(purpose, context...), n)
	if err != nil {
		panic("seal: hkdf: " + err.Error()) // n is a constant far below the limit of 255 blocks
	}
	return out
}

// deriveInfo joins a purpose and its context unambiguously.
func deriveInfo(purpose string, context ...[]byte) string {
	info := lengthPrefixed(nil, []byte(purpose))
	for _, part := range context {
		info = lengthPrefixed(info, part)
	}
	return string(info)
}

// lengthPrefixed appends the length of b as four octets, and b.
func lengthPrefixed(dst, b []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(b)))
	return append(dst, b...)
}

// seedBytes is the seed as the secret input of a derivation.
func seedBytes(seed uint64) []byte { return binary.BigEndian.AppendUint64(nil, seed) }
