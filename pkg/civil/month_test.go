package civil

import (
	"math/rand/v2"
	"testing"
)

// A Month that has parsed other dates parses each as package time does.
func TestMonthParse(t *testing.T) {
	rnd := rand.New(rand.NewPCG(35, 36))
	var m Month
	if d, ok := m.Parse((*[10]byte)([]byte("\x00\x00\x00\x00\x00\x00\x00\x0001"))); ok {
		t.Errorf("NUL bytes are the month of %v", d)
	}
	good, bad := 0, 0
	for range 200_000 {
		b := []byte("2024-02-28")
		for range rnd.IntN(5) {
			b[rnd.IntN(len(b))] = "0123456789012345678901234567890123456789-/:\x00\xb2"[rnd.IntN(45)]
		}
		got, ok := m.Parse((*[10]byte)(b))
		want, wantOK := dateReference("2006-01-02", string(b))
		if wantOK = wantOK && want.Year() > 0; ok != wantOK || ok && got.String() != string(b) || !ok && got != 0 {
			t.Fatalf("%q: %v, %v, want %v", b, got, ok, wantOK)
		}
		if ok {
			good++
		} else {
			bad++
		}
	}
	if good < 10_000 || bad < 10_000 {
		t.Errorf("%d good and %d bad: too tame", good, bad)
	}
}
