package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"s1mig/pkg/ident"
)

// Certificate is a certificate of the SMKI organisation profile: X.509 v3,
// P-256, ecdsa-with-SHA256, a RemotePartyRole in the subject's OU, an EUI-64 in
// its x500UniqueIdentifier, exactly one key usage. Treat it as read-only once
// made: it may be shared by several goroutines.
type Certificate struct {
	// Issuer is the common name of the issuing authority, of [A-Za-z0-9-].
	Issuer string
	// Serial is the positive serial number, of up to 20 octets.
	Serial *big.Int
	// SubjectCN is the subject's common name, empty where there is none.
	SubjectCN string
	// Role is the RemotePartyRole, the subject's OU.
	Role Role
	// EUI is the organisation's EUI-64. An issuing authority's certificate has
	// none: there it is zero.
	EUI ident.EUI64
	// Usage is the one thing that the key may be used for.
	Usage Usage
	// NotBefore and NotAfter bound the validity, both inclusive, in UTC.
	NotBefore, NotAfter time.Time
	// PublicKey is the subject's key, always on P-256.
	PublicKey *ecdsa.PublicKey
	// SubjectKeyID and AuthorityKeyID are 8 octets each (RFC 5280 section
	// 4.2.1.2, method 2); AuthorityKeyID is nil in a self-signed certificate
	// that leaves it out.
	SubjectKeyID, AuthorityKeyID []byte
	// Policy is the dotted object identifier of the one certificate policy.
	Policy string
	// DER is the whole certificate as it was read.
	DER []byte

	rawTBS, rawIssuer, rawSubject, signature []byte
	hasEUI, isCA                             bool
}

// ID returns the Certificate ID: issuer, colon, serial in upper-case hex
// without leading zeros.
func (c *Certificate) ID() ident.CertificateID {
	return ident.CertificateID(c.Issuer + ":" + strings.ToUpper(c.Serial.Text(16)))
}

// ValidAt reports whether t lies within the validity, ends included (RFC 5280
// section 4.1.2.5).
func (c *Certificate) ValidAt(t time.Time) bool {
	return !t.Before(c.NotBefore) && !t.After(c.NotAfter)
}

// IsTest reports whether the certificate marks itself as one for test keys.
func (c *Certificate) IsTest() bool {
	return c.Policy == testPolicy && (strings.Contains(c.SubjectCN, testMark) || c.Usage == CertificateSigning)
}

// VerifySignedBy checks that issuer, an issuing authority's certificate, issued
// c: names chain, key identifiers chain, and the signature verifies. Validity in
// time is not looked at.
func (c *Certificate) VerifySignedBy(issuer *Certificate) error {
	switch {
	case issuer.Usage != CertificateSigning:
		return fmt.Errorf("certificate %s may not sign certificates", issuer.ID())
	case !bytes.Equal(c.rawIssuer, issuer.rawSubject):
		return fmt.Errorf("certificate %s names another issuer than %s", c.ID(), issuer.ID())
	case c.AuthorityKeyID != nil && !bytes.Equal(c.AuthorityKeyID, issuer.SubjectKeyID):
		return fmt.Errorf("certificate %s: authorityKeyIdentifier is not the key of %s", c.ID(), issuer.ID())
	case !c.signatureVerifies(issuer.PublicKey):
		return fmt.Errorf("certificate %s: signature does not verify with the key of %s", c.ID(), issuer.ID())
	}
	return nil
}

// signatureVerifies checks the certificate's signature with a key.
func (c *Certificate) signatureVerifies(pub *ecdsa.PublicKey) bool {
	sum := sha256.Sum256(c.rawTBS)
	return ecdsa.VerifyASN1(pub, sum[:], c.signature)
}

// MarshalPEM writes the certificate in PEM (RFC 7468).
func (c *Certificate) MarshalPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: pemCertificate, Bytes: c.DER})
}

// ParsePEM reads the certificates of a PEM file, one or more, with any text
// before each block. The first that is not of the profile is the error, by its
// place in the file.
func ParsePEM(data []byte) ([]*Certificate, error) {
	var certs []*Certificate
	blocks := bytes.Count(data, []byte("-----BEGIN"))
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		if block.Type != pemCertificate {
			return nil, fmt.Errorf("PEM block %d is not a CERTIFICATE", len(certs)+1)
		}
		c, err := ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("PEM block %d: %w", len(certs)+1, err)
		}
		certs, data = append(certs, c), rest
	}
	if len(certs) == 0 {
		return nil, errors.New("no PEM certificate found")
	}
	if len(certs) != blocks { // pem.Decode steps over what it cannot read
		return nil, fmt.Errorf("PEM file begins %d blocks, %d can be read", blocks, len(certs))
	}
	return certs, nil
}
