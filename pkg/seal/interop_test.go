//go:build interop

package seal

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// These tests need openssl and node on the PATH, and `npm ci` run once in
// .ci/interop. They fail, and do not skip, where those are missing.

// node has .ci/interop/seal.mjs do one operation.
func node(t *testing.T, request, answer any) {
	t.Helper()
	if _, err := os.Stat("../../.ci/interop/node_modules/jose"); err != nil {
		t.Fatalf("%v: run npm ci in .ci/interop", err)
	}
	input, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "../../.ci/interop/seal.mjs")
	cmd.Stdin = bytes.NewReader(input)
	if err := json.Unmarshal(run(t, cmd), answer); err != nil {
		t.Fatal(err)
	}
}

// run runs a command and returns its standard output.
func run(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.String())
	}
	return out
}

// spki writes the public key of a certificate in PEM.
func spki(t *testing.T, c *Certificate) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(c.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// pkcs8 writes a private key in PEM, without the line before it, which npm's
// jose does not step over.
func pkcs8(t *testing.T, k *PrivateKey) string {
	t.Helper()
	text, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	return string(text[bytes.Index(text, []byte("-----BEGIN")):])
}

func TestInteropNodeVerifiesTrailer(t *testing.T) {
	w := newTrailerWorld(t)
	var answer struct {
		Payload string
		Header  map[string]any
	}
	node(t, map[string]any{"op": "verify", "jws": w.jws, "spki": spki(t, w.cert)}, &answer)
	if answer.Payload != `{"digest":"`+abcDigest+`","recordCount":8}` {
		t.Errorf("payload %s", answer.Payload)
	}
	if len(answer.Header) != 2 || answer.Header["alg"] != "ES256" || answer.Header["kid"] != "Z9:5A0101" {
		t.Errorf("header %v", answer.Header)
	}
}

func TestInteropNodeSignsTrailer(t *testing.T) {
	w := newTrailerWorld(t)
	var answer struct{ JWS string }
	node(t, map[string]any{
		"op": "sign", "pkcs8": pkcs8(t, w.key), "header": map[string]string{"kid": "Z9:5A0101", "alg": "ES256"},
		"payload": `{"recordCount":8,"digest":"` + abcDigest + `"}`,
	}, &answer)
	if answer.JWS == w.jws {
		t.Error("node signed the very same JWS")
	}
	w.jws = answer.JWS
	w.verify(t, "signed by node", 0)
}

func TestInteropNodeOpensContentKey(t *testing.T) {
	ck, jwe, key, _ := wrapped(t)
	var answer struct {
		Plaintext string
		Header    map[string]any
	}
	node(t, map[string]any{"op": "decrypt", "jwe": jwe, "pkcs8": pkcs8(t, key)}, &answer)
	if answer.Plaintext != hex.EncodeToString(ck.key[:]) {
		t.Error("node opens another content key")
	}
	if answer.Header["kid"] != "Z9:D00002" || answer.Header["alg"] != "ECDH-ES" || answer.Header["enc"] != "A128GCM" {
		t.Errorf("header %v", answer.Header)
	}
}

func TestInteropNodeWrapsContentKey(t *testing.T) {
	ck, _, key, recipient := wrapped(t)
	var answer struct{ JWE string }
	node(t, map[string]any{
		"op": "encrypt", "spki": spki(t, recipient), "plaintext": hex.EncodeToString(ck.key[:]),
		"header": map[string]string{"alg": "ECDH-ES", "enc": "A128GCM", "kid": "Z9:D00002"},
	}, &answer)
	if got, err := UnwrapContentKey(answer.JWE, key, recipient.ID()); err != nil || got != ck {
		t.Errorf("%s opens as another key, error %v", answer.JWE, err)
	}
}

func TestInteropNodeOpensSealed(t *testing.T) {
	seed := uint64(testSeed)
	key := NewContentKey(&seed, []byte("header")).key
	c, text := sampleCredentials(t)
	for _, deterministic := range []bool{true, false} {
		sealed := newSealer(deterministic).Seal(nil, testAAD(), c.AppendJSON(nil))
		var answer struct{ Plaintext string }
		node(t, map[string]any{
			"op": "open", "key": hex.EncodeToString(key[:]), "sealed": string(sealed),
			"aad": "90-B3-D5-1F-30-00-00-01|12|AA|I-A1|90-B3-D5-1F-30-AA-00-01",
		}, &answer)
		if answer.Plaintext != text {
			t.Errorf("node reads %s", answer.Plaintext)
		}
	}
}

// TestInteropOpenSSLCertificate has openssl make a certificate afresh.
func TestInteropOpenSSLCertificate(t *testing.T) {
	dir := t.TempDir()
	run(t, exec.Command("sh", "testdata/openssl/make.sh", dir))
	certText, err := os.ReadFile(filepath.Join(dir, "openssl.pem"))
	if err != nil {
		t.Fatal(err)
	}
	keyText, err := os.ReadFile(filepath.Join(dir, "openssl.key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	certs, err := ParsePEM(certText)
	if err != nil {
		t.Fatal(err)
	}
	checkOpenSSL(t, certs[0])
	key, err := ParsePrivateKeyPEM(keyText)
	if err != nil {
		t.Fatal(err)
	}
	if key.IsTest() || !key.Matches(certs[0]) {
		t.Error("openssl's key is taken for another")
	}
}

// writeChain writes an authority's certificate, one that it issued, and its key.
func writeChain(t *testing.T) (ca, leaf, key string) {
	t.Helper()
	a := newAuthority(t, testSeed, "Z9")
	c, k := issue(t, a, request("4FBC525201A1D7586C1BC1C4734DEB9F", DigitalSignature))
	keyText, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"ca.pem": a.Certificate().MarshalPEM(), "leaf.pem": c.MarshalPEM(), "key.pem": keyText} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "ca.pem"), filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "key.pem")
}

// TestInteropOpenSSLReads has openssl verify and describe what the authority issues.
func TestInteropOpenSSLReads(t *testing.T) {
	ca, leaf, key := writeChain(t)
	if out := run(t, exec.Command("openssl", "verify", "-x509_strict", "-attime", "1654678800", "-CAfile", ca, leaf)); !strings.HasSuffix(string(out), ": OK\n") {
		t.Errorf("openssl verify: %s", out)
	}
	text := string(run(t, exec.Command("openssl", "x509", "-in", leaf, "-noout", "-text", "-nameopt", "RFC2253")))
	for _, want := range []string{
		"Version: 3 (0x2)", "4f:bc:52:52:01:a1:d7:58:6c:1b:c1:c4:73:4d:eb:9f", "Signature Algorithm: ecdsa-with-SHA256",
		"Issuer: CN=Z9,OU=07", "x500UniqueIdentifier=#03090090B3D51F30000001,OU=02,CN=SUPA TEST KEY",
		"Not Before: Jan  1 00:00:00 2020 GMT", "Not After : Dec 31 23:59:59 2029 GMT", "NIST CURVE: P-256",
		"X509v3 Key Usage: critical\n                Digital Signature\n",
		"X509v3 Certificate Policies: critical\n                Policy: 1.2.826.0.1.8641679.1.2.1.4\n",
		"X509v3 Subject Key Identifier: \n                4", "X509v3 Authority Key Identifier: \n                4",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("openssl does not say %q:\n%s", want, text)
		}
	}
	public := run(t, exec.Command("openssl", "x509", "-in", leaf, "-noout", "-pubkey"))
	if fromKey := run(t, exec.Command("openssl", "pkey", "-in", key, "-pubout")); !bytes.Equal(public, fromKey) {
		t.Errorf("openssl derives another public key:\n%s%s", public, fromKey)
	}
}

// TestInteropOpenSSLVerifiesTrailer checks a trailer's signature with openssl dgst, as
// an ASN.1 signature over the signing input.
func TestInteropOpenSSLVerifiesTrailer(t *testing.T) {
	w := newTrailerWorld(t)
	dot := strings.LastIndexByte(w.jws, '.')
	der, err := w.key.signDER([]byte(w.jws[:dot])) // the same r and s: RFC 6979
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"pub.pem": []byte(spki(t, w.cert)), "sig": der, "input": []byte(w.jws[:dot])} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("openssl", "dgst", "-sha256", "-verify", "pub.pem", "-signature", "sig", "input")
	cmd.Dir = dir
	if out := run(t, cmd); string(out) != "Verified OK\n" {
		t.Errorf("openssl: %s", out)
	}
}
