//go:build interop

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// These tests read what the program writes with programs that others wrote.
// They need node, openssl and the coreutils on the PATH, and `npm ci` run once
// in .ci/interop. They fail, and do not skip, where those are missing.

// examined is what .ci/interop/run.mjs says of one file.
type examined struct {
	File, FileType    string
	Digest            string // the trailer's
	RecordCount       int
	Records           int
	SchemaErrors      []string
	DigestMatches     bool
	SignatureVerifies bool
	Sealed            *struct {
		KeyLength, Opened int
		Malformed         []string
	}
	Controls [][2]any // what was spoilt, and whether that was noticed
}

// outside runs a command and returns its standard output.
func outside(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.String())
	}
	return out
}

// runForOthers makes a run of W1 and the keys of W1, as anybody would.
func runForOthers(t *testing.T) (run, keys string) {
	t.Helper()
	dir := t.TempDir()
	run, keys = filepath.Join(dir, "run"), filepath.Join(dir, "keys")
	outside(t, "s1mig", "run", "--out", run)
	outside(t, "s1mig", "keys", "gen", "--out", keys)
	return run, keys
}

// filesOf lists the migration files of a run, the manifest among them.
func filesOf(t *testing.T, run string) []string {
	t.Helper()
	list := strings.Fields(string(outside(t, "find", run, "-name", "*_*.json", "!", "-name", "*.receipt.json")))
	return append(list, filepath.Join(run, "manifest.json"))
}

// TestInteropRun has ajv, npm's jose and Node's crypto read every file of a run:
// the whole document against its committed schema, the signature against the
// certificate in PEM, the content key and every sealed value.
func TestInteropRun(t *testing.T) {
	if _, err := os.Stat("../../.ci/interop/node_modules/ajv"); err != nil {
		t.Fatalf("%v: run npm ci in .ci/interop", err)
	}
	run, keys := runForOthers(t)
	var files []examined
	if err := json.Unmarshal(outside(t, "node", "../../.ci/interop/run.mjs", run, keys, "../../schemas"), &files); err != nil {
		t.Fatal(err)
	}
	if want := len(filesOf(t, run)); len(files) != want {
		t.Errorf("node read %d files, the run has %d", len(files), want)
	}
	seen := map[string]int{}
	for _, f := range files {
		seen[f.FileType]++
		f.check(t)
	}
	for _, name := range []string{"MAF", "MCF", "MVF", "MGF", "MEF", "SCF", "COF", "RUN-MANIFEST"} {
		if seen[name] == 0 {
			t.Errorf("the run has no %s", name)
		}
	}
}

func (f *examined) check(t *testing.T) {
	t.Helper()
	if len(f.SchemaErrors) > 0 {
		t.Errorf("%s: ajv: %s", f.File, strings.Join(f.SchemaErrors, "; "))
	}
	if !f.DigestMatches || !f.SignatureVerifies || f.Records != f.RecordCount {
		t.Errorf("%s: digest %t, signature %t, %d records, count %d", f.File, f.DigestMatches, f.SignatureVerifies, f.Records, f.RecordCount)
	}
	if isMEF := f.FileType == "MEF"; isMEF != (f.Sealed != nil) {
		t.Errorf("%s: a %s, sealed values: %t", f.File, f.FileType, f.Sealed != nil)
	} else if isMEF && (f.Sealed.KeyLength != 16 || f.Sealed.Opened == 0 || len(f.Sealed.Malformed) > 0) {
		t.Errorf("%s: %+v", f.File, *f.Sealed)
	}
	if len(f.Controls) < 10 {
		t.Errorf("%s: only %d controls", f.File, len(f.Controls))
	}
	for _, c := range f.Controls {
		if c[1] != true {
			t.Errorf("%s: nobody noticed: %s", f.File, c[0])
		}
	}
}

// TestInteropDigest has coreutils and openssl make the digest of every file of a
// run, as formats.md says: head -n -1 FILE | openssl dgst -sha256.
func TestInteropDigest(t *testing.T) {
	run, _ := runForOthers(t)
	files := filesOf(t, run)
	script := `for f; do head -n -1 "$f" | openssl dgst -sha256 -r; done`
	lines := strings.Fields(string(outside(t, "sh", append([]string{"-c", script, "sh"}, files...)...)))
	if len(lines) != 2*len(files) { // digest and the name of standard input
		t.Fatalf("%d words for %d files", len(lines), len(files))
	}
	for i, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Trailer struct{ Digest string } }
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := "sha-256:" + lines[2*i]; doc.Trailer.Digest != got {
			t.Errorf("%s: the trailer says %s, openssl %s", filepath.Base(name), doc.Trailer.Digest, got)
		}
	}
}

// TestInteropCertificates has openssl read every certificate of the world and
// verify it against the authority that issued it.
func TestInteropCertificates(t *testing.T) {
	_, keys := runForOthers(t)
	certs, err := filepath.Glob(filepath.Join(keys, "*.cert.pem"))
	if err != nil || len(certs) < 10 {
		t.Fatalf("%d certificates, error %v", len(certs), err)
	}
	authority := filepath.Join(keys, "authority-Z9-1.cert.pem")
	const t0 = "1654678800" // 2022-06-08T10:00:00+01:00
	for _, name := range certs {
		if out := outside(t, "openssl", "verify", "-x509_strict", "-attime", t0, "-CAfile", authority, name); !strings.HasSuffix(string(out), ": OK\n") {
			t.Errorf("openssl verify: %s", out)
		}
		text := string(outside(t, "openssl", "x509", "-in", name, "-noout", "-text", "-nameopt", "RFC2253"))
		for _, want := range []string{"Issuer: CN=Z9,OU=07", "ecdsa-with-SHA256", "NIST CURVE: P-256", "X509v3 Key Usage: critical"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: openssl does not say %q:\n%s", filepath.Base(name), want, text)
			}
		}
		if name != authority && !strings.Contains(text, "x500UniqueIdentifier=#0309") {
			t.Errorf("%s: openssl finds no EUI-64 as x500UniqueIdentifier:\n%s", filepath.Base(name), text)
		}
	}
}
