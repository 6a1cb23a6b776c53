package ident

// The check digits are sums of the other digits, each times a weight, modulo 11.
// The digits are taken three at a time: what three weights make of each number
// below 1,000 is looked up.
type weighted [1024]uint8 // 1,000 are used; so many that an index needs no check

// weigh returns the sums of the three digits of every number, times the weights
// of hundreds, tens and units, modulo 11.
func weigh(hundreds, tens, units int) (t weighted) {
	for n := range 1000 {
		t[n] = uint8((n/100*hundreds + n/10%10*tens + n%10*units) % 11)
	}
	return t
}

// The weights of the twelve digits of an MPAN's body are the primes from 3 without
// 11; those of an MPRN's are counted from 1 at the right.
var (
	mpanWeighted = [4]weighted{weigh(3, 5, 7), weigh(13, 17, 19), weigh(23, 29, 31), weigh(37, 41, 43)}
	mprnWeighted = [3]weighted{weigh(9, 8, 7), weigh(6, 5, 4), weigh(3, 2, 1)}
)

// mpanCheck returns the check digit of the 12 digits of body: their weighted sum
// modulo 11, modulo 10.
func mpanCheck(body uint64) uint64 {
	return uint64(mpanSum(uint32(body/1e6), uint32(body%1e6)))
}

// mpanSum is mpanCheck of the six digits of head and the six of tail.
func mpanSum(head, tail uint32) uint8 {
	sum := mpanWeighted[0][head/1000%1024] + mpanWeighted[1][head%1000] + mpanWeighted[2][tail/1000%1024] + mpanWeighted[3][tail%1000]
	return modulo[sum%64]
}

// modulo is the check digit of an MPAN of which that is the weighted sum: at most
// four times 10.
var modulo = func() (t [64]uint8) {
	for sum := range t {
		t[sum] = uint8(sum % 11 % 10)
	}
	return t
}()

// mprnCheck returns the check digits of body, of up to nine digits: 0 to 10, their
// weighted sum modulo 11. Leading zeros add nothing.
func mprnCheck(body uint64) uint64 {
	b := uint32(body)
	sum := mprnWeighted[0][b/1e6%1024] + mprnWeighted[1][b/1000%1000] + mprnWeighted[2][b%1000]
	return uint64(sum % 11)
}
