package party

import (
	"sync"
	"sync/atomic"
)

// Abreast calls do for each index below n, on as many goroutines as there are
// workers, and returns the error of the smallest index that has one. After an
// error no further index is begun. A panic is raised on the caller's goroutine,
// when nothing runs any more.
func Abreast(n, workers int, do func(i int) error) error {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	t := &tasks{n: n, do: do, errs: make([]error, n), panics: make([]any, n)}
	var running sync.WaitGroup
	for range workers - 1 {
		running.Go(t.run)
	}
	t.run()
	running.Wait()
	for i := range n {
		if t.panics[i] != nil {
			panic(t.panics[i])
		}
		if t.errs[i] != nil {
			return t.errs[i]
		}
	}
	return nil
}

// tasks is what several goroutines do, index by index.
type tasks struct {
	n      int
	do     func(i int) error
	next   atomic.Int64
	failed atomic.Bool
	errs   []error
	panics []any
}

func (t *tasks) run() {
	for !t.failed.Load() {
		i := int(t.next.Add(1) - 1)
		if i >= t.n {
			return
		}
		t.one(i)
	}
}

func (t *tasks) one(i int) {
	defer func() {
		if t.panics[i] = recover(); t.panics[i] != nil {
			t.failed.Store(true)
		}
	}()
	if t.errs[i] = t.do(i); t.errs[i] != nil {
		t.failed.Store(true)
	}
}
