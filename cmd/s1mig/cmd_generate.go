package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/generate"
	"s1mig/pkg/report"
	"s1mig/pkg/world"
)

type generateFlags struct {
	inject, submitter, smso, installation, out string
	environment                                enum
}

func newGenerateCommand(a *app) *cobra.Command {
	g := generateFlags{environment: enum{allowed: envelope.Environments()}}
	cmd := &cobra.Command{
		Use:   "generate TYPE",
		Short: "Make any of the seven files from a world, alone: " + joined(sevenNames()),
		Long: `Make any of the seven files from a world, alone. Several files result where the
world calls for several: one MAF for each submitter and SMSO, one group file for
each GroupID. What follows a MAF is what the parties of a clean run exchange.

--inject puts exactly these exceptions of 17.20 into every authorisation selected,
and refuses a set that no authorisation can show.`,
		Example:   "  s1mig generate maf --installation I-E1 --inject MTAD-17.20h -o maf.json\n  s1mig generate mcf -o out/",
		Args:      exactArgs("TYPE"),
		ValidArgs: sevenNames(),
		RunE:      func(cmd *cobra.Command, args []string) error { return runGenerate(cmd.Context(), a, g, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&g.inject, "inject", "", "`CODE[,CODE…]`: exceptions of 17.20 for every authorisation selected (MAF)")
	f.StringVar(&g.submitter, "submitter", "", "only authorisations by this `ORG`")
	f.StringVar(&g.smso, "smso", "", "only files of this SMSO, by its `TAG`")
	f.StringVar(&g.installation, "installation", "", "only this installation, by its `ID`")
	f.StringVarP(&g.out, "out", "o", "", "`FILE|DIR` to write to (default: standard output)")
	f.Var(&g.environment, "environment", "environment of the files (default: the world's): "+joined(envelope.Environments()))
	return cmd
}

func sevenNames() []string {
	var names []string
	for _, t := range filetype.Seven() {
		names = append(names, strings.ToLower(t.Name))
	}
	return names
}

func runGenerate(ctx context.Context, a *app, g generateFlags, name string) error {
	t, ok := filetype.Lookup(name)
	if !ok || !t.Seven {
		return unknown("file type", name, sevenNames())
	}
	w, err := a.loadWorld()
	if err != nil {
		return err
	}
	if err := g.check(w); err != nil {
		return err
	}
	o := generate.Options{World: w, Environment: g.environment.value, Workers: a.common.workers, Judge: judge(w),
		Selection: generate.Selection{Submitter: g.submitter, SMSO: g.smso, Installation: g.installation}}
	o.Start, _ = a.now(w)
	if o.Inject, err = g.exceptions(t); err != nil {
		return err
	}
	if o.Environment == "" {
		o.Environment = w.Environment
	}
	files, err := generate.Files(ctx, o, t)
	if err == nil {
		err = a.deliver(ctx, files, g.out)
	}
	if wrong := (*generate.InjectError)(nil); errors.As(err, &wrong) {
		return usagef("", "--inject: %s", wrong)
	}
	return err
}

// exceptions reads --inject.
func (g *generateFlags) exceptions(t *envelope.Type) (generate.Letters, error) {
	switch {
	case g.inject == "":
		return 0, nil
	case t != maf.Type:
		return 0, usagef("make the MAF, or run with --inject", "--inject spoils authorisations, so it is for MAFs alone")
	}
	codes, err := parseExceptions(g.inject)
	if err != nil {
		return 0, err
	}
	return generate.ParseLetters(codes)
}

// check finds what the world does not have.
func (g *generateFlags) check(w *world.World) error {
	if g.smso != "" && w.Register(g.smso) == nil {
		return unknown("SMSO", g.smso, smsoTags(w))
	}
	if g.submitter != "" && !isSupplier(w, g.submitter) {
		return unknown("submitter", g.submitter, supplierNames(w))
	}
	if g.installation != "" && findInstallation(w, g.installation) == nil {
		return usagef("s1mig scenario list shows some", "unknown installation %q", g.installation)
	}
	return nil
}

func smsoTags(w *world.World) []string {
	var tags []string
	for _, o := range w.SMSOs() {
		tags = append(tags, o.SMSO)
	}
	return tags
}

func isSupplier(w *world.World, name string) bool {
	o, ok := w.Organisation(name)
	return ok && o.Kind == envelope.Supplier
}

func findInstallation(w *world.World, id string) *world.Installation {
	for _, o := range w.SMSOs() {
		if in := w.Register(o.SMSO).ByID(id); in != nil {
			return in
		}
	}
	return nil
}

// deliver writes what was made: one file to a file, a folder or standard output,
// several to a folder.
func (a *app) deliver(ctx context.Context, files []*generate.File, out string) error {
	if len(files) == 0 {
		return usagef("widen --installation, --smso or --submitter; an installation of Dormant Meters alone has no authorisation (17.18)",
			"the world calls for no such file")
	}
	info, err := os.Stat(out)
	exists := err == nil
	folder := strings.HasSuffix(out, "/") || exists && info.IsDir()
	if len(files) == 1 && !folder {
		return a.write(out, a.written(ctx, files[0]))
	}
	if out == "" || out == "-" || exists && !folder || !exists && path.Ext(out) == ".json" {
		return usagef("give -o DIR, or choose with --submitter, --smso and --installation", "%d files result", len(files))
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return unwritable(out, err)
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := filepath.Join(out, f.Name())
		if err := writeFile(name, a.written(ctx, f)); err != nil {
			return err
		}
		fmt.Fprintln(a.stderr, report.Visible(name))
	}
	return nil
}

// written writes a file where it is told to.
func (a *app) written(ctx context.Context, f *generate.File) func(io.Writer) error {
	return func(to io.Writer) error {
		watch := startWatch()
		done, err := f.Write(ctx, to)
		if err == nil && a.common.progress {
			took := watch.elapsed()
			a.say("%s: %s, %s", f.Name(), rate(done.Records, took, "records"), byteRate(done.Bytes, took))
		}
		return err
	}
}
