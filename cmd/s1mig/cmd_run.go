package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

type runFlags struct {
	out         string
	inject      []string
	scenario    string
	environment enum
}

func newRunCommand(a *app) *cobra.Command {
	r := runFlags{environment: enum{allowed: envelope.Environments()}}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run a whole test migration",
		Long: `Run a whole test migration: suppliers make their MAFs, the stub DCC and the stub
SMSOs exchange files until nothing moves, and every authorisation and
installation ends in one terminal state. The folder of the run then holds every
file exchanged, by party, with report.html, report.json, manifest.json and
stats.json. A folder that an earlier run made is replaced; any other is left
alone.

` + exitCodes,
		Example: "  s1mig run\n  s1mig run --inject I-E1=MTAD-17.20h\n  s1mig run --environment migration-dust --out dust",
		Args:    exactArgs(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runRun(cmd.Context(), a, r) },
	}
	f := cmd.Flags()
	f.StringVar(&r.out, "out", "s1mig-run", "`DIR` of the run")
	f.StringArrayVar(&r.inject, "inject", nil, "`INSTALLATION[/ORG]=CODE[,CODE]`: spoil that authorisation with these exceptions of 17.20 (repeatable)")
	f.StringVar(&r.scenario, "scenario", "", "YAML `FILE` that scripts failures")
	f.Var(&r.environment, "environment", "environment of the run (default: the world's): "+joined(envelope.Environments()))
	return cmd
}

func runRun(ctx context.Context, a *app, r runFlags) error {
	outputs, err := a.outputs(reportFormats()...)
	if err != nil {
		return err
	}
	profile, err := a.profile()
	if err != nil {
		return err
	}
	if profile != nil {
		return usagef("the parties of a run judge by the standard rule set; use --rule with s1mig validate", "--rule cannot be used with run")
	}
	w, err := a.loadWorld()
	if err != nil {
		return err
	}
	a.collectLess()
	script, err := r.script(w)
	if err != nil {
		return err
	}
	out, err := newRunFolder(r.out)
	if err != nil {
		return err
	}
	defer out.discard()
	watch := startWatch()
	now, source := a.now(w)
	a.say("running %s from %s", w.Name, now)
	res, err := pipeline.Run(ctx, pipeline.Options{
		World: w, AsOf: now, Environment: r.environment.value, Scenario: script,
		Codec: codec.Options{Workers: a.common.workers}, Transport: pipeline.Directory(out.staging), Watch: watch.elapsed,
	})
	if err != nil {
		return runFault(r.out, err)
	}
	return a.finishRun(out, res, source, watch, outputs)
}

// runFault says what kept a run from its end.
func runFault(out string, err error) error {
	if wrong := (*pipeline.ScenarioError)(nil); errors.As(err, &wrong) {
		return usagef("", "%s", wrong)
	}
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		return unwritable(out, path)
	}
	return err
}

// script reads the scenario file and adds what --inject asks for.
func (r *runFlags) script(w *world.World) (*scenario.Scenario, error) {
	s := &scenario.Scenario{}
	if r.scenario != "" {
		f, err := os.Open(r.scenario)
		if err != nil {
			return nil, usagef("", "--scenario: %s", describe(err))
		}
		defer f.Close()
		if s, err = scenario.Read(r.scenario, f); err != nil {
			return nil, usagef("", "%s", err)
		}
	}
	for _, text := range r.inject {
		in, err := parseInjection(w, text)
		if err != nil {
			return nil, err
		}
		s.Script.Inject = append(s.Script.Inject, in)
	}
	return s, nil
}

// parseInjection reads INSTALLATION[/ORG]=CODE[,CODE] and finds out whether it
// can be done.
func parseInjection(w *world.World, text string) (in party.Injection, err error) {
	target, codes, ok := strings.Cut(text, "=")
	if !ok || codes == "" {
		return in, usagef("write it like I-E1=MTAD-17.20h or I-A3/SUPB=MTAD-17.20b,MTAD-17.20g", "--inject is %q, expected INSTALLATION[/ORG]=CODE[,CODE]", text)
	}
	in.Installation, in.Org, _ = strings.Cut(target, "/")
	if in.Codes, err = parseExceptions(codes); err != nil {
		return in, err
	}
	if in.Org != "" {
		if _, ok := w.Organisation(in.Org); !ok {
			return in, unknown("organisation", in.Org, supplierNames(w))
		}
	}
	return in, nil
}

// parseExceptions reads a list of codes, and refuses a set that no authorisation
// can show.
func parseExceptions(text string) ([]finding.Code, error) {
	var codes []finding.Code
	for _, c := range strings.Split(text, ",") {
		codes = append(codes, finding.Code(strings.TrimSpace(c)))
	}
	set, err := generate.ParseLetters(codes)
	if err == nil {
		err = set.Possible()
	}
	if err != nil {
		return nil, usagef("", "--inject: %s", err)
	}
	return set.Codes(), nil
}

func supplierNames(w *world.World) []string {
	var names []string
	for _, o := range w.Suppliers() {
		names = append(names, o.Name)
	}
	return names
}

func (a *app) printStages(res *pipeline.Result) {
	for _, s := range res.Stages {
		fmt.Fprintf(a.stderr, "s1mig: %-22s %5d files %9d records  made %s, judged %s\n", s.Name, s.Files, s.Records,
			rate(s.Records, s.Made, "records"), rate(s.Records, s.Judged, "records"))
	}
}
