package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"s1mig/pkg/finding"
	"s1mig/pkg/mutate"
	"s1mig/pkg/proof"
	"s1mig/pkg/report"
	"s1mig/pkg/rules"
)

type mutateFlags struct {
	rule, how, out string
	list, prove    bool
}

func newMutateCommand(a *app) *cobra.Command {
	var m mutateFlags
	cmd := &cobra.Command{
		Use:   "mutate --rule CODE FILE|DIR -o PATH",
		Short: "Make a copy of good files that has exactly one fault",
		Long: `Make a copy of a good file, or of the files of a run, that has exactly the fault
which a rule finds, and say what was changed. The copy is sealed again by its
sender, and the files that name it follow. In a folder, what was made after the
faulty file is left out: it could not have been made from it.

Some faults are in what files are judged by: the copy of the world is then written
beside the output, to PATH.world.

` + exitCodes,
		Example: "  s1mig mutate --rule MTAD-17.20d s1mig-run -o faulty\n  s1mig mutate --rule S-DIGEST MAF.json -o bad.json\n  s1mig mutate --list\n  s1mig mutate --prove",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runMutate(cmd.Context(), a, m, args) },
	}
	f := cmd.Flags()
	f.StringVar(&m.rule, "rule", "", "`CODE` of the rule")
	f.StringVar(&m.how, "how", "", "`NAME` of the mutator, as --list names it (default: the first that applies)")
	f.StringVarP(&m.out, "out", "o", "", "`PATH` to write to")
	f.BoolVar(&m.list, "list", false, "list the mutators, of one rule or of all")
	f.BoolVar(&m.prove, "prove", false, "apply every mutator to clean runs of W1 and count what comes out as expected")
	cmd.MarkFlagsMutuallyExclusive("list", "prove")
	cmd.RegisterFlagCompletionFunc("rule", cobra.FixedCompletions(ruleCodes(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func runMutate(ctx context.Context, a *app, m mutateFlags, args []string) error {
	if m.rule != "" {
		if _, ok := rules.Lookup(finding.Code(m.rule)); !ok {
			return unknown("rule", m.rule, ruleCodes())
		}
	}
	switch {
	case m.list:
		return listMutators(a, m.rule)
	case m.prove:
		return prove(ctx, a)
	case m.rule == "":
		return usagef("see s1mig rules, and s1mig mutate --list", "--rule is missing")
	case len(args) == 0:
		return usagef("give a good file, or the folder of a run", "FILE|DIR is missing")
	case m.out == "":
		return usagef("", "-o is missing")
	}
	return a.mutate(ctx, m, args[0])
}

func listMutators(a *app, code string) error {
	all := mutate.All()
	if code != "" {
		all = mutate.For(finding.Code(code))
	}
	return a.write("", func(w io.Writer) error {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, m := range all {
			what := "fault"
			if m.Good {
				what = "good"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", m.Code, what, joined(m.Types), m.Name)
		}
		return table.Flush()
	})
}

func prove(ctx context.Context, a *app) error {
	a.say("applying every mutator to clean runs of W1")
	p, err := proof.Prove(ctx)
	if err != nil {
		return err
	}
	if err := a.write("", p.Print); err != nil {
		return err
	}
	if !p.OK() {
		return ended(report.ExitFindings)
	}
	return nil
}

// mutate makes the copy.
func (a *app) mutate(ctx context.Context, m mutateFlags, path string) error {
	in, err := a.readSet(path)
	if err != nil {
		return err
	}
	found, err := in.set.Found(ctx)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return inputf("s1mig validate says where; mutate needs files in which nothing is found", "%s is not good to begin with: %s", path, codeList(found))
	}
	chosen, err := m.choose()
	if err != nil {
		return err
	}
	var why []string
	for i := range chosen {
		out, change, err := chosen[i].ApplyTo(in.set)
		if errors.Is(err, mutate.ErrNotApplicable) {
			why = append(why, fmt.Sprintf("%s: %s", chosen[i].Name, strings.TrimPrefix(err.Error(), mutate.ErrNotApplicable.Error()+": ")))
			continue
		}
		if err != nil {
			return err
		}
		return a.writeMutant(ctx, in, m.out, &chosen[i], out, change)
	}
	if len(chosen) == 0 {
		why = []string{"parties find it while they process files, and no file can show it; s1mig mutate --prove runs migrations that do"}
	}
	return usagef(strings.Join(why, "\n"), "%s cannot be shown with %s", m.rule, path)
}

// choose lists the mutators to try, in order.
func (m *mutateFlags) choose() ([]mutate.Mutator, error) {
	all := mutate.For(finding.Code(m.rule))
	if m.how == "" {
		return slices.DeleteFunc(all, func(c mutate.Mutator) bool { return c.Good }), nil
	}
	var names []string
	for _, c := range all {
		if c.Name == m.how {
			return []mutate.Mutator{c}, nil
		}
		names = append(names, c.Name)
	}
	return nil, unknown("mutator of "+m.rule, m.how, names)
}

func codeList(codes []finding.Code) string {
	var all []string
	for _, c := range codes {
		all = append(all, string(c))
	}
	if len(all) == 0 {
		return "nothing"
	}
	return joined(all)
}
