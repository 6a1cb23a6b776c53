package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
	"s1mig/pkg/report"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/schema"
)

func newExplainCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "explain CODE|CLAUSE|TYPE",
		Short:   "Explain a rule, a clause or a file type",
		Example: "  s1mig explain MTAD-17.20h\n  s1mig explain 17.24\n  s1mig explain MEF",
		Args:    exactArgs("CODE|CLAUSE|TYPE"),
		RunE:    func(_ *cobra.Command, args []string) error { return runExplain(a, args[0]) },
	}
}

func runExplain(a *app, what string) error {
	if _, err := a.outputs(report.Text); err != nil {
		return err
	}
	if r, ok := rules.Lookup(finding.Code(what)); ok {
		return a.write("", func(w io.Writer) error { writeRule(w, r); return nil })
	}
	if t, ok := filetype.Lookup(what); ok {
		return a.write("", func(w io.Writer) error { _, err := w.Write(schema.Page(t)); return err })
	}
	found := underClause(what)
	if len(found) == 0 {
		return unknown("rule, clause or file type", what, append(filetype.Names(), ruleCodes()...))
	}
	return a.write("", func(w io.Writer) error {
		for i, r := range found {
			if i > 0 {
				fmt.Fprintln(w)
			}
			writeRule(w, r)
		}
		return nil
	})
}

// underClause returns the rules that rest on a clause or on a part of it: 17.20
// has 17.20(a), and 17.2 does not.
func underClause(clause string) []*rule.Rule {
	var found []*rule.Rule
	for _, r := range rules.All() {
		for _, word := range strings.FieldsFunc(r.Clause, func(c rune) bool { return strings.ContainsRune(" ,;", c) }) {
			if word == clause || strings.HasPrefix(word, clause+"(") {
				found = append(found, r)
				break
			}
		}
	}
	return found
}
