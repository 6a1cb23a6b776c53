package fault_test

import (
	"context"
	"errors"
	"io"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/exchangetest"
	"s1mig/pkg/exchange/fault"
	"s1mig/pkg/exchange/mem"
)

// TestConformance: without a fault, and with one that never happens, the
// wrapped mailbox is a mailbox like any other.
func TestConformance(t *testing.T) {
	never := fault.Fault{Kind: fault.Drop, Match: func(string) bool { return false }}
	exchangetest.Run(t, func(*testing.T) exchange.Mailbox { return fault.New(new(mem.Mailbox), never) })
}

func put(t *testing.T, m exchange.Mailbox, name, content string) {
	t.Helper()
	if err := m.Put(t.Context(), name, text(content)); err != nil {
		t.Fatal(err)
	}
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// names lists the mailbox as one string.
func names(t *testing.T, m exchange.Mailbox) string {
	t.Helper()
	list, err := m.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, e := range list {
		s = append(s, e.Name)
	}
	return strings.Join(s, " ")
}

func read(t *testing.T, m exchange.Mailbox, name string) string {
	t.Helper()
	r, err := m.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func isMCF(name string) bool { return strings.HasPrefix(name, "MCF_") }

func TestDropOnce(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Drop, Match: isMCF})
	put(t, m, "MAF_1", "x")
	put(t, m, "MCF_1", "x")
	put(t, m, "MCF_2", "x")
	if got := names(t, m); got != "MAF_1 MCF_2" {
		t.Errorf("list is %q, want MCF_1 alone lost", got)
	}
	put(t, m, "MCF_1", "x") // sent again
	if got := names(t, m); got != "MAF_1 MCF_1 MCF_2" {
		t.Errorf("list is %q, want MCF_1 there", got)
	}
	if got, want := m.Fired(), []fault.Event{{Kind: fault.Drop, Name: "MCF_1"}}; !slices.Equal(got, want) {
		t.Errorf("fired %v, want %v", got, want)
	}
	if left := m.Pending(); len(left) != 0 {
		t.Errorf("%d faults are pending, want none", len(left))
	}
}

func TestCorruptFlipsOneBit(t *testing.T) {
	for _, content := range []string{"x", "xy", `{"header":{}}`, strings.Repeat("0123456789", 1000)} {
		var got [2]string
		for i := range got {
			m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Corrupt})
			put(t, m, "a", content)
			got[i] = read(t, m, "a")
		}
		if got[0] != got[1] {
			t.Errorf("two runs corrupt %d bytes differently", len(content))
		}
		if n := differingBits(got[0], content); len(got[0]) != len(content) || n != 1 {
			t.Errorf("%d bytes came out as %d with %d bits changed, want 1", len(content), len(got[0]), n)
		}
	}
}

func differingBits(a, b string) int {
	n := 0
	for i := range min(len(a), len(b)) {
		n += bits.OnesCount8(a[i] ^ b[i])
	}
	return n
}

func TestTruncate(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Truncate})
	put(t, m, "a", "0123456789")
	put(t, m, "b", "0123456789")
	if a, b := read(t, m, "a"), read(t, m, "b"); a != "01234" || b != "0123456789" {
		t.Errorf("files read %q and %q, want the first half and the whole", a, b)
	}
}

func TestSpoiledFileConflictsWithTheRealOne(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Truncate})
	put(t, m, "a", "0123456789")
	if err := m.Put(t.Context(), "a", text("0123456789")); !errors.Is(err, exchange.ErrExists) {
		t.Errorf("second put returns %v, want ErrExists", err)
	}
}

func TestDuplicateAfterRemove(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Duplicate})
	put(t, m, "a", "x")
	for _, want := range []string{"a", "a", ""} {
		if got := names(t, m); got != want {
			t.Errorf("list is %q, want %q", got, want)
		}
		if want == "" {
			break
		}
		if err := m.Remove(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDuplicateUnderAnotherName(t *testing.T) {
	again := func(name string) string { return name + "_again" }
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Duplicate, As: again})
	put(t, m, "a", "x")
	if got := names(t, m); got != "a a_again" || read(t, m, "a_again") != "x" {
		t.Errorf("list is %q, want a and a_again of the same bytes", got)
	}
}

func TestDelayByLists(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Delay, Match: isMCF, Lists: 3})
	put(t, m, "MCF_1", "x")
	put(t, m, "MCF_2", "x")
	for _, want := range []string{"MCF_2", "MCF_2", "MCF_1 MCF_2", "MCF_1 MCF_2"} {
		if got := names(t, m); got != want {
			t.Errorf("list is %q, want %q", got, want)
		}
	}
}

func TestDelayUntilRelease(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Delay})
	put(t, m, "a", "x")
	for range 5 {
		if got := names(t, m); got != "" {
			t.Fatalf("list is %q before the release", got)
		}
	}
	if err := m.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, m); got != "a" {
		t.Errorf("list is %q after the release, want a", got)
	}
}

// TestFaultsInOrder: each file suffers one fault, the first that matches.
func TestFaultsInOrder(t *testing.T) {
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Truncate, Match: isMCF}, fault.Fault{Kind: fault.Drop, Match: isMCF})
	put(t, m, "MCF_1", "0123")
	put(t, m, "MCF_2", "0123")
	if got := names(t, m); got != "MCF_1" || read(t, m, "MCF_1") != "01" {
		t.Errorf("list is %q, want MCF_1 alone, cut in half", got)
	}
}

// TestFaultWaitsForAFile: a put that fails of itself does not use the fault up.
func TestFaultWaitsForAFile(t *testing.T) {
	failure := errors.New("the source broke")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	m := fault.New(new(mem.Mailbox), fault.Fault{Kind: fault.Corrupt})
	for want, err := range map[error]error{
		failure:          m.Put(t.Context(), "a", func(io.Writer) error { return failure }),
		context.Canceled: m.Put(cancelled, "a", text("x")),
		exchange.ErrName: m.Put(t.Context(), "../a", text("x")),
	} {
		if !errors.Is(err, want) {
			t.Errorf("put returns %v, want %v", err, want)
		}
	}
	if err := m.Put(t.Context(), "a", text("")); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("corrupting an empty file returns %v, want an error that says so", err)
	}
	if len(m.Pending()) != 1 || len(m.Fired()) != 0 {
		t.Errorf("pending %v, fired %v, want the fault still pending", m.Pending(), m.Fired())
	}
}

func TestParseKind(t *testing.T) {
	for _, word := range []string{"drop", "corrupt", "truncate", "duplicate", "delay"} {
		if k, err := fault.ParseKind(word); err != nil || k.String() != word {
			t.Errorf("ParseKind(%q) is %v, %v", word, k, err)
		}
	}
	for _, word := range []string{"", "Drop", "reorder"} {
		if k, err := fault.ParseKind(word); k != 0 || err == nil || !strings.Contains(err.Error(), "drop, corrupt, truncate, duplicate, delay") {
			t.Errorf("ParseKind(%q) is %v, %v, want an error that names the kinds", word, k, err)
		}
	}
}

func TestNewRefusesAFaultWithoutKind(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("New took a fault without a kind")
		}
	}()
	fault.New(new(mem.Mailbox), fault.Fault{})
}
