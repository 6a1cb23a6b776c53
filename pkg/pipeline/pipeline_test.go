package pipeline_test

import (
	"context"
	"testing"

	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// TestW1 is the run of requirements B.2 and B.5: all eight installations of W1
// are commissioned, and the alerts are those of the table.
//
//trace:shows 5.6(b), Table 5.2, 17.19
//trace:covers * process content
func TestW1(t *testing.T) {
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	res, err := pipeline.Run(context.Background(), pipeline.Options{World: w})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range res.Notes {
		t.Log("note:", n)
	}
	for _, f := range res.Files {
		t.Log(f.Path, f.Records, f.Bytes)
	}
	for _, j := range res.Judged {
		for _, f := range j.Verdict.Findings {
			t.Error(j.By, j.File, f)
		}
	}
	for _, in := range res.Installations {
		t.Log(in)
	}
	if got := res.State(state.Commissioned); got != 8 {
		t.Errorf("%d installations commissioned, want 8", got)
	}
	raised, released := map[string]int{}, map[string]int{}
	for a := range res.Alerts.All() {
		raised[a.Code]++
		if a.Released {
			released[a.Code+" "+a.Recipient]++
		}
	}
	for _, code := range []string{"N16", "N24", "N42"} {
		if raised[code] != 15 || released[code+" SUPA"] != 7 || released[code+" SUPB"] != 2 {
			t.Errorf("%s: %d raised, %d to SUPA, %d to SUPB; want 15, 7, 2", code, raised[code], released[code+" SUPA"], released[code+" SUPB"])
		}
	}
}
