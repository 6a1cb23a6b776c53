// Package exchangetest is the one suite that every transport of package
// exchange passes. The test of a transport is a call of Run.
//
// It is for tests alone, and imports exchange and the standard library.
package exchangetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
)

// Run tests mailboxes. newMailbox returns an empty one, and leaves whatever is
// to be cleaned up to t.Cleanup.
func Run(t *testing.T, newMailbox func(t *testing.T) exchange.Mailbox) {
	cases := []struct {
		name string
		test func(t *testing.T, m exchange.Mailbox)
	}{
		{"Empty", testEmpty},
		{"RoundTrip", testRoundTrip},
		{"EmptyFile", testEmptyFile},
		{"Order", testOrder},
		{"Receipt", testReceipt},
		{"Remove", testRemove},
		{"OpenWhileRemove", testOpenWhileRemove},
		{"LargeFile", testLargeFile},
		{"HostileNames", testHostileNames},
		{"LongestName", testLongestName},
		{"Unpublished", testUnpublished},
		{"FailedWrite", testFailedWrite},
		{"SwallowedError", testSwallowedError},
		{"PanickingWrite", testPanickingWrite},
		{"CancelledBefore", testCancelledBefore},
		{"CancelledDuring", testCancelledDuring},
		{"SameAgain", testSameAgain},
		{"Conflict", testConflict},
		{"ConflictBySize", testConflictBySize},
		{"OtherCase", testOtherCase},
		{"ConcurrentNames", testConcurrentNames},
		{"ConcurrentSameName", testConcurrentSameName},
		{"ConcurrentCases", testConcurrentCases},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.test(t, newMailbox(t)) })
	}
}

// putText is Put of a text.
func putText(ctx context.Context, m exchange.Mailbox, name, text string) error {
	return m.Put(ctx, name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

func mustPut(t *testing.T, m exchange.Mailbox, name, text string) {
	t.Helper()
	if err := putText(t.Context(), m, name, text); err != nil {
		t.Fatalf("put: %v", err)
	}
}

// wantNames fails unless the mailbox lists exactly these names, in this order.
func wantNames(t *testing.T, m exchange.Mailbox, want ...string) {
	t.Helper()
	list, err := m.List(t.Context())
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	got := make([]string, len(list))
	for i, e := range list {
		got[i] = e.Name
	}
	if !slices.Equal(got, want) {
		t.Errorf("list has %q, want %q", got, want)
	}
}

// wantText fails unless the file reads as want.
func wantText(t *testing.T, m exchange.Mailbox, name, want string) {
	t.Helper()
	r, err := m.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	got, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	if string(got) != want {
		t.Errorf("%s reads %q, want %q", name, got, want)
	}
}

// wantError fails unless err is an *exchange.Error of that operation and name
// and matches each target.
func wantError(t *testing.T, err error, op, name string, targets ...error) {
	t.Helper()
	var e *exchange.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s %q: error is %v, want an *exchange.Error", op, name, err)
	}
	if e.Op != op || e.Name != name {
		t.Errorf("error is of %s %q, want %s %q", e.Op, e.Name, op, name)
	}
	for _, target := range targets {
		if !errors.Is(err, target) {
			t.Errorf("%s %q: error is %q, want one that is %q", op, name, err, target)
		}
	}
}

func wantAbsent(t *testing.T, m exchange.Mailbox, name string) {
	t.Helper()
	_, err := m.Open(t.Context(), name)
	wantError(t, err, "open", name, exchange.ErrNotExist, fs.ErrNotExist)
}

func testEmpty(t *testing.T, m exchange.Mailbox) {
	wantNames(t, m)
	wantAbsent(t, m, "absent.json")
	wantError(t, m.Remove(t.Context(), "absent.json"), "remove", "absent.json", exchange.ErrNotExist, fs.ErrNotExist)
}

func testRoundTrip(t *testing.T, m exchange.Mailbox) {
	err := m.Put(t.Context(), "a.json", func(w io.Writer) error {
		for i := range 3 {
			if _, err := fmt.Fprintf(w, "line %d\n", i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantText(t, m, "a.json", "line 0\nline 1\nline 2\n")
	wantText(t, m, "a.json", "line 0\nline 1\nline 2\n") // reading takes nothing away
	list, err := m.List(t.Context())
	if want := []exchange.Entry{{Name: "a.json", Size: 21}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("list is %v, %v, want %v", list, err, want)
	}
}

func testEmptyFile(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "empty", "")
	wantNames(t, m, "empty")
	wantText(t, m, "empty", "")
}

func testOrder(t *testing.T, m exchange.Mailbox) {
	for _, name := range []string{"b", "a-2", "_", "a.json", "B2", "a_1", "10", "9"} {
		mustPut(t, m, name, name)
	}
	wantNames(t, m, "10", "9", "B2", "_", "a-2", "a.json", "a_1", "b")
}

func testReceipt(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "f.json"+exchange.ReceiptSuffix, "{}")
	mustPut(t, m, "f.json", "{}")
	wantNames(t, m, "f.json", "f.json.receipt.json")
}

func testRemove(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "a", "first")
	mustPut(t, m, "b", "stays")
	if err := m.Remove(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	wantNames(t, m, "b")
	wantAbsent(t, m, "a")
	wantError(t, m.Remove(t.Context(), "a"), "remove", "a", exchange.ErrNotExist)
	mustPut(t, m, "a", "second")
	wantText(t, m, "a", "second")
}

func testOpenWhileRemove(t *testing.T, m exchange.Mailbox) {
	text := strings.Repeat("0123456789abcdef", 64<<10)
	mustPut(t, m, "a", text)
	r, err := m.Open(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(r, head); err != nil {
		t.Fatal(err)
	}
	if err := m.Remove(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	mustPut(t, m, "a", "another")
	tail, err := io.ReadAll(r)
	if err != nil || string(head)+string(tail) != text {
		t.Errorf("an open reader got %d bytes, %v, after the file was removed, want %d as they were", len(head)+len(tail), err, len(text))
	}
}
