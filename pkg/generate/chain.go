package generate

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// NOTE. The files of a clean migration follow from the world: nobody fails, and
// every file is read the moment it is made. So they are made here without the
// parties, each as one pass over a register. What must be known of the files
// before it, their digests and who was turned away, comes from passes that write
// to nowhere. When each file is made, and with what number, is told in the
// comments of steps.go, groups.go and batches.go; that it is what the parties exchange
// byte for byte, a test of the command line shows.

// Options says of what the files of a clean migration are made.
type Options struct {
	World       *world.World
	Start       time.Time
	Environment string
	Workers     int
	Selection   Selection
	Inject      Letters // exceptions that every authorisation shows; for MAFs alone
	// Judge says what DCC finds in a file. Nil: it finds nothing wrong.
	Judge Judge
}

// Selection is what takes part; the zero value is all of the world.
type Selection struct {
	Submitter    string // only authorisations by this organisation
	SMSO         string // only this SMSO's installations, by its tag
	Installation string // only this one, by its id
}

// Has reports whether the submitter's authorisation of an installation takes
// part; an installation without any is asked for with the submitter "".
func (s *Selection) Has(in *world.Installation, submitter string) bool {
	return (s.Installation == "" || s.Installation == in.ID) && (s.SMSO == "" || s.SMSO == in.SMSO) &&
		(s.Submitter == "" || s.Submitter == submitter)
}

// Judge says what the recipient of a file finds. refused says why it refuses the
// file as a whole, or "". records makes, for each goroutine, what judges one
// record: v points at the record struct, its fields marked (spec.Table.Mark), and
// the reasons are those to turn it away.
type Judge func(t *envelope.Type, h *envelope.Header) (refused string, records func() func(v any) []envelope.Reason)

// File is a file that has not been written yet.
type File struct {
	Type   *envelope.Type
	Header *envelope.Header

	chain *chain
	from  world.Organisation
	n     int // indexes that maker is asked for
	maker func() codec.Maker
}

// Name is the name that the file is exchanged under.
func (f *File) Name() string { return filetype.FileName(f.Header) }

// Write writes the file, as often as it is called.
func (f *File) Write(ctx context.Context, to io.Writer) (codec.Seal, error) {
	kid, key, ok := f.chain.World.SigningKey(f.from.Name)
	if !ok {
		return codec.Seal{}, fmt.Errorf("%s has no signing key", f.from.Name)
	}
	w := codec.NewWriter(to, f.Type, f.Header)
	if err := w.WriteAll(ctx, f.n, f.chain.Workers, f.maker); err != nil {
		return codec.Seal{}, err
	}
	return w.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) })
}

// parent is what a file must know of one that it follows.
type parent struct {
	name, digest string
	created      civil.Instant
	sequence     int64
	from         ident.EUI64
}

// hash finds out what others must know of the file.
func (f *File) hash(ctx context.Context) (parent, error) {
	done, err := f.Write(ctx, io.Discard)
	if err != nil {
		return parent{}, err
	}
	return parent{f.Name(), done.Digest, f.Header.CreatedAt, f.Header.Sequence, f.from.EUI}, nil
}

// lane is a run of sequence numbers: all files of a type from one organisation to
// another.
type lane struct {
	from, to ident.EUI64
	fileType string
}

// chain makes the files of one migration.
type chain struct {
	Options
	start civil.Instant
	dcc   world.Organisation
	facts *rule.Facts // that DCC has
	lanes map[lane]int64
}

func newChain(o Options) *chain {
	return &chain{Options: o, start: civil.InstantOf(o.Start), dcc: o.World.DCC(), facts: o.World.DCCFacts(), lanes: map[lane]int64{}}
}

// workers is how many goroutines work.
func (c *chain) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// draft is the next file of a type from one organisation to another. It is made
// one second after the later of the instant at which it is due and its parents.
func (c *chain) draft(t *envelope.Type, from, to world.Organisation, smso, group string, due civil.Instant, parents ...parent) *File {
	l := lane{from.EUI, to.EUI, t.Name}
	c.lanes[l]++
	h := &envelope.Header{
		FileType: t.Name, FormatVersion: envelope.FormatVersion, Environment: c.Environment,
		CapabilityRelease: c.World.SMSORelease(smso), SMSO: smso, GroupID: group,
		Sender: from.EUI, Recipient: to.EUI, Sequence: c.lanes[l], TestData: true,
	}
	for _, p := range parents {
		due = max(due, p.created)
		h.Parents = append(h.Parents, envelope.Parent{File: p.name, Digest: p.digest})
	}
	h.CreatedAt = due.Add(1)
	return &File{Type: t, Header: h, chain: c, from: from}
}

// judge asks what the recipient finds in the file.
func (f *File) judge() (refused string, records func() func(any) []envelope.Reason) {
	if f.chain.Judge == nil {
		return "", nil
	}
	f.Type.Header.Mark(f.Header)
	refused, judges := f.chain.Judge(f.Type, f.Header)
	return refused, func() func(any) []envelope.Reason {
		judge := judges()
		return func(v any) []envelope.Reason {
			f.Type.Record.Mark(v)
			return judge(v)
		}
	}
}
