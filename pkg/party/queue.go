package party

import (
	"cmp"
	"context"
	"slices"
	"time"

	"s1mig/pkg/exchange"
)

// gapWait is how long a file waits for those before it.
const gapWait = time.Hour

// Step handles what has arrived and what is due by now, in the order of the
// instants; of one instant, what is due comes first. What is of a later instant
// waits, so that a party that is made anew catches up in the order of the first
// time.
func (d *Desk) Step(ctx context.Context, now time.Time) (bool, error) {
	for worked := false; ; worked = true {
		if err := d.collect(ctx, now); err != nil {
			return worked, err
		}
		var err error
		due, a := d.Timers.Next(), d.first()
		switch {
		case !due.IsZero() && !due.After(now) && (a == nil || !a.At.Before(due)):
			d.now = due
			err = d.Timers.fire(ctx)
		case a != nil && !a.At.After(now):
			d.queue = d.queue[1:]
			d.now = a.At
			err = d.take(ctx, a)
		default:
			return worked, nil
		}
		if err != nil {
			return worked, err
		}
	}
}

// Next is the instant of the party's next act; zero where it only waits for
// others.
func (d *Desk) Next() time.Time {
	due := d.Timers.Next()
	if a := d.first(); a != nil && (due.IsZero() || a.At.Before(due)) {
		return a.At
	}
	return due
}

// first is the file to be handled next, or nil.
func (d *Desk) first() *Arrival {
	for len(d.queue) > 0 {
		if a := d.queue[0]; !d.postpone(a) {
			return a
		}
		slices.SortStableFunc(d.queue, inOrder)
	}
	return nil
}

// postpone has a file count as received only when those before it have come, for
// which it waits for a time. A file that has a receipt was waited for already.
func (d *Desk) postpone(a *Arrival) bool {
	lane := d.lane(a)
	if lane == nil || a.received || a.waits || a.Header.Sequence <= lane.last+1 {
		return false
	}
	until := a.Header.CreatedAt.Time().Add(gapWait)
	if !until.After(a.At) {
		return false
	}
	a.At, a.waits = until, true
	return true
}

// endWait lets the next file of the same run of numbers in, if it waits.
func (d *Desk) endWait(handled *Arrival) {
	for _, a := range d.queue {
		if a.waits && a.Header.Sender == handled.Header.Sender && a.Type == handled.Type && a.Header.Sequence <= d.lane(a).last+1 {
			a.waits, a.At = false, a.came
			if a.At.Before(d.now) {
				a.At = d.now
			}
			slices.SortStableFunc(d.queue, inOrder)
			return
		}
	}
}

// Now is the instant of what the party is doing.
func (d *Desk) Now() time.Time { return d.now }

// tray is one of the party's own mailboxes.
type tray struct {
	Tray
	box   exchange.Mailbox
	noted int // how many of a Noted mailbox's names have been looked at
}

// news returns the names in the tray that may not have been looked at.
func (t *tray) news(ctx context.Context) ([]string, error) {
	if noted, ok := t.box.(Noted); ok {
		names := noted.NamesFrom(t.noted)
		t.noted += len(names)
		return names, nil
	}
	entries, err := t.box.List(ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name
	}
	return names, nil
}

// collect puts what has arrived into the queue, in the order of work: createdAt,
// sender, type, sequence.
func (d *Desk) collect(ctx context.Context, now time.Time) error {
	before := len(d.queue)
	for _, t := range d.trays {
		names, err := t.news(ctx)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := d.arrival(ctx, t, name, now); err != nil {
				return err
			}
		}
	}
	if len(d.queue) > before {
		slices.SortStableFunc(d.queue, inOrder)
	}
	return nil
}

func inOrder(a, b *Arrival) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Header.CreatedAt, b.Header.CreatedAt),
		cmp.Compare(a.Header.Sender, b.Header.Sender), cmp.Compare(a.Type.Name, b.Type.Name),
		cmp.Compare(a.Header.Sequence, b.Header.Sequence), cmp.Compare(a.Name, b.Name))
}
