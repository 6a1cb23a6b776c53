package seal

import (
	"crypto/ecdsa"
	"encoding/binary"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// NOTE. crypto/x509.CreateCertificate could be talked into this profile with raw
// names and extra extensions, but would leave the order and the choice of its
// extensions to the Go release. Byte-identical test certificates need a builder
// that writes the profile and nothing else. It mirrors parse.go.

// buildCertificate writes and signs the certificate that c describes, whose
// raw names are already in place, and reads it back.
func buildCertificate(c *Certificate, signer *PrivateKey) (*Certificate, error) {
	tbs, err := appendTBS(c)
	if err != nil {
		return nil, err
	}
	signature, err := signer.signDER(tbs)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		addAlgorithm(b, oidECDSAWithSHA256)
		b.AddASN1BitString(signature)
	})
	der, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	return ParseCertificate(der)
}

// appendTBS writes the TBSCertificate.
func appendTBS(c *Certificate) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1Int64(2) })
		b.AddASN1BigInt(c.Serial)
		addAlgorithm(b, oidECDSAWithSHA256)
		b.AddBytes(c.rawIssuer)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addTime(b, c.NotBefore)
			addTime(b, c.NotAfter)
		})
		b.AddBytes(c.rawSubject)
		addPublicKey(b, c.PublicKey)
		addExtensions(b, c)
	})
	return b.Bytes()
}

// addOID adds an object identifier from the octets of its contents.
func addOID(b *cryptobyte.Builder, oid string) {
	b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oid)) })
}

// addAlgorithm adds an AlgorithmIdentifier of object identifiers alone.
func addAlgorithm(b *cryptobyte.Builder, oids ...string) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, oid := range oids {
			addOID(b, oid)
		}
	})
}

// addTime adds a time in the form that RFC 5280 prescribes for its year.
func addTime(b *cryptobyte.Builder, t time.Time) {
	if t.Year() >= firstGeneralizedYear {
		b.AddASN1GeneralizedTime(t)
		return
	}
	b.AddASN1UTCTime(t)
}

// addPublicKey adds a SubjectPublicKeyInfo of an uncompressed point.
func addPublicKey(b *cryptobyte.Builder, pub *ecdsa.PublicKey) {
	point, err := pub.Bytes()
	if err != nil {
		b.SetError(err)
		return
	}
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addAlgorithm(b, oidECPublicKey, oidP256)
		b.AddASN1BitString(point)
	})
}

// nameText is one text attribute of a name to be written.
type nameText struct {
	oid  string
	tag  asn1.Tag
	text string
}

// buildName writes a Name of text attributes and, where hasEUI, an EUI-64 as
// x500UniqueIdentifier.
func buildName(texts []nameText, eui uint64, hasEUI bool) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, a := range texts {
			addRDN(b, a.oid, func(b *cryptobyte.Builder) {
				b.AddASN1(a.tag, func(b *cryptobyte.Builder) { b.AddBytes([]byte(a.text)) })
			})
		}
		if hasEUI {
			addRDN(b, oidUniqueIdentifier, func(b *cryptobyte.Builder) {
				b.AddASN1BitString(binary.BigEndian.AppendUint64(nil, eui))
			})
		}
	})
	return b.Bytes()
}

// addRDN adds an RDN of one attribute.
func addRDN(b *cryptobyte.Builder, oid string, value func(*cryptobyte.Builder)) {
	b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addOID(b, oid)
			value(b)
		})
	})
}

// addExtensions adds the extensions of the profile, in the order of the public
// test certificates: key usage, subject key, policy, authority key.
func addExtensions(b *cryptobyte.Builder, c *Certificate) {
	b.AddASN1(asn1.Tag(3).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addExtension(b, oidKeyUsage, true, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.BIT_STRING, func(b *cryptobyte.Builder) { b.AddBytes([]byte(usageBits(c.Usage))) })
			})
			if c.Usage == CertificateSigning {
				addExtension(b, oidBasicConstraints, true, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Boolean(true) })
				})
			}
			addExtension(b, oidSubjectKeyID, false, func(b *cryptobyte.Builder) {
				b.AddASN1OctetString(keyIdentifier(c.PublicKey))
			})
			addExtension(b, oidPolicies, true, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { addAlgorithm(b, oidTestPolicy) })
			})
			if c.AuthorityKeyID != nil {
				addExtension(b, oidAuthorityKeyID, false, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1(asn1.Tag(0).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes(c.AuthorityKeyID) })
					})
				})
			}
		})
	})
}

// addExtension adds one Extension.
func addExtension(b *cryptobyte.Builder, oid string, critical bool, value func(*cryptobyte.Builder)) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, oid)
		if critical {
			b.AddASN1Boolean(true)
		}
		b.AddASN1(asn1.OCTET_STRING, value)
	})
}

// usageBits is the contents of the key usage BIT STRING, unused bits first.
func usageBits(u Usage) string {
	switch u {
	case DigitalSignature:
		return signatureBits
	case KeyAgreement:
		return keyAgreementBits
	case CertificateSigning:
		return certSignBits
	}
	panic("seal: no key usage " + u.String())
}
