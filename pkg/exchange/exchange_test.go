package exchange_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
)

func TestValidName(t *testing.T) {
	for _, name := range []string{
		"MA_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503", // the one published sample
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20220608_090000_1.json.receipt.json",
		"a", "-", "a..b", "CONSOLE", "COM", "COM10", "LPTx.json", "x.con",
	} {
		if err := exchange.ValidName(name); err != nil {
			t.Errorf("ValidName(%q) is %v, want nil", name, err)
		}
	}
}

// TestNameFaults: the message names what is wrong, and a name with control
// bytes comes out quoted.
func TestNameFaults(t *testing.T) {
	for name, want := range map[string]string{
		"":                       "empty",
		"..":                     "begins with a dot",
		"a.":                     "ends in a dot",
		"a/b":                    `byte 2 is "/"`,
		"ab\x00":                 `byte 3 is "\x00"`,
		strings.Repeat("a", 151): "151 bytes, at most 150",
		"lpt0.json":              "device",
	} {
		err := exchange.ValidName(name)
		if !errors.Is(err, exchange.ErrName) || !errors.Is(err, fs.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("ValidName(%q) is %v, want an ErrName that says %q", name, err, want)
		}
	}
}

// FuzzValidName: whatever is accepted is one element of a path on any system,
// as the standard library judges it.
func FuzzValidName(f *testing.F) {
	for _, seed := range []string{"a.json", "..", "a/b", `a\b`, "CON", "\x00", "a\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if exchange.ValidName(name) != nil {
			return
		}
		if !filepath.IsLocal(name) || !fs.ValidPath(name) || filepath.Base(name) != name || strings.ContainsAny(name, `/\: `) {
			t.Errorf("%q is accepted and is not a plain file name", name)
		}
	})
}

func TestErrorText(t *testing.T) {
	err := error(&exchange.Error{Op: "open", Name: "a\nb", Err: exchange.ErrNotExist})
	if want := `open "a\nb": no such file in the mailbox`; err.Error() != want {
		t.Errorf("text is %q, want %q", err, want)
	}
	err = &exchange.Error{Op: "list", Err: context.Canceled}
	if want := "list mailbox: context canceled"; err.Error() != want {
		t.Errorf("text is %q, want %q", err, want)
	}
}

// brokenWriter takes the first byte of each write and says nothing.
type brokenWriter struct{ calls int }

func (b *brokenWriter) Write(p []byte) (int, error) {
	b.calls++
	return 1, nil
}

func TestWriterRemembersShortWrite(t *testing.T) {
	var broken brokenWriter
	err := exchange.NewWriter(t.Context(), &broken).Run(func(w io.Writer) error {
		_, _ = io.WriteString(w, "ab")
		_, _ = io.WriteString(w, "cd")
		return nil
	})
	if !errors.Is(err, io.ErrShortWrite) || broken.calls != 1 {
		t.Errorf("run returns %v after %d writes, want %v after 1", err, broken.calls, io.ErrShortWrite)
	}
}
