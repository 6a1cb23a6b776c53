//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestIndexChanged changes the register index of a world while files are judged
// by it. What is read of it may be wrong then: that is an input that cannot be
// read, no fault of the program, and there is no report.
func TestIndexChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "world")
	index := filepath.Join(dir, "register.index")
	var maf, errs bytes.Buffer
	run := func(stdin io.Reader, stdout io.Writer, args ...string) int {
		errs.Reset()
		a := &app{stdin: stdin, stdout: stdout, stderr: &errs, getenv: func(string) string { return "" }}
		return a.main(args)
	}
	if code := run(nil, io.Discard, "world", "new", "--installations", "300", "--smsos", "1", "--out", dir); code != 0 {
		t.Fatal(code, errs.String())
	}
	if code := run(nil, &maf, "generate", "maf", "--world", dir, "--submitter", "SUP01"); code != 0 {
		t.Fatal(code, errs.String())
	}
	later := time.Now().Add(time.Hour)
	for _, c := range []struct {
		name string
		do   func() error
		code int
	}{
		{"nothing", func() error { return nil }, 0},
		{"written to", func() error { return os.Chtimes(index, later, later) }, 3},
		{"cut short", func() error { return os.Truncate(index, 0) }, 3},
	} {
		var out bytes.Buffer
		change := func() {
			if err := c.do(); err != nil {
				t.Error(err)
			}
		}
		code := run(io.MultiReader(bytes.NewReader(maf.Bytes()), atEnd(change)), &out, "validate", "--world", dir, "-")
		got, told := errs.String(), strings.Contains(errs.String(), "the register index of "+dir+" was changed while it was in use")
		if bad := c.code != 0; code != c.code || told != bad || bad != (out.Len() == 0) || strings.Contains(got, "report it") {
			t.Errorf("%s: exit code %d, %d bytes of a report: %s", c.name, code, out.Len(), got)
		}
	}
}

// atEnd is a reader that ends, and first does something.
type atEnd func()

func (f atEnd) Read([]byte) (int, error) {
	f()
	return 0, io.EOF
}
