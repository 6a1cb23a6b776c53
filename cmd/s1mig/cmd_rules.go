package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"s1mig/pkg/finding"
	"s1mig/pkg/report"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

func newRulesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "rules [CODE]",
		Short:   "List the rule catalogue, or one rule",
		Example: "  s1mig rules\n  s1mig rules X-MCF-NO-CHF --format json",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleCodes(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return runRules(a, args) },
	}
}

func runRules(a *app, args []string) error {
	outputs, err := a.outputs(report.Text, report.JSON, report.Markdown)
	if err != nil {
		return err
	}
	all := rules.All()
	if len(args) == 1 {
		r, ok := rules.Lookup(finding.Code(args[0]))
		if !ok {
			return unknown("rule", args[0], ruleCodes())
		}
		all = []*rule.Rule{r}
	}
	return a.each(outputs, func(w io.Writer, f report.Format) error {
		switch {
		case f != report.Text:
			return report.WriteRules(w, f, all)
		case len(args) == 1:
			writeRule(w, all[0])
			return nil
		}
		return listRules(w, all)
	})
}

func listRules(w io.Writer, all []*rule.Rule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Code, r.Severity, r.Clause, r.Title)
	}
	return table.Flush()
}

// writeRule tells all that the catalogue knows of one rule.
func writeRule(w io.Writer, r *rule.Rule) {
	fmt.Fprintf(w, "%s  %s\n%s\n\n", r.Code, r.Name, r.Title)
	types := "all"
	if len(r.Types) > 0 {
		types = joined(r.Types)
	}
	kind := r.Severity.String()
	if r.Answer {
		kind += "; an answer of the process: the file stays valid"
	}
	if r.Integrity {
		kind += "; cannot be lowered or switched off"
	}
	rows := [][2]string{
		{"severity", kind}, {"clause", r.Clause}, {"judges", string(r.Scope)}, {"file types", types}, {"needs", needs(r)}, {"masks", maskedBy(r)},
		{"meaning", r.Doc}, {"how to mend", r.Fix}, {"passes", r.Good}, {"is found", r.Bad}, {"since", "rule set " + r.Since},
	}
	for _, row := range rows {
		if row[1] != "" {
			fmt.Fprintf(w, "%-12s %s\n", row[0], row[1])
		}
	}
}

func needs(r *rule.Rule) string {
	var all []string
	for _, n := range r.Needs {
		all = append(all, string(n))
	}
	return joined(all)
}

// maskedBy lists the codes that are not reported where the rule's is.
func maskedBy(r *rule.Rule) string {
	if len(r.Masks) == 0 {
		return ""
	}
	return codeList(r.Masks)
}

func ruleCodes() []string {
	var codes []string
	for _, r := range rules.All() {
		codes = append(codes, string(r.Code))
	}
	return codes
}
