package evidence

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"s1mig/pkg/codec"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/trace"
	"s1mig/pkg/world"
)

// synthetic is what the tables call the world that is not W1.
const synthetic = "synthetic"

// smallFiles reads files that are small: its blocks are not made large for them.
func smallFiles() codec.Options { return codec.Options{Workers: 1, BlockSize: 64 << 10} }

// Coverage runs a test migration of W1 and of a synthetic world, and writes down what each system made, validated and processed.
func Coverage(ctx context.Context) (c trace.Coverage, err error) {
	root, err := os.MkdirTemp("", "s1mig-trace-")
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	w1, err := world.W1(1)
	if err != nil {
		return c, err
	}
	every, err := everySlice(filepath.Join(root, synthetic))
	if err != nil {
		return c, err
	}
	for _, in := range []struct {
		name string
		w    *world.World
	}{{"W1", w1}, {synthetic, every}} {
		part, err := cover(ctx, in.name, pipeline.Options{World: in.w})
		if err != nil {
			return c, fmt.Errorf("%s: %w", in.name, err)
		}
		c.Cells = append(c.Cells, part.Cells...)
		c.Checks = append(c.Checks, part.Checks...)
	}
	return c, nil
}

// cover runs one world in memory and reads what the run left.
func cover(ctx context.Context, name string, o pipeline.Options) (c trace.Coverage, err error) {
	var mailboxes pipeline.Kept
	o.Transport, o.Codec = mailboxes.Transport(), smallFiles()
	res, err := pipeline.Run(ctx, o)
	if err != nil {
		return c, err
	}
	files, err := mailboxes.AllFiles(ctx)
	if err != nil {
		return c, err
	}
	l, err := readRun(ctx, o.World, res, files)
	if err != nil {
		return c, err
	}
	for _, check := range trace.CheckNames() {
		for _, k := range res.Checks {
			if k.Check == check.Name {
				c.Checks = append(c.Checks, trace.Checks{World: name, Clause: check.Clause, Group: k.Group, Outcome: k.Outcome, Count: k.Count})
			}
		}
	}
	c.Cells = l.cells(name)
	return c, nil
}
