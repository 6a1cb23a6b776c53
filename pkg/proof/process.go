package proof

import (
	"context"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/mutate"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/rules"
	"s1mig/pkg/world"
)

// Processes are the migrations that show what parties find while they process
// files.
func Processes() []mutate.Process {
	other := party.Withheld{Installation: "I-A3", Org: "SUPB"}
	return []mutate.Process{
		{Code: "X-RS-CHANGED", Name: "the supplier of the meter changes before the MCF is made", Run: scripted(party.Script{
			SupplierChanges: []party.SupplierChange{{DeviceOf: party.DeviceOf{Installation: "I-E1", Device: mcf.ESME}, To: "SUPB"}}})},
		{Code: "X-RS-CHANGED", Name: "no supplier changes", Good: true, Run: scripted(party.Script{})},
		{Code: "X-AUTH-CONFLICT", Name: "two suppliers name days that differ by one", Run: scripted(party.Script{
			Redate: []party.Redated{{Withheld: other, Week: civil.MustDate("2022-06-13"), On: civil.MustDate("2022-06-16")}}})},
		{Code: "X-AUTH-CONFLICT", Name: "two suppliers name the same day", Good: true, Run: scripted(party.Script{
			Redate: []party.Redated{{Withheld: other, Week: civil.MustDate("2022-06-13"), On: civil.MustDate("2022-06-15")}}})},
		{Code: "X-GROUP-CLOSED", Name: "a second MGF after the group was checked", Run: further("MGF")},
		{Code: "X-GROUP-CLOSED", Name: "a second MEF after the group was checked", Run: further("MEF")},
	}
}

// scripted runs W1 with a script.
func scripted(script party.Script) func(context.Context) ([]finding.Code, error) {
	return func(ctx context.Context) ([]finding.Code, error) {
		w, err := world.W1(seed)
		if err != nil {
			return nil, err
		}
		var kept pipeline.Kept
		res, err := pipeline.Run(ctx, pipeline.Options{World: w, Transport: kept.Transport(), Scenario: &scenario.Scenario{Script: script}})
		if err != nil {
			return nil, err
		}
		return told(ctx, &kept, res)
	}
}

// further runs W1, has another file of a type arrive at DCC, and runs on.
func further(fileType string) func(context.Context) ([]finding.Code, error) {
	return func(ctx context.Context) ([]finding.Code, error) {
		w, err := world.W1(seed)
		if err != nil {
			return nil, err
		}
		var kept pipeline.Kept
		opt := pipeline.Options{World: w, Transport: kept.Transport()}
		res, err := pipeline.Run(ctx, opt)
		if err != nil {
			return nil, err
		}
		s, err := setOf(ctx, w, &kept)
		if err != nil {
			return nil, err
		}
		f, err := s.Again(fileType, civil.InstantOf(res.End))
		if err != nil {
			return nil, err
		}
		if err := deliver(ctx, &kept, f); err != nil {
			return nil, err
		}
		if res, err = pipeline.Run(ctx, opt); err != nil {
			return nil, err
		}
		return told(ctx, &kept, res)
	}
}

// deliver puts a file into the mailbox that its path names.
func deliver(ctx context.Context, kept *pipeline.Kept, f mutate.File) error {
	box, err := kept.Transport()(path.Dir(f.Path))
	if err != nil {
		return err
	}
	return box.Put(ctx, path.Base(f.Path), func(w io.Writer) error {
		_, err := w.Write(f.Data)
		return err
	})
}

// told lists the codes that the parties of a run told each other, or gave as the
// reason why an installation did not go on.
func told(ctx context.Context, kept *pipeline.Kept, res *pipeline.Result) ([]finding.Code, error) {
	files, err := kept.Files(ctx)
	if err != nil {
		return nil, err
	}
	var all []finding.Code
	for _, f := range files {
		if isAnswer(path.Base(f.Path)) {
			all = append(all, codesIn(f.Data)...)
		}
	}
	for _, in := range res.Installations {
		code, _, _ := strings.Cut(in.Reason, ":")
		if _, ok := rules.Lookup(finding.Code(code)); ok {
			all = append(all, finding.Code(code))
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// isAnswer reports whether a file says what a party found in another.
func isAnswer(name string) bool {
	fileType, _, _ := strings.Cut(name, "_")
	return fileType == "MAF-OUTCOME" || fileType == "MVF" || fileType == "NACK"
}

// codesIn lists the members of that name that are codes of the catalogue.
func codesIn(text []byte) (codes []finding.Code) {
	var document any
	if json.Unmarshal(text, &document) != nil {
		return nil
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for name, value := range v {
				if code, ok := value.(string); ok && name == "code" {
					codes = append(codes, finding.Code(code))
				}
				walk(value)
			}
		}
	}
	walk(document)
	return codes
}
