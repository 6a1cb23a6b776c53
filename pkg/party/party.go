package party

import (
	"context"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/world"
)

// Party is one participant in a run.
type Party interface {
	// Name is the organisation's name.
	Name() string
	// Step handles what has arrived and what is due by now. It reports whether
	// there was anything to do.
	Step(ctx context.Context, now time.Time) (bool, error)
	// Next is the instant of the party's next own act; zero where it only waits
	// for others.
	Next() time.Time
	// Close tells the party that nothing will move any more.
	Close(ctx context.Context, now time.Time) error
}

// Tray is which of a party's mailboxes a file goes to.
type Tray string

// The trays. Acknowledgements go to one of their own, so that a participant's
// outbox holds nothing but what 17.21 and 17.22 grant.
const (
	Inbox Tray = "inbox"
	Acks  Tray = "acks"
)

// Post finds the mailbox of an organisation.
type Post interface {
	Mailbox(org string, tray Tray) (exchange.Mailbox, error)
}

// Noted is a mailbox that remembers what lies in it, so that its owner never
// lists it. Names stay in the order in which they were met.
type Noted interface {
	NamesFrom(n int) (names []string)
}

// Config is what every party of a run is given.
type Config struct {
	World       *world.World
	Post        Post
	Environment string
	Start       time.Time
	Codec       codec.Options
	// Workers is how many goroutines may write files, and the records of one.
	Workers int
	Script  *Script
	Journal *Journal
}

// Ref names a file that was sent or received.
type Ref struct {
	File      string
	Digest    string
	CreatedAt time.Time
}

func (r Ref) parent() envelope.Parent { return envelope.Parent{File: r.File, Digest: r.Digest} }
