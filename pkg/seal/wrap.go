package seal

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	josecipher "github.com/go-jose/go-jose/v4/cipher"

	"s1mig/pkg/ident"
)

const (
	algECDHES  = "ECDH-ES"
	encA128GCM = "A128GCM"
	kekLen     = 16 // A128GCM takes a 128-bit key
	nonceLen   = 12
	tagLen     = 16
)

// Errors of UnwrapContentKey. ErrMalformedJWE is wrapped with the detail.
var (
	// ErrWrongKey: the content key was made for another key than the one given,
	// or, where the file's signature has not been verified first, was altered.
	ErrWrongKey = errors.New("content key cannot be opened with this key")
	// ErrMalformedJWE: not a compact JWE of the agreed form.
	ErrMalformedJWE = errors.New("content key is not a compact JWE of the agreed form")
)

// WrapContentKey encrypts a content key to a key-agreement certificate: a
// compact JWE with ECDH-ES in direct mode and A128GCM, whose kid is the
// recipient's Certificate ID. With a seed (test data only) the ephemeral key and
// the IV are derived; otherwise they come from crypto/rand.
func WrapContentKey(ck ContentKey, recipient *Certificate, seed *uint64, header []byte) (string, error) {
	if recipient.Usage != KeyAgreement {
		return "", fmt.Errorf("certificate %s is for %s, expected %s", recipient.ID(), recipient.Usage, KeyAgreement)
	}
	peer, err := recipient.PublicKey.ECDH()
	if err != nil {
		return "", fmt.Errorf("certificate %s: %w", recipient.ID(), err)
	}
	ephemeral, iv, err := ephemeralFor(ck, recipient, seed, header)
	if err != nil {
		return "", err
	}
	aead, err := agreedAEAD(ephemeral, peer)
	if err != nil {
		return "", err
	}
	point, err := ephemeral.Public().Bytes()
	if err != nil {
		return "", err
	}
	protected := encodeBase64(`{"alg":"` + algECDHES + `","enc":"` + encA128GCM + `","epk":{"kty":"EC","crv":"P-256","x":"` +
		encodeBase64(string(point[1:33])) + `","y":"` + encodeBase64(string(point[33:])) + `"},"kid":"` + string(recipient.ID()) + `"}`)
	sealed := aead.Seal(nil, iv, ck.key[:], []byte(protected))
	// Direct key agreement leaves the encrypted key empty (RFC 7516 section 5.1).
	return protected + ".." + encodeBase64(string(iv)) + "." +
		encodeBase64(string(sealed[:contentKeyLen])) + "." + encodeBase64(string(sealed[contentKeyLen:])), nil
}

// ephemeralFor makes the ephemeral key pair and the IV. Both derivations take in
// the content key beside the seed, so that even a caller who wraps two content
// keys under one header gets two ephemeral keys, and no key and IV ever meet two
// plaintexts.
func ephemeralFor(ck ContentKey, recipient *Certificate, seed *uint64, header []byte) (*PrivateKey, []byte, error) {
	if seed == nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, nil, err
		}
		iv := make([]byte, nonceLen)
		_, _ = rand.Read(iv) // never fails
		return &PrivateKey{ecdsa: key}, iv, nil
	}
	secret := slices.Concat(seedBytes(*seed), ck.key[:])
	id := []byte(recipient.ID())
	return deriveKey(secret, "ephemeral key", id, header), derive(secret, nonceLen, "content key IV", id, header), nil
}

// agreedAEAD derives the content encryption key of an ECDH-ES JWE (RFC 7518
// section 4.6.2, with empty PartyUInfo and PartyVInfo) from either side.
//
// crypto/ecdh computes the shared secret and go-jose's cipher package the Concat
// KDF. go-jose's DeriveECDHES would do both, but over the deprecated generic
// curve interface, and panics where this returns an error.
func agreedAEAD(own *PrivateKey, peer *ecdh.PublicKey) (cipher.AEAD, error) {
	z, err := own.agree(peer)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(concatKDF(z, encA128GCM, nil, nil, kekLen))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// concatKDF is the single-step KDF with SHA-256 as RFC 7518 section 4.6.2 uses
// it, for a key of n octets.
func concatKDF(z []byte, algorithm string, partyU, partyV []byte, n int) []byte {
	bits := binary.BigEndian.AppendUint32(nil, uint32(n)*8)
	kdf := josecipher.NewConcatKDF(crypto.SHA256, z,
		lengthPrefixed(nil, []byte(algorithm)), lengthPrefixed(nil, partyU), lengthPrefixed(nil, partyV), bits, nil)
	key := make([]byte, n)
	_, _ = kdf.Read(key) // never fails, never short
	return key
}

// UnwrapContentKey opens a wrapped content key as the recipient. The error is
// ErrWrongKey or wraps ErrMalformedJWE. Verify the file's signature first: the
// JWE alone cannot tell an altered content key from a wrong private key.
func UnwrapContentKey(jwe string, key *PrivateKey, recipient ident.CertificateID) (ContentKey, error) {
	parts, err := splitCompact(jwe, 5)
	if err != nil {
		return ContentKey{}, malformedJWE("it %v", err)
	}
	epk, kid, err := readWrapHeader(parts[0])
	if err != nil {
		return ContentKey{}, err
	}
	if !sameCertificate(kid, recipient) {
		return ContentKey{}, ErrWrongKey
	}
	iv, errIV := decodeBase64(parts[2])
	sealed, errText := decodeBase64(parts[3])
	tag, errTag := decodeBase64(parts[4])
	if parts[1] != "" || errors.Join(errIV, errText, errTag) != nil ||
		len(iv) != nonceLen || len(sealed) != contentKeyLen || len(tag) != tagLen {
		return ContentKey{}, malformedJWE("its parts are not an empty key, an IV, 16 octets and a tag in canonical base64url")
	}
	aead, err := agreedAEAD(key, epk)
	if err != nil {
		return ContentKey{}, err
	}
	opened, err := aead.Open(nil, iv, append(sealed, tag...), []byte(parts[0]))
	if err != nil {
		return ContentKey{}, ErrWrongKey
	}
	var ck ContentKey
	copy(ck.key[:], opened)
	return ck, nil
}

// malformedJWE wraps ErrMalformedJWE with what was wrong.
func malformedJWE(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformedJWE, fmt.Sprintf(format, args...))
}

// sameCertificate compares two Certificate IDs by serial number and, where both
// name one, by issuer.
func sameCertificate(a, b ident.CertificateID) bool {
	ka, kb := a.Key(), b.Key()
	if ka.Issuer == "" || kb.Issuer == "" {
		ka.Issuer, kb.Issuer = "", ""
	}
	return a.Valid() && b.Valid() && ka == kb
}

// readWrapHeader reads the protected header and returns the ephemeral key and
// the kid.
func readWrapHeader(part string) (*ecdh.PublicKey, ident.CertificateID, error) {
	raw, err := decodeBase64(part)
	if err != nil {
		return nil, "", malformedJWE("its header %v", err)
	}
	header, err := parseObject(raw)
	if err != nil {
		return nil, "", malformedJWE("its header %v", err)
	}
	if err := header.only("alg", "enc", "epk", "kid", "typ"); err != nil {
		return nil, "", malformedJWE("its header %v", err)
	}
	alg, _ := header.text("alg")
	enc, _ := header.text("enc")
	if alg != algECDHES || enc != encA128GCM {
		return nil, "", malformedJWE("alg and enc are %.40q and %.40q, expected %q and %q", alg, enc, algECDHES, encA128GCM)
	}
	kid, ok := header.text("kid")
	if !ok {
		return nil, "", malformedJWE("its header has no kid")
	}
	epk, err := readEphemeral(header["epk"])
	return epk, ident.CertificateID(kid), err
}

// readEphemeral reads the epk. crypto/ecdh refuses a point off the curve, which
// would leak the private key to whoever chose it.
func readEphemeral(raw []byte) (*ecdh.PublicKey, error) {
	jwk, err := parseObject(raw)
	if err != nil {
		return nil, malformedJWE("its epk %v", err)
	}
	kty, _ := jwk.text("kty")
	crv, _ := jwk.text("crv")
	xText, _ := jwk.text("x")
	yText, _ := jwk.text("y")
	x, errX := decodeBase64(xText)
	y, errY := decodeBase64(yText)
	if kty != "EC" || crv != "P-256" || errors.Join(errX, errY, jwk.only("kty", "crv", "x", "y")) != nil ||
		len(x) != 32 || len(y) != 32 {
		return nil, malformedJWE("its epk is not an EC key on P-256 with x and y of 32 octets")
	}
	pub, err := ecdh.P256().NewPublicKey(slices.Concat([]byte{4}, x, y))
	if err != nil {
		return nil, malformedJWE("its epk is not a point of P-256")
	}
	return pub, nil
}
