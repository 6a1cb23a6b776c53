package rules_test

import (
	"testing"

	"s1mig/pkg/rules"
)

// BenchmarkJudge applies every rule of a MAF to a record with nothing wrong, with
// facts that answer at once.
func BenchmarkJudge(b *testing.B) {
	in := rules.NewInput(rules.Input{Facts: cleanFacts(), Type: mafType, Header: mafHeader()})
	judge, record := rules.NewJudge(in), cleanAuthorisation()
	b.ReportAllocs()
	for b.Loop() {
		if found := judge.Record(record, nowhere{}); len(found) != 0 {
			b.Fatal(found)
		}
	}
}
