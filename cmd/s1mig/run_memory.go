package main

import "runtime/debug"

// gcPercent has a run collect its garbage less often than other commands: what
// bounds its memory is the limit that goes by the size of the world, and files
// leave much behind that is never looked at again.
const gcPercent = 300

// collectLess lets garbage grow to that, unless the environment says how much.
func (a *app) collectLess() {
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
