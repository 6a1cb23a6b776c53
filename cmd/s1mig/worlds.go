package main

import (
	"time"

	"s1mig/pkg/world"
)

// loadWorld loads the world that the flags name, with the keys of a directory in
// place of those of the seed where one is given.
func (a *app) loadWorld(keys string) (*world.World, error) {
	w, err := a.loadSeeded()
	if err != nil || keys == "" {
		return w, err
	}
	return w.WithKeys(keys)
}

func (a *app) loadSeeded() (*world.World, error) {
	if a.common.world == "" {
		return world.W1(a.common.seed)
	}
	w, err := world.Load(a.common.world, a.common.seed)
	if err != nil {
		if f := classify(err); f.code == 3 { // a world that does not load is configuration
			return nil, usagef("make one with s1mig world new", "--world: %s", f.what)
		}
	}
	return w, err
}

// now is the clock: --as-of, else the world's own.
func (a *app) now(w *world.World) (t time.Time, source string) {
	if !a.common.clock.IsZero() {
		return a.common.clock, "flag"
	}
	return w.Start, "world"
}
