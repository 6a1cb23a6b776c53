package party

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/finding"
	"s1mig/pkg/validate"
)

// Arrival is a file that lies in one of the party's trays.
type Arrival struct {
	Name   string
	Tray   Tray
	Type   *envelope.Type
	Header *envelope.Header
	From   string    // name of the sender the header names; "" where unknown
	At     time.Time // when it was received
	Digest string    // of its trailer, once it has been read

	box exchange.Mailbox
	// came is when it was first seen, and not before it was created.
	came time.Time
	// received says that a receipt lies beside it: it was handled before, by a
	// party that ran earlier over the same mailboxes.
	received bool
	waits    bool // for files that its sender numbered before it
}

// Ref names the file as a parent of others.
func (a *Arrival) Ref() Ref {
	return Ref{File: a.Name, Digest: a.Digest, CreatedAt: a.Header.CreatedAt.Time()}
}

// Open opens the file.
func (a *Arrival) Open(ctx context.Context) (io.ReadCloser, error) { return a.box.Open(ctx, a.Name) }

// received is what a desk remembers of one lane.
type received struct {
	last    int64            // the highest number met
	digests map[int64]string // of the files accepted
}

// gapWait is how long a file waits for those before it.
const gapWait = time.Hour

// Receipt says when a file was received. It lies beside the file; a sender
// cannot write it.
type Receipt struct {
	Digest     string `json:"digest"`
	ReceivedAt string `json:"receivedAt"`
}

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
	box    exchange.Mailbox
	listed bool
	noted  int // how many of a Noted mailbox's names have been looked at
}

// news returns the names in the tray that may not have been looked at. A Noted
// mailbox is listed once, for what it held before.
func (t *tray) news(ctx context.Context) ([]string, error) {
	noted, ok := t.box.(Noted)
	if ok && t.listed {
		names := noted.PutSince(t.noted)
		t.noted += len(names)
		return names, nil
	}
	if ok {
		t.noted = len(noted.PutSince(0))
	}
	entries, err := t.box.List(ctx)
	if err != nil {
		return nil, err
	}
	t.listed = true
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

// arrival looks at the file of that name, unless it has been, and queues it.
func (d *Desk) arrival(ctx context.Context, t *tray, name string, now time.Time) error {
	key := string(t.Tray) + "/" + name
	if d.handled[key] || strings.HasSuffix(name, exchange.ReceiptSuffix) {
		return nil
	}
	d.handled[key] = true
	a, err := d.look(ctx, t.Tray, t.box, name, now)
	if err == nil && a != nil {
		d.queue = append(d.queue, a)
	}
	return err
}

// look reads the header of a file. What is no migration file is noted and left
// alone.
func (d *Desk) look(ctx context.Context, tray Tray, box exchange.Mailbox, name string, now time.Time) (*Arrival, error) {
	r, err := box.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f, err := codec.Open(r, filetype.Lookup, codec.Options{Workers: 1, BlockSize: 1 << 16})
	var none *codec.NotMigrationFileError
	if errors.As(err, &none) {
		d.Journal.note(d.Self.Name, name, "not handled: "+none.Error())
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a := &Arrival{Name: name, Tray: tray, Type: f.Type, Header: f.Header, box: box, At: now}
	if created := f.Header.CreatedAt.Time(); created.After(a.At) {
		a.At = created
	}
	a.came = a.At
	if from, ok := d.World.ByEUI(f.Header.Sender); ok {
		a.From = from.Name
	}
	return a, d.readReceipt(ctx, a)
}

// readReceipt takes the time of receipt from the receipt, if the file was
// received before.
func (d *Desk) readReceipt(ctx context.Context, a *Arrival) error {
	r, err := a.box.Open(ctx, a.Name+exchange.ReceiptSuffix)
	if errors.Is(err, exchange.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	var receipt Receipt
	if err := json.NewDecoder(io.LimitReader(r, 1<<16)).Decode(&receipt); err != nil {
		return fmt.Errorf("receipt of %s: %w", a.Name, err)
	}
	at, ok := civil.ParseInstant([]byte(receipt.ReceivedAt))
	if !ok {
		return fmt.Errorf("receipt of %s: receivedAt %q is no UTC instant", a.Name, receipt.ReceivedAt)
	}
	a.At, a.received = at.Time(), true
	return nil
}

func (d *Desk) lane(a *Arrival) *received {
	if a.From == "" {
		return nil
	}
	l := lane{a.Header.Sender, a.Type.Name}
	if d.seen[l] == nil {
		d.seen[l] = &received{digests: map[int64]string{}}
	}
	return d.seen[l]
}

// take handles one file and answers its sender.
func (d *Desk) take(ctx context.Context, a *Arrival) error {
	lane := d.lane(a)
	if lane == nil {
		d.Journal.note(d.Self.Name, a.Name, "not handled: its sender is unknown")
		return nil
	}
	refused, err := d.judge(ctx, a, lane)
	if err != nil {
		return fmt.Errorf("%s cannot handle %s: %w", d.Self.Name, a.Name, err)
	}
	if err := d.writeReceipt(ctx, a); err != nil {
		return err
	}
	return d.answer(ctx, a, refused)
}

// judge has a file handled, unless its number says that it was already.
func (d *Desk) judge(ctx context.Context, a *Arrival, lane *received) ([]envelope.Reason, error) {
	before, used := lane.digests[a.Header.Sequence]
	if used {
		if err := a.readDigest(ctx); err != nil || before == a.Digest {
			return nil, err
		}
		return []envelope.Reason{{Code: string(finding.Replay),
			Detail: fmt.Sprintf("sequence %d was used before, for another file", a.Header.Sequence)}}, nil
	}
	if a.Header.Sequence > lane.last+1 {
		d.Journal.note(d.Self.Name, a.Name, fmt.Sprintf("X-GAP: sequence %d was waited for and never came", lane.last+1))
	}
	lane.last = max(lane.last, a.Header.Sequence)
	d.endWait(a)
	refused, err := d.handle(ctx, a)
	if err == nil && len(refused) == 0 {
		lane.digests[a.Header.Sequence] = a.Digest
	}
	return refused, err
}

// readDigest reads the file for its digest alone.
func (a *Arrival) readDigest(ctx context.Context) error {
	done, err := seen(ctx, a.box, a.Name)
	if err != nil {
		return err
	}
	a.Digest = digestOf(&validate.File{Digest: done.Digest, SHA256: done.SHA256})
	return nil
}

// seen reads a file without judging it.
func seen(ctx context.Context, box exchange.Mailbox, name string) (codec.Result, error) {
	r, err := box.Open(ctx, name)
	if err != nil {
		return codec.Result{}, err
	}
	defer r.Close()
	f, err := codec.Open(r, filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		return codec.Result{}, err
	}
	return f.Visit(ctx, func() codec.Worker { return idle{} }, func(any) error { return nil })
}

// idle is a worker that judges nothing.
type idle struct{}

func (idle) Record(*codec.Record) {}
func (idle) End() any             { return nil }

// answer acknowledges a file, or refuses it. Acknowledgements themselves are not
// answered, nor is what a party wrote to itself.
func (d *Desk) answer(ctx context.Context, a *Arrival, refused []envelope.Reason) error {
	if a.Tray == Acks || a.From == d.Self.Name && len(refused) == 0 {
		return nil
	}
	t, at := ack.Type, civil.InstantOf(a.At)
	var record any = &ack.Delivery{File: a.Name, Digest: a.Digest, ReceivedAt: at}
	if len(refused) > 0 {
		t, record = nack.Type, &nack.Delivery{File: a.Name, Digest: a.Digest, ReceivedAt: at, Reasons: refused}
		d.Journal.note(d.Self.Name, a.Name, "refused: "+refused[0].Code+": "+refused[0].Detail)
	}
	_, err := d.Send(ctx, Draft{Type: t, To: a.From, Tray: Acks, Release: a.Header.CapabilityRelease, Parents: []Ref{a.Ref()},
		Records: func(w *codec.Writer) error { w.Write(record); return nil }})
	return err
}

func (d *Desk) writeReceipt(ctx context.Context, a *Arrival) error {
	text, err := json.Marshal(Receipt{Digest: a.Digest, ReceivedAt: civil.InstantOf(a.At).String()})
	if err != nil {
		return err
	}
	return a.box.Put(ctx, a.Name+exchange.ReceiptSuffix, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}
