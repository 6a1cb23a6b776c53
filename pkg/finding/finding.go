// Package finding holds what a validator says of a file: a Finding is a fault
// in an input, never a fault of the world (that is an error) or of this program
// (that is a panic). It may import source alone.
package finding

import (
	"fmt"

	"s1mig/pkg/source"
)

// Code names a rule. A code is never renamed and never used again for another
// rule. The eight exceptions of MTAD 17.20 are MTAD-17.20a … MTAD-17.20h,
// structural findings are S-…, everything else is X-….
type Code string

// Severity grades a finding. Its zero value is no severity, so that a finding
// that was never graded shows.
type Severity uint8

// The severities, in rising order. Off belongs to a rule that a profile has
// switched off; no finding carries it.
const (
	_ Severity = iota
	Off
	Info
	Warning
	Error
)

var severityNames = [...]string{"ungraded", "off", "info", "warning", "error"}

// String returns the name used on the command line and in reports.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return fmt.Sprintf("severity(%d)", uint8(s))
}

// ParseSeverity returns the severity of that name: off, info, warning or error.
func ParseSeverity(name string) (Severity, error) {
	for s := Off; s <= Error; s++ {
		if severityNames[s] == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q (known: off, info, warning, error)", name)
}

// Finding is one fault in an input file. Code, Message and where it stands come
// from whoever found it; Severity, Name and Clause are filled in from the rule
// catalogue, which is their only source.
type Finding struct {
	Code     Code
	Severity Severity
	Name     string // the rule's mnemonic, such as WEEK_NOT_MONDAY
	Clause   string // the clause or RFC that the rule rests on

	Message string // what is wrong; lower case, no full stop, never a secret
	Hint    string // what to do about it; may be empty

	Record     string          // id of the authorisation or installation, if known
	Pos        source.Position // the tightest place; invalid where there is none
	Path       string          // JSON Pointer (RFC 6901), or row and column of a CSV
	DetectedBy string          // DCC or SMSO, where requirements A.6 says who sees it
}

// String renders the finding on one line, for logs and test failures.
func (f Finding) String() string {
	s := string(f.Code) + ": " + f.Message
	if f.Path != "" {
		s = f.Path + ": " + s
	}
	if f.Pos.IsValid() {
		s = fmt.Sprintf("%d:%d: %s", f.Pos.Line, f.Pos.Column, s)
	}
	return s
}
