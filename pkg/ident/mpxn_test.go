package ident

import (
	"math/rand/v2"
	"testing"
)

func mustMPxN(t testing.TB, s string) MPxN {
	t.Helper()
	m, ok := ParseMPxN([]byte(s))
	if !ok {
		t.Fatalf("%q is not an MPxN", s)
	}
	return m
}

// domain.md sections 0, 1 and 2, requirements.md section 1.
func TestCheckDigits(t *testing.T) {
	good := []string{
		"1312345678907", "2499999999991", "1800021679848", "1000000000003", "2000000000006", "1210000000170",
		"1210000000240", "2012345678385", "2099999999993", "1030006718997",
		"9900000000015", "9900000000024", "9900000000033", "9900000000042", "9900000000051", "9900000000060",
		"9900000000070", "9900000000089", "9900000000098",
		"3938424403", "2000123403", "1234567810", "9000000006", "753456701", "123409",
		"9999000104", "9999000205", "9999000306", "9999000407", "9999000508", "9999000609", "9999000710", "9999000901",
	}
	bad := []string{
		"1312345678111", "1312345678222", "1312345678333", "2499999999990", "8699999999991", "1099999999997",
		"2099999999386", "9900000000016", "1234567890", "1000999888", "87614362", "86762618", "750278673", "978672",
	}
	for _, s := range good {
		if !mustMPxN(t, s).CheckDigitOK() {
			t.Errorf("%s fails its check digit", s)
		}
	}
	for _, s := range bad {
		if mustMPxN(t, s).CheckDigitOK() {
			t.Errorf("%s passes its check digit", s)
		}
	}
	if MPxN(0).CheckDigitOK() {
		t.Error("no MPxN passes its check digit")
	}
}

func TestWithCheck(t *testing.T) {
	for body, want := range map[uint64]string{
		131234567890: "1312345678907", 249999999999: "2499999999991", 121000000017: "1210000000170", 990000000001: "9900000000015",
	} {
		if got := MPANWithCheck(body).String(); got != want {
			t.Errorf("MPANWithCheck(%d) = %s, want %s", body, got, want)
		}
	}
	for _, c := range []struct {
		body   uint64
		digits int
		want   string
	}{{39384244, 10, "3938424403"}, {7534567, 9, "753456701"}, {1234, 6, "123409"}, {12345678, 10, "1234567810"}, {1234, 8, "00123409"}, {0, 6, "000000"}} {
		if got := MPRNWithCheck(c.body, c.digits); got.String() != c.want || !got.CheckDigitOK() {
			t.Errorf("MPRNWithCheck(%d, %d) = %v, want %s", c.body, c.digits, got, c.want)
		}
	}
}

func TestWithCheckPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"mpan body of 13 digits": func() { MPANWithCheck(1e12) },
		"mprn of 5 digits":       func() { MPRNWithCheck(1, 5) },
		"mprn of 11 digits":      func() { MPRNWithCheck(1, 11) },
		"mprn body too long":     func() { MPRNWithCheck(10000, 6) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestMPxNRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	for range 20000 {
		b := make([]byte, rng.IntN(16))
		for i := range b {
			b[i] = byte('0' + rng.IntN(10)*rng.IntN(2))
		}
		m, ok := ParseMPxN(b)
		n := len(b)
		if want := n == 13 || n >= 6 && n <= 10; ok != want {
			t.Fatalf("ParseMPxN(%q) = %v, want %v", b, ok, want)
		}
		if !ok && m != 0 || ok && (m.String() != string(b) || m.IsMPAN() != (n == 13) || m.IsMPRN() == (n == 13)) {
			t.Fatalf("ParseMPxN(%q) = %v", b, m)
		}
		if ok {
			b[rng.IntN(n)] = "/:\x00\xb0 "[rng.IntN(5)]
			if m, ok := ParseMPxN(b); ok {
				t.Fatalf("ParseMPxN(%q) = %v", b, m)
			}
		}
	}
	if a, b := mustMPxN(t, "0000001"), mustMPxN(t, "00000001"); a == b {
		t.Error("leading zeros do not matter")
	}
	if m := MPxN(0); !m.IsZero() || m.IsMPAN() || m.IsMPRN() || m.String() != "" || mustMPxN(t, "000000").IsZero() {
		t.Error("no MPxN is taken for one")
	}
}

func TestDistributor(t *testing.T) {
	for s, want := range map[string]int{"1312345678907": 13, "9900000000015": 99, "0100000000000": 1, "9999000104": -1} {
		if got := mustMPxN(t, s).Distributor(); got != want {
			t.Errorf("distributor of %s is %d, want %d", s, got, want)
		}
	}
	for id := -1; id <= 101; id++ {
		want := id >= 10 && id <= 38 || id == 99
		if got := KnownDistributor(id); got != want || got != (DistributorMPID(id) != "") {
			t.Errorf("distributor %d: known is %v, want %v", id, got, want)
		}
	}
	if DistributorMPID(24) != "IPNL" || DistributorMPID(10) != "EELC" || DistributorMPID(38) != "INDI" {
		t.Error("distributors have other names")
	}
}

func BenchmarkParseMPxN(b *testing.B) {
	for _, s := range []string{"9900000000015", "9999000104", "123409"} {
		text := []byte(s)
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				if _, ok := ParseMPxN(text); !ok {
					b.Fatal("not an MPxN")
				}
			}
		})
	}
}

// The value of digits is that of the MPxN which they are, whatever stands behind.
func TestMPxNValue(t *testing.T) {
	rnd := rand.New(rand.NewPCG(51, 52))
	for range 20_000 {
		n := []int{8, 9, 10, 13}[rnd.IntN(4)]
		var b [16]byte
		for i := range b {
			if b[i] = '0' + byte(rnd.IntN(10)); i >= n {
				b[i] = byte(rnd.Uint32())
			}
		}
		want, ok := ParseMPxN(b[:n])
		if got := MPxNValue(&b, n); !ok || got != want {
			t.Fatalf("%q: %v, want %v", b[:n], got, want)
		}
	}
}
