package abreast

import (
	"sync"
	"sync/atomic"
)

// Do calls do for each index below n, on as many goroutines as there are workers,
// and returns the error of the smallest index that has one. After an error no
// further index is begun. A panic is raised on the caller's goroutine, when
// nothing runs any more; where several goroutines work, it is a *Panic.
func Do(n, workers int, do func(i int) error) error {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	t := &tasks{n: n, do: do, errs: make([]error, n), panics: make([]*Panic, n)}
	var running sync.WaitGroup
	for range workers - 1 {
		running.Go(t.run)
	}
	t.run()
	running.Wait()
	for i := range n {
		t.panics[i].Raise()
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
	panics []*Panic
}

func (t *tasks) run() {
	for !t.failed.Load() {
		i := int(t.next.Add(1) - 1)
		if i >= t.n {
			return
		}
		t.panics[i] = Catch(func() { t.errs[i] = t.do(i) })
		if t.panics[i] != nil || t.errs[i] != nil {
			t.failed.Store(true)
		}
	}
}
