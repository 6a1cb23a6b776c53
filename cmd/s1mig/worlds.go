package main

import (
	"fmt"
	"runtime/debug"
	"time"

	"s1mig/pkg/report"
	"s1mig/pkg/world"
)

// loadWorld loads the world that the flags name, registers included.
func (a *app) loadWorld() (*world.World, error) {
	if a.common.world == "" {
		return world.W1(a.common.seed)
	}
	w, err := world.Load(a.common.world, a.common.seed)
	if err != nil {
		return nil, asWorld(err)
	}
	installations := 0
	for _, o := range w.SMSOs() {
		installations += w.Register(o.SMSO).Len()
	}
	a.limitMemory(max(256<<20, 64<<20+int64(installations)*runMemory))
	return w, nil
}

// runMemory is what a run may use for each installation, in bytes: what it keeps
// is 400 at the most in a synthetic world, and the rest is room for garbage.
const runMemory = 640

// loadFacts loads the world that the flags name for what rules ask of it, with
// the keys of a directory in place of those of the seed where one is given.
func (a *app) loadFacts(keys string) (*world.World, error) {
	w, err := a.loadSeededFacts()
	if err != nil || keys == "" {
		return w, err
	}
	keyed, err := w.WithKeys(keys)
	return keyed, asConfiguration("--keys", "write test keys with s1mig keys gen", err)
}

func (a *app) loadSeededFacts() (*world.World, error) {
	if a.common.world == "" {
		return world.W1Facts(a.common.seed)
	}
	a.delayCollection()
	w, use, err := world.LoadFacts(a.common.world, a.common.seed)
	if err != nil {
		return nil, asWorld(err)
	}
	a.tellIndex(use)
	a.facts = w
	a.limitMemory(factsHeap(use))
	return w, nil
}

// indexChanged says that somebody has written into the register index that files
// are judged by, or cut it short.
func (a *app) indexChanged() error {
	return inputf("run it again, when nobody writes there", "the register index of %s was changed while it was in use", a.common.world)
}

// factsHeap is what the heap may take beside an index, which is a part of it
// where it is not mapped. What is mapped counts as memory of the process all the
// same, so an index of the usual size leaves the rest of factsMemory.
func factsHeap(use world.IndexUse) int64 {
	heap := factsMemory - min(use.Bytes, usualIndex)
	if !use.Mapped {
		heap += use.Bytes
	}
	return heap
}

// factsMemory is what a command may use that does not hold registers, an index of
// the usual size included: files are judged in memory that does not depend on
// their size.
const (
	factsMemory = 240 << 20
	usualIndex  = 64 << 20
)

// quietRegisters is the size of registers, in bytes, up to which nothing is said
// of a missing index: 20,000 installations, which are read in a tenth of a second.
const quietRegisters = 16 << 20

// tellIndex says why the registers were read.
func (a *app) tellIndex(use world.IndexUse) {
	large, why := use.RegisterBytes > quietRegisters, ""
	switch {
	case use.Stale != "":
		why = "its register index is stale, as " + use.Stale + ": one was made in memory"
	case use.Missing && large:
		why = "it has no register index: one was made in memory"
	case use.Read && large:
		why = "its registers were read to see that their index is theirs, as it notes other times than theirs"
	default:
		return
	}
	fmt.Fprintf(a.stderr, "s1mig: %s: %s; s1mig world check %[1]s writes it\n", report.Visible(a.common.world), report.Visible(why))
}

func asWorld(err error) error {
	return asConfiguration("--world", "make one with s1mig world new", err)
}

// asConfiguration takes an input that a flag names for configuration.
func asConfiguration(flag, hint string, err error) error {
	if err == nil {
		return nil
	}
	if f := classify(err); f.code == report.ExitInput {
		return usagef(hint, "%s: %s", flag, f.what)
	}
	return err
}

// limitMemory has the garbage collected before the memory is twice what is in
// use. Who sets GOMEMLIMIT knows better.
func (a *app) limitMemory(bytes int64) {
	if a.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// now is the clock: --as-of, else the world's own.
func (a *app) now(w *world.World) (t time.Time, source string) {
	if !a.common.clock.IsZero() {
		return a.common.clock, "flag"
	}
	return w.Start, "world"
}
