package exchangetest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"s1mig/pkg/exchange"
)

func testSameAgain(t *testing.T, m exchange.Mailbox) {
	text := strings.Repeat("same bytes ", 20_000) // more than a block of a comparison
	for range 3 {
		mustPut(t, m, "a.json", text)
	}
	wantNames(t, m, "a.json")
	wantText(t, m, "a.json", text)
}

func testConflict(t *testing.T, m exchange.Mailbox) {
	text := strings.Repeat("x", 200_000)
	mustPut(t, m, "a.json", text)
	err := putText(t.Context(), m, "a.json", text[1:]+"y") // the last byte differs
	wantError(t, err, "put", "a.json", exchange.ErrExists, fs.ErrExist)
	wantNames(t, m, "a.json")
	wantText(t, m, "a.json", text)
}

func testConflictBySize(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "a.json", "first")
	for _, other := range []string{"", "firs", "first and more"} {
		err := putText(t.Context(), m, "a.json", other)
		wantError(t, err, "put", "a.json", exchange.ErrExists)
		wantText(t, m, "a.json", "first")
	}
}

func testOtherCase(t *testing.T, m exchange.Mailbox) {
	mustPut(t, m, "MAF_a.json", "x")
	wantError(t, putText(t.Context(), m, "maf_A.json", "x"), "put", "maf_A.json", exchange.ErrExists)
	wantNames(t, m, "MAF_a.json")
}

// concurrently calls f(0) to f(n-1) at once and returns their errors.
func concurrently(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func testConcurrentNames(t *testing.T, m exchange.Mailbox) {
	const n = 32
	errs := concurrently(n, func(i int) error {
		name := fmt.Sprintf("f-%02d", i)
		if err := putText(t.Context(), m, name, name); err != nil {
			return err
		}
		_, err := m.List(t.Context())
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range n {
		want = append(want, fmt.Sprintf("f-%02d", i))
		wantText(t, m, want[i], want[i])
	}
	wantNames(t, m, want...)
}

// testConcurrentSameName: of many writers that are all past their last byte,
// one wins; readers see its file or none, whole.
func testConcurrentSameName(t *testing.T, m exchange.Mailbox) {
	const n = 16
	text := func(i int) string { return strings.Repeat(fmt.Sprintf("writer %02d ", i), 5000) }
	var written sync.WaitGroup
	written.Add(n)
	errs := concurrently(2*n, func(i int) error {
		if i >= n {
			return readWhole(t, m, "a.json", len(text(0)))
		}
		return m.Put(t.Context(), "a.json", func(w io.Writer) error {
			_, err := io.WriteString(w, text(i))
			written.Done()
			written.Wait()
			return err
		})
	})
	if err := errors.Join(errs[n:]...); err != nil {
		t.Error(err)
	}
	winner := wantOneWinner(t, errs[:n])
	wantText(t, m, "a.json", text(winner))
	wantNames(t, m, "a.json")
}

// readWhole reads a file, if it is there, and wants it of that many bytes.
func readWhole(t *testing.T, m exchange.Mailbox, name string, size int) error {
	r, err := m.Open(t.Context(), name)
	if errors.Is(err, exchange.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	if n, err := io.Copy(io.Discard, r); err != nil || n != int64(size) {
		return fmt.Errorf("a reader saw %d bytes, %w, want %d", n, err, size)
	}
	return nil
}

func testConcurrentCases(t *testing.T, m exchange.Mailbox) {
	names := []string{"case.json", "Case.json", "CASE.json", "case.JSON"}
	errs := concurrently(len(names), func(i int) error { return putText(t.Context(), m, names[i], "x") })
	wantNames(t, m, names[wantOneWinner(t, errs)])
}

// wantOneWinner fails unless exactly one put succeeded and all others met
// ErrExists. It returns the one.
func wantOneWinner(t *testing.T, errs []error) int {
	t.Helper()
	winner := slices.Index(errs, nil)
	for i, err := range errs {
		if i != winner && !errors.Is(err, exchange.ErrExists) {
			t.Errorf("put %d returned %v, want one success and otherwise ErrExists", i, err)
		}
	}
	if winner < 0 {
		t.Fatal("no put succeeded")
	}
	return winner
}
