package seal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"
	"time"
)

// TestAuthorityIsDeterministic makes everything twice and compares octets.
func TestAuthorityIsDeterministic(t *testing.T) {
	for _, usage := range []Usage{DigitalSignature, KeyAgreement} {
		c1, k1 := newIssued(t, "5A0101", usage)
		c2, k2 := newIssued(t, "5A0101", usage)
		p1, err1 := k1.MarshalPEM()
		p2, err2 := k2.MarshalPEM()
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if !bytes.Equal(c1.DER, c2.DER) || !bytes.Equal(p1, p2) {
			t.Errorf("%s: two builds differ", usage)
		}
	}
}

// TestKeysDiffer checks that seed, issuer, serial and usage all reach the key.
func TestKeysDiffer(t *testing.T) {
	seen := make(map[string]string)
	for _, seed := range []uint64{1, 2} {
		for _, issuer := range []string{"Z9", "Z8"} {
			a := newAuthority(t, seed, issuer)
			for _, serial := range []string{"5A0101", "5A0102"} {
				for _, usage := range []Usage{DigitalSignature, KeyAgreement} {
					c, k := issue(t, a, request(serial, usage))
					name := fmt.Sprint(seed, issuer, serial, usage)
					if other, twice := seen[string(c.SubjectKeyID)]; twice {
						t.Errorf("%s has the key of %s", name, other)
					}
					seen[string(c.SubjectKeyID)] = name
					if !k.Matches(c) {
						t.Errorf("%s: key and certificate do not match", name)
					}
					if err := c.VerifySignedBy(a.Certificate()); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		}
	}
}

// TestIssueSaysWhatWasAsked compares a certificate with its request.
func TestIssueSaysWhatWasAsked(t *testing.T) {
	r := request("4FBC525201A1D7586C1BC1C4734DEB9F", KeyAgreement)
	r.NotAfter = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	c, k := issue(t, newAuthority(t, testSeed, "Z9"), r)
	if c.ID() != "Z9:4FBC525201A1D7586C1BC1C4734DEB9F" || c.SubjectCN != r.SubjectCN || c.Role != r.Role ||
		c.EUI != r.EUI || c.Usage != r.Usage || !c.NotBefore.Equal(r.NotBefore) || !c.NotAfter.Equal(r.NotAfter) {
		t.Errorf("asked for %+v, got %+v", r, c)
	}
	if !c.IsTest() || !k.IsTest() {
		t.Error("not marked as test")
	}
}

func TestIssueRefuses(t *testing.T) {
	a := newAuthority(t, testSeed, "Z9")
	for name, change := range map[string]func(*Request){
		"no serial":       func(r *Request) { r.Serial = nil },
		"serial zero":     func(r *Request) { r.Serial = new(big.Int) },
		"serial negative": func(r *Request) { r.Serial = big.NewInt(-1) },
		"serial too long": func(r *Request) { r.Serial = new(big.Int).Lsh(big.NewInt(1), 159) },
		"not marked":      func(r *Request) { r.SubjectCN = "SUPA" },
		"long name":       func(r *Request) { r.SubjectCN = strings.Repeat("x", 60) + "TEST KEY" },
		"bad name":        func(r *Request) { r.SubjectCN = "\xffTEST KEY" },
		"no usage":        func(r *Request) { r.Usage = 0 },
		"authority":       func(r *Request) { r.Usage = CertificateSigning },
		"backwards":       func(r *Request) { r.NotBefore = r.NotAfter.Add(time.Second) },
		"year 10000":      func(r *Request) { r.NotAfter = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		r := request("5A0101", DigitalSignature)
		change(&r)
		if c, k, err := a.Issue(r); err == nil || c != nil || k != nil {
			t.Errorf("%s: certificate %v, error %v", name, c, err)
		}
	}
	for _, cn := range []string{"", "Z:9", "Z 9", strings.Repeat("Z", 33)} {
		if a, err := NewAuthority(1, cn); err == nil || a != nil {
			t.Errorf("authority %q was made", cn)
		}
	}
	r := request("7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", DigitalSignature) // 20 octets, the longest
	issue(t, a, r)
}

// TestSecretsDoNotPrint prints every secret in every way and looks for it.
func TestSecretsDoNotPrint(t *testing.T) {
	_, key := newIssued(t, "5A0101", DigitalSignature)
	seed := uint64(testSeed)
	ck := NewContentKey(&seed, []byte("header"))
	credentials := DeriveCredentials(testSeed, testDevice)
	for _, v := range []any{key, *key, ck, &ck, credentials, &credentials, NewSealer(ck, true), NewCredentialSource(testSeed)} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "secret", v)
		asJSON, err := json.Marshal(map[string]any{"secret": v})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			fmt.Sprint(v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v), fmt.Sprintf("%x", v), fmt.Sprintf("%d", v), fmt.Sprintf("%q", v),
		} {
			if text != "[redacted]" {
				t.Errorf("%T prints as %s", v, text)
			}
		}
		if string(asJSON) != `{"secret":"[redacted]"}` || !strings.HasSuffix(log.String(), `,"secret":"[redacted]"}`+"\n") {
			t.Errorf("%T prints as %s and logs as %s", v, asJSON, log.String())
		}
	}
}
