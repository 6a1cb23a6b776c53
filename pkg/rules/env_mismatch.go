package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// EnvMismatch says that the file is of the other environment.
var EnvMismatch = &rule.Rule{
	Code: "X-ENV-MISMATCH", Name: "ENV_MISMATCH", Title: "A file of the other environment",
	Severity: finding.Error, Scope: rule.File, Clause: "3.1(c)",
	Doc:  "Migration Testing and Migration DUST have environments of their own, and files of one are refused in the other.",
	Fix:  "Send the file to the environment that it names.",
	Good: "a migration-dust file in a migration-dust run", Bad: "a migration-testing file in a migration-dust run", Since: "1",
}

func (j *headerJudge) envMismatch() {
	if j.Environment != "" && j.headerOK("environment") && j.Header.Environment != j.Environment {
		j.report(EnvMismatch, "the file is of the environment "+j.Header.Environment+"; this is "+j.Environment,
			"send the file to the environment that it names", "environment")
	}
}
