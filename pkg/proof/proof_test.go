package proof_test

import (
	"context"
	"strings"
	"testing"

	"s1mig/pkg/proof"
)

// TestProve shows of every rule that it fires when, and only when, it should.
//
//trace:shows 5.3, 5.6(a), 17.20
//trace:covers * validate content,format,exchange
func TestProve(t *testing.T) {
	p, err := proof.Prove(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := p.Print(&b); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
	if !p.OK() {
		t.Error("not every rule is shown, or not every mutant came out as expected")
	}
}

// TestProcesses holds the migrations to what they are there to show.
func TestProcesses(t *testing.T) {
	for _, p := range proof.Processes() {
		t.Run(string(p.Code)+", "+p.Name, func(t *testing.T) {
			found, err := p.Run(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if p.Good && len(found) > 0 || !p.Good && (len(found) != 1 || found[0] != p.Code) {
				t.Errorf("found %v", found)
			}
		})
	}
}
