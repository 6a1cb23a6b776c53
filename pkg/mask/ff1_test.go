package mask

import (
	"crypto/aes"
	"encoding/hex"
	"strconv"
	"testing"
)

// TestFF1 compares with the nine samples that NIST publishes for FF1 of SP
// 800-38G (Cryptographic Standards and Guidelines, Examples with Intermediate
// Values, FF1samples.pdf).
func TestFF1(t *testing.T) {
	const key128, key192, key256 = "2B7E151628AED2A6ABF7158809CF4F3C", "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F", "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94"
	const ten, nineteen = "39383736353433323130", "3737373770717273373737"
	for i, c := range []struct {
		key, tweak  string
		radix       int
		plain, want string
	}{
		{key128, "", 10, "0123456789", "2433477484"},
		{key128, ten, 10, "0123456789", "6124200773"},
		{key128, nineteen, 36, "0123456789abcdefghi", "a9tv40mll9kdu509eum"},
		{key192, "", 10, "0123456789", "2830668132"},
		{key192, ten, 10, "0123456789", "2496655549"},
		{key192, nineteen, 36, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"},
		{key256, "", 10, "0123456789", "6657667009"},
		{key256, ten, 10, "0123456789", "1001623463"},
		{key256, nineteen, 36, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"},
	} {
		key, tweak := unhex(t, c.key), unhex(t, c.tweak)
		block, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		s := newShape(block, uint64(c.radix), len(c.plain), len(tweak))
		p := permuter{block: block}
		u := len(c.plain) / 2
		a, b := p.permute(s, tweak, numeral(t, c.plain[:u], c.radix), numeral(t, c.plain[u:], c.radix))
		if got := numerals(a, c.radix, u) + numerals(b, c.radix, len(c.plain)-u); got != c.want {
			t.Errorf("sample %d: got %s, want %s", i+1, got, c.want)
		}
		if x, y := p.invert(s, tweak, a, b); x != numeral(t, c.plain[:u], c.radix) || y != numeral(t, c.plain[u:], c.radix) {
			t.Errorf("sample %d is not undone", i+1)
		}
	}
}

// invert undoes permute: algorithm 8 of SP 800-38G.
func (p *permuter) invert(s *shape, tweak []byte, a, b uint64) (left, right uint64) {
	for i := ff1Rounds - 1; i >= 0; i-- {
		mod := s.left
		if i%2 == 1 {
			mod = s.right
		}
		a, b = (b+mod-p.round(s, tweak, i, a, mod))%mod, a
	}
	return a, b
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func numeral(t *testing.T, text string, radix int) uint64 {
	t.Helper()
	v, err := strconv.ParseUint(text, radix, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func numerals(v uint64, radix, n int) string {
	text := strconv.FormatUint(v, radix)
	for len(text) < n {
		text = "0" + text
	}
	return text
}
