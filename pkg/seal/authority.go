package seal

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"s1mig/pkg/ident"
)

// maxSubjectCN is ub-common-name of RFC 5280 appendix A, in characters.
const maxSubjectCN = 64

// Authority is a test issuing authority made from a seed: a self-signed
// certificate with role 07 and the key that issues all others. The same seed,
// name and requests give the same octets, in any order of issue.
type Authority struct {
	seed uint64
	cert *Certificate
	key  *PrivateKey
}

// Request is what a test certificate shall say.
type Request struct {
	// Serial is the serial number, positive, of at most 20 octets. Two requests
	// with one serial and usage get one key: the caller keeps serials apart.
	Serial *big.Int
	// SubjectCN is the common name. It must hold the words TEST KEY.
	SubjectCN string
	// Role is the RemotePartyRole.
	Role Role
	// EUI is the organisation's EUI-64.
	EUI ident.EUI64
	// Usage is DigitalSignature or KeyAgreement.
	Usage Usage
	// NotBefore and NotAfter bound the validity, to the second, between 1950
	// and 9999.
	NotBefore, NotAfter time.Time
}

// NewAuthority makes the test issuing authority of a seed. Its common name is
// the issuer part of every Certificate ID, so it is of [A-Za-z0-9-] and cannot
// carry the words TEST KEY itself; the test policy marks it instead.
func NewAuthority(seed uint64, cn string) (*Authority, error) {
	if !isIssuerCN(cn) {
		return nil, fmt.Errorf("issuer name %.80q cannot stand in a certificate id, expected letters, digits and hyphens", cn)
	}
	serial := big.NewInt(1)
	key := issuedKey(seed, cn, serial, CertificateSigning)
	name, err := buildName([]nameText{
		{oid: oidOrganisationUnit, tag: asn1.PrintableString, text: RoleIssuingAuthority.String()},
		{oid: oidCommonName, tag: asn1.PrintableString, text: cn},
	}, 0, false)
	if err != nil {
		return nil, err
	}
	cert, err := buildCertificate(&Certificate{
		Serial:     serial,
		Usage:      CertificateSigning,
		NotBefore:  time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:   time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC),
		PublicKey:  key.Public(),
		rawIssuer:  name,
		rawSubject: name,
	}, key)
	if err != nil {
		return nil, err
	}
	return &Authority{seed: seed, cert: cert, key: key}, nil
}

// Certificate returns the authority's own certificate.
func (a *Authority) Certificate() *Certificate { return a.cert }

// Issue makes a test key and its certificate. The key depends on the seed, the
// issuer, the serial and the usage alone.
func (a *Authority) Issue(r Request) (*Certificate, *PrivateKey, error) {
	if err := r.check(); err != nil {
		return nil, nil, err
	}
	key := issuedKey(a.seed, a.cert.Issuer, r.Serial, r.Usage)
	subject, err := buildName([]nameText{
		{oid: oidCommonName, tag: asn1.UTF8String, text: r.SubjectCN},
		{oid: oidOrganisationUnit, tag: asn1.UTF8String, text: r.Role.String()},
	}, uint64(r.EUI), true)
	if err != nil {
		return nil, nil, err
	}
	cert, err := buildCertificate(&Certificate{
		Serial:         r.Serial,
		Usage:          r.Usage,
		NotBefore:      r.NotBefore.UTC(),
		NotAfter:       r.NotAfter.UTC(),
		PublicKey:      key.Public(),
		AuthorityKeyID: a.cert.SubjectKeyID,
		rawIssuer:      a.cert.rawSubject,
		rawSubject:     subject,
	}, a.key)
	if err != nil {
		return nil, nil, err
	}
	return cert, key, nil
}

// check refuses what the profile, or the marking of test keys, does not allow.
// What it lets through the parser checks again in the finished certificate.
func (r Request) check() error {
	switch {
	case r.Serial == nil || r.Serial.Sign() <= 0 || r.Serial.BitLen() >= 8*maxSerialLen:
		return errors.New("serial number is not a positive integer of at most 20 octets")
	case !strings.Contains(r.SubjectCN, testMark) || len(r.SubjectCN) > maxSubjectCN:
		return fmt.Errorf("subject common name %.80q is not text with %q of at most %d octets", r.SubjectCN, testMark, maxSubjectCN)
	case r.Usage != DigitalSignature && r.Usage != KeyAgreement:
		return fmt.Errorf("usage is %s, expected %s or %s", r.Usage, DigitalSignature, KeyAgreement)
	}
	return nil
}

// issuedKey derives the key of a certificate.
func issuedKey(seed uint64, issuer string, serial *big.Int, usage Usage) *PrivateKey {
	return deriveKey(seedBytes(seed), "private key", []byte(issuer), serial.Bytes(), []byte(usage.String()))
}
