package validate

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Report is the verdict on several files.
type Report struct {
	Files []*File
	// Skipped are the files of folders that are no migration files.
	Skipped []Skipped
	// Clock is what the files were judged by, where it was the same for all; nil
	// where they have receipts that differ, or where there was none.
	Clock *rule.Clock
	// Profile is the name of the rule set in force.
	Profile string
}

// Skipped is a file that was not judged, and why.
type Skipped struct{ Name, Because string }

// Count returns the number of findings of that severity in all files.
func (r *Report) Count(s finding.Severity) int64 {
	var n int64
	for _, f := range r.Files {
		n += f.BySeverity[s]
	}
	return n
}

// sharedClock sets Clock.
func (r *Report) sharedClock() {
	for _, f := range r.Files {
		switch {
		case f.Clock == nil:
		case r.Clock == nil:
			r.Clock = f.Clock
		case !r.Clock.Now.Equal(f.Clock.Now) || r.Clock.Source != f.Clock.Source:
			r.Clock = nil
			return
		}
	}
}
