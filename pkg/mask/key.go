package mask

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"

	"s1mig/pkg/ident"
)

// MinSecret is the length of the shortest secret that a key is made of, in
// bytes: 128 bits, if they are random ones.
const MinSecret = 16

// Key decides what becomes of each value. It is safe to use from several
// goroutines, and prints as "[redacted]".
type Key struct {
	block  cipher.Block
	secret []byte // of the HMAC

	digits [maxDigits + 1]*shape // of so many decimal digits
	bits24 *shape
	bits32 *shape
	bits62 *shape
}

// maxDigits is the length of the longest number that is enciphered.
const maxDigits = 20

// NewKey makes a key of a secret. Whoever knows the secret can undo what was
// masked by it.
func NewKey(secret []byte) (*Key, error) {
	if len(secret) < MinSecret {
		return nil, fmt.Errorf("the key has %d bytes, expected at least %d", len(secret), MinSecret)
	}
	cipherKey, err := hkdf.Key(sha256.New, secret, nil, "s1mig mask 1 FF1", 32)
	if err != nil {
		return nil, err
	}
	macKey, err := hkdf.Key(sha256.New, secret, nil, "s1mig mask 1 HMAC", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(cipherKey)
	if err != nil {
		return nil, err
	}
	k := &Key{block: block, secret: macKey}
	for n := 2; n <= maxDigits; n++ {
		k.digits[n] = newShape(block, 10, n, tweakLen)
	}
	k.bits24, k.bits32, k.bits62 = newShape(block, 2, 24, tweakLen), newShape(block, 2, 32, tweakLen), newShape(block, 2, 62, tweakLen)
	return k, nil
}

// Format answers every verb of package fmt.
func (*Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[redacted]") }

// MarshalText implements encoding.TextMarshaler, and so answers encoding/json.
func (*Key) MarshalText() ([]byte, error) { return []byte("[redacted]"), nil }

// Options says what else decides on a value.
type Options struct {
	// Certificate reports whether the id is that of a certificate that is known.
	// A serial number alone that is not known may be anything, such as an MPxN in
	// the wrong column, and is replaced. Nil: none is known.
	Certificate func(ident.CertificateID) bool
}

// masker replaces values, for one goroutine.
type masker struct {
	*Key
	opt     Options
	dummies bool // the file says that it is test data, of which distributor 99 is
	perm    permuter
	mac     interface {
		io.Writer
		Reset()
		Sum([]byte) []byte
	}
	text, out, sum []byte
	texts          int64 // left out
}

func newMasker(k *Key, opt Options, testData bool) *masker {
	return &masker{Key: k, opt: opt, dummies: testData, perm: permuter{block: k.block}, mac: hmac.New(sha256.New, k.secret)}
}

// kind is what a value identifies. Equal text of two kinds becomes different.
type kind byte

const (
	mpanKind kind = iota + 1
	mprnKind
	testDeviceKind
	deviceKind
	idKind
	iccidKind
	imsiKind
	msisdnKind
	apnKind
	ipv4Kind
	ipv6Kind
	fileKind
	digestKind
	serialKind
	scrambleKind
)

// tweakLen is the length of the tweaks of FF1: the kind, and what else of the
// value is not enciphered.
const tweakLen = 5

func (k kind) tweak(with uint32) [tweakLen]byte {
	return [tweakLen]byte{byte(k), byte(with >> 24), byte(with >> 16), byte(with >> 8), byte(with)}
}

// digits enciphers decimal digits in place, 2 to maxDigits of them.
func (m *masker) digits(k kind, with uint32, text []byte) {
	s, tweak := m.Key.digits[len(text)], k.tweak(with)
	u := len(text) / 2
	a, b := m.perm.permute(s, tweak[:], decimal(text[:u]), decimal(text[u:]))
	putDecimal(text[:u], a)
	putDecimal(text[u:], b)
}

// bits enciphers the lowest bits of v, half of n being 2^half.
func (m *masker) bits(s *shape, k kind, with uint32, half uint, v uint64) uint64 {
	tweak := k.tweak(with)
	a, b := m.perm.permute(s, tweak[:], v>>half, v&(1<<half-1))
	return a<<half | b
}

func decimal(text []byte) (v uint64) {
	for _, c := range text {
		v = v*10 + uint64(c-'0')
	}
	return v
}

func putDecimal(text []byte, v uint64) {
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = byte('0' + v%10)
		v /= 10
	}
}

// hash is the keyed hash of a value. It holds until the next call.
func (m *masker) hash(k kind, value []byte) []byte {
	m.mac.Reset()
	m.out = append(m.out[:0], byte(k))
	m.out = append(m.out, value...)
	_, _ = m.mac.Write(m.out) // a hash takes everything
	m.sum = m.mac.Sum(m.sum[:0])
	return m.sum
}
