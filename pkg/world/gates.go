package world

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/rule"
)

// Phase is a kind of Migration Test Phase (2.1).
type Phase string

// The three phases.
const (
	ActiveMMT  Phase = "Active MMT"
	DormantMMT Phase = "Dormant MMT"
	MixedMMT   Phase = "Mixed MMT"
)

// EPCLEntry is an entry of the Eligible Product Combinations List (4.4).
type EPCLEntry struct {
	rule.EPCLEntry
	Capacities []string // of the SMSO: at least one
}

// PhaseFor maps the scope of an EPCL entry to the phase that tests it (4.7). It
// returns "" for anything that is not a scope.
func PhaseFor(scope rule.EPCLScope) Phase {
	switch scope {
	case rule.ActiveOnly:
		return ActiveMMT
	case rule.DormantOnly:
		return DormantMMT
	case rule.Either:
		return MixedMMT
	}
	return ""
}

// DUSTEligible reports whether installations under the entry may take part in
// Migration DUST (17.10): it covers Active Meters, and is on the EPCL or has
// completed its Migration Test Phase.
func DUSTEligible(e rule.EPCLEntry) bool {
	return (e.Scope == rule.ActiveOnly || e.Scope == rule.Either) && (e.Listed || e.PhaseComplete)
}

// NoticeDays is the notice of 17.15, in Working Days.
const NoticeDays = 40

// EarliestStart is the first day of Migration DUST after a notice: the 40th
// Working Day after the day on which it was given (17.15). The error is a
// *civil.RangeError.
func EarliestStart(given civil.Date) (civil.Date, error) {
	return civil.EnglandAndWales().AddWorkingDays(given, NoticeDays)
}

// LastNotice is the last day on which a notice can be given that runs before
// Migration DUST ends for the group (17.15, 17.24); zero where it does not end.
// The error is a *civil.RangeError.
func LastNotice(g rule.Group) (civil.Date, error) {
	last := g.LastDay()
	if last.IsZero() {
		return 0, nil
	}
	cal := civil.EnglandAndWales()
	given, err := cal.AddWorkingDays(last.AddDays(1), -NoticeDays-1)
	if err != nil {
		return 0, err
	}
	for { // days that are not worked cost no notice
		next := given.AddDays(1)
		start, err := EarliestStart(next)
		if err != nil {
			return 0, err
		}
		if start > last {
			return given, nil
		}
		given = next
	}
}
