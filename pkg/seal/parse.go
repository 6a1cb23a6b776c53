package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// NOTE. crypto/x509.ParseCertificate refuses every organisation certificate: it
// knows no BIT STRING as an attribute value, and the profile puts one into the
// subject. This parser reads the profile and nothing else, so it can be strict
// where crypto/x509 has to be general. parse.go holds the fixed fields, names.go
// the two names, extensions.go the extensions.

// ParseCertificate reads a DER certificate of the SMKI organisation profile, or
// of an issuing authority of it. The error is a *ProfileError. Whether the
// issuer really signed it is VerifySignedBy's to say; only a self-signed
// certificate without authorityKeyIdentifier is verified here, since that is
// what entitles it to leave the identifier out.
func ParseCertificate(der []byte) (*Certificate, error) {
	if len(der) > maxCertificateLen {
		return nil, broken(PartEncoding, "is %d octets long, expected at most %d", len(der), maxCertificateLen)
	}
	c := &Certificate{DER: bytes.Clone(der)}
	input := cryptobyte.String(c.DER)
	var outer, tbs cryptobyte.String
	if !input.ReadASN1(&outer, asn1.SEQUENCE) || !input.Empty() || !outer.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, broken(PartEncoding, "is not one DER Certificate")
	}
	c.rawTBS = tbs
	if err := readAlgorithm(&outer, "outer"); err != nil {
		return nil, err
	}
	if !outer.ReadASN1BitStringAsBytes(&c.signature) || !outer.Empty() {
		return nil, broken(PartSignature, "is not a BIT STRING of whole octets that ends the certificate")
	}
	if err := c.parseTBS(tbs); err != nil {
		return nil, err
	}
	if err := c.checkWhole(); err != nil {
		return nil, err
	}
	return c, nil
}

// parseTBS reads the fields of the TBSCertificate in their order.
func (c *Certificate) parseTBS(element cryptobyte.String) error {
	var tbs cryptobyte.String
	if !element.ReadASN1(&tbs, asn1.SEQUENCE) {
		return broken(PartEncoding, "holds no TBSCertificate")
	}
	for _, read := range []func(*cryptobyte.String) error{
		readVersion,
		c.readSerial,
		func(s *cryptobyte.String) error { return readAlgorithm(s, "inner") },
		c.readIssuer,
		c.readValidity,
		c.readSubject,
		c.readPublicKey,
		c.readExtensions,
	} {
		if err := read(&tbs); err != nil {
			return err
		}
	}
	if !tbs.Empty() {
		return broken(PartEncoding, "has something after the extensions")
	}
	return nil
}

// readVersion requires v3, the only version with extensions.
func readVersion(s *cryptobyte.String) error {
	var explicit cryptobyte.String
	var version int
	if !s.ReadASN1(&explicit, asn1.Tag(0).ContextSpecific().Constructed()) ||
		!explicit.ReadASN1Integer(&version) || !explicit.Empty() || version != 2 {
		return broken(PartVersion, "is not v3")
	}
	return nil
}

// readSerial requires a positive serial of at most 20 octets.
func (c *Certificate) readSerial(s *cryptobyte.String) error {
	var element cryptobyte.String
	c.Serial = new(big.Int)
	if !s.ReadASN1Element(&element, asn1.INTEGER) || len(element) > 2+maxSerialLen ||
		!element.ReadASN1Integer(c.Serial) || c.Serial.Sign() <= 0 {
		return broken(PartSerial, "is not a positive INTEGER of at most %d octets", maxSerialLen)
	}
	return nil
}

// readAlgorithm requires ecdsa-with-SHA256 without parameters (RFC 5758 section
// 3.2), in the place named.
func readAlgorithm(s *cryptobyte.String, place string) error {
	var seq, oid cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) ||
		!seq.Empty() || string(oid) != oidECDSAWithSHA256 {
		return broken(PartAlgorithm, "(%s) is not ecdsa-with-SHA256", place)
	}
	return nil
}

// readValidity reads both ends and requires them to be in order.
func (c *Certificate) readValidity(s *cryptobyte.String) error {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !readTime(&seq, &c.NotBefore) || !readTime(&seq, &c.NotAfter) || !seq.Empty() {
		return broken(PartValidity, "is not two times as RFC 5280 writes them")
	}
	if c.NotAfter.Before(c.NotBefore) {
		return broken(PartValidity, "ends before it begins")
	}
	return nil
}

// firstGeneralizedYear is the first year that is written as GeneralizedTime;
// those before it must be UTCTime (RFC 5280 section 4.1.2.5).
const firstGeneralizedYear = 2050

// readTime reads a time in the one spelling that RFC 5280 allows: to the second,
// in UTC with Z. The lengths keep out the fractions and zones that time.Parse
// would let through.
func readTime(s *cryptobyte.String, out *time.Time) bool {
	var body cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&body, &tag) {
		return false
	}
	switch {
	case tag == asn1.UTCTime && len(body) == len("YYMMDDHHMMSSZ"):
		t, err := time.Parse("060102150405Z", string(body))
		if t.Year() >= firstGeneralizedYear { // Go's pivot is 69, RFC 5280's is 50
			t = t.AddDate(-100, 0, 0)
		}
		*out = t
		return err == nil
	case tag == asn1.GeneralizedTime && len(body) == len("YYYYMMDDHHMMSSZ"):
		t, err := time.Parse("20060102150405Z", string(body))
		*out = t
		return err == nil && t.Year() >= firstGeneralizedYear
	}
	return false
}

// readPublicKey requires an uncompressed point of P-256, and checks that it is
// on the curve.
func (c *Certificate) readPublicKey(s *cryptobyte.String) error {
	var info, algorithm, key, curve cryptobyte.String
	var point []byte
	if !s.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1(&algorithm, asn1.SEQUENCE) ||
		!algorithm.ReadASN1(&key, asn1.OBJECT_IDENTIFIER) || !algorithm.ReadASN1(&curve, asn1.OBJECT_IDENTIFIER) ||
		!algorithm.Empty() || string(key) != oidECPublicKey || string(curve) != oidP256 {
		return broken(PartPublicKey, "is not an EC key on the named curve P-256")
	}
	if !info.ReadASN1BitStringAsBytes(&point) || !info.Empty() || len(point) != uncompressedPointLen {
		return broken(PartPublicKey, "is not an uncompressed point")
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return broken(PartPublicKey, "is not a point of P-256")
	}
	c.PublicKey = pub
	return nil
}
