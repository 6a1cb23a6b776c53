package abreast_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"s1mig/pkg/abreast"
)

// TestDo does each index once, with any number of workers.
func TestDo(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 100} {
		for workers := range 5 {
			done := make([]atomic.Int32, n)
			if err := abreast.Do(n, workers, func(i int) error { done[i].Add(1); return nil }); err != nil {
				t.Fatal(err)
			}
			for i := range done {
				if got := done[i].Load(); got != 1 {
					t.Errorf("%d indexes, %d workers: index %d was done %d times", n, workers, i, got)
				}
			}
		}
	}
}

// TestDoError returns the error of the smallest index that was done, and
// begins no more than were under way.
func TestDoError(t *testing.T) {
	for workers := range 5 {
		var begun atomic.Int32
		err := abreast.Do(1000, workers, func(i int) error {
			begun.Add(1)
			if i < 10 {
				return nil
			}
			return fmt.Errorf("index %d", i)
		})
		if err == nil || err.Error() != "index 10" {
			t.Errorf("%d workers: the error is %v, want that of index 10", workers, err)
		}
		if most := int32(10 + max(workers, 1)); begun.Load() > most {
			t.Errorf("%d workers: %d indexes were begun, want %d at most", workers, begun.Load(), most)
		}
	}
}

// TestDoPanic raises a panic on the caller's goroutine when nothing runs any
// more.
func TestDoPanic(t *testing.T) {
	for workers := range 5 {
		var running atomic.Int32
		func() {
			defer func() {
				if p, _, _ := strings.Cut(fmt.Sprint(recover()), "\n"); p != "index 3" || running.Load() != 0 {
					t.Errorf("%d workers: recovered %v with %d running, want index 3 with none", workers, p, running.Load())
				}
			}()
			_ = abreast.Do(50, workers, func(i int) error {
				running.Add(1)
				defer running.Add(-1)
				if i == 3 {
					panic("index 3")
				}
				return nil
			})
		}()
	}
}
