package main

import (
	"math"
	"runtime/debug"

	"s1mig/pkg/world"
)

// What a run is given before the collector works harder: what any run needs, and
// what the parties and the reports keep of each installation. An estate of
// 100,000 installations stays below 512 MiB that way.
const (
	memoryOfRun          = 300 << 20
	memoryOfInstallation = 1 << 10
)

// limitMemory has the collector keep a run of the world within bounds, unless
// the user has set a limit with GOMEMLIMIT. It is a soft limit: a run that needs
// more gets it, and only becomes slower.
func limitMemory(w *world.World) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	n := 0
	for _, o := range w.SMSOs() {
		n += w.Register(o.SMSO).Len()
	}
	debug.SetMemoryLimit(memoryOfRun + int64(n)*memoryOfInstallation)
}
