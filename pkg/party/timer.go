package party

import (
	"container/heap"
	"context"
	"time"
)

// Timers holds what a party means to do at a later instant, in the order of the
// instants and, for one instant, in the order in which it was decided.
type Timers struct {
	queue timerQueue
	n     int
}

type timer struct {
	at time.Time
	n  int
	do func(ctx context.Context, now time.Time) error
}

// At has do called when the clock reaches the instant.
func (t *Timers) At(at time.Time, do func(ctx context.Context, now time.Time) error) {
	t.n++
	heap.Push(&t.queue, timer{at, t.n, do})
}

// Next is the earliest instant; zero where there is none.
func (t *Timers) Next() time.Time {
	if len(t.queue) == 0 {
		return time.Time{}
	}
	return t.queue[0].at
}

// fire calls the earliest timer. Its clock reads the instant it was set for.
func (t *Timers) fire(ctx context.Context) error {
	next := heap.Pop(&t.queue).(timer)
	return next.do(ctx, next.at)
}

type timerQueue []timer

func (q timerQueue) Len() int { return len(q) }
func (q timerQueue) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].n < q[j].n
}
func (q timerQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *timerQueue) Push(x any)   { *q = append(*q, x.(timer)) }
func (q *timerQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
