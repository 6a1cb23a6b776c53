package mutate_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"s1mig/fixtures"
	"s1mig/pkg/mutate"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/world"
)

// run is a clean run of W1 in an environment.
func run(t *testing.T, environment string) *mutate.Set {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	var kept pipeline.Kept
	if _, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Environment: environment, Transport: kept.Transport()}); err != nil {
		t.Fatal(err)
	}
	all, err := kept.AllFiles(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var files []mutate.File
	for _, f := range all {
		files = append(files, mutate.File{Path: f.Path, Data: f.Data})
	}
	source, err := mutate.ReadWorld(fixtures.W1())
	if err != nil {
		t.Fatal(err)
	}
	return mutate.NewSet(files, w, source)
}

var _ fs.FS

// TestProve shows of every rule that it fires when, and only when, it should.
func TestProve(t *testing.T) {
	p, err := mutate.Prove(context.Background(), run(t, "migration-testing"), run(t, "migration-dust"))
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
