package ident

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestEUI64(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 4))
	for range 20000 {
		v := rng.Uint64()
		octets := []string{}
		for shift := 56; shift >= 0; shift -= 8 {
			octets = append(octets, fmt.Sprintf("%02X", v>>shift&0xff))
		}
		upper := strings.Join(octets, "-")
		mixed := []byte(upper)
		for i := range mixed {
			if rng.IntN(2) == 0 {
				mixed[i] = strings.ToLower(string(mixed[i]))[0]
			}
		}
		e, ok := ParseEUI64(mixed)
		if !ok || uint64(e) != v || e.String() != upper {
			t.Fatalf("ParseEUI64(%q) = %v, %v, want %s", mixed, e, ok, upper)
		}
	}
	if e, ok := ParseEUI64([]byte("00-00-00-00-00-00-00-00")); !ok || !e.IsZero() {
		t.Error("the zero EUI-64 is refused")
	}
}

// Every byte at every place must be judged as the pattern judges it.
func TestEUI64EveryByte(t *testing.T) {
	for i := range 23 {
		for c := range 256 {
			b := []byte("90-b3-D5-1F-30-01-0a-0F")
			hyphen := b[i] == '-'
			b[i] = byte(c)
			want := hyphen && c == '-' || !hyphen && strings.IndexByte("0123456789abcdefABCDEF", byte(c)) >= 0
			if _, ok := ParseEUI64(b); ok != want {
				t.Fatalf("ParseEUI64(%q) = %v, want %v", b, ok, want)
			}
		}
	}
}

// domain.md section 6.
func TestHexValues(t *testing.T) {
	if f, ok := ParseFirmware([]byte("0002012f")); !ok || f != 0x0002012F || f.String() != "0002012F" {
		t.Errorf("firmware %v, %v", f, ok)
	}
	if m, ok := ParseModel([]byte("433100AC")); !ok || m != 0x433100AC || m.String() != "433100AC" {
		t.Errorf("model %v, %v", m, ok)
	}
	if m, ok := ParseManufacturer([]byte("106c")); !ok || m != 0x106C || m.String() != "106C" {
		t.Errorf("manufacturer %v, %v", m, ok)
	}
}

// domain.md section 4: hex and decimal forms of the same serial numbers.
func TestCertificateKey(t *testing.T) {
	for hex, decimal := range map[string]string{
		"4FBC525201A1D7586C1BC1C4734DEB9F":         "105986833131214866166891566273223584671",
		"4fc0252e553ecd05d4f72dcfad55c8e7":         "106006686783879999060382759530209331431",
		"0014BE4AD2EA1D0E4EC7F7156BD24624A7":       "27572613927499351639968579586655397031",
		"ffffffffffffffffffffffffffffffffffffffff": new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 160), big.NewInt(1)).String(),
	} {
		k := CertificateID("Z1:" + hex).Key()
		got := new(big.Int).SetUint64(uint64(k.Hi))
		got.Lsh(got, 64).Or(got, new(big.Int).SetUint64(k.Mid))
		got.Lsh(got, 64).Or(got, new(big.Int).SetUint64(k.Lo))
		if k.Issuer != "Z1" || got.String() != decimal {
			t.Errorf("key of %s is %s and %v, want %s", hex, k.Issuer, got, decimal)
		}
	}
	n := testing.AllocsPerRun(100, func() {
		if CertificateID("Z1:4FBC525201A1D7586C1BC1C4734DEB9F").Key().Lo == 0 {
			t.Error("no key")
		}
	})
	if n != 0 {
		t.Errorf("Key allocates %v times", n)
	}
}

func TestCertificateEqual(t *testing.T) {
	for _, c := range []struct {
		a, b CertificateID
		want bool
	}{
		{"Z9:5A0101", "Z9:5a0101", true},
		{"Z9:5A0101", "Z9:0005A0101", true},
		{"Z9:5A0101", "z9:5A0101", false},
		{"Z9:5A0101", "5A0101", false},
		{"5A0101", "05a0101", true},
		{"Z9:5A0101", "Z9:5A0102", false},
		{"N/A", "N/A", true},
		{"N/A", "-", false},
		{"0", "N/A", false},
		{"0", "00", true},
	} {
		if c.a.Equal(c.b) != c.want || c.b.Equal(c.a) != c.want {
			t.Errorf("%q equals %q: want %v", c.a, c.b, c.want)
		}
	}
	if issuer, serial := CertificateID("a:b:c").Split(); issuer != "a:b" || serial != "c" {
		t.Errorf("split is not at the last colon: %q %q", issuer, serial)
	}
	if issuer, serial := CertificateID("5A").Split(); issuer != "" || serial != "5A" {
		t.Errorf("split of a bare serial number: %q %q", issuer, serial)
	}
}

// domain.md section 7.
func TestLuhn(t *testing.T) {
	for _, s := range []string{"8944101234567890128", "89441012345678901237", "490154203237518", "352099001761481", "00"} {
		if !LuhnOK([]byte(s)) {
			t.Errorf("%s fails", s)
		}
	}
	for _, s := range []string{"", "0", "8944101234567890127", "89441012345678901238", "490154203237581", "49015420323751x", "8944 101234567890128"} {
		if LuhnOK([]byte(s)) {
			t.Errorf("%q passes", s)
		}
	}
}

func TestParseDoesNotAllocate(t *testing.T) {
	eui, mpan, hex, buf := []byte("90-B3-D5-1F-30-01-00-00"), []byte("9900000000015"), []byte("0002012F"), make([]byte, 0, 64)
	n := testing.AllocsPerRun(100, func() {
		e, _ := ParseEUI64(eui)
		m, _ := ParseMPxN(mpan)
		f, _ := ParseFirmware(hex)
		buf = f.AppendTo(m.AppendTo(e.AppendTo(buf[:0])))
	})
	if n != 0 || string(buf) != string(eui)+string(mpan)+string(hex) {
		t.Errorf("%v allocations, %q", n, buf)
	}
}

func BenchmarkParseEUI64(b *testing.B) {
	text := []byte("90-B3-D5-1F-30-01-00-00")
	for b.Loop() {
		if _, ok := ParseEUI64(text); !ok {
			b.Fatal("not an EUI-64")
		}
	}
}

func BenchmarkValidCertificateID(b *testing.B) {
	text := []byte("Z1:4FBC525201A1D7586C1BC1C4734DEB9F")
	for b.Loop() {
		if !ValidCertificateID(text) {
			b.Fatal("not a Certificate ID")
		}
	}
}
