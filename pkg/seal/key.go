package seal

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// signatureLen is the length of an ES256 signature: r and s of 32 octets each
// (RFC 7518 section 3.4).
const signatureLen = 64

// PrivateKey is a P-256 private key, for signing or for key agreement. It never
// prints itself. It may be used by several goroutines at once.
type PrivateKey struct {
	redacted
	ecdsa *ecdsa.PrivateKey
	test  bool
}

// IsTest reports whether the key is a test key: made from a seed, or read from a
// PEM that says so.
func (k *PrivateKey) IsTest() bool { return k.test }

// Public returns the public half.
func (k *PrivateKey) Public() *ecdsa.PublicKey { return &k.ecdsa.PublicKey }

// Matches reports whether the certificate was issued for this key.
func (k *PrivateKey) Matches(c *Certificate) bool { return k.ecdsa.PublicKey.Equal(c.PublicKey) }

// deriveKey makes the test key of a purpose and context from a seed: 48 octets
// of HKDF reduced into [1, n-1], the excess of 128 bits making the bias of the
// reduction negligible (FIPS 186-5 appendix A.2.1).
func deriveKey(secret []byte, purpose string, context ...[]byte) *PrivateKey {
	limit := new(big.Int).Sub(elliptic.P256().Params().N, big.NewInt(1))
	d := new(big.Int).SetBytes(derive(secret, 48, purpose, context...))
	d.Add(d.Mod(d, limit), big.NewInt(1))
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d.FillBytes(make([]byte, 32)))
	if err != nil {
		panic("seal: derived scalar out of range: " + err.Error())
	}
	return &PrivateKey{ecdsa: k, test: true}
}

// signDER signs the SHA-256 of message deterministically and returns the
// signature as an ASN.1 ECDSA-Sig-Value. The nil source of randomness is what
// makes crypto/ecdsa follow RFC 6979; a seeded reader would be ignored.
func (k *PrivateKey) signDER(message []byte) ([]byte, error) {
	sum := sha256.Sum256(message)
	return k.ecdsa.Sign(nil, sum[:], crypto.SHA256)
}

// signRaw is signDER with the signature as the 64 octets r ‖ s.
func (k *PrivateKey) signRaw(message []byte) ([]byte, error) {
	der, err := k.signDER(message)
	if err != nil {
		return nil, err
	}
	var inner cryptobyte.String
	r, s := new(big.Int), new(big.Int)
	input := cryptobyte.String(der)
	if !input.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1Integer(r) || !inner.ReadASN1Integer(s) {
		return nil, errors.New("signature is not an ECDSA-Sig-Value")
	}
	out := make([]byte, signatureLen)
	r.FillBytes(out[:signatureLen/2])
	s.FillBytes(out[signatureLen/2:])
	return out, nil
}

// verifyRaw checks a signature r ‖ s over the SHA-256 of message. crypto/ecdsa
// refuses r or s outside [1, n-1]. Both s and n-s verify: ES256 asks for no low
// s (RFC 7515 and RFC 6979 give vectors with a high one), and nothing here uses
// a signature's bytes as an identity.
func verifyRaw(pub *ecdsa.PublicKey, message, signature []byte) bool {
	if len(signature) != signatureLen {
		return false
	}
	sum := sha256.Sum256(message)
	r := new(big.Int).SetBytes(signature[:signatureLen/2])
	s := new(big.Int).SetBytes(signature[signatureLen/2:])
	return ecdsa.Verify(pub, sum[:], r, s)
}

// agree computes the ECDH shared secret Z with a peer: the x-coordinate, always
// 32 octets (RFC 7518 section 4.6).
func (k *PrivateKey) agree(peer *ecdh.PublicKey) ([]byte, error) {
	own, err := k.ecdsa.ECDH()
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	return own.ECDH(peer)
}
