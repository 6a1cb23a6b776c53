package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/report"
	"s1mig/pkg/world"
)

func newWorldCommand(a *app) *cobra.Command {
	return newGroup("world", "Make and check test worlds", newWorldNewCommand(a), newWorldCheckCommand(a))
}

func newWorldNewCommand(a *app) *cobra.Command {
	var opt world.NewOptions
	var out string
	environment := enum{value: envelope.MigrationTesting, allowed: envelope.Environments()}
	cmd := &cobra.Command{
		Use:     "new --installations N --out DIR",
		Short:   "Make a synthetic estate of any size by seed",
		Example: "  s1mig world new --installations 1000 --out estate\n  s1mig run --world estate",
		Args:    exactArgs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt.Seed, opt.Environment = a.common.seed, environment.value
			return runWorldNew(cmd.Context(), a, out, opt)
		},
	}
	f := cmd.Flags()
	f.IntVar(&opt.Installations, "installations", 0, fmt.Sprintf("how many, from 1 to %d", world.MaxInstallations))
	f.StringVar(&out, "out", "", "new or empty `DIR` to write to")
	f.StringVar(&opt.Name, "name", "", "name of the world (default synthetic)")
	f.IntVar(&opt.Suppliers, "suppliers", 0, "how many suppliers, from 2 to 99 (default 12)")
	f.IntVar(&opt.SMSOs, "smsos", 0, "how many SMSOs share the GroupIDs, from 1 to 6 (default 5); 2 have no group of FOC, 1 has those of MOC alone")
	f.IntVar(&opt.Days, "days", 0, "on how many days of the Migration Week installations are migrated, from 1 to 5 (default 5)")
	f.Var(&environment, "environment", "environment of its files: "+joined(envelope.Environments()))
	return cmd
}

func runWorldNew(ctx context.Context, a *app, out string, opt world.NewOptions) error {
	if out == "" {
		return usagef("give a new or empty folder", "--out is missing")
	}
	if opt.Installations < 1 || opt.Installations > world.MaxInstallations {
		return usagef("", "--installations is %d, expected 1 to %d", opt.Installations, world.MaxInstallations)
	}
	a.say("making %d installations", opt.Installations)
	if err := world.New(ctx, out, opt); err != nil {
		return outputFault(out, err)
	}
	if err := a.indexWorld(ctx, out); err != nil {
		return outputFault(out, err)
	}
	return a.write("", func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "made %s: %d installations, seed %d\n", report.Visible(out), opt.Installations, opt.Seed)
		return err
	})
}

// indexWorld writes the register index of a world and tells what it took.
func (a *app) indexWorld(ctx context.Context, dir string) error {
	watch := startWatch()
	info, err := world.WriteIndex(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "s1mig: register index: %d meters of %d installations, %.1f MB, built in %.2f s\n",
		info.Meters, info.Installations, float64(info.Bytes)/1e6, watch.elapsed().Seconds())
	return nil
}

// outputFault says that a folder cannot be written to.
func outputFault(dir string, err error) error {
	if f := classify(err); f.code == report.ExitInput || f.code == report.ExitFault {
		return usagef("give a folder that is new, or empty and writable", "%s cannot be written to: %s", dir, describe(err))
	}
	return err
}

func newWorldCheckCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check DIR",
		Short: "Load a world and judge everything in it",
		Long: `Load a world and judge everything in it. Problems are findings: exit 1. A folder
that holds no world is exit 3.

Where all is clean, the register index is written anew: register.index, which other
commands read in place of the registers. It notes the SHA-256 of these, so nothing
goes wrong without it or where it is stale; reading a large world takes longer.`,
		Example: "  s1mig world check estate",
		Args:    exactArgs("DIR"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runWorldCheck(cmd.Context(), a, args[0]) },
	}
}

type problem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Problem string `json:"problem"`
	Hint    string `json:"hint"`
}

func runWorldCheck(ctx context.Context, a *app, dir string) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "world.yaml")); err != nil {
		return inputf("make a world with s1mig world new", "%s is no world: %s", dir, describe(err))
	}
	found, err := world.Check(dir)
	if err != nil {
		return err
	}
	problems := []problem{}
	for _, e := range found {
		problems = append(problems, problem{e.File, e.Line, e.Column, e.Problem, e.Hint})
	}
	err = a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, problems)
		}
		for i := range found {
			fmt.Fprintf(w, "%s%s\n", report.Visible(place(&found[i])), report.Visible(found[i].Problem))
			if found[i].Hint != "" {
				fmt.Fprintf(w, "  %s\n", report.Visible(found[i].Hint))
			}
		}
		if len(found) == 0 {
			fmt.Fprintf(w, "%s: clean\n", report.Visible(dir))
		} else {
			fmt.Fprintf(w, "%s: failed, problems: %d\n", report.Visible(dir), len(found))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return ended(report.ExitFindings)
	}
	if err := a.indexWorld(ctx, dir); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil {
		fmt.Fprintf(a.stderr, "s1mig: the register index was not written: %s\n", report.Visible(describe(err)))
	}
	return nil
}
