package main

import (
	"runtime"
	"runtime/debug"
)

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

// delayCollection has the first garbage be collected when there are 16 MB in use
// in place of 4. Most verdicts need no collection then: while one is under way,
// each text of a record takes longer to note. Who sets GOGC knows better.
func (a *app) delayCollection() {
	if a.getenv("GOGC") != "" {
		return
	}
	const usual, first = 100, 400 // the collector begins at 4 MB times this percentage
	debug.SetGCPercent(first)
	runtime.AddCleanup(new([16]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
