package proof_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"s1mig/pkg/mutate"
	"s1mig/pkg/proof"
	"s1mig/pkg/rules"
)

// TestExamples puts the examples of the catalogue that are JSON objects into
// clean files: the bad one must be found, the good one not. Those in words are
// what the mutators do.
func TestExamples(t *testing.T) {
	ctx := context.Background()
	clean, err := proof.Clean(ctx)
	if err != nil {
		t.Fatal(err)
	}
	executed := 0
	for _, r := range rules.All() {
		for _, e := range []struct {
			text string
			bad  bool
		}{{r.Good, false}, {r.Bad, true}} {
			s, err := clean[0].Example(r, e.text)
			if errors.Is(err, mutate.ErrNotApplicable) {
				t.Log(r.Code, e.bad, e.text, err)
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			executed++
			found, err := s.Found(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains(found, r.Code) != e.bad {
				t.Errorf("%s, example %s: found %v", r.Code, e.text, found)
			}
		}
	}
	t.Logf("%d examples executed", executed)
	if executed < 50 {
		t.Errorf("%d examples executed, expected at least 50", executed)
	}
}
