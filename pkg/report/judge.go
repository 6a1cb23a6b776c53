package report

import (
	"fmt"
	"maps"
)

// The exit codes of every command, in the order in which one outweighs another.
const (
	ExitInterrupted = 130 // stopped by a signal; the report is partial
	ExitFault       = 4   // a fault of this program
	ExitUsage       = 2   // usage or configuration
	ExitInput       = 3   // an input that cannot be read, opened or decrypted
	ExitFindings    = 1   // findings at or above the threshold
	ExitClean       = 0
)

// Thresholds lists the values of FailOn.
func Thresholds() []string { return []string{"error", "warning", "info", "never"} }

// Judge sums the files up and sets the exit code.
func (r *Report) Judge() {
	s := Summary{Files: len(r.Files), ByCode: map[string]int64{}}
	for i := range r.Files {
		f := &r.Files[i]
		codes, counts := f.totals()
		s.Records += f.Records
		s.Findings.Error += counts.Error
		s.Findings.Warning += counts.Warning
		s.Findings.Info += counts.Info
		for code, n := range codes {
			s.ByCode[code] += n
		}
		s.Truncated = s.Truncated || counts.total() > int64(len(f.Findings))
	}
	r.Summary = s
	r.Exit = r.exit()
}

func (r *Report) exit() int {
	switch {
	case r.Interrupted:
		return ExitInterrupted
	case len(r.Unread) > 0:
		return ExitInput
	case r.Summary.Findings.atOrAbove(r.FailOn) > 0:
		return ExitFindings
	}
	return ExitClean
}

// totals returns the exact counts of a file.
func (f *File) totals() (map[string]int64, Counts) {
	if f.ByCode != nil {
		return f.ByCode, f.BySeverity
	}
	codes, counts := map[string]int64{}, Counts{}
	for i := range f.Findings {
		codes[f.Findings[i].Code]++
		counts.add(f.Findings[i].Severity, 1)
	}
	return codes, counts
}

// unlisted returns how many findings of each code the file has beyond those
// that it lists.
func (f *File) unlisted() map[string]int64 {
	codes, _ := f.totals()
	rest := maps.Clone(codes)
	for i := range f.Findings {
		rest[f.Findings[i].Code]--
	}
	maps.DeleteFunc(rest, func(_ string, n int64) bool { return n <= 0 })
	return rest
}

// Verdict says in words what the exit code says.
func (r *Report) Verdict() string {
	failOn := r.FailOn
	if failOn == "" {
		failOn = "error"
	}
	switch r.Exit {
	case ExitInterrupted:
		return "interrupted: this report is partial"
	case ExitFault:
		return "stopped by a fault of this program"
	case ExitUsage:
		return "stopped by usage or configuration"
	case ExitInput:
		return fmt.Sprintf("%s could not be read", Count(int64(len(r.Unread)), "input"))
	case ExitFindings:
		return fmt.Sprintf("failed: %s at or above %s", Count(r.Summary.Findings.atOrAbove(failOn), "finding"), failOn)
	}
	if r.Summary.Findings.total() == 0 {
		return "clean"
	}
	if failOn == "never" {
		return "passed: nothing fails, as asked"
	}
	return "passed: nothing at or above " + failOn
}

// verdict says in words whether a file is valid and what the process does with
// it.
func (f *File) verdict() string {
	word := "validity not determined"
	if f.Valid != nil {
		word = "valid"
		if !*f.Valid {
			word = "not valid"
		}
	}
	if f.Outcome != "" {
		word += ", outcome " + f.Outcome
	}
	return word
}

// Count renders a number with its noun: “1 record”, “2 records”.
func Count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// counts renders numbers of findings.
func (c Counts) String() string {
	return fmt.Sprintf("%s, %s, %d info", Count(c.Error, "error"), Count(c.Warning, "warning"), c.Info)
}
