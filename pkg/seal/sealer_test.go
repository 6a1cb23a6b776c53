package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"testing"
)

// newSealer makes a sealer of the test content key.
func newSealer(deterministic bool) *Sealer {
	seed := uint64(testSeed)
	return NewSealer(NewContentKey(&seed, []byte("header")), deterministic)
}

// testAAD is the associated data of one device.
func testAAD() []byte { return AAD(nil, testSender, 12, "AA", "I-A1", testDevice) }

// TestAAD spells the associated data out as the format does.
func TestAAD(t *testing.T) {
	const want = "90-B3-D5-1F-30-00-00-01|12|AA|I-A1|90-B3-D5-1F-30-AA-00-01"
	if got := string(AAD([]byte("x"), testSender, 12, "AA", "I-A1", testDevice)); got != "x"+want {
		t.Errorf("associated data %q, want %q", got, want)
	}
}

// TestSealForm opens a sealed value with nothing but the standard library, by
// the words of the format.
func TestSealForm(t *testing.T) {
	for _, deterministic := range []bool{true, false} {
		s := newSealer(deterministic)
		sealed := s.Seal([]byte("before "), testAAD(), []byte("plaintext"))
		text, ok := bytes.CutPrefix(sealed, []byte("before "))
		raw, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
		if !ok || err != nil || len(raw) != 12+len("plaintext")+16 {
			t.Fatalf("sealed %s, error %v", sealed, err)
		}
		seed := uint64(testSeed)
		key := NewContentKey(&seed, []byte("header")).key
		block, err := aes.NewCipher(key[:])
		if err != nil {
			t.Fatal(err)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			t.Fatal(err)
		}
		plaintext, err := aead.Open(nil, raw[:12], raw[12:], testAAD())
		if err != nil || string(plaintext) != "plaintext" {
			t.Errorf("opens as %q, error %v", plaintext, err)
		}
	}
}

// TestNonces checks that deterministic nonces depend on all that they must, and
// that random ones do not repeat.
func TestNonces(t *testing.T) {
	s, clone := newSealer(true), newSealer(true).Clone()
	one := string(s.Seal(nil, []byte("ab"), []byte("cd")))
	if again := string(clone.Seal(nil, []byte("ab"), []byte("cd"))); again != one {
		t.Error("a clone seals otherwise")
	}
	for _, other := range [][2]string{{"ab", "ce"}, {"aa", "cd"}, {"abc", "d"}, {"a", "bcd"}, {"", "abcd"}, {"abcd", ""}} {
		if got := string(s.Seal(nil, []byte(other[0]), []byte(other[1]))); got[:16] == one[:16] {
			t.Errorf("%q has the nonce of ab, cd", other)
		}
	}
	random := newSealer(false)
	seen := make(map[string]bool)
	for range 100 {
		sealed := string(random.Seal(nil, nil, nil))
		if seen[sealed] {
			t.Fatal("a random nonce repeats")
		}
		seen[sealed] = true
	}
}

// TestOpenAllOrNothing alters a sealed value at every character and moves it
// elsewhere; dst and its spare capacity must stay as they are.
//
//trace:shows 5.3(e)
func TestOpenAllOrNothing(t *testing.T) {
	s := newSealer(true)
	credentials := DeriveCredentials(testSeed, testDevice)
	plaintext := credentials.AppendJSON(nil)
	sealed := s.Seal(nil, testAAD(), plaintext)
	backing := bytes.Repeat([]byte{0xEE}, 1024)
	dst := backing[:3:1024]
	check := func(name string, aad, sealed []byte, want error) {
		t.Helper()
		out, err := s.Open(dst, aad, sealed)
		if !errors.Is(err, want) || len(out) != 3 || &out[0] != &dst[0] {
			t.Errorf("%s: %d octets, error %v, want %v", name, len(out), err, want)
		}
		if !bytes.Equal(backing, bytes.Repeat([]byte{0xEE}, 1024)) {
			t.Fatalf("%s: dst was written to", name)
		}
	}
	for i := range sealed {
		altered := bytes.Clone(sealed)
		altered[i] = 'A' + (altered[i]-'A'+1)%2
		if i == len(sealed)-1 {
			continue // its stray bits are another fault, below
		}
		if !bytes.Equal(altered, sealed) {
			check("altered", testAAD(), altered, ErrSealedAltered)
		}
	}
	for name, aad := range map[string][]byte{
		"another sender": AAD(nil, testSender+1, 12, "AA", "I-A1", testDevice),
		"another file":   AAD(nil, testSender, 13, "AA", "I-A1", testDevice),
		"another group":  AAD(nil, testSender, 12, "BA", "I-A1", testDevice),
		"another house":  AAD(nil, testSender, 12, "AA", "I-A2", testDevice),
		"another device": AAD(nil, testSender, 12, "AA", "I-A1", testDevice+1),
		"nowhere":        nil,
	} {
		check(name, aad, sealed, ErrSealedAltered)
	}
	for name, text := range map[string]string{
		"empty": "", "too short": strings.Repeat("A", 36), "newline": string(sealed) + "\n", "four newlines": string(sealed) + "\r\n\r\n",
		"newline inside": string(sealed[:8]) + "\n" + string(sealed[8:]), "padded": string(sealed) + "=", "base64": "+/" + string(sealed[2:]),
	} {
		check(name, testAAD(), []byte(text), ErrSealedForm)
	}
	out, err := s.Open(dst, testAAD(), sealed)
	if err != nil || string(out[3:]) != string(plaintext) {
		t.Errorf("the good one: %v", err)
	}
}

// TestSealStrayBits sets bits that belong to no octet.
func TestSealStrayBits(t *testing.T) {
	s := newSealer(true)
	sealed := s.Seal(nil, nil, []byte("x")) // 29 octets, 39 characters, 2 stray bits
	sealed[len(sealed)-1]++
	if _, err := s.Open(nil, nil, sealed); !errors.Is(err, ErrSealedForm) {
		t.Errorf("stray bits: %v", err)
	}
}

// TestSealersOfOtherKeys: neither another content key nor another kind of nonce
// confuses a sealer.
func TestSealersOfOtherKeys(t *testing.T) {
	sealed := newSealer(false).Seal(nil, testAAD(), []byte("p"))
	if out, err := newSealer(true).Open(nil, testAAD(), sealed); err != nil || string(out) != "p" {
		t.Errorf("%q, %v", out, err)
	}
	seed := uint64(testSeed + 1)
	other := NewSealer(NewContentKey(&seed, []byte("header")), true)
	if _, err := other.Open(nil, testAAD(), sealed); !errors.Is(err, ErrSealedAltered) {
		t.Errorf("another content key: %v", err)
	}
}

// TestClonesAtOnce runs clones side by side, for the race detector.
func TestClonesAtOnce(t *testing.T) {
	s := newSealer(true)
	want := string(s.Seal(nil, testAAD(), []byte("p")))
	var wg sync.WaitGroup
	for range 4 {
		clone := s.Clone()
		wg.Go(func() {
			for range 100 {
				sealed := clone.Seal(nil, testAAD(), []byte("p"))
				if out, err := clone.Open(nil, testAAD(), sealed); string(sealed) != want || err != nil || string(out) != "p" {
					t.Errorf("%s, %q, %v", sealed, out, err)
				}
			}
		})
	}
	wg.Wait()
}
