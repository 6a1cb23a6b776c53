package exchangetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
)

// testLargeFile passes 8 MiB through in blocks of 64 KiB, each with its number
// in it, so that a block lost, repeated or moved changes the digest.
func testLargeFile(t *testing.T, m exchange.Mailbox) {
	const blocks, size = 128, 64 << 10
	block := func(i int) []byte { return bytes.Repeat([]byte{byte(i), byte(i >> 8), 0xA5, 0x0A}, size/4) }
	want := sha256.New()
	err := m.Put(t.Context(), "large.json", func(w io.Writer) error {
		for i := range blocks {
			if _, err := io.MultiWriter(w, want).Write(block(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Open(t.Context(), "large.json")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := sha256.New()
	n, err := io.Copy(got, r)
	if err != nil || n != blocks*size || !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
		t.Errorf("read %d bytes with digest %x, %v, want %d with %x", n, got.Sum(nil), err, blocks*size, want.Sum(nil))
	}
}

func testHostileNames(t *testing.T, m exchange.Mailbox) {
	names := []string{
		"", ".", "..", "../x", "a/b", "/etc/passwd", `a\b`, `..\x`, "C:x", "a\x00b", "\x00",
		".hidden", "a.", "a b", "a\n", "é", "a:b", "a*", "~x!", strings.Repeat("a", 300),
		strings.Repeat("a", exchange.MaxName+1), "CON", "con", "nul.json", "Com1.txt", "LPT9", "aux.receipt.json",
	}
	for _, name := range names {
		written := false
		err := m.Put(t.Context(), name, func(io.Writer) error { written = true; return nil })
		wantError(t, err, "put", name, exchange.ErrName, fs.ErrInvalid)
		if written {
			t.Errorf("put %q called the write function", name)
		}
		_, err = m.Open(t.Context(), name)
		wantError(t, err, "open", name, exchange.ErrName)
		wantError(t, m.Remove(t.Context(), name), "remove", name, exchange.ErrName)
	}
	wantNames(t, m)
}

func testLongestName(t *testing.T, m exchange.Mailbox) {
	name := strings.Repeat("n", exchange.MaxName)
	mustPut(t, m, name, "x")
	wantNames(t, m, name)
	wantText(t, m, name, "x")
}

// testUnpublished looks at the mailbox while a file is being written.
func testUnpublished(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "before", "x")
	err := m.Put(t.Context(), "a.json", func(w io.Writer) error {
		for range 2 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return err
			}
			wantNames(t, m, "before")
			wantAbsent(t, m, "a.json")
			wantError(t, m.Remove(t.Context(), "a.json"), "remove", "a.json", exchange.ErrNotExist)
		}
		return putText(t.Context(), m, "meanwhile", "y")
	})
	if err != nil {
		t.Fatal(err)
	}
	wantNames(t, m, "a.json", "before", "meanwhile")
}

func testFailedWrite(t *testing.T, m exchange.Mailbox) {
	failure := errors.New("the source broke")
	err := m.Put(t.Context(), "a.json", func(w io.Writer) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return failure
	})
	wantError(t, err, "put", "a.json", failure)
	wantNames(t, m)
	wantAbsent(t, m, "a.json")
	mustPut(t, m, "a.json", "whole") // the name is still free
	wantText(t, m, "a.json", "whole")
}

// testSwallowedError: a write function that does not pass on what its writer
// said, as a buffered writer without a last flush does not.
func testSwallowedError(t *testing.T, m exchange.Mailbox) {
	ctx, cancel := context.WithCancel(t.Context())
	err := m.Put(ctx, "a.json", func(w io.Writer) error {
		_, _ = io.WriteString(w, "one")
		cancel()
		if n, err := io.WriteString(w, "two"); n != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("write after cancel returns %d, %v, want 0, %v", n, err, context.Canceled)
		}
		return nil
	})
	wantError(t, err, "put", "a.json", context.Canceled)
	wantNames(t, m)
}

func testPanickingWrite(t *testing.T, m exchange.Mailbox) {
	func() {
		defer func() {
			if r := recover(); r != "fault of the program" {
				t.Errorf("recovered %v, want the panic of the write function", r)
			}
		}()
		_ = m.Put(t.Context(), "a.json", func(w io.Writer) error {
			_, _ = io.WriteString(w, "half")
			panic("fault of the program")
		})
	}()
	wantNames(t, m)
	mustPut(t, m, "a.json", "whole")
	wantText(t, m, "a.json", "whole")
}

func testCancelledBefore(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "there", "x")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, putText(ctx, m, "a.json", "x"), "put", "a.json", context.Canceled)
	_, err := m.List(ctx)
	wantError(t, err, "list", "", context.Canceled)
	_, err = m.Open(ctx, "there")
	wantError(t, err, "open", "there", context.Canceled)
	wantError(t, m.Remove(ctx, "there"), "remove", "there", context.Canceled)
	wantNames(t, m, "there")
}

func testCancelledDuring(t *testing.T, m exchange.Mailbox) {
	ctx, cancel := context.WithCancel(t.Context())
	err := m.Put(ctx, "a.json", func(w io.Writer) error {
		_, err := io.WriteString(w, "all of it")
		cancel()
		return err
	})
	wantError(t, err, "put", "a.json", context.Canceled)
	wantNames(t, m)
	wantAbsent(t, m, "a.json")
}
