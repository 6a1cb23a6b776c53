package seal

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"s1mig/pkg/ident"
)

// attribute is one attribute of a name: type, and value with its tag.
type attribute struct {
	oid   string
	tag   asn1.Tag
	value cryptobyte.String
}

// readName reads a Name whose RDNs hold one attribute each, of the types given
// and each at most once. It returns the whole element as well, since names are
// compared by their octets.
func readName(s *cryptobyte.String, part Part, allowed ...string) (raw []byte, attributes map[string]attribute, err error) {
	var element, name cryptobyte.String
	if !s.ReadASN1Element(&element, asn1.SEQUENCE) {
		return nil, nil, broken(part, "is not a Name")
	}
	raw = element
	if !element.ReadASN1(&name, asn1.SEQUENCE) {
		return nil, nil, broken(part, "is not a Name")
	}
	attributes = make(map[string]attribute, len(allowed))
	for !name.Empty() {
		a, ok := readAttribute(&name)
		if !ok {
			return nil, nil, broken(part, "has an RDN that is not one attribute")
		}
		if !slices.Contains(allowed, a.oid) {
			return nil, nil, broken(part, "has an attribute %x that the profile does not know", a.oid)
		}
		if _, twice := attributes[a.oid]; twice {
			return nil, nil, broken(part, "has an attribute %x twice", a.oid)
		}
		attributes[a.oid] = a
	}
	return raw, attributes, nil
}

// readAttribute reads an RDN of a single attribute.
func readAttribute(name *cryptobyte.String) (a attribute, ok bool) {
	var set, pair, oid cryptobyte.String
	ok = name.ReadASN1(&set, asn1.SET) && set.ReadASN1(&pair, asn1.SEQUENCE) && set.Empty() &&
		pair.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) && pair.ReadAnyASN1(&a.value, &a.tag) && pair.Empty()
	a.oid = string(oid)
	return a, ok
}

// text returns the value of a PrintableString or UTF8String attribute.
func (a attribute) text() (string, bool) {
	if (a.tag != asn1.PrintableString && a.tag != asn1.UTF8String) || len(a.value) == 0 || !utf8.Valid(a.value) {
		return "", false
	}
	return string(a.value), true
}

// readIssuer requires a common name that can stand in a Certificate ID, and
// allows an OU beside it.
func (c *Certificate) readIssuer(s *cryptobyte.String) error {
	raw, attributes, err := readName(s, PartIssuer, oidCommonName, oidOrganisationUnit)
	if err != nil {
		return err
	}
	cn, ok := attributes[oidCommonName].text()
	if !ok || !isIssuerCN(cn) {
		return broken(PartIssuer, "has no common name that can stand in a Certificate ID")
	}
	if ou, present := attributes[oidOrganisationUnit]; present {
		if _, ok := roleOf(ou); !ok {
			return broken(PartIssuer, "has an OU that is not two hex digits")
		}
	}
	c.rawIssuer, c.Issuer = raw, cn
	return nil
}

// isIssuerCN reports whether a common name can be the issuer of a Certificate ID.
func isIssuerCN(cn string) bool { return cn != "" && ident.CertificateID(cn+":1").Valid() }

// roleOf reads an OU of exactly two hex digits.
func roleOf(ou attribute) (Role, bool) {
	text, ok := ou.text()
	if !ok || len(text) != 2 {
		return 0, false
	}
	b, err := hex.DecodeString(text)
	if err != nil {
		return 0, false
	}
	return Role(b[0]), true
}

// readSubject reads the role, the EUI-64 where there is one, and the optional
// common name. Whether there has to be an EUI-64 depends on the key usage, so
// checkWhole asks for it.
func (c *Certificate) readSubject(s *cryptobyte.String) error {
	raw, attributes, err := readName(s, PartSubject, oidCommonName, oidOrganisationUnit, oidUniqueIdentifier)
	if err != nil {
		return err
	}
	c.rawSubject = raw
	if cn, present := attributes[oidCommonName]; present {
		text, ok := cn.text()
		if !ok {
			return broken(PartSubject, "has a common name that is not text")
		}
		c.SubjectCN = text
	}
	role, ok := roleOf(attributes[oidOrganisationUnit])
	if !ok {
		return broken(PartRole, "is not two hex digits")
	}
	c.Role = role
	uid, present := attributes[oidUniqueIdentifier]
	if !present {
		return nil
	}
	// A BIT STRING begins with the number of unused bits, here none.
	if uid.tag != asn1.BIT_STRING || len(uid.value) != 1+euiLen || uid.value[0] != 0 {
		return broken(PartEUI, "is not a BIT STRING of the 8 octets of an EUI-64")
	}
	c.EUI = ident.EUI64(binary.BigEndian.Uint64(uid.value[1:]))
	c.hasEUI = true
	return nil
}
