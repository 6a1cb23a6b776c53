package main

import (
	"fmt"
	"io"
	"slices"
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
	found := underClause(asClause(what))
	if len(found) == 0 {
		hint := "see s1mig rules, and s1mig types list --all"
		if near, ok := nearest(what, slices.Concat(filetype.Names(), clauses(), ruleCodes())); ok {
			hint = fmt.Sprintf("did you mean %s?\n%s", near, hint)
		}
		return usagef(hint, "unknown rule, clause or file type %q", what)
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

// clauses are the clauses that rules rest on, with those that they are parts of.
func clauses() []string {
	var all []string
	for _, r := range rules.All() {
		for _, word := range clauseWords(r.Clause) {
			if strings.ContainsAny(word, "0123456789") {
				whole, _, _ := strings.Cut(word, "(")
				all = append(all, whole, word)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func clauseWords(clause string) []string {
	return strings.FieldsFunc(clause, func(c rune) bool { return strings.ContainsRune(" ,;", c) })
}

// asClause spells a clause as the rules do: 17.20d is 17.20(d).
func asClause(what string) string {
	what = strings.TrimPrefix(what, "MTAD ")
	if n := len(what) - 1; n > 0 && what[n] >= 'a' && what[n] <= 'z' && what[n-1] >= '0' && what[n-1] <= '9' {
		return what[:n] + "(" + what[n:] + ")"
	}
	return what
}

// underClause returns the rules that rest on a clause or on a part of it: 17.20
// has 17.20(a), and 17.2 does not.
func underClause(clause string) []*rule.Rule {
	var found []*rule.Rule
	for _, r := range rules.All() {
		for _, word := range clauseWords(r.Clause) {
			if word == clause || strings.HasPrefix(word, clause+"(") {
				found = append(found, r)
				break
			}
		}
	}
	return found
}
