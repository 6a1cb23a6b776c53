// Package report turns what was found, and what a run did, into text, JSON,
// NDJSON, JUnit, SARIF 2.1.0, HTML, Markdown and CSV. It holds structs of its
// own, so that it prints what it is given and judges nothing but the exit code:
//
//	r := &report.Report{Tool: …, Basis: …, Files: …, FailOn: "error"}
//	r.Judge()
//	err := report.Write(os.Stdout, report.Text, r, report.Options{})
//
// Output is a pure function of the Report and the Options: no clock, no order
// of a map, no file system, no network. Every string may come out of a hostile
// file. The formats that people read show control characters, bidirectional
// overrides and terminal escapes as \x1b or \u202e; JSON and NDJSON keep them,
// as \u escapes.
//
// The package may import finding, rule, validate, pipeline and what stands below
// them.
package report
