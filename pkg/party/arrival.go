package party

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
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
