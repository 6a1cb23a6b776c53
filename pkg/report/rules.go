package report

import (
	"bufio"
	"fmt"
	"io"

	"s1mig/pkg/rule"
)

// catalogued is a rule as the catalogue's JSON has it.
type catalogued struct {
	Code      string   `json:"code"`
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Severity  string   `json:"severity"`
	Scope     string   `json:"scope"`
	Types     []string `json:"types"` // empty: all
	Clause    string   `json:"clause"`
	Doc       string   `json:"doc"`
	Fix       string   `json:"fix"`
	Needs     []string `json:"needs"`
	Masks     []string `json:"masks"`
	Answer    bool     `json:"answer"`
	Integrity bool     `json:"integrity"`
	Good      string   `json:"good"`
	Bad       string   `json:"bad"`
	Since     string   `json:"since"`
}

// WriteRules writes the catalogue as JSON, one rule on each line, or as
// Markdown. The error is the writer's.
func WriteRules(w io.Writer, f Format, all []*rule.Rule) error {
	b := bufio.NewWriter(w)
	switch f {
	case JSON:
		j := &jsonWriter{w: b}
		j.text("[")
		for i, r := range all {
			j.comma(i > 0).value(newCatalogued(r))
		}
		j.text("]\n")
	case Markdown:
		b.WriteString("| Code | Severity | Clause | What | Meaning | How to mend |\n|---|---|---|---|---|---|\n")
		for _, r := range all {
			mdRow(b, string(r.Code), r.Severity.String(), r.Clause, r.Title, r.Doc, r.Fix)
		}
	default:
		panic(fmt.Sprintf("report: no catalogue in format %q", f))
	}
	return b.Flush()
}

func newCatalogued(r *rule.Rule) catalogued {
	c := catalogued{
		Code: string(r.Code), Name: r.Name, Title: r.Title, Severity: r.Severity.String(), Scope: string(r.Scope),
		Types: filledSlice(r.Types), Clause: r.Clause, Doc: r.Doc, Fix: r.Fix, Needs: []string{}, Masks: []string{},
		Answer: r.Answer, Integrity: r.Integrity, Good: r.Good, Bad: r.Bad, Since: r.Since,
	}
	for _, n := range r.Needs {
		c.Needs = append(c.Needs, string(n))
	}
	for _, m := range r.Masks {
		c.Masks = append(c.Masks, string(m))
	}
	return c
}
