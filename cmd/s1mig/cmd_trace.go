package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"s1mig/pkg/report"
	"s1mig/pkg/trace"
)

// traceFlags are the flags of trace.
type traceFlags struct{ heads, requireFull bool }

func newTraceCommand(a *app) *cobra.Command {
	var f traceFlags
	cmd := &cobra.Command{
		Use:   "trace [CLAUSE]",
		Short: "Tell what shows which clause, and what is untested",
		Long: `Lists every requirement with the rules, fixtures, scenarios and tests that name
it, the matrix of 5.3 and 5.6 (seven files by generate, validate and process by
content, format and exchange) for each combination of 5.2, each GroupID and each
system, the checks of 5.5 for each GroupID, and what is untested. A cell is
tested where a test names it and a run of a world went through it without a
fault.

With CLAUSE, it names what shows that clause. With --require-full it exits with
1 where a requirement that is said to be covered, a cell or a check is untested.`,
		Example: "  s1mig trace\n  s1mig trace '17.20(h)'\n  s1mig trace --heads\n  s1mig trace --format json --require-full",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			clause := ""
			if len(args) == 1 {
				clause = args[0]
			}
			return runTrace(a, trace.Load(), clause, f)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return requirementIDs(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&f.heads, "heads", false, "the ten heads of 3.1 and the clauses that hang from each")
	cmd.Flags().BoolVar(&f.requireFull, "require-full", false, "exit with 1 if anything is untested")
	return cmd
}

func runTrace(a *app, t *trace.Trace, clause string, f traceFlags) error {
	var write func(io.Writer, report.Format) error
	allowed := []report.Format{report.Text, report.JSON, report.CSV, report.Markdown}
	switch {
	case f.heads && clause != "":
		return usagef("leave one out", "a clause and --heads do not go together")
	case f.heads:
		allowed = []report.Format{report.Text, report.JSON}
		write = func(w io.Writer, format report.Format) error { return writeHeads(w, format, t) }
	case clause != "":
		rows := t.Row(clause)
		if len(rows) == 0 {
			return unknown("clause", clause, requirementIDs())
		}
		write = func(w io.Writer, format report.Format) error { return writeRows(w, format, rows) }
	default:
		write = func(w io.Writer, format report.Format) error { return writeTrace(w, format, t) }
	}
	outputs, err := a.outputs(allowed...)
	if err != nil {
		return err
	}
	if err := a.each(outputs, write); err != nil {
		return err
	}
	if !f.requireFull || t.Full() {
		return nil
	}
	fmt.Fprintf(a.stderr, "s1mig: untested: %d requirements, %d cells, %d checks; %d citations that name nothing\n",
		len(t.Untested()), len(t.Matrix.Untested()), len(t.UncheckedGroups()), len(t.Unknown))
	return ended(report.ExitFindings)
}

func writeTrace(w io.Writer, format report.Format, t *trace.Trace) error {
	switch format {
	case report.JSON:
		return writeIndented(w, t.JSON())
	case report.CSV:
		return trace.WriteCSV(w, t.Rows)
	case report.Markdown:
		_, err := w.Write(t.Page())
		return err
	}
	return t.WriteText(w)
}

func writeRows(w io.Writer, format report.Format, rows []trace.Row) error {
	switch format {
	case report.JSON:
		return writeIndented(w, trace.RowsJSON(rows))
	case report.CSV:
		return trace.WriteCSV(w, rows)
	case report.Markdown:
		_, err := w.Write(trace.MarkdownRows(rows))
		return err
	}
	return trace.WriteRows(w, rows)
}

func writeHeads(w io.Writer, format report.Format, t *trace.Trace) error {
	if format == report.JSON {
		return writeIndented(w, t.HeadsJSON())
	}
	return t.WriteHeads(w)
}

func requirementIDs() []string {
	var ids []string
	for _, r := range trace.Requirements() {
		ids = append(ids, r.ID)
	}
	return ids
}
