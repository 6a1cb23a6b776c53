package seal

import (
	"crypto/ecdh"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	josecipher "github.com/go-jose/go-jose/v4/cipher"

	"s1mig/pkg/ident"
)

// TestRFC7518AppendixC derives the key of the Concat KDF example.
func TestRFC7518AppendixC(t *testing.T) {
	scalar, errD := decodeBase64("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo")
	x, errX := decodeBase64("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ")
	y, errY := decodeBase64("e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck")
	if err := errors.Join(errD, errX, errY); err != nil {
		t.Fatal(err)
	}
	bob, err := ecdh.P256().NewPublicKey(slices.Concat([]byte{4}, x, y))
	if err != nil {
		t.Fatal(err)
	}
	z, err := keyOf(t, hex.EncodeToString(scalar)).agree(bob)
	if err != nil {
		t.Fatal(err)
	}
	got := concatKDF(z, "A128GCM", []byte("Alice"), []byte("Bob"), 16)
	if encodeBase64(string(got)) != "VqqN6vgjbSBcIijNcacQGg" {
		t.Errorf("derived %s", encodeBase64(string(got)))
	}
}

// TestAgreesWithDeriveECDHES compares the two ways to one key, many times, since
// go-jose pads the shared secret by hand.
func TestAgreesWithDeriveECDHES(t *testing.T) {
	bob := deriveKey([]byte("bob"), "test")
	peer, err := bob.Public().ECDH()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 600 { // one secret in 256 begins with a zero octet
		alice := deriveKey(seedBytes(uint64(i)), "test")
		z, err := alice.agree(peer)
		if err != nil {
			t.Fatal(err)
		}
		want := josecipher.DeriveECDHES("A128GCM", nil, nil, alice.ecdsa, bob.Public(), 16)
		if got := concatKDF(z, "A128GCM", nil, nil, 16); !slices.Equal(got, want) {
			t.Fatalf("%d: derived %x, go-jose %x", i, got, want)
		}
	}
}

// wrapped makes a content key wrapped to Z9:D00002 from a seed.
func wrapped(t testing.TB) (ck ContentKey, jwe string, key *PrivateKey, recipient *Certificate) {
	t.Helper()
	recipient, key = newIssued(t, "D00002", KeyAgreement)
	seed := uint64(testSeed)
	header := []byte(`{"fileType":"MEF"}`)
	ck = NewContentKey(&seed, header)
	jwe, err := WrapContentKey(ck, recipient, &seed, header)
	if err != nil {
		t.Fatal(err)
	}
	return ck, jwe, key, recipient
}

func TestWrapContentKey(t *testing.T) {
	ck, jwe, key, recipient := wrapped(t)
	if _, again, _, _ := wrapped(t); again != jwe {
		t.Error("two wrappings from one seed differ")
	}
	for _, id := range []ident.CertificateID{recipient.ID(), "Z9:00d00002", "D00002"} {
		if got, err := UnwrapContentKey(jwe, key, id); err != nil || got != ck {
			t.Errorf("%s: comes back as another key, error %v", id, err)
		}
	}
	header, err := base64.RawURLEncoding.DecodeString(jwe[:strings.IndexByte(jwe, '.')])
	if err != nil || !strings.HasPrefix(string(header), `{"alg":"ECDH-ES","enc":"A128GCM","epk":{"kty":"EC","crv":"P-256","x":"`) ||
		!strings.HasSuffix(string(header), `"},"kid":"Z9:D00002"}`) {
		t.Errorf("header %s, error %v", header, err)
	}
}

// TestWrapRandom wraps without a seed: nothing repeats, all comes back.
func TestWrapRandom(t *testing.T) {
	_, _, key, recipient := wrapped(t)
	seen := make(map[string]bool)
	for range 20 {
		ck := NewContentKey(nil, nil)
		jwe, err := WrapContentKey(ck, recipient, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if seen[jwe] || seen[string(ck.key[:])] {
			t.Fatal("random keys repeat")
		}
		seen[jwe], seen[string(ck.key[:])] = true, true
		if got, err := UnwrapContentKey(jwe, key, recipient.ID()); err != nil || got != ck {
			t.Errorf("comes back as another key, error %v", err)
		}
	}
}

// TestWrapDependsOnEverything changes one input at a time: seed, header, content
// key and recipient must each give another ephemeral key.
func TestWrapDependsOnEverything(t *testing.T) {
	_, _, _, r1 := wrapped(t)
	r2, _ := newIssued(t, "D00003", KeyAgreement)
	s1, s2 := uint64(1), uint64(2)
	k1, k2 := NewContentKey(&s1, []byte("a")), NewContentKey(&s1, []byte("b"))
	if k3 := NewContentKey(&s2, []byte("a")); k1 == k2 || k1 == k3 {
		t.Error("content key ignores seed or header")
	}
	ivs := make(map[string]bool)
	for _, row := range []struct {
		ck     ContentKey
		to     *Certificate
		seed   *uint64
		header string
	}{{k1, r1, &s1, "a"}, {k2, r1, &s1, "a"}, {k1, r2, &s1, "a"}, {k1, r1, &s2, "a"}, {k1, r1, &s1, "b"}} {
		jwe, err := WrapContentKey(row.ck, row.to, row.seed, []byte(row.header))
		if err != nil {
			t.Fatal(err)
		}
		iv := strings.Split(jwe, ".")[2]
		if ivs[iv] {
			t.Errorf("IV %s twice", iv)
		}
		ivs[iv] = true
	}
	sign, _ := newIssued(t, "5A0101", DigitalSignature)
	if jwe, err := WrapContentKey(k1, sign, &s1, nil); err == nil || jwe != "" {
		t.Error("wrapped to a signing certificate")
	}
}

// TestUnwrapGoJOSE exchanges content keys with go-jose, both ways.
func TestUnwrapGoJOSE(t *testing.T) {
	ck, jwe, key, recipient := wrapped(t)
	parsed, err := jose.ParseEncryptedCompact(jwe, []jose.KeyAlgorithm{jose.ECDH_ES}, []jose.ContentEncryption{jose.A128GCM})
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := parsed.Decrypt(key.ecdsa); err != nil || !slices.Equal(opened, ck.key[:]) {
		t.Errorf("go-jose opens another key, error %v", err)
	}
	to := jose.Recipient{Algorithm: jose.ECDH_ES, Key: recipient.PublicKey, KeyID: string(recipient.ID())}
	encrypter, err := jose.NewEncrypter(jose.A128GCM, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	object, err := encrypter.Encrypt(ck.key[:])
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := UnwrapContentKey(theirs, key, recipient.ID()); err != nil || got != ck {
		t.Errorf("go-jose's JWE opens as another key, error %v", err)
	}
}

func TestUnwrapRefuses(t *testing.T) {
	_, jwe, key, recipient := wrapped(t)
	_, other := newIssued(t, "D00003", KeyAgreement)
	parts := strings.Split(jwe, ".")
	raw, err := decodeBase64(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	header := func(before, after string) string {
		changed := strings.Replace(string(raw), before, after, 1)
		if changed == string(raw) {
			t.Fatalf("no %s in %s", before, raw)
		}
		return strings.Join(append([]string{encodeBase64(changed)}, parts[1:]...), ".")
	}
	part := func(i int, text string) string {
		changed := slices.Clone(parts)
		changed[i] = text
		return strings.Join(changed, ".")
	}
	for _, row := range []struct {
		name, jwe string
		key       *PrivateKey
		want      error
	}{
		{"another key", jwe, other, ErrWrongKey},
		{"another kid", header("D00002", "D00003"), key, ErrWrongKey},
		{"altered header", header(`{"alg"`, `{ "alg"`), key, ErrWrongKey},
		{"altered ciphertext", part(3, "A"+parts[3][1:]), key, ErrWrongKey},
		{"altered tag", part(4, "AAAAAAAAAAAAAAAAAAAAAA"), key, ErrWrongKey},
		{"other alg", header("ECDH-ES", "ECDH-ES+A128KW"), key, ErrMalformedJWE},
		{"other enc", header("A128GCM", "A256GCM"), key, ErrMalformedJWE},
		{"zip", header(`"kid"`, `"zip":"DEF","kid"`), key, ErrMalformedJWE},
		{"crit", header(`"kid"`, `"crit":[],"kid"`), key, ErrMalformedJWE},
		{"no kid", header(`"kid"`, `"typ"`), key, ErrMalformedJWE},
		{"kid twice", header(`"kid"`, `"kid":"x","kid"`), key, ErrMalformedJWE},
		{"other curve", header("P-256", "P-384"), key, ErrMalformedJWE},
		{"point off the curve", header(`"y":"`, `"y":"AAAA`), key, ErrMalformedJWE},
		{"private epk", header(`"x":`, `"d":"AA","x":`), key, ErrMalformedJWE},
		{"epk text", header(`"epk":{`, `"epk":5,"typ":{`), key, ErrMalformedJWE},
		{"no epk", header(`"epk"`, `"typ"`), key, ErrMalformedJWE},
		{"an encrypted key", part(1, "AAAA"), key, ErrMalformedJWE},
		{"long IV", part(2, parts[2]+"AAAA"), key, ErrMalformedJWE},
		{"long ciphertext", part(3, "AAAA"+parts[3]), key, ErrMalformedJWE},
		{"short tag", part(4, parts[4][:16]), key, ErrMalformedJWE},
		{"newline", jwe + "\n", key, ErrMalformedJWE},
		{"empty", "", key, ErrMalformedJWE},
		{"a JWS", "a.b.c", key, ErrMalformedJWE},
	} {
		ck, err := UnwrapContentKey(row.jwe, row.key, recipient.ID())
		if !errors.Is(err, row.want) || ck != (ContentKey{}) {
			t.Errorf("%s: %v, want %v", row.name, err, row.want)
		}
	}
}

// TestUnwrapInvalidCurve gives x and y of the right length that are no point.
func TestUnwrapInvalidCurve(t *testing.T) {
	zeros := encodeBase64(string(make([]byte, 32)))
	if pub, err := readEphemeral([]byte(`{"kty":"EC","crv":"P-256","x":"` + zeros + `","y":"` + zeros + `"}`)); !errors.Is(err, ErrMalformedJWE) || pub != nil {
		t.Errorf("taken as a point: %v", err)
	}
}

// FuzzUnwrapContentKey looks for panics and for errors of another kind.
func FuzzUnwrapContentKey(f *testing.F) {
	_, jwe, key, recipient := wrapped(f)
	f.Add(jwe)
	f.Add("....")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := UnwrapContentKey(text, key, recipient.ID())
		if err == nil && text != jwe || err != nil && !errors.Is(err, ErrWrongKey) && !errors.Is(err, ErrMalformedJWE) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
