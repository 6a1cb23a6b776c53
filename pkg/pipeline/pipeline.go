package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/dcc"
	"s1mig/pkg/exchange"
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
}

// maxSteps bounds a run: a run that does not come to rest is a fault of this
// program, not something to wait for.
const maxSteps = 1_000_000

// Run runs a whole test migration. A world, scenario or disk at fault is an
// error; so is an authorisation or installation that is not accounted for.
func Run(ctx context.Context, o Options) (*Result, error) {
	o = o.withDefaults()
	r, err := newRun(o)
	if err != nil {
		return nil, err
	}
	defer r.post.close()
	if err := r.toRest(ctx); err != nil {
		return nil, err
	}
	for _, p := range r.parties {
		if err := p.Close(ctx, r.now); err != nil {
			return nil, err
		}
	}
	if err := r.toRest(ctx); err != nil {
		return nil, err
	}
	return r.result()
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
	if o.Scenario == nil {
		o.Scenario = &scenario.Scenario{}
	}
	return o
}

// run is a migration that is under way.
type run struct {
	Options
	post    *post
	journal *party.Journal
	parties []party.Party
	now     time.Time
}

func newRun(o Options) (*run, error) {
	if !slices.Contains(envelope.Environments(), o.Environment) {
		return nil, fmt.Errorf("unknown environment %q (known: %v)", o.Environment, envelope.Environments())
	}
	r := &run{Options: o, journal: &party.Journal{Watch: o.Watch}, now: o.AsOf}
	r.post = &post{world: o.World, transport: o.Transport, faults: o.Scenario.Files, open: map[string]exchange.Mailbox{}}
	c := party.Config{World: o.World, Post: r.post, Environment: o.Environment, Start: o.AsOf, Codec: o.Codec,
		Script: &o.Scenario.Script, Journal: r.journal}
	work, err := plan(o)
	if err != nil {
		return nil, &ScenarioError{err}
	}
	return r, r.addParties(c, work)
}

func (r *run) addParties(c party.Config, work map[string]participant.Work) error {
	stub, err := dcc.New(c)
	if err != nil {
		return err
	}
	var suppliers, smsos []party.Party
	for _, org := range r.World.Suppliers() {
		p, err := participant.New(c, org, work[org.Name])
		if err != nil {
			return err
		}
		suppliers = append(suppliers, p)
	}
	for _, org := range r.World.SMSOs() {
		s, err := smso.New(c, org)
		if err != nil {
			return err
		}
		smsos = append(smsos, s)
	}
	r.parties = append(append(append(r.parties, suppliers...), stub), smsos...)
	return nil
}

// toRest steps all parties until nothing moves, and the clock from event to
// event.
func (r *run) toRest(ctx context.Context) error {
	for range maxSteps {
		moved, err := r.stepAll(ctx)
		if err != nil {
			return err
		}
		if moved {
			continue
		}
		if err := r.post.release(ctx); err != nil {
			return err
		}
		if moved, err = r.stepAll(ctx); err != nil {
			return err
		}
		if moved {
			continue
		}
		next := r.next()
		if next.IsZero() {
			return nil
		}
		r.now = next
	}
	return fmt.Errorf("the run did not come to rest in %d steps", maxSteps)
}

func (r *run) stepAll(ctx context.Context) (bool, error) {
	any := false
	for _, p := range r.parties {
		if err := ctx.Err(); err != nil {
			return any, err
		}
		moved, err := p.Step(ctx, r.now)
		if err != nil {
			return any, err
		}
		any = any || moved
	}
	return any, nil
}

// next is the earliest instant at which a party has something to do.
func (r *run) next() time.Time {
	var first time.Time
	for _, p := range r.parties {
		if at := p.Next(); !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
