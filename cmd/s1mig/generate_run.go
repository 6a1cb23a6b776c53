package main

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

// fromRun makes the files of a type: those that the parties of a clean migration
// of what is selected exchange. The slices that participants get are not among
// them.
func (a *app) fromRun(ctx context.Context, w *world.World, s selection, environment string, t *envelope.Type) ([]product, error) {
	now, _ := a.now(w)
	var kept pipeline.Kept
	_, err := pipeline.Run(ctx, pipeline.Options{
		World: w, AsOf: now, Environment: environment, Scenario: &scenario.Scenario{Script: without(w, s)},
		Codec: codec.Options{Workers: a.common.workers}, Transport: kept.Transport(),
	})
	if err != nil {
		return nil, err
	}
	files, err := kept.Files(ctx)
	if err != nil {
		return nil, err
	}
	var products []product
	for _, f := range files {
		name, ok := filetype.ParseFileName(path.Base(f.Path))
		if !ok || name.Type != t || strings.HasPrefix(f.Path, "participants/") || s.smso != "" && name.SMSO != s.smso {
			continue
		}
		products = append(products, product{name: path.Base(f.Path), write: func(out io.Writer) error {
			_, err := io.Copy(out, bytes.NewReader(f.Data))
			return err
		}})
	}
	slices.SortFunc(products, func(a, b product) int { return strings.Compare(a.name, b.name) })
	return products, nil
}

// without leaves everything out of a run that is not selected.
func without(w *world.World, s selection) party.Script {
	var script party.Script
	if s.submitter == "" && s.smso == "" && s.installation == "" {
		return script
	}
	for _, o := range w.SMSOs() {
		for _, in := range w.Register(o.SMSO).All() {
			some := s.submitter == "" && s.has(in, "")
			generate.Authorisations(w, in, func(auth generate.Authorisation) {
				if s.has(in, auth.Submitter) {
					some = true
				} else {
					script.Withhold = append(script.Withhold, party.Withheld{Installation: in.ID, Org: auth.Submitter})
				}
			})
			if !some {
				script.NotReady = append(script.NotReady, in.ID)
			}
		}
	}
	return script
}
