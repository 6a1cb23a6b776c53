package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
)

// testKeyLine precedes the PEM of a test key. RFC 7468 section 2 lets text stand
// before the block, and every tool skips it.
const testKeyLine = "TEST KEY - made from a seed, never use for real data"

const (
	pemPrivateKey  = "PRIVATE KEY"
	pemCertificate = "CERTIFICATE"
)

// MarshalPEM writes the key as PKCS#8 in PEM (RFC 5958, RFC 7468), after a line
// saying what it is if it is a test key. The result is the secret itself.
func (k *PrivateKey) MarshalPEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.ecdsa)
	if err != nil {
		return nil, err
	}
	var out []byte
	if k.test {
		out = append(out, testKeyLine+"\n"...)
	}
	return append(out, pem.EncodeToMemory(&pem.Block{Type: pemPrivateKey, Bytes: der})...), nil
}

// ParsePrivateKeyPEM reads one PKCS#8 P-256 key in PEM, with any text before the
// block and nothing but white space after it. A key preceded by the test line is
// a test key. The error never quotes the input.
func ParsePrivateKeyPEM(data []byte) (*PrivateKey, error) {
	block, rest := pem.Decode(data)
	if block == nil {
		return nil, errors.New("private key: no PEM block found")
	}
	if block.Type != pemPrivateKey {
		return nil, errors.New("private key: PEM block is not a PKCS#8 \"PRIVATE KEY\"")
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("private key: something follows the PEM block")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		// The cause may describe the key's inner structure: leave it out.
		return nil, errors.New("private key: PEM block does not hold a PKCS#8 key")
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("private key: not a P-256 key")
	}
	text, _, _ := bytes.Cut(data, []byte("-----BEGIN"))
	return &PrivateKey{ecdsa: key, test: bytes.Contains(text, []byte(testKeyLine))}, nil
}
