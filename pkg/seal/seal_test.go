package seal

import (
	"math/big"
	"testing"
	"time"

	"s1mig/pkg/ident"
)

const (
	testSeed   = 42
	testSender = ident.EUI64(0x90B3D51F30000001)
	testDevice = ident.EUI64(0x90B3D51F30AA0001)
)

// testFrom and testTo are the validity of every certificate that newIssued makes.
func testFrom() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }
func testTo() time.Time   { return time.Date(2029, 12, 31, 23, 59, 59, 0, time.UTC) }

// newAuthority makes an authority or ends the test.
func newAuthority(t testing.TB, seed uint64, cn string) *Authority {
	t.Helper()
	a, err := NewAuthority(seed, cn)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// request is a legal request for a serial number in hex.
func request(serial string, usage Usage) Request {
	n, ok := new(big.Int).SetString(serial, 16)
	if !ok {
		panic("serial " + serial)
	}
	return Request{
		Serial:    n,
		SubjectCN: "SUPA TEST KEY",
		Role:      RoleSupplier,
		EUI:       testSender,
		Usage:     usage,
		NotBefore: testFrom(),
		NotAfter:  testTo(),
	}
}

// issue makes a certificate with its key or ends the test.
func issue(t testing.TB, a *Authority, r Request) (*Certificate, *PrivateKey) {
	t.Helper()
	c, k, err := a.Issue(r)
	if err != nil {
		t.Fatal(err)
	}
	return c, k
}

// newIssued makes a certificate of issuer Z9.
func newIssued(t testing.TB, serial string, usage Usage) (*Certificate, *PrivateKey) {
	t.Helper()
	return issue(t, newAuthority(t, testSeed, "Z9"), request(serial, usage))
}

// directoryOf makes a directory of certificates.
func directoryOf(t testing.TB, certs ...*Certificate) *Directory {
	t.Helper()
	d := new(Directory)
	for _, c := range certs {
		if err := d.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	return d
}
