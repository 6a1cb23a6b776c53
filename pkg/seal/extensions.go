package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha1"
	encasn1 "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// readExtensions reads each extension once. One that the profile does not know
// is passed over unless it is critical (RFC 5280 section 4.2).
func (c *Certificate) readExtensions(s *cryptobyte.String) error {
	var explicit, list cryptobyte.String
	if !s.ReadASN1(&explicit, asn1.Tag(3).ContextSpecific().Constructed()) ||
		!explicit.ReadASN1(&list, asn1.SEQUENCE) || !explicit.Empty() {
		return broken(PartExtensions, "are missing, or something stands before them")
	}
	seen := make(map[string]bool)
	for !list.Empty() {
		oid, critical, value, ok := readExtension(&list)
		if !ok {
			return broken(PartExtensions, "hold one that is not DER")
		}
		if seen[oid] {
			return broken(PartExtensions, "hold %x twice", oid)
		}
		seen[oid] = true
		if err := c.takeExtension(oid, critical, value); err != nil {
			return err
		}
	}
	return nil
}

// readExtension reads one Extension. A critical flag that spells out its default
// is not DER.
func readExtension(list *cryptobyte.String) (oid string, critical bool, value cryptobyte.String, ok bool) {
	var seq, id cryptobyte.String
	if !list.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) {
		return "", false, nil, false
	}
	if seq.PeekASN1Tag(asn1.BOOLEAN) && (!seq.ReadASN1Boolean(&critical) || !critical) {
		return "", false, nil, false
	}
	ok = seq.ReadASN1(&value, asn1.OCTET_STRING) && seq.Empty()
	return string(id), critical, value, ok
}

// takeExtension hands an extension to its reader.
func (c *Certificate) takeExtension(oid string, critical bool, value cryptobyte.String) error {
	switch oid {
	case oidKeyUsage:
		return c.takeKeyUsage(critical, value)
	case oidSubjectKeyID:
		return c.takeSubjectKeyID(critical, value)
	case oidAuthorityKeyID:
		return c.takeAuthorityKeyID(critical, value)
	case oidPolicies:
		return c.takePolicies(critical, value)
	case oidBasicConstraints:
		return c.takeBasicConstraints(critical, value)
	}
	if critical {
		return broken(PartExtensions, "hold a critical one, %x, that the profile does not know", oid)
	}
	return nil
}

// takeKeyUsage requires exactly one usage, critical. An authority may sign
// revocation lists beside certificates.
func (c *Certificate) takeKeyUsage(critical bool, value cryptobyte.String) error {
	var bits cryptobyte.String
	if !critical || !value.ReadASN1(&bits, asn1.BIT_STRING) || !value.Empty() {
		return broken(PartKeyUsage, "is not a critical BIT STRING")
	}
	switch string(bits) {
	case signatureBits:
		c.Usage = DigitalSignature
	case keyAgreementBits:
		c.Usage = KeyAgreement
	case certSignBits, certAndCRLSignBits:
		c.Usage = CertificateSigning
	default:
		return broken(PartKeyUsage, "is %x, expected digitalSignature or keyAgreement alone", []byte(bits))
	}
	return nil
}

// takeSubjectKeyID requires the identifier that the key itself gives.
func (c *Certificate) takeSubjectKeyID(critical bool, value cryptobyte.String) error {
	var id cryptobyte.String
	if critical || !value.ReadASN1(&id, asn1.OCTET_STRING) || !value.Empty() || len(id) != keyIDLen {
		return broken(PartSubjectKeyID, "is not %d octets, not critical", keyIDLen)
	}
	if want := keyIdentifier(c.PublicKey); !bytes.Equal(id, want) {
		return broken(PartSubjectKeyID, "is %X, the key gives %X by RFC 5280 section 4.2.1.2 method 2", []byte(id), want)
	}
	c.SubjectKeyID = id
	return nil
}

// takeAuthorityKeyID requires a keyIdentifier of 8 octets and nothing beside it.
func (c *Certificate) takeAuthorityKeyID(critical bool, value cryptobyte.String) error {
	var seq, id cryptobyte.String
	if critical || !value.ReadASN1(&seq, asn1.SEQUENCE) || !value.Empty() ||
		!seq.ReadASN1(&id, asn1.Tag(0).ContextSpecific()) || !seq.Empty() || len(id) != keyIDLen {
		return broken(PartAuthorityKey, "is not a keyIdentifier of %d octets alone, not critical", keyIDLen)
	}
	c.AuthorityKeyID = id
	return nil
}

// takePolicies requires one policy without qualifiers, critical.
func (c *Certificate) takePolicies(critical bool, value cryptobyte.String) error {
	var seq, info cryptobyte.String
	var oid encasn1.ObjectIdentifier
	if !critical || !value.ReadASN1(&seq, asn1.SEQUENCE) || !value.Empty() ||
		!seq.ReadASN1(&info, asn1.SEQUENCE) || !seq.Empty() ||
		!info.ReadASN1ObjectIdentifier(&oid) || !info.Empty() {
		return broken(PartPolicies, "is not one object identifier, critical")
	}
	c.Policy = oid.String()
	return nil
}

// takeBasicConstraints requires cA TRUE, critical; checkWhole sees to it that an
// authority's certificate alone has it. A path length is allowed.
func (c *Certificate) takeBasicConstraints(critical bool, value cryptobyte.String) error {
	var seq cryptobyte.String
	var isCA bool
	var pathLen uint8
	if !critical || !value.ReadASN1(&seq, asn1.SEQUENCE) || !value.Empty() || !seq.ReadASN1Boolean(&isCA) || !isCA ||
		(!seq.Empty() && !seq.ReadASN1Integer(&pathLen)) || !seq.Empty() {
		return broken(PartConstraints, "is not cA TRUE, critical")
	}
	c.isCA = true
	return nil
}

// checkWhole checks what lies between the parts: what has to be there, and what
// may stand only beside what.
func (c *Certificate) checkWhole() error {
	authority := c.Usage == CertificateSigning
	switch {
	case c.Usage == 0:
		return broken(PartKeyUsage, "is missing")
	case c.SubjectKeyID == nil:
		return broken(PartSubjectKeyID, "is missing")
	case c.Policy == "":
		return broken(PartPolicies, "is missing")
	case authority != c.isCA:
		return broken(PartConstraints, "with cA and key usage keyCertSign stand together or not at all")
	case !authority && !c.hasEUI:
		return broken(PartEUI, "is missing")
	case c.AuthorityKeyID == nil && !bytes.Equal(c.rawIssuer, c.rawSubject):
		return broken(PartAuthorityKey, "is missing in a certificate that is not self-signed")
	case c.AuthorityKeyID == nil && !c.signatureVerifies(c.PublicKey):
		return broken(PartSignature, "does not verify with the certificate's own key")
	}
	return nil
}

// keyIdentifier is RFC 5280 section 4.2.1.2 method (2): the four bits 0100 and
// the low 60 bits of the SHA-1 of the public key's bit string.
func keyIdentifier(pub *ecdsa.PublicKey) []byte {
	point, err := pub.Bytes()
	if err != nil {
		panic("seal: key identifier of a key off its curve: " + err.Error())
	}
	sum := sha1.Sum(point)
	id := sum[len(sum)-keyIDLen:]
	id[0] = 0x40 | id[0]&0x0F
	return id
}
