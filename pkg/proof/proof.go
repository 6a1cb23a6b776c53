// Package proof runs clean test migrations of the reference world W1 and has
// every rule of the catalogue shown by mutation: by mutators of their files and,
// where no file can show a rule by itself, by migrations in which one thing goes
// otherwise.
//
// It may import fixtures, mutate, pipeline and what lies below them.
package proof

import (
	"context"

	"s1mig/fixtures"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/mutate"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/world"
)

// seed is that of the keys of the proof's world.
const seed = 1

// Prove shows the rules of the catalogue.
func Prove(ctx context.Context) (*mutate.Proof, error) {
	clean, err := Clean(ctx)
	if err != nil {
		return nil, err
	}
	return mutate.Prove(ctx, clean, Processes())
}

// Clean runs W1 in both environments and returns the files of each run.
func Clean(ctx context.Context) ([]*mutate.Set, error) {
	var sets []*mutate.Set
	for _, environment := range envelope.Environments() {
		w, err := world.W1(seed)
		if err != nil {
			return nil, err
		}
		var kept pipeline.Kept
		if _, err := pipeline.Run(ctx, pipeline.Options{World: w, Environment: environment, Transport: kept.Transport()}); err != nil {
			return nil, err
		}
		s, err := setOf(ctx, w, &kept)
		if err != nil {
			return nil, err
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// setOf makes a set of the files of a run of W1.
func setOf(ctx context.Context, w *world.World, kept *pipeline.Kept) (*mutate.Set, error) {
	all, err := kept.AllFiles(ctx)
	if err != nil {
		return nil, err
	}
	files := make([]mutate.File, len(all))
	for i, f := range all {
		files[i] = mutate.File{Path: f.Path, Data: f.Data}
	}
	source, err := mutate.ReadWorld(fixtures.W1())
	if err != nil {
		return nil, err
	}
	return mutate.NewSet(files, w, source), nil
}
