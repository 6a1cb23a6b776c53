package main

import (
	"runtime/debug"
	"time"

	"s1mig/pkg/report"
	"s1mig/pkg/world"
)

// loadWorld loads the world that the flags name, with the keys of a directory in
// place of those of the seed where one is given.
func (a *app) loadWorld(keys string) (*world.World, error) {
	w, err := a.loadSeeded()
	if err != nil || keys == "" {
		return w, err
	}
	keyed, err := w.WithKeys(keys)
	return keyed, asConfiguration("--keys", "write test keys with s1mig keys gen", err)
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

func (a *app) loadSeeded() (*world.World, error) {
	if a.common.world == "" {
		return world.W1(a.common.seed)
	}
	w, err := world.Load(a.common.world, a.common.seed)
	if err == nil {
		a.limitMemory(w)
	}
	return w, asConfiguration("--world", "make one with s1mig world new", err)
}

// limitMemory has the garbage collected before the memory is twice what is in
// use: a run keeps up to 4 KiB for each installation. Who sets GOMEMLIMIT knows
// better.
func (a *app) limitMemory(w *world.World) {
	if a.getenv("GOMEMLIMIT") != "" {
		return
	}
	var installations int64
	for _, o := range w.SMSOs() {
		installations += int64(w.Register(o.SMSO).Len())
	}
	debug.SetMemoryLimit(max(256<<20, installations*4<<10))
}

// now is the clock: --as-of, else the world's own.
func (a *app) now(w *world.World) (t time.Time, source string) {
	if !a.common.clock.IsZero() {
		return a.common.clock, "flag"
	}
	return w.Start, "world"
}
