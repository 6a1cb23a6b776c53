package ident

import (
	"math/rand/v2"
	"testing"
)

// TestCheckDigitWeights checks the check digits of many numbers against the rule
// as it is published: each digit times its own weight, by itself.
func TestCheckDigitWeights(t *testing.T) {
	primes := []uint64{43, 41, 37, 31, 29, 23, 19, 17, 13, 7, 5, 3} // from the right
	counted := []uint64{1, 2, 3, 4, 5, 6, 7, 8}
	sum := func(body uint64, weights []uint64) (sum uint64) {
		for _, w := range weights {
			sum += body % 10 * w
			body /= 10
		}
		return sum
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range uint64(200_000) {
		mpan, mprn := rng.Uint64N(1e12), rng.Uint64N(1e8)
		if i < 20 { // 1 and 9 at each place
			mpan, mprn = powerOf10[i%12]*(1+i/12*8), powerOf10[i%8]*(1+i/12*8)
		}
		m, want := MPANWithCheck(mpan), sum(mpan, primes)%11%10
		if got := m.value() % 10; got != want || !m.CheckDigitOK() {
			t.Fatalf("the check digit of %012d is %d, want %d", mpan, got, want)
		}
		if (m + 1 - MPxN(want/9)*2).CheckDigitOK() {
			t.Fatalf("another check digit of %012d is right as well", mpan)
		}
		m, want = MPRNWithCheck(mprn, 10), sum(mprn, counted)%11
		if got := m.value() % 100; got != want || !m.CheckDigitOK() {
			t.Fatalf("the check digits of %08d are %02d, want %02d", mprn, got, want)
		}
	}
}

func BenchmarkCheckDigit(b *testing.B) {
	for _, s := range []string{"9900000000015", "9999000104"} {
		m := mustMPxN(b, s)
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				if !m.CheckDigitOK() {
					b.Fatal("wrong")
				}
			}
		})
	}
}
