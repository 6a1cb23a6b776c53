package seal

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"
)

// unhex decodes hex, with spaces for the reader.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// keyOf makes a private key from a scalar in hex.
func keyOf(t testing.TB, scalar string) *PrivateKey {
	t.Helper()
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), unhex(t, scalar))
	if err != nil {
		t.Fatal(err)
	}
	return &PrivateKey{ecdsa: k}
}

// TestRFC6979 signs the two messages of RFC 6979 appendix A.2.5 with SHA-256.
func TestRFC6979(t *testing.T) {
	key := keyOf(t, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
	for message, want := range map[string]string{
		"sample": "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716" +
			"F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
		"test": "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367" +
			"019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
	} {
		got, err := key.signRaw([]byte(message))
		if err != nil {
			t.Fatal(err)
		}
		if hex.EncodeToString(got) != strings.ToLower(want) {
			t.Errorf("%s: signature %X, want %s", message, got, want)
		}
		if !verifyRaw(key.Public(), []byte(message), got) {
			t.Errorf("%s: does not verify", message)
		}
	}
}

// TestRFC7515A3 verifies the ES256 example of RFC 7515 appendix A.3.
func TestRFC7515A3(t *testing.T) {
	const input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	const signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
	x, errX := decodeBase64("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
	y, errY := decodeBase64("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
	sig, errS := decodeBase64(signature)
	if errX != nil || errY != nil || errS != nil {
		t.Fatal(errX, errY, errS)
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		t.Fatal(err)
	}
	if !verifyRaw(pub, []byte(input), sig) {
		t.Error("the RFC's own signature does not verify")
	}
	if verifyRaw(pub, []byte(input+"A"), sig) {
		t.Error("verifies over another input")
	}
}

// TestSignatureRange refuses r and s outside [1, n-1] and other lengths.
func TestSignatureRange(t *testing.T) {
	key := keyOf(t, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
	good, err := key.signRaw([]byte("sample"))
	if err != nil {
		t.Fatal(err)
	}
	n := elliptic.P256().Params().N.FillBytes(make([]byte, 32))
	zero := make([]byte, 32)
	for name, bad := range map[string][]byte{
		"r zero": append(append([]byte{}, zero...), good[32:]...),
		"s zero": append(append([]byte{}, good[:32]...), zero...),
		"r n":    append(append([]byte{}, n...), good[32:]...),
		"s n":    append(append([]byte{}, good[:32]...), n...),
		"short":  good[:63],
		"long":   append(append([]byte{}, good...), 0),
		"none":   nil,
	} {
		if verifyRaw(key.Public(), []byte("sample"), bad) {
			t.Errorf("%s verifies", name)
		}
	}
}

// TestPrivateKeyPEM takes a test key through PEM and back.
func TestPrivateKeyPEM(t *testing.T) {
	c, k := newIssued(t, "5A0101", DigitalSignature)
	text, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "TEST KEY - made from a seed, never use for real data\n-----BEGIN PRIVATE KEY-----\n") {
		t.Errorf("begins %.100s", text)
	}
	back, err := ParsePrivateKeyPEM(text)
	if err != nil {
		t.Fatal(err)
	}
	if !back.IsTest() || !back.Matches(c) {
		t.Error("comes back as another key")
	}
	_, unmarked, _ := strings.Cut(string(text), "\n")
	real, err := ParsePrivateKeyPEM([]byte(unmarked))
	if err != nil || real.IsTest() {
		t.Errorf("without the line: test %v, error %v", real.IsTest(), err)
	}
	if again, err := real.MarshalPEM(); err != nil || string(again) != unmarked {
		t.Errorf("a real key is written as %.60s, error %v", again, err)
	}
}

func TestParsePrivateKeyPEMRefuses(t *testing.T) {
	c, k := newIssued(t, "5A0101", DigitalSignature)
	text, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(p384)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty":       nil,
		"certificate": c.MarshalPEM(),
		"two keys":    append(append([]byte{}, text...), text...),
		"P-384":       pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
		"no PKCS#8":   pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret")}),
	} {
		k, err := ParsePrivateKeyPEM(bad)
		if err == nil || k != nil {
			t.Errorf("%s is taken", name)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error quotes the key: %v", name, err)
		}
	}
}
