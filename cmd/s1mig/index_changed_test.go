//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIndexCutShort cuts the register index of a world short while it is in use:
// that is an input that cannot be read, and no fault of the program.
func TestIndexCutShort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "world")
	var maf, errs bytes.Buffer
	run := func(stdin io.Reader, stdout io.Writer, args ...string) int {
		a := &app{stdin: stdin, stdout: stdout, stderr: &errs, getenv: func(string) string { return "" }}
		return a.main(args)
	}
	if code := run(nil, io.Discard, "world", "new", "--installations", "300", "--smsos", "1", "--out", dir); code != 0 {
		t.Fatal(code, errs.String())
	}
	if code := run(nil, &maf, "generate", "maf", "--world", dir, "--submitter", "SUP01"); code != 0 {
		t.Fatal(code, errs.String())
	}
	if code := run(bytes.NewReader(maf.Bytes()), io.Discard, "validate", "--world", dir, "-"); code != 0 {
		t.Fatal(code, errs.String())
	}
	cut := func() {
		if err := os.Truncate(filepath.Join(dir, "register.index"), 0); err != nil {
			t.Error(err)
		}
	}
	code := run(io.MultiReader(&maf, atEnd(cut)), io.Discard, "validate", "--world", dir, "-")
	if got := errs.String(); code != 3 || !strings.Contains(got, "the register index of "+dir+" was cut short") || strings.Contains(got, "report it") {
		t.Errorf("exit code %d: %s", code, got)
	}
}

// atEnd is a reader that ends, and first does something.
type atEnd func()

func (f atEnd) Read([]byte) (int, error) {
	f()
	return 0, io.EOF
}
