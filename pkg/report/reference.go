package report

import (
	"bytes"
	"fmt"
	"strings"

	"s1mig/pkg/mutate"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// Reference is the page of the whole catalogue, in Markdown: every rule with all
// that is documented of it, and with the mutators that show it.
func Reference() []byte {
	b := &bytes.Buffer{}
	all := rules.All()
	basis := rules.MTAD()
	fmt.Fprintf(b, "# The rules\n\nGenerated from the catalogue by `go run ./cmd/gen`; do not edit.\n\n")
	fmt.Fprintf(b, "Rule set %s, read out of %s %s of %s. The codes MTAD-17.20a to MTAD-17.20h stand for the eight exceptions of clause 17.20 of that document. "+
		"**Codes that begin with S- or X- are this project's own**: the document has no such codes, and no other system knows them. S- codes are of the form of a file, X- codes of everything else. "+
		"The file formats are simulator-defined.\n\n", rules.Version, basis.Doc, basis.Version, basis.Date)
	fmt.Fprintf(b, "Each rule is shown by mutators: changes to clean files that it, and no other, must find. Those on the good side go up to a boundary and no further, and nothing may be found after them. "+
		"`s1mig mutate --rule CODE --how NAME` applies one; `s1mig mutate --prove` applies all of them and counts.\n\n")
	fmt.Fprintf(b, "%d rules.\n\n| Code | Severity | Clause | What |\n|---|---|---|---|\n", len(all))
	for _, r := range all {
		fmt.Fprintf(b, "| [%s](#%s) | %s | %s | %s |\n", r.Code, headingOf(r), r.Severity, cell(r.Clause), cell(r.Title))
	}
	for _, r := range all {
		writeReference(b, r)
	}
	return b.Bytes()
}

// headingOf is what the heading of a rule is linked by.
func headingOf(r *rule.Rule) string {
	return strings.ReplaceAll(strings.ToLower(string(r.Code)), ".", "")
}

// cell keeps a text from ending a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func writeReference(b *bytes.Buffer, r *rule.Rule) {
	fmt.Fprintf(b, "\n## %s\n\n**%s.** %s\n\n%s\n\n", r.Code, r.Title, "`"+r.Name+"`", r.Doc)
	row := func(what, text string) {
		if text != "" {
			fmt.Fprintf(b, "* %s: %s\n", what, text)
		}
	}
	row("Severity", grade(r))
	row("Judges", fmt.Sprintf("%s; %s", r.Scope, typesOf(r)))
	row("Clause", r.Clause)
	row("Needs", factsOf(r))
	row("Masks", codesOf(r))
	row("How to mend", r.Fix)
	row("Passes", example(r.Good))
	row("Is found", example(r.Bad))
	row("Since", "rule set "+r.Since)
	shown := mutate.For(r.Code)
	if len(shown) == 0 {
		row("Shown by", "migrations that run otherwise, since no file shows it by itself")
	}
	for _, m := range shown {
		what := "Shown by"
		if m.Good {
			what = "Good side"
		}
		row(what, m.Name)
	}
}

// example shows JSON as code and words as words.
func example(text string) string {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, `"`) {
		return "`" + text + "`"
	}
	return text
}

func grade(r *rule.Rule) string {
	s := r.Severity.String()
	if r.Answer {
		s += "; an answer of the process: the file stays valid"
	}
	if r.Integrity {
		s += "; can be neither lowered nor switched off"
	}
	return s
}

func typesOf(r *rule.Rule) string {
	if len(r.Types) == 0 {
		return "all types of file"
	}
	return strings.Join(r.Types, ", ")
}

func factsOf(r *rule.Rule) string {
	var all []string
	for _, n := range r.Needs {
		all = append(all, string(n))
	}
	return strings.Join(all, ", ")
}

func codesOf(r *rule.Rule) string {
	var all []string
	for _, m := range r.Masks {
		all = append(all, string(m))
	}
	return strings.Join(all, ", ")
}
