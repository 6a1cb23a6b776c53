package seal

import (
	"crypto/x509"
	"encoding/asn1"
	"os"
	"strings"
	"testing"
	"time"
)

// readOpenSSL reads the certificate that openssl made.
func readOpenSSL(t testing.TB) *Certificate {
	t.Helper()
	data, err := os.ReadFile("testdata/openssl/openssl.pem")
	if err != nil {
		t.Fatal(err)
	}
	certs, err := ParsePEM(data)
	if err != nil || len(certs) != 1 {
		t.Fatalf("%d certificates, error %v", len(certs), err)
	}
	return certs[0]
}

// TestParseOpenSSL reads a certificate that openssl made. What it says is what
// testdata/openssl/make.sh asks for.
func TestParseOpenSSL(t *testing.T) {
	c := readOpenSSL(t)
	checkOpenSSL(t, c)
	if !c.NotBefore.Equal(testFrom()) || !c.NotAfter.Equal(testTo()) {
		t.Errorf("validity %s to %s", c.NotBefore, c.NotAfter)
	}
	if c.Serial.Int64() != 0x5A0101 {
		t.Errorf("serial %x", c.Serial)
	}
}

// checkOpenSSL checks what make.sh writes into every certificate.
func checkOpenSSL(t *testing.T, c *Certificate) {
	t.Helper()
	for _, row := range []struct{ what, got, want string }{
		{"issuer", c.Issuer, "Z9"},
		{"id", string(c.ID()), "Z9:5A0101"},
		{"subject", c.SubjectCN, "OPENSSL TEST KEY"},
		{"role", c.Role.String(), "02"},
		{"EUI", c.EUI.String(), "90-B3-D5-1F-30-01-00-00"},
		{"usage", c.Usage.String(), "digitalSignature"},
		{"policy", c.Policy, "1.2.826.0.1.8641679.1.2.1.4"},
	} {
		if row.got != row.want {
			t.Errorf("%s is %q, want %q", row.what, row.got, row.want)
		}
	}
	if len(c.SubjectKeyID) != 8 || c.SubjectKeyID[0]>>4 != 4 || len(c.AuthorityKeyID) != 8 {
		t.Errorf("key identifiers %X and %X", c.SubjectKeyID, c.AuthorityKeyID)
	}
	if !c.IsTest() {
		t.Error("not marked as a test certificate")
	}
}

// TestX509Refuses shows why the package has a parser of its own.
func TestX509Refuses(t *testing.T) {
	for _, c := range []*Certificate{readOpenSSL(t), first(newIssued(t, "5A0101", KeyAgreement))} {
		if _, err := x509.ParseCertificate(c.DER); err == nil {
			t.Errorf("crypto/x509 reads %s: the parser here may have had its day", c.ID())
		}
	}
}

// first drops the key of a certificate.
func first(c *Certificate, _ *PrivateKey) *Certificate { return c }

// TestAuthorityReadByX509 has crypto/x509 read the one certificate that it can:
// the authority's has no EUI-64.
func TestAuthorityReadByX509(t *testing.T) {
	a := newAuthority(t, testSeed, "Z9")
	c, err := x509.ParseCertificate(a.Certificate().DER)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.CheckSignature(x509.ECDSAWithSHA256, c.RawTBSCertificate, c.Signature); err != nil {
		t.Error(err)
	}
	if !c.IsCA || c.KeyUsage != x509.KeyUsageCertSign || c.Subject.String() != "CN=Z9,OU=07" {
		t.Errorf("CA %v, key usage %b, subject %s", c.IsCA, c.KeyUsage, c.Subject)
	}
}

// TestObjectIdentifiers checks the octets of the identifiers written as such.
func TestObjectIdentifiers(t *testing.T) {
	for oid, octets := range map[string]string{
		"2.5.4.3": oidCommonName, "2.5.4.11": oidOrganisationUnit, "2.5.4.45": oidUniqueIdentifier,
		"2.5.29.14": oidSubjectKeyID, "2.5.29.15": oidKeyUsage, "2.5.29.19": oidBasicConstraints,
		"2.5.29.32": oidPolicies, "2.5.29.35": oidAuthorityKeyID, "1.2.840.10045.2.1": oidECPublicKey,
		"1.2.840.10045.3.1.7": oidP256, "1.2.840.10045.4.3.2": oidECDSAWithSHA256, testPolicy: oidTestPolicy,
	} {
		var got asn1.ObjectIdentifier
		der := append([]byte{6, byte(len(octets))}, octets...)
		if rest, err := asn1.Unmarshal(der, &got); err != nil || len(rest) > 0 || got.String() != oid {
			t.Errorf("%x is %s, want %s (%v)", octets, got, oid, err)
		}
	}
}

func TestVerifySignedBy(t *testing.T) {
	a, b, other := newAuthority(t, 1, "Z9"), newAuthority(t, 2, "Z9"), newAuthority(t, 1, "Z8")
	c, _ := issue(t, a, request("5A0101", DigitalSignature))
	for _, row := range []struct {
		name   string
		issuer *Certificate
		want   string // a part of the error, "" for none
	}{
		{"own issuer", a.Certificate(), ""},
		{"other key", b.Certificate(), "authorityKeyIdentifier"},
		{"other name", other.Certificate(), "names another issuer"},
		{"itself", c, "may not sign"},
	} {
		err := c.VerifySignedBy(row.issuer)
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
	if err := a.Certificate().VerifySignedBy(a.Certificate()); err != nil {
		t.Errorf("authority: %v", err)
	}
	der := append([]byte(nil), c.DER...)
	der[len(der)-1] ^= 1
	altered, err := ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := altered.VerifySignedBy(a.Certificate()); err == nil || !strings.Contains(err.Error(), "does not verify") {
		t.Errorf("altered signature: %v", err)
	}
}

func TestValidAtBothEnds(t *testing.T) {
	c, _ := newIssued(t, "5A0101", DigitalSignature)
	for at, want := range map[time.Time]bool{
		testFrom():                       true,
		testFrom().Add(-time.Second):     false,
		testTo():                         true,
		testTo().Add(time.Second):        false,
		testTo().Add(time.Nanosecond):    false,
		testFrom().AddDate(5, 0, 0):      true,
		testFrom().Add(-time.Nanosecond): false,
	} {
		if c.ValidAt(at) != want {
			t.Errorf("valid at %s: %v", at, !want)
		}
	}
}

func TestParsePEM(t *testing.T) {
	c, k := newIssued(t, "5A0101", DigitalSignature)
	one := string(c.MarshalPEM())
	key, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, text string
		certs      int
	}{
		{"one", one, 1},
		{"two with text", "first\n" + one + "second\n" + one, 2},
		{"none", "nothing here", 0},
		{"key", string(key), 0},
		{"damaged second", one + strings.Replace(one, "MII", "M!I", 1), 0},
		{"damaged first", strings.Replace(one, "MII", "M!I", 1) + one, 0},
		{"cut off", one[:len(one)/2], 0},
		{"not of the profile", strings.Replace(one, "MIIB", "MIIC", 1), 0},
	} {
		certs, err := ParsePEM([]byte(row.text))
		if len(certs) != row.certs || (err == nil) != (row.certs > 0) {
			t.Errorf("%s: %d certificates, error %v", row.name, len(certs), err)
		}
	}
}
