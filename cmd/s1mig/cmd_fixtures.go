package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"s1mig/fixtures"
	"s1mig/pkg/fixture"
	"s1mig/pkg/report"
)

func newFixturesCommand(a *app) *cobra.Command {
	return newGroup("fixtures", "Fixture packs for Migration DUST: build and verify", newFixturesBuildCommand(a), newFixturesVerifyCommand(a))
}

func newFixturesVerifyCommand(a *app) *cobra.Command {
	var allowLive bool
	cmd := &cobra.Command{
		Use:   "verify [DIR]",
		Short: "Run every fixture again and tell what differs",
		Long: `Run every fixture again: the packs are built anew, for the day and with the seed
that they say, and compared byte by byte; files that differ are judged again, and
their findings compared; the rows of the tables are run. A file that holds what
could be of a real meter, device or certificate is refused. Nothing is changed.

DIR is a folder that fixtures build made, or one that holds packs/ and tables/.
Without it, the fixtures within this program are verified.

Exit code 1 where anything differs.`,
		Example: "  s1mig fixtures verify\n  s1mig fixtures verify fixtures",
		Args:    atMostOne("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runFixturesVerify(cmd.Context(), a, args, fixture.VerifyOptions{AllowLive: allowLive})
		},
	}
	cmd.Flags().BoolVar(&allowLive, "allow-live-data", false, "do not refuse what could belong to somebody")
	return cmd
}

func runFixturesVerify(ctx context.Context, a *app, args []string, o fixture.VerifyOptions) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	if err := a.noWorld(); err != nil {
		return err
	}
	own, err := fixture.ReadTree(fixtures.All())
	if err != nil {
		return err
	}
	tree, where := own, "the fixtures of this program"
	if len(args) == 1 {
		where, o.Own = args[0], own
		if tree, err = readFixtures(args[0]); err != nil {
			return err
		}
	}
	a.say("verifying %s", where)
	res, err := fixture.Verify(ctx, tree, o)
	if errors.Is(err, fixture.ErrNoFixtures) {
		return inputf("make some with s1mig fixtures build --out DIR", "%s: %s", where, err)
	}
	if err != nil {
		return fixtureFault(err)
	}
	err = a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, res)
		}
		return printVerification(w, res)
	})
	if err == nil && len(res.Problems) > 0 {
		err = ended(report.ExitFindings)
	}
	return err
}

// atMostOne allows one argument.
func atMostOne(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usagef("usage: "+cmd.UseLine(), "unexpected argument %q after %s", args[1], name)
		}
		return nil
	}
}

// readFixtures reads a folder of fixtures.
func readFixtures(dir string) (fixture.Tree, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if err == nil {
			return nil, inputf("", "%s is no folder", dir)
		}
		return nil, err
	}
	tree, err := fixture.ReadTree(os.DirFS(dir))
	if errors.Is(err, fixture.ErrTooLarge) {
		return nil, inputf("", "%s: %s", dir, err)
	}
	return tree, err
}

// noWorld refuses --world: fixtures have worlds of their own.
func (a *app) noWorld() error {
	if a.common.world == "" {
		return nil
	}
	return usagef("use s1mig generate maf --inject for files of a world of yours", "fixtures have worlds of their own; --world cannot be used with them")
}

func fixtureFault(err error) error {
	if day := (*fixture.DayError)(nil); errors.As(err, &day) {
		return usagef("", "--as-of: %s", day)
	}
	return err
}

func printVerification(w io.Writer, res *fixture.Result) error {
	out := &printer{w: w}
	for _, p := range res.Problems {
		out.line("%s: %s", report.Visible(p.File), p.Fault)
		for _, d := range p.Details {
			out.line("  %s", report.Visible(d))
		}
	}
	if len(res.Problems) > 0 {
		out.line("")
	}
	out.line("%d fixtures, %d rows of tables, %d files", res.Fixtures, res.Cases, res.Files)
	if res.Fixtures > 0 {
		out.line("clock %s, seed %d", res.AsOf, res.Seed)
	}
	switch n := len(res.Problems); n {
	case 0:
		out.line("all as expected")
	case 1:
		out.line("1 problem")
	default:
		out.line("%d problems", n)
	}
	return out.err
}

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func newFixturesBuildCommand(a *app) *cobra.Command {
	var out string
	var update bool
	cmd := &cobra.Command{
		Use:   "build --out DIR",
		Short: "Build the fixture packs for a day",
		Long: `Build the fixture packs of every capability release. Their dates are relative to
--as-of (default: the frozen clock of the reference world), and the verdicts are
the same on every day. The fixtures of 17.24 keep their own day.

DIR must be new or empty. With --update it may also hold packs that were built
before: what changes is told, and replaced.`,
		Example: "  s1mig fixtures build --as-of 2023-01-10T10:00:00Z --out packs",
		Args:    exactArgs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runFixturesBuild(cmd.Context(), a, out, update)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`DIR` to write to")
	cmd.Flags().BoolVar(&update, "update", false, "replace packs that are there, and say what changes")
	return cmd
}

func runFixturesBuild(ctx context.Context, a *app, out string, update bool) error {
	switch {
	case out == "":
		return usagef("give a new or empty folder", "--out is missing")
	case a.common.seed == 0:
		return usagef("", "--seed is 0, expected another number")
	}
	if err := a.noWorld(); err != nil {
		return err
	}
	old, err := fixturesBefore(out, update)
	if err != nil {
		return err
	}
	a.say("building fixtures")
	tree, err := fixture.Build(ctx, fixture.Options{AsOf: a.common.clock, Seed: a.common.seed})
	if err != nil {
		return fixtureFault(err)
	}
	if err := writeFixtures(out, old, tree); err != nil {
		return err
	}
	return a.write("", func(w io.Writer) error {
		p := &printer{w: w}
		for _, c := range fixture.Changes(old, tree) {
			if update && len(old) > 0 {
				p.line("%s %s", c.What, report.Visible(path.Join(filepath.ToSlash(out), c.File)))
			}
		}
		p.line("wrote %d files to %s", len(tree), report.Visible(out))
		return p.err
	})
}

// fixturesBefore reads the packs that are to be replaced. It is an error if the
// folder holds anything that is not to be touched.
func fixturesBefore(dir string, update bool) (fixture.Tree, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist), err == nil && len(entries) == 0:
		return nil, nil
	case err != nil:
		return nil, unwritable(dir, err)
	case !update:
		return nil, usagef("give a new or empty folder, or replace packs with --update", "%s is not empty; nothing was changed", dir)
	}
	tree, err := readFixtures(dir)
	if err != nil {
		return nil, err
	}
	old, ok := fixture.Listed(tree)
	if !ok {
		return nil, usagef("give the folder of packs that s1mig fixtures build made", "%s holds no packs; nothing was changed", dir)
	}
	return old, nil
}

// writeFixtures writes what is new or changed, and removes what no fixture has
// any more.
func writeFixtures(dir string, old, tree fixture.Tree) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return unwritable(dir, err)
	}
	defer root.Close()
	for _, c := range fixture.Changes(old, tree) {
		name := filepath.FromSlash(c.File)
		if c.What == fixture.Removed {
			err = root.Remove(name)
		} else if err = root.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = writeFile(filepath.Join(dir, name), func(w io.Writer) error { _, err := w.Write(tree[c.File]); return err })
		}
		if err != nil {
			return unwritable(filepath.Join(dir, name), err)
		}
	}
	return nil
}
