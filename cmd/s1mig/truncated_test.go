package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// judged runs s1mig validate within the test and returns what it printed.
func judged(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	code = a.main(append([]string{"validate"}, args...))
	return code, out.String(), errs.String()
}

// sample makes a MAF of one record.
func sample(t *testing.T) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	if code := a.main([]string{"generate", "maf", "--installation", "I-E1"}); code != 0 {
		t.Fatalf("generate maf: exit code %d, %s", code, errs.String())
	}
	return out.Bytes()
}

// TestTruncated cuts a file short at every byte. Before its type can be made out
// that is an input that cannot be read; after it, a finding. It is never clean,
// but for the line end after the document.
func TestTruncated(t *testing.T) {
	whole := sample(t)
	known := bytes.Index(whole, []byte(`"fileType":"MAF"`)) + len(`"fileType":"MAF"`)
	name := filepath.Join(t.TempDir(), "maf.json")
	step := 1
	if testing.Short() {
		step = 97
	}
	for n := 0; n < len(whole); n += step {
		if err := os.WriteFile(name, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := judged(name)
		want, says := 1, "S-TRUNCATED"
		switch {
		case n < known:
			want, says = 3, "not read"
		case n == len(whole)-1:
			want, says = 0, "clean"
		}
		if code != want || !strings.Contains(stdout, says) || stderr != "" {
			t.Errorf("cut to %d of %d bytes: exit code %d, want %d and %q:\n%s%s", n, len(whole), code, want, says, stdout, stderr)
		}
	}
}
