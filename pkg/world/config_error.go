package world

import (
	"fmt"
	"strings"
)

// ConfigError is a fault in the files of a world: it does not load.
type ConfigError struct {
	File         string // as the caller may open it
	Line, Column int    // from 1; 0 where not known
	Problem      string // what is wrong and what was expected
	Hint         string // how to mend it; may be empty
}

// Error implements error: place, problem and hint on one line.
func (e *ConfigError) Error() string {
	var s strings.Builder
	s.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&s, ":%d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&s, ":%d", e.Column)
		}
	}
	s.WriteString(": " + e.Problem)
	if e.Hint != "" {
		s.WriteString(" (" + e.Hint + ")")
	}
	return s.String()
}
