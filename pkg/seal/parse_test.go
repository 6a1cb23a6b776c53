package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// mutant breaks one rule of the profile by replacing octets of a good
// certificate with as many others, so that the DER stays whole. Spaces are for
// the reader.
type mutant struct {
	name, before, after string
	part                Part
}

// fieldMutants break the fields before the extensions.
func fieldMutants() []mutant {
	return []mutant{
		{"version 2", "A003020102", "A003020101", PartVersion},
		{"serial negative", "02035A0101", "0203DA0101", PartSerial},
		{"serial zero", "02035A0101", "0203000000", PartSerial},
		{"serial no INTEGER", "02035A0101", "04035A0101", PartSerial},
		{"inner algorithm SHA-384", "02035A0101 300A06082A8648CE3D040302", "02035A0101 300A06082A8648CE3D040303", PartAlgorithm},
		{"outer algorithm SHA-384", "300A06082A8648CE3D040302 0348", "300A06082A8648CE3D040303 0348", PartAlgorithm},
		{"issuer CN with a space", "0603550403 13025A39", "0603550403 13025A20", PartIssuer},
		{"issuer CN no text", "0603550403 13025A39", "0603550403 04025A39", PartIssuer},
		{"issuer with two OU", "0603550403 13025A39", "060355040B 13025A39", PartIssuer},
		{"issuer with a country", "060355040B 13023037", "0603550406 13023037", PartIssuer},
		{"issuer OU not hex", "060355040B 13023037", "060355040B 13023047", PartIssuer},
		{"time with a zone", "170D 3230303130313030303030305A", "170D 3230303130312B303130303030", PartValidity},
		{"time of month 13", "170D 3230303130313030303030305A", "170D 3230313330313030303030305A", PartValidity},
		{"validity backwards", "170D 3230303130313030303030305A", "170D 3330303130313030303030305A", PartValidity},
		{"OU not hex", "060355040B 0C023032", "060355040B 0C023047", PartRole},
		{"OU no text", "060355040B 0C023032", "060355040B 04023032", PartRole},
		{"two CN", "060355040B 0C023032", "0603550403 0C023032", PartSubject},
		{"subject with an organisation", "060355040B 0C023032", "060355040A 0C023032", PartSubject},
		{"subject CN not UTF-8", "0C0D 53555041", "0C0D FF555041", PartSubject},
		{"EUI with an unused bit", "0309 0090B3D51F", "0309 0190B3D51F", PartEUI},
		{"EUI an OCTET STRING", "0309 0090B3D51F", "0409 0090B3D51F", PartEUI},
		{"another curve", "2A8648CE3D030107", "2A8648CE3D030106", PartPublicKey},
		{"another kind of key", "06072A8648CE3D0201", "06072A8648CE3D0202", PartPublicKey},
		{"compressed point", "034200 04", "034200 02", PartPublicKey},
		{"hybrid point", "034200 04", "034200 06", PartPublicKey},
		{"point off the curve", "034200 04395323", "034200 04395322", PartPublicKey},
	}
}

// extensionMutants break the extensions and what follows them.
func extensionMutants() []mutant {
	const policy = "300F 060D 2A863A0001848FB90F01020104"
	return []mutant{
		{"both usages", "03020780", "03020388", PartKeyUsage},
		{"usage nonRepudiation", "03020780", "03020640", PartKeyUsage},
		{"usage with trailing zeros", "03020780", "03020080", PartKeyUsage},
		{"usage of an authority", "03020780", "03020204", PartConstraints},
		{"usage critical FALSE", "551D0F 0101FF", "551D0F 010100", PartExtensions},
		{"usage not critical", "551D0F 0101FF 0404 03020780", "551D0F 0407 03020780 050000", PartKeyUsage},
		{"usage missing", "551D0F 0101FF 0404 03020780", "551D63 0407 00000000000000", PartKeyUsage},
		{"SKI missing", "0603551D0E", "0603551D63", PartSubjectKeyID},
		{"SKI by method 1", "04084BC8BC68", "0408BBC8BC68", PartSubjectKeyID},
		{"SKI an INTEGER", "04084BC8BC68", "02084BC8BC68", PartSubjectKeyID},
		{"SKI twice", "0603551D23", "0603551D0E", PartExtensions},
		{"AKI missing", "0603551D23", "0603551D63", PartAuthorityKey},
		{"AKI by serial number", "300A 8008", "300A 8208", PartAuthorityKey},
		{"policies missing", "551D20 0101FF 0413 3011 300F", "551D63 0416 300F 3011 0101FF", PartPolicies},
		{"policies critical FALSE", "551D20 0101FF", "551D20 010100", PartExtensions},
		{"two policies", policy, "3007 0605 2A863A0001 3006 0604 2A863A00", PartPolicies},
		{"policy with a qualifier", policy, "300F 0605 2A863A0001 3006 0604 2A863A00", PartPolicies},
		{"strange critical extension", "0603551D20", "0603551D63", PartExtensions},
		{"constraints of no authority", "551D23 040C 300A 8008", "551D13 040C 300A 8008", PartConstraints},
		{"signature of broken octets", "0348 00", "0348 01", PartSignature},
	}
}

// replaceOnce replaces octets given in hex, which must occur exactly once.
func replaceOnce(t *testing.T, der []byte, before, after string) []byte {
	t.Helper()
	b, errB := hex.DecodeString(strings.ReplaceAll(before, " ", ""))
	a, errA := hex.DecodeString(strings.ReplaceAll(after, " ", ""))
	if errors.Join(errA, errB) != nil || len(a) != len(b) {
		t.Fatalf("%s and %s are not as many octets in hex", before, after)
	}
	if n := bytes.Count(der, b); n != 1 {
		t.Fatalf("%s occurs %d times in %x", before, n, der)
	}
	return bytes.Replace(der, b, a, 1)
}

// wantBroken checks that a certificate is refused for one part of the profile.
func wantBroken(t *testing.T, der []byte, part Part) {
	t.Helper()
	c, err := ParseCertificate(der)
	var broken *ProfileError
	if !errors.As(err, &broken) || c != nil {
		t.Fatalf("certificate %v, error %v, want a ProfileError", c, err)
	}
	if broken.Part != part {
		t.Errorf("refused for %s: %v; want %s", broken.Part, err, part)
	}
}

func TestEachRuleOfTheProfile(t *testing.T) {
	good := first(newIssued(t, "5A0101", DigitalSignature)).DER
	for _, m := range append(fieldMutants(), extensionMutants()...) {
		t.Run(m.name, func(t *testing.T) { wantBroken(t, replaceOnce(t, good, m.before, m.after), m.part) })
	}
}

func TestEachRuleOfAnAuthority(t *testing.T) {
	good := newAuthority(t, testSeed, "Z9").Certificate().DER
	wantBroken(t, replaceOnce(t, good, "03020204", "03020780"), PartConstraints)
	wantBroken(t, replaceOnce(t, good, "30030101FF", "3003010100"), PartConstraints)
	wantBroken(t, replaceOnce(t, good, "0603551D13", "0603551D63"), PartExtensions)
	altered := bytes.Clone(good)
	altered[len(altered)-1] ^= 1
	wantBroken(t, altered, PartSignature)
}

// TestSubjectParts leaves out parts of the subject, which no replacement of
// octets can do.
func TestSubjectParts(t *testing.T) {
	c, key := newIssued(t, "5A0101", DigitalSignature)
	ou := nameText{oid: oidOrganisationUnit, tag: 12, text: "02"} // 12: UTF8String
	for _, row := range []struct {
		name   string
		texts  []nameText
		hasEUI bool
		part   Part // "" for a legal subject
	}{
		{"no CN", []nameText{ou}, true, ""},
		{"no OU", nil, true, PartRole},
		{"no EUI", []nameText{ou}, false, PartEUI},
		{"OU of three digits", []nameText{{oid: ou.oid, tag: ou.tag, text: "137"}}, true, PartRole},
	} {
		raw, err := buildName(row.texts, uint64(testSender), row.hasEUI)
		if err != nil {
			t.Fatal(err)
		}
		changed := *c
		changed.rawSubject = raw
		_, err = buildCertificate(&changed, key)
		var broken *ProfileError
		if errors.As(err, &broken) != (row.part != "") || broken != nil && broken.Part != row.part {
			t.Errorf("%s: %v, want %q", row.name, err, row.part)
		}
	}
}

func TestEncoding(t *testing.T) {
	good := first(newIssued(t, "5A0101", DigitalSignature)).DER
	wantBroken(t, append(bytes.Clone(good), 0), PartEncoding)
	wantBroken(t, bytes.Repeat(good, 10), PartEncoding)
	for n := range good {
		wantBroken(t, good[:n], PartEncoding)
	}
}

// TestReadTime follows RFC 5280 section 4.1.2.5: UTCTime to 2049, its two-digit
// year counted from 1950, GeneralizedTime from 2050, no fractions, Z.
func TestReadTime(t *testing.T) {
	for _, row := range []struct {
		tag  byte
		text string
		year int // 0: refused
	}{
		{0x17, "500101000000Z", 1950}, {0x17, "491231235959Z", 2049}, {0x17, "680101000000Z", 1968},
		{0x17, "690101000000Z", 1969}, {0x17, "200230000000Z", 0}, {0x17, "2001010000Z", 0},
		{0x17, "200101000000.1Z", 0}, {0x18, "20500101000000Z", 2050}, {0x18, "99991231235959Z", 9999},
		{0x18, "20491231235959Z", 0}, {0x18, "20500101000000.5Z", 0}, {0x18, "205001010000.5Z", 0},
		{0x04, "500101000000Z", 0},
	} {
		var got time.Time
		s := cryptobyte.String(append([]byte{row.tag, byte(len(row.text))}, row.text...))
		if ok := readTime(&s, &got); ok != (row.year != 0) || ok && got.Year() != row.year {
			t.Errorf("%x %s: %v %s, want year %d", row.tag, row.text, ok, got, row.year)
		}
	}
}

// FuzzParseCertificate looks for panics, and for certificates that are accepted
// and yet contradict themselves.
func FuzzParseCertificate(f *testing.F) {
	f.Add(readOpenSSL(f).DER)
	f.Add(newAuthority(f, testSeed, "Z9").Certificate().DER)
	f.Add(first(newIssued(f, "5A0101", DigitalSignature)).DER)
	f.Add(first(newIssued(f, "D00002", KeyAgreement)).DER)
	f.Fuzz(func(t *testing.T, der []byte) {
		c, err := ParseCertificate(der)
		if err != nil {
			if c != nil {
				t.Error("a certificate beside an error")
			}
			return
		}
		if !bytes.Equal(c.DER, der) || !c.ID().Valid() || c.PublicKey == nil || c.Usage == 0 || len(c.SubjectKeyID) != 8 {
			t.Errorf("accepted %+v", c)
		}
	})
}
