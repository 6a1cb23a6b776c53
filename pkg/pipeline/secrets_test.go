package pipeline_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// TestNoSecretIsWritten searches all that a run leaves, and all that it tells,
// for every secret of the run, in every form that one is likely to leak in.
//
//trace:shows 5.3(e)
func TestNoSecretIsWritten(t *testing.T) {
	w := w1(t)
	res, k := run(t, pipeline.Options{World: w, Scenario: readScenario(t, "testdata/scenarios/mef-corrupted.yaml")})
	files := k.files(t)
	secrets := append(credentials(w), privateKeys(t, w)...)
	secrets = append(secrets, contentKeys(t, w, files)...)
	if len(secrets) < 8*3*4+7+5 {
		t.Fatalf("only %d secrets are known", len(secrets))
	}
	res.World = nil
	files["the result"] = fmt.Sprintf("%+v", *res)
	for _, j := range res.Judged {
		files["verdict "+j.File] = fmt.Sprintf("%+v", *j.Verdict)
	}
	for i, secret := range secrets {
		for form, text := range forms(secret) {
			for name, content := range files {
				if strings.Contains(content, text) {
					t.Errorf("secret %d stands in %s as %s", i, name, form)
				}
			}
		}
	}
}

// TestFormsAreFound plants a secret in every form, at every alignment.
func TestFormsAreFound(t *testing.T) {
	secret := []byte("0123456789abcde\xff")
	for before := range 3 {
		text := append(bytes.Repeat([]byte("x"), before), append(secret, "yz"...)...)
		for _, planted := range []string{string(text), hex.EncodeToString(text), strings.ToUpper(hex.EncodeToString(text)),
			base64.StdEncoding.EncodeToString(text), base64.RawURLEncoding.EncodeToString(text)} {
			found := false
			for _, form := range forms(secret) {
				found = found || strings.Contains(planted, form)
			}
			if !found {
				t.Errorf("nothing is found in %q", planted)
			}
		}
	}
}

// forms are the texts that a secret may appear as, by name.
func forms(secret []byte) map[string]string {
	lower := hex.EncodeToString(secret)
	f := map[string]string{"bytes": string(secret), "hex": lower, "upper-case hex": strings.ToUpper(lower)}
	for before := range 3 {
		// Only characters that depend on the secret alone are kept.
		padded := append(make([]byte, before), secret...)
		from, to := (before*8+5)/6, len(padded)*8/6
		f[fmt.Sprintf("base64, %d", before)] = base64.RawStdEncoding.EncodeToString(padded)[from:to]
		f[fmt.Sprintf("base64url, %d", before)] = base64.RawURLEncoding.EncodeToString(padded)[from:to]
	}
	return f
}

func credentials(w *world.World) (list [][]byte) {
	for _, o := range w.SMSOs() {
		r := w.Register(o.SMSO)
		for i := range r.Len() {
			for _, d := range r.At(i).Devices {
				c := w.Credentials(d.ID)
				list = append(list, c.MasterKey, c.InstallCode, c.AuthenticationKey, c.EncryptionKey)
			}
		}
	}
	return list
}

func privateKeys(t *testing.T, w *world.World) (list [][]byte) {
	_, agreement := w.AgreementKey()
	keys := []*seal.PrivateKey{agreement}
	for _, o := range w.Organisations() {
		if _, key, ok := w.SigningKey(o.Name); ok {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		text, err := key.MarshalPEM()
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(text)
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		d, err := parsed.(*ecdsa.PrivateKey).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, d)
	}
	return list
}

// contentKeys derives the content key of every MEF as formats.md says: HKDF of
// the seed and the header without contentKey. Each is shown to be the right one
// by opening a sealed value with it.
func contentKeys(t *testing.T, w *world.World, files map[string]string) (list [][]byte) {
	for name, text := range files {
		n, ok := filetype.ParseFileName(name[strings.LastIndex(name, "/")+1:])
		if !ok || n.Type != mef.Type {
			continue
		}
		f, err := codec.Open(strings.NewReader(text), filetype.Lookup, codec.Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		h := *f.Header
		h.ContentKey = ""
		key, err := hkdf.Key(sha256.New, binary.BigEndian.AppendUint64(nil, w.Seed), []byte("s1mig/seal/v1"),
			string(prefixed("content key"))+string(prefixed(string(codec.Append(nil, mef.Type.Header, &h)))), 16)
		if err != nil {
			t.Fatal(err)
		}
		if opens(t, w, key, text, fmt.Sprintf("%s|%d|%s|", h.Sender, h.Sequence, h.GroupID)) {
			list = append(list, key)
		}
	}
	return list
}

func prefixed(s string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(s))), s...)
}

// opens reports whether the key opens a sealed value of an MEF.
func opens(t *testing.T, w *world.World, key []byte, text, aad string) bool {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range w.SMSOs() {
		r := w.Register(o.SMSO)
		for i := range r.Len() {
			for _, d := range r.At(i).Devices {
				_, rest, _ := strings.Cut(text, `"deviceID":"`+d.ID.String()+`","sealed":"`)
				sealed, _, _ := strings.Cut(rest, `"`)
				raw, err := base64.RawURLEncoding.DecodeString(sealed)
				if err != nil || len(raw) < 28 {
					continue
				}
				if _, err := gcm.Open(nil, raw[:12], raw[12:], []byte(aad+r.At(i).ID+"|"+d.ID.String())); err == nil {
					return true
				}
			}
		}
	}
	return false
}
