package validate

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
)

// isAnswer reports whether the code is that of an answer of the process, which
// does not make a file invalid.
func isAnswer(code finding.Code) bool {
	r, ok := rules.Lookup(code)
	return ok && r.Answer
}
