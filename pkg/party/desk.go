package party

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"s1mig/pkg/abreast"
	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// Desk is the part of a party that reads and sends files. A stub embeds it.
type Desk struct {
	Config
	Timers
	Self world.Organisation
	// Facts is what this party knows; its clock is set for each file.
	Facts *rule.Facts

	handle  Handler
	trays   []*tray
	handled map[string]bool
	queue   []*Arrival // looked at, not yet handled, in the order of work
	sent    map[lane]int64
	seen    map[lane]*received
	copies  map[string]Draft // what was sent, by file name, where it can be sent again
	ends    Shared[End]
	ways    Shared[Way]
	now     time.Time
	buffers buffers
}

// Handler deals with one file that has arrived. The reasons it returns, if any,
// refuse the file as a whole.
type Handler func(ctx context.Context, a *Arrival) (refused []envelope.Reason, err error)

// lane is a run of sequence numbers.
type lane struct {
	peer     ident.EUI64
	fileType string
}

// NewDesk opens the party's mailboxes.
func NewDesk(c Config, self world.Organisation, facts *rule.Facts, handle Handler) (*Desk, error) {
	d := &Desk{Config: c, Self: self, Facts: facts, handle: handle, now: c.Start,
		handled: map[string]bool{}, sent: map[lane]int64{}, seen: map[lane]*received{}, copies: map[string]Draft{}}
	for _, t := range []Tray{Inbox, Acks} {
		box, err := c.Post.Mailbox(self.Name, t)
		if err != nil {
			return nil, err
		}
		d.trays = append(d.trays, &tray{Tray: t, box: box})
	}
	return d, nil
}

// Name is the organisation's name.
func (d *Desk) Name() string { return d.Self.Name }

// Draft is a file to be sent.
type Draft struct {
	Type    *envelope.Type
	To      string // name of the organisation
	Tray    Tray   // Inbox where empty
	SMSO    string
	Group   string
	Release string    // the SMSO's where empty
	At      time.Time // when it is due; the clock's time where zero
	Parents []Ref
	SliceOf string
	// Complete fills in what only this type's header has. May be nil.
	Complete func(h *envelope.Header) error
	// Records writes the records, each a pointer to the type's record struct.
	Records func(w *codec.Writer) error
	// Again keeps the draft, so that Resend can send it once more, until the file
	// is acknowledged; Keep keeps it on until Forget.
	Again, Keep bool
	// Random says that no two writings of the file are the same. What this party
	// sent when it ran earlier over the same mailboxes then stands.
	Random bool
}

// Send seals and publishes a file. It was created one second after the later of
// its parents and of the instant it was due.
func (d *Desk) Send(ctx context.Context, draft Draft) (Ref, error) {
	o, err := d.prepare(draft)
	if err != nil {
		return Ref{}, err
	}
	if err := o.put(ctx); err != nil {
		return Ref{}, err
	}
	return d.noteSent(o), nil
}

// SendAll sends files that do not name each other, in any order and several at a
// time. They are numbered and written down in the order of the list. What their
// Records read must not change meanwhile.
func (d *Desk) SendAll(ctx context.Context, drafts []Draft) ([]Ref, error) {
	outgoing := make([]*outgoing, len(drafts))
	for i := range drafts {
		o, err := d.prepare(drafts[i])
		if err != nil {
			return nil, err
		}
		outgoing[i] = o
	}
	if err := abreast.Do(len(outgoing), d.Workers, func(i int) error { return outgoing[i].put(ctx) }); err != nil {
		return nil, err
	}
	refs := make([]Ref, len(outgoing))
	for i, o := range outgoing {
		refs[i] = d.noteSent(o)
	}
	return refs, nil
}

// outgoing is a file that is being sent.
type outgoing struct {
	Draft
	desk   *Desk
	header *envelope.Header
	name   string
	box    exchange.Mailbox
	seal   codec.Seal
	took   time.Duration
}

// prepare numbers a file and finds the mailbox that it goes to.
func (d *Desk) prepare(draft Draft) (*outgoing, error) {
	h, err := d.header(draft)
	if err != nil {
		return nil, err
	}
	if draft.Tray == "" {
		draft.Tray = Inbox
	}
	box, err := d.Post.Mailbox(draft.To, draft.Tray)
	if err != nil {
		return nil, err
	}
	return &outgoing{Draft: draft, desk: d, header: h, name: filetype.FileName(h), box: box}, nil
}

// put writes, seals and publishes the file.
func (o *outgoing) put(ctx context.Context) error {
	d := o.desk
	kid, key, ok := d.World.SigningKey(d.Self.Name)
	if !ok {
		return fmt.Errorf("%s has no signing key", d.Self.Name)
	}
	lap := d.Journal.lap()
	err := o.box.Put(ctx, o.name, func(w io.Writer) error {
		buffer := d.buffers.get(w)
		defer d.buffers.put(buffer)
		out := codec.NewWriter(buffer, o.Type, o.header)
		out.Use(&d.buffers.batches)
		if err := o.Records(out); err != nil {
			return err
		}
		var err error
		o.seal, err = out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) })
		return err
	})
	if o.Random && errors.Is(err, exchange.ErrExists) {
		o.seal, err = sentBefore(ctx, o.box, o.name)
	}
	if err != nil {
		return fmt.Errorf("%s cannot send %s to %s: %w", d.Self.Name, o.name, o.To, err)
	}
	o.took = d.Journal.lap() - lap
	return nil
}

// noteSent notes a file that was sent.
func (d *Desk) noteSent(o *outgoing) Ref {
	if o.Again || o.Keep {
		d.copies[o.name] = o.Draft
	}
	d.Journal.sent(Sent{File: o.name, FileType: o.Type.Name, From: d.Self.Name, To: o.To, Tray: o.Tray,
		Digest: o.seal.Digest, SHA256: o.seal.SHA256, Parents: o.header.Parents, Records: o.seal.Records, Bytes: o.seal.Bytes, Took: o.took})
	return Ref{File: o.name, Digest: o.seal.Digest, CreatedAt: o.header.CreatedAt.Time()}
}

// sentBefore reads how a file that is there already is sealed.
func sentBefore(ctx context.Context, box exchange.Mailbox, name string) (codec.Seal, error) {
	done, err := seen(ctx, box, name)
	if err != nil {
		return codec.Seal{}, err
	}
	return codec.Seal{Digest: done.Digest, SHA256: done.SHA256, Records: done.Records, Bytes: done.Bytes}, nil
}

func (d *Desk) header(draft Draft) (*envelope.Header, error) {
	to, ok := d.World.Organisation(draft.To)
	if !ok {
		return nil, fmt.Errorf("no organisation %s to send a %s to", draft.To, draft.Type.Name)
	}
	at := draft.At
	if at.IsZero() {
		at = d.now
	}
	h := &envelope.Header{
		FileType: draft.Type.Name, FormatVersion: envelope.FormatVersion, Environment: d.Environment,
		CapabilityRelease: draft.Release, SMSO: draft.SMSO, GroupID: draft.Group,
		Sender: d.Self.EUI, Recipient: to.EUI, TestData: true, SliceOf: draft.SliceOf,
	}
	if h.CapabilityRelease == "" {
		h.CapabilityRelease = d.World.SMSORelease(draft.SMSO)
	}
	for _, p := range draft.Parents {
		if p.CreatedAt.After(at) {
			at = p.CreatedAt
		}
		h.Parents = append(h.Parents, p.parent())
	}
	h.CreatedAt = civil.InstantOf(at).Add(1)
	l := lane{to.EUI, draft.Type.Name}
	d.sent[l]++
	h.Sequence = d.sent[l]
	if draft.Complete != nil {
		if err := draft.Complete(h); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// Acknowledged lets go of the drafts of the files that an acknowledgement is of.
func (d *Desk) Acknowledged(a *Arrival) {
	for _, p := range a.Header.Parents {
		if draft, ok := d.copies[p.File]; ok && !draft.Keep {
			delete(d.copies, p.File)
		}
	}
}

// Forget lets go of the draft of a file that need not be sent again.
func (d *Desk) Forget(name string) { delete(d.copies, name) }

// Resend sends a file once more, under a new sequence number, where its draft
// was kept. It reports false where it was not, or was sent again already.
func (d *Desk) Resend(ctx context.Context, name string) (Ref, bool, error) {
	draft, ok := d.copies[name]
	if !ok {
		return Ref{}, false, nil
	}
	delete(d.copies, name)
	draft.Again, draft.Keep, draft.At = false, false, d.now
	ref, err := d.Send(ctx, draft)
	return ref, err == nil, err
}
