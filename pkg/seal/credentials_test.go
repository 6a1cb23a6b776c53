package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/ident"
)

// sampleCredentials and its JSON, written out by hand.
func sampleCredentials(t testing.TB) (Credentials, string) {
	return Credentials{
			MasterKey:         unhex(t, "000102030405060708090a0b0c0d0e0f"),
			InstallCode:       unhex(t, "a1b2c3d4e5f6"),
			AuthenticationKey: unhex(t, "101112131415161718191a1b1c1d1e1f"),
			EncryptionKey:     unhex(t, "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0"),
		}, `{"masterKey":"000102030405060708090a0b0c0d0e0f","installCode":"a1b2c3d4e5f6",` +
			`"authenticationKey":"101112131415161718191a1b1c1d1e1f","encryptionKey":"fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0"}`
}

// same compares two Credentials.
func same(a, b Credentials) bool {
	for i := range credentialNames {
		if !bytes.Equal(*a.field(i), *b.field(i)) {
			return false
		}
	}
	return true
}

func TestCredentialsJSON(t *testing.T) {
	c, text := sampleCredentials(t)
	if got := string(c.AppendJSON(nil)); got != text {
		t.Errorf("written as %s", got)
	}
	members := strings.Split(text[1:len(text)-1], ",")
	slices.Reverse(members)
	for name, layout := range map[string]string{
		"canonical": text,
		"spaced":    strings.ReplaceAll(text, ",", " ,\r\n\t"),
		"reversed":  "{" + strings.Join(members, ",") + "}",
		"escaped":   strings.Replace(text, "masterKey", `\u006dasterKey`, 1),
		"digits":    strings.Replace(text, `"a1b2`, `"\u00611b2`, 1),
	} {
		if err := CheckCredentials([]byte(layout)); err != nil {
			t.Errorf("%q: %v", layout, err)
		}
		if got, err := ParseCredentials([]byte(layout)); err != nil || !same(got, c) {
			t.Errorf("%s: error %v, or other credentials", name, err)
		}
	}
}

func TestParseCredentialsRefuses(t *testing.T) {
	_, text := sampleCredentials(t)
	change := func(before, after string) string { return strings.Replace(text, before, after, 1) }
	for name, bad := range map[string]string{
		"empty": "", "null": "null", "no members": "{}", "array": "[]",
		"upper case":         change("a1b2", "A1B2"),
		"not hex":            change("a1b2", "g1b2"),
		"odd digits":         change("a1b2", "1b2"),
		"short install code": change("a1b2", ""),
		"long install code":  change("a1b2", strings.Repeat("a1", 13)),
		"short master key":   change("000102", "0102"),
		"long master key":    change("000102", "00000102"),
		"number":             change(`"a1b2c3d4e5f6"`, "123456789012"),
		"missing":            change(`"installCode":"a1b2c3d4e5f6",`, ""),
		"unknown":            change(`"installCode"`, `"installcode"`),
		"one more":           change(`"installCode"`, `"x":1,"installCode"`),
		"twice":              change(`"installCode"`, `"installCode":"a1b2c3d4e5f6","installCode"`),
		"trailing data":      text + "{}",
		"trailing comma":     change("}", ",}"),
		"cut off":            text[:len(text)-1],
		"not UTF-8":          change("a1b2", "\xff1b2"),
	} {
		if err := CheckCredentials([]byte(bad)); err != ErrCredentials {
			t.Errorf("%q: %v", bad, err)
		}
		got, err := ParseCredentials([]byte(bad))
		if !errors.Is(err, ErrCredentials) || !same(got, Credentials{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDeriveCredentials compares the reused MAC with crypto/hkdf, and devices and
// seeds with each other.
func TestDeriveCredentials(t *testing.T) {
	source := NewCredentialSource(testSeed)
	seen := make(map[string]bool)
	for i := range 50 {
		device := testDevice + ident.EUI64(i)
		got := source.Derive(device)
		want := derive(seedBytes(testSeed), 64, "device credentials", unhex(t, strings.ReplaceAll(device.String(), "-", "")))
		if all := slices.Concat(got.MasterKey, got.InstallCode, got.AuthenticationKey, got.EncryptionKey); !bytes.Equal(all, want) {
			t.Fatalf("device %s: derived %x, HKDF gives %x", device, all, want)
		}
		if !same(got, DeriveCredentials(testSeed, device)) || same(got, DeriveCredentials(testSeed+1, device)) {
			t.Errorf("device %s: the seed does not decide", device)
		}
		for j := range credentialNames {
			value := hex.EncodeToString(*got.field(j))
			if seen[value] {
				t.Errorf("device %s: %s twice", device, credentialNames[j])
			}
			seen[value] = true
		}
		if text := NewCredentialSource(testSeed).AppendJSON([]byte("x"), device); string(text) != "x"+string(got.AppendJSON(nil)) {
			t.Errorf("device %s is appended as %q", device, text)
		}
		if back, err := ParseCredentials(got.AppendJSON(nil)); err != nil || !same(back, got) {
			t.Errorf("device %s does not come back: %v", device, err)
		}
	}
}

// TestDeriveSeparates checks that no two contexts of a derivation run together.
func TestDeriveSeparates(t *testing.T) {
	one := derive([]byte("s"), 16, "a", []byte("b"), []byte("c"))
	for _, other := range [][]byte{
		derive([]byte("s"), 16, "a", []byte("bc")), derive([]byte("s"), 16, "ab", []byte("c")),
		derive([]byte("s"), 16, "a", []byte("b"), []byte("c"), nil), derive([]byte("t"), 16, "a", []byte("b"), []byte("c")),
	} {
		if bytes.Equal(one, other) {
			t.Error("two derivations give one key")
		}
	}
}

// FuzzParseCredentials holds the fast path to the slow one.
func FuzzParseCredentials(f *testing.F) {
	_, text := sampleCredentials(f)
	f.Add([]byte(text))
	f.Add([]byte(strings.ReplaceAll(text, ",", ", ")))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := ParseCredentials(text)
		spaced, errSpaced := ParseCredentials(append([]byte(" "), text...)) // never canonical
		if (err == nil) != (errSpaced == nil) || !same(c, spaced) || CheckCredentials(text) != err {
			t.Errorf("%q: fast %v, slow %v", text, err, errSpaced)
		}
	})
}
