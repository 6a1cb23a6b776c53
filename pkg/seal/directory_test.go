package seal

import (
	"testing"

	"s1mig/pkg/ident"
)

func TestDirectory(t *testing.T) {
	z9, z8 := newAuthority(t, 1, "Z9"), newAuthority(t, 1, "Z8")
	a, _ := issue(t, z9, request("5A0101", DigitalSignature))
	b, _ := issue(t, z8, request("5A0101", DigitalSignature))
	c, _ := issue(t, z8, request("4E0001", KeyAgreement))
	d := directoryOf(t, a, b, c)
	for _, row := range []struct {
		id   ident.CertificateID
		cert *Certificate
		err  error
	}{
		{"Z9:5A0101", a, nil},
		{"Z8:5A0101", b, nil},
		{"Z9:005a0101", a, nil},
		{"5A0101", nil, ErrAmbiguousSerial},
		{"4e0001", c, nil},
		{"Z9:4E0001", nil, ErrUnknownCertificate},
		{"z9:5A0101", nil, ErrUnknownCertificate},
		{"5A0102", nil, ErrUnknownCertificate},
		{"", nil, ErrUnknownCertificate},
		{"Z9:", nil, ErrUnknownCertificate},
		{"Z9:XYZ", nil, ErrUnknownCertificate},
		{"0", nil, ErrUnknownCertificate},
	} {
		if cert, err := d.Lookup(row.id); cert != row.cert || err != row.err {
			t.Errorf("%q: %v, %v; want %v, %v", row.id, cert, err, row.cert, row.err)
		}
	}
	if err := d.Add(a); err == nil {
		t.Error("one id twice")
	}
	if all := d.All(); len(all) != 3 || all[0] != a || all[1] != b || all[2] != c {
		t.Errorf("all: %v", all)
	}
}

func TestDirectoryStatus(t *testing.T) {
	a, _ := newIssued(t, "5A0101", DigitalSignature)
	b, _ := newIssued(t, "5A0102", DigitalSignature)
	d := directoryOf(t, a, b)
	if err := d.SetStatus("5A0101", Status{Revoked: true}); err != nil {
		t.Fatal(err)
	}
	if !d.Status(a).Revoked || d.Status(b).Revoked {
		t.Error("the wrong one is revoked")
	}
	if err := d.SetStatus("5A0103", Status{}); err != ErrUnknownCertificate {
		t.Errorf("status of a stranger: %v", err)
	}
	var empty Directory
	if _, err := empty.Lookup("5A0101"); err != ErrUnknownCertificate {
		t.Errorf("empty directory: %v", err)
	}
}

// TestLookupAllocatesNothing holds the hot path: one lookup or more for each
// record of a file.
func TestLookupAllocatesNothing(t *testing.T) {
	d := directoryOf(t, first(newIssued(t, "5A0101", DigitalSignature)))
	for _, id := range []ident.CertificateID{"Z9:5A0101", "5A0101", "Z9:FFFFFF", "no id"} {
		if n := testing.AllocsPerRun(100, func() { _, _ = d.Lookup(id) }); n != 0 {
			t.Errorf("looking up %q allocates %v times", id, n)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	d := directoryOf(b, first(newIssued(b, "5A0101", DigitalSignature)), first(newIssued(b, "5A0102", DigitalSignature)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Lookup("Z9:5A0101"); err != nil {
			b.Fatal(err)
		}
	}
}
