package mask

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"s1mig/pkg/ident"
)

const (
	oneSecret   = "a secret of the tests, long enough"
	otherSecret = "another secret of the tests, also long"
)

func testMasker(t testing.TB, secret string) *masker {
	t.Helper()
	k, err := NewKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return newMasker(k, Options{}, true)
}

func noise() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// TestMPxN: length, fuel and whether the check digits are right stay; the dummy
// distributor comes; nothing else is the same, and the same number gives the same.
func TestMPxN(t *testing.T) {
	m, again, other := testMasker(t, oneSecret), testMasker(t, oneSecret), testMasker(t, otherSecret)
	r := noise()
	same, alike := 0, 0
	for range 20_000 {
		text := fmt.Sprintf("%0*d", []int{6, 7, 8, 9, 10, 13, 13, 13}[r.IntN(8)], r.Uint64N(1e6))
		if len(text) > 8 {
			text = fmt.Sprintf("%0*d", len(text), r.Uint64N(power(10, len(text))))
		}
		x, _ := ident.ParseMPxN([]byte(text))
		if r.IntN(2) == 0 { // with right check digits
			if v := decimal([]byte(text)); x.IsMPAN() {
				x = ident.MPANWithCheck(v / 10)
			} else {
				x = ident.MPRNWithCheck(v/100, len(text))
			}
		}
		y := m.mpxn(x)
		if len(y.String()) != len(x.String()) || y.CheckDigitOK() != x.CheckDigitOK() {
			t.Fatalf("%v became %v", x, y)
		}
		if want := map[bool]int{true: ident.DummyDistributor, false: nobodysDistributor}[ident.KnownDistributor(x.Distributor())]; x.IsMPAN() && y.Distributor() != want {
			t.Fatalf("%v became %v, of distributor %02d", x, y, y.Distributor())
		}
		if y != again.mpxn(x) {
			t.Fatalf("%v became %v and something else", x, y)
		}
		if y == x {
			same++
		}
		if y == other.mpxn(x) {
			alike++
		}
	}
	if same > 20 || alike > 20 { // the shortest have 10,000 bodies, an eighth of the sample
		t.Errorf("%d numbers stayed as they are, %d are the same with another key", same, alike)
	}
}

// TestDistributor: what is warned of stays warned of.
func TestDistributor(t *testing.T) {
	m := testMasker(t, oneSecret)
	x, _ := ident.ParseMPxN([]byte("9900000000015"))
	if y := m.mpxn(x); y.Distributor() != 99 || y == x {
		t.Errorf("in test data, %v became %v", x, y)
	}
	m.dummies = false
	if y := m.mpxn(x); y.Distributor() != 0 || ident.KnownDistributor(0) {
		t.Errorf("where the dummy is not known, %v became %v", x, y)
	}
}

// TestDifferent: numbers that differ stay different.
func TestDifferent(t *testing.T) {
	m := testMasker(t, oneSecret)
	for name, c := range map[string]struct {
		n    uint64
		mask func(i uint64) uint64
	}{
		"all MPRNs of 6 digits": {10_000, func(i uint64) uint64 { return uint64(m.mpxn(ident.MPRNWithCheck(i, 6))) }},
		"all MPRNs of 7 digits": {100_000, func(i uint64) uint64 { return uint64(m.mpxn(ident.MPRNWithCheck(i, 7))) }},
		"MPRNs of 10 digits":    {200_000, func(i uint64) uint64 { return uint64(m.mpxn(ident.MPRNWithCheck(i*499, 10))) }},
		"MPANs":                 {200_000, func(i uint64) uint64 { return uint64(m.mpxn(ident.MPANWithCheck(100_000_000_000 + i))) }},
		"devices of the block":  {200_000, func(i uint64) uint64 { return uint64(m.device(ident.EUI64(testBlock<<32 | i))) }},
		"devices":               {200_000, func(i uint64) uint64 { return uint64(m.device(ident.EUI64(0x70B3D5<<40 | i<<20))) }},
	} {
		seen := make(map[uint64]bool, c.n)
		for i := range c.n {
			seen[c.mask(i)] = true
		}
		if uint64(len(seen)) != c.n {
			t.Errorf("%s: %d became %d", name, c.n, len(seen))
		}
	}
}

func TestDevice(t *testing.T) {
	m, r := testMasker(t, oneSecret), noise()
	for range 10_000 {
		in, out := ident.EUI64(testBlock<<32|uint64(r.Uint32())), ident.EUI64(r.Uint64())
		if got := m.device(in); got>>32 != testBlock || got == in {
			t.Fatalf("%v became %v", in, got)
		}
		if got := m.device(out); got.String()[1] != '2' && got.String()[1] != '3' && got.String()[1] != '6' && got.String()[1] != '7' &&
			got.String()[1] != 'A' && got.String()[1] != 'B' && got.String()[1] != 'E' && got.String()[1] != 'F' || uint64(got^out)&groupBit != 0 {
			t.Fatalf("%v became %v, which is not locally administered", out, got)
		}
	}
	if m.device(0) != 0 {
		t.Error("no device became one")
	}
}

// TestText: what is kept as text becomes another of its form, in the ranges that
// are nobody's.
func TestText(t *testing.T) {
	m := testMasker(t, oneSecret)
	for _, c := range []struct {
		form   *ident.Type
		in     string
		prefix string
	}{
		{ident.RecordIDType, "I-A1", "M-"}, {ident.RecordIDType, "A-00000000000000000000000000000000000003", "M-"},
		{ident.ICCIDType, "8944101234567890128", "894499"}, {ident.ICCIDType, "89441012345678901237", "894499"}, {ident.ICCIDType, "894410123456789012", "894499"},
		{ident.IMSIType, "234100123456789", "00101"}, {ident.IMSIType, "23410012345", "00101"}, {ident.IMSIType, "234100", ""}, {ident.IMSIType, "2341001234", ""},
		{ident.MSISDNType, "447700900123", "440"}, {ident.APNType, "smets1.m2m.example.mnc010.mcc234.gprs", ""},
		{ident.IPAddressType, "10.20.30.40", "10."}, {ident.IPAddressType, "192.0.2.255", "10."}, {ident.IPAddressType, "::", "2001:db8:"}, {ident.IPAddressType, "2001:DB8::1", "2001:db8:"},
		{ident.DigestType, ident.DigestType.Examples[0], "sha-256:"},
		{ident.FileNameType, "Mrs_Smith_9900000000015.json", "M-"},
		{ident.ReferenceType, "9900000000015", "M-"}, {ident.ReferenceType, "90-B3-D5-1F-31-00-00-01", "M-"},
		{ident.CertificateIDType, "9900000000015", ""}, {ident.CertificateIDType, "90B3D51F31000001", ""},
		{ident.TextType, "the meter of 1 High Street", "("},
	} {
		how := decideForm(c.form)
		got := m.treat(how, c.in)
		if !c.form.Valid([]byte(got)) || got == c.in || !strings.HasPrefix(got, c.prefix) || got != m.treat(how, c.in) {
			t.Errorf("%s %q became %q", c.form.Name, c.in, got)
		}
		if c.form == ident.ICCIDType && ident.LuhnOK([]byte(got)) != ident.LuhnOK([]byte(c.in)) {
			t.Errorf("the check digit of %s became that of %s", c.in, got)
		}
	}
	if a, b := m.ip("2001:DB8:0:0:0:0:0:1"), m.ip("2001:db8::1"); a != b {
		t.Errorf("two spellings of an address became %s and %s", a, b)
	}
}

// TestKept: what is nobody's identifier stays.
func TestKept(t *testing.T) {
	m := testMasker(t, oneSecret)
	m.opt.Certificate = func(id ident.CertificateID) bool { return id == "470001" }
	for form, values := range map[*ident.Type][]string{
		ident.ReferenceType:     {"EPCL-0001", "CSP1", "12345"},
		ident.CertificateIDType: {"Z9:5A0101", "470001", "4E", "Z1:123456789012345678"},
		ident.FileNameType:      {"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json"},
		ident.OrganisationType:  {"SUPA"},
	} {
		for _, v := range values {
			if got := m.treat(decideForm(form), v); got != v {
				t.Errorf("%s %q became %q", form.Name, v, got)
			}
		}
	}
}

func TestKey(t *testing.T) {
	if _, err := NewKey(make([]byte, MinSecret-1)); err == nil {
		t.Error("a key of 15 bytes is taken")
	}
	k, err := NewKey(make([]byte, MinSecret))
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(k), fmt.Sprintf("%+v", k), fmt.Sprintf("%#v", k), fmt.Sprintf("%x", k), string(asJSON)} {
		if strings.Trim(text, `"`) != "[redacted]" {
			t.Errorf("a key prints as %s", text)
		}
	}
}

func BenchmarkMPxN(b *testing.B) {
	m := testMasker(b, oneSecret)
	x := ident.MPANWithCheck(100_000_000_000)
	for b.Loop() {
		x = m.mpxn(x)
	}
}
