package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/report"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

type validateFlags struct {
	keys  string
	draft bool
	stats bool
	first bool

	environment, release enum
	recipient            string
	sequence             int64
}

func newValidateCommand(a *app) *cobra.Command {
	v := validateFlags{environment: enum{allowed: envelope.Environments()}, release: enum{allowed: envelope.Releases()}}
	cmd := &cobra.Command{
		Use:   "validate FILE|DIR…",
		Short: "Judge migration files, each by itself and together",
		Long: `Judge migration files, each by itself and together where several belong to one
set. The type is told by the content, not the name. In a folder, what is no
migration file is listed as skipped. - is standard input.

A MAF may be a CSV; its name says who made it when, its signature stands beside it
in a file with the ending .jws, and flags say the rest of what a header has.

` + exitCodes,
		Example: "  s1mig validate s1mig-run\n  s1mig validate --draft --format html=report.html MAF.json",
		Args:    someArgs("FILE|DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runValidate(cmd.Context(), a, v, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&v.keys, "keys", "", "`DIR` of certificates and private keys in PEM, in place of those of the seed")
	f.BoolVar(&v.draft, "draft", false, "the file is not sealed yet: what is missing or stale of its seal is a warning")
	f.BoolVar(&v.first, "first-only", false, "of the exceptions of 17.20 of an authorisation, tell the first alone")
	f.BoolVar(&v.stats, "stats", false, "print on standard error how fast it went, in what memory, and what took the time")
	f.Var(&v.environment, "environment", "the only environment whose files are taken (default: any): "+joined(envelope.Environments()))
	f.Var(&v.release, "release", "capability release of a CSV: "+joined(envelope.Releases()))
	f.StringVar(&v.recipient, "recipient", "", "recipient of a CSV, by its `EUI-64`")
	f.Int64Var(&v.sequence, "sequence", 0, "sequence number of a CSV (default: as its name says)")
	return cmd
}

func runValidate(ctx context.Context, a *app, v validateFlags, paths []string) error {
	outputs, err := a.outputs(reportFormats()...)
	if err != nil {
		return err
	}
	watch := startWatch()
	w, err := a.loadFacts(v.keys)
	if err != nil {
		return err
	}
	loaded := watch.elapsed()
	opt, err := a.validation(w)
	if err != nil {
		return err
	}
	opt.Draft, opt.FirstOnly, opt.Environment = v.draft, v.first, v.environment.value
	if opt.CSV, err = v.csv(w); err != nil {
		return err
	}
	if v.stats {
		opt.Codec.Watch = watch.elapsed
	}
	verdicts, err := a.judge(ctx, paths, opt)
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	if w.IndexChanged() {
		return a.indexChanged()
	}
	if v.stats {
		watch.print(a.stderr, verdicts, loaded)
	}
	r := a.newReport(opt.Profile)
	r.Interrupted = interrupted
	r.FromValidate(verdicts, describeInput)
	r.SetClock(a.clockOf(w, verdicts))
	r.Judge()
	return a.writeReport(r, outputs)
}

// csv is what the flags and the world say of a MAF in CSV.
func (v *validateFlags) csv(w *world.World) (validate.CSV, error) {
	c := validate.CSV{Environment: v.environment.value, Release: v.release.value, Recipient: w.DCC().EUI, Sequence: v.sequence}
	if c.Environment == "" {
		c.Environment = w.Environment
	}
	if v.sequence < 0 {
		return c, usagef("", "--sequence is %d, expected a number from 1", v.sequence)
	}
	if v.recipient != "" {
		eui, ok := ident.ParseEUI64([]byte(v.recipient))
		if !ok {
			return c, usagef("write it like 90-B3-D5-1F-30-00-00-02", "--recipient is %q, expected an EUI-64", v.recipient)
		}
		c.Recipient = eui
	}
	return c, nil
}

// validation are the options that the flags ask for.
func (a *app) validation(w *world.World) (validate.Options, error) {
	profile, err := a.profile()
	if err != nil {
		return validate.Options{}, err
	}
	opt := validate.Options{
		Facts: w.Facts(), Directory: w.Directory(), Keys: w, Profile: profile,
		Codec: codec.Options{Workers: a.common.workers}, MaxPerCode: a.common.maxFindings,
	}
	now, source := a.now(w)
	opt.Facts.Clock = &rule.Clock{Now: now, Source: source}
	if source == "flag" {
		opt.AsOf = opt.Facts.Clock
	}
	return opt, nil
}

// profile reads the --rule flags.
func (a *app) profile() (*rules.Profile, error) {
	p, err := rules.ParseProfile("", a.common.rules)
	if err != nil {
		return nil, usagef("see s1mig rules", "--rule: %s", err)
	}
	return p, nil
}

// judge judges the paths, and standard input for "-", which belongs to no set.
func (a *app) judge(ctx context.Context, paths []string, opt validate.Options) (*validate.Report, error) {
	rest := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == "-" })
	if len(paths)-len(rest) > 1 {
		return nil, usagef("", "standard input is named twice")
	}
	paths, rest = withoutSidecars(paths), withoutSidecars(rest)
	a.say("validating %s", joined(paths))
	verdicts, err := validate.Paths(ctx, rest, opt)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || len(rest) == len(paths) {
		return verdicts, err
	}
	f, err := validate.Reader(ctx, "-", a.stdin, opt)
	if ctx.Err() != nil {
		return verdicts, ctx.Err()
	}
	if f == nil {
		f = &validate.File{Name: "-"}
	}
	f.Err = err
	verdicts.Files = append(verdicts.Files, f)
	return verdicts, nil
}

// withoutSidecars drops the receipts and signatures of files that are named as
// well, as a pattern of the shell does.
func withoutSidecars(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		for _, suffix := range []string{".receipt.json", ".jws"} {
			if file, ok := strings.CutSuffix(p, suffix); ok && slices.Contains(paths, file) {
				return true
			}
		}
		return false
	})
}

// newReport begins a report.
func (a *app) newReport(p *rules.Profile) *report.Report {
	return &report.Report{
		Tool: report.Tool{Name: "s1mig", Version: version}, Basis: basis(p), FailOn: a.common.failOn.value,
	}
}

// clockOf is the moment by which files were judged. Where their receipts differ,
// it is the latest of them.
func (a *app) clockOf(w *world.World, verdicts *validate.Report) (time.Time, string) {
	now, source := a.now(w)
	if source == "flag" {
		return now, source
	}
	for _, f := range verdicts.Files {
		if f.Clock != nil && f.Clock.Source == "receipt" && (source != "receipt" || f.Clock.Now.After(now)) {
			now, source = f.Clock.Now.In(civil.London()), f.Clock.Source
		}
	}
	return now, source
}

// describeInput says why a file could not be judged.
func describeInput(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		if strings.HasPrefix(filepath.Base(path.Path), "s1mig-") && filepath.Dir(path.Path) == filepath.Clean(os.TempDir()) {
			return "the temporary file " + describePath(path) // what is full is not where the input is
		}
		return reason(path)
	}
	return classify(err).what
}
