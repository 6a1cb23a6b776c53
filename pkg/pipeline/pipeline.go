package pipeline

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"s1mig/pkg/abreast"
	"s1mig/pkg/codec"
	"s1mig/pkg/dcc"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/participant"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/smso"
	"s1mig/pkg/world"
)

// Options says what is run. World must be set; the zero value of the rest runs
// all of it in memory, at the world's own clock and environment.
type Options struct {
	World       *world.World
	AsOf        time.Time // the start; zero: the world's
	Environment string    // "": the world's
	Codec       codec.Options
	Transport   Transport // nil: in memory
	Scenario    *scenario.Scenario
	// Watch tells the time gone by, for the throughput of the stages alone. Nil:
	// nothing is measured.
	Watch func() time.Duration
	// Parties names the organisations that are played here. Nil: all. The others
	// are someone else's: a real system, or another migration over the same
	// mailboxes.
	Parties []string
}

// maxSteps bounds a run: a run that does not come to rest is a fault of this
// program, not something to wait for.
const maxSteps = 1_000_000

// blockSize is how much of a file is parsed at a time: thousands of files of a
// few kilobytes to a few megabytes need no more.
const blockSize = 128 << 10

// Run runs a whole test migration. A world, scenario or disk at fault is an
// error; so is an authorisation or installation that is not accounted for.
func Run(ctx context.Context, o Options) (*Result, error) {
	m, err := New(o)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	if err := m.rest(ctx); err != nil {
		return nil, err
	}
	for _, p := range m.parties {
		if err := p.Close(ctx, m.now); err != nil {
			return nil, err
		}
		m.journal.Take(p.journal)
	}
	m.parties = nil // all that is told of them is in the journal
	return m.result()
}

// ScenarioError says that a scenario asks for what this world does not have.
type ScenarioError struct{ Err error }

func (e *ScenarioError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the scenario.
func (e *ScenarioError) Unwrap() error { return e.Err }

func (o Options) withDefaults() Options {
	if o.AsOf.IsZero() {
		o.AsOf = o.World.Start
	}
	if o.Environment == "" {
		o.Environment = o.World.Environment
	}
	if o.Transport == nil {
		o.Transport = Memory()
	}
	if o.Codec.Spare == nil {
		o.Codec.Spare = new(codec.Spare)
	}
	if o.Codec.BlockSize == 0 {
		o.Codec.BlockSize = blockSize
	}
	if o.Scenario == nil {
		o.Scenario = &scenario.Scenario{}
	}
	return o
}

// Migration is a test migration that is under way. Most callers want Run; a
// Migration is for those who move the clock themselves or play some of the
// parties only. Over mailboxes that a migration was left in, for whatever
// reason, it goes on where that one stopped.
type Migration struct {
	Options
	post    *post
	journal *party.Journal
	script  *party.Script
	parties []*member
	workers int // parties that step at the same time
	now     time.Time
}

// member is a party with what it writes down in one step.
type member struct {
	party.Party
	journal *party.Journal
}

// New makes the parties of a migration. Close it when done.
func New(o Options) (*Migration, error) {
	o = o.withDefaults()
	if !slices.Contains(envelope.Environments(), o.Environment) {
		return nil, fmt.Errorf("unknown environment %q (known: %v)", o.Environment, envelope.Environments())
	}
	if err := checkScenario(o.World, o.Scenario); err != nil {
		return nil, &ScenarioError{err}
	}
	m := &Migration{Options: o, journal: &party.Journal{Watch: o.Watch}, script: o.Scenario.Script.Watched(), now: o.AsOf}
	m.post = newPost(o)
	workers := o.Codec.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if m.workers = 1; m.post.abreast() {
		m.workers = workers
	}
	if len(o.Scenario.Files) > 0 {
		workers = 1 // which files a fault strikes goes by the order in which they are put
	}
	c := party.Config{World: o.World, Post: m.post, Environment: o.Environment, Start: o.AsOf, Codec: o.Codec, Workers: workers,
		Script: m.script}
	work, err := plan(o, m.script)
	if err != nil {
		return nil, &ScenarioError{err}
	}
	if err := m.addParties(c, work); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// Close lets go of the mailboxes.
func (m *Migration) Close() { m.post.close() }

// addParties makes the parties that are played here: suppliers, DCC, SMSOs.
func (m *Migration) addParties(c party.Config, work map[string]participant.Work) error {
	orgs := slices.Concat(m.World.Suppliers(), []world.Organisation{m.World.DCC()}, m.World.SMSOs())
	for _, name := range m.Parties {
		if !slices.ContainsFunc(orgs, func(o world.Organisation) bool { return o.Name == name }) {
			return fmt.Errorf("no DCC, SMSO or supplier %q in this world", name)
		}
	}
	for _, org := range orgs {
		if m.Parties != nil && !slices.Contains(m.Parties, org.Name) {
			continue
		}
		c.Journal = &party.Journal{Watch: m.Watch}
		p, err := newParty(c, org, work)
		if err != nil {
			return err
		}
		m.parties = append(m.parties, &member{p, c.Journal})
	}
	return nil
}

func newParty(c party.Config, org world.Organisation, work map[string]participant.Work) (party.Party, error) {
	switch org.Kind {
	case envelope.DCC:
		return dcc.New(c)
	case envelope.SMSO:
		return smso.New(c, org)
	}
	return participant.New(c, org, work[org.Name])
}

// rest moves the clock from event to event until nothing moves.
func (m *Migration) rest(ctx context.Context) error {
	for range maxSteps {
		if err := m.Settle(ctx, m.now); err != nil {
			return err
		}
		next := m.Next()
		if late := m.now.Add(delay); m.post.holds() && (next.IsZero() || next.After(late)) {
			m.now = late
			if err := m.post.release(ctx); err != nil {
				return err
			}
			continue
		}
		if next.IsZero() {
			return nil
		}
		m.now = next
	}
	return fmt.Errorf("the run did not come to rest in %d steps", maxSteps)
}

// delay is how long nothing else must happen before a file comes that a fault
// has delayed: everything that is under way overtakes it.
const delay = time.Minute

// Settle has every party do what it can until that instant, which must not lie
// before that of an earlier call.
func (m *Migration) Settle(ctx context.Context, now time.Time) error {
	m.now = now
	for moved := true; moved; {
		var err error
		if moved, err = m.step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// step has every party do what it can once, several at a time where nothing
// comes of the order. It reports whether any had something to do.
func (m *Migration) step(ctx context.Context) (bool, error) {
	if err := m.post.show(ctx); err != nil {
		return false, err
	}
	moved := make([]bool, len(m.parties))
	err := abreast.Do(len(m.parties), m.workers, func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		moved[i], err = m.parties[i].Step(ctx, m.now)
		return err
	})
	for _, p := range m.parties {
		m.journal.Take(p.journal)
	}
	return slices.Contains(moved, true), err
}

// Next is the earliest instant at which a party has something to do; zero where
// there is none.
func (m *Migration) Next() time.Time {
	var first time.Time
	for _, p := range m.parties {
		if at := p.Next(); !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
