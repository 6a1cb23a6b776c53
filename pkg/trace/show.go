package trace

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed shows.tsv
var showsText string

// Kind is what shows a requirement.
type Kind string

// The kinds.
const (
	Rule     Kind = "rule"
	Fixture  Kind = "fixture"
	Scenario Kind = "scenario"
	Test     Kind = "test"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Rule, Fixture, Scenario, Test} }

// Show is something that names requirements.
type Show struct {
	Kind    Kind
	Name    string // such as "pkg/codec TestRoundTrip"
	Clauses string // citations, as they stand there
	Covers  string // cells of the matrix; see ParseCovers
}

const showsHead = `# What names which requirements, and which cells of the matrix of 5.3 and 5.6.
# Gathered from the sources by cmd/gen: do not edit.
# kind, name, clauses, cells
`

// FormatShows writes shows.tsv.
func FormatShows(list []Show) string {
	var b strings.Builder
	b.WriteString(showsHead)
	for _, s := range list {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", s.Kind, s.Name, s.Clauses, s.Covers)
	}
	return b.String()
}

func parseShows(text string) ([]Show, error) {
	rows, err := rowsOf("shows.tsv", text, 4)
	if err != nil {
		return nil, err
	}
	var list []Show
	for _, c := range rows {
		s := Show{Kind(c[0]), c[1], c[2], c[3]}
		if !slices.Contains(Kinds(), s.Kind) || s.Name == "" || (s.Clauses == "" && s.Covers == "") {
			return nil, fmt.Errorf("shows.tsv: %q is no kind, name, clauses and cells", strings.Join(c, " | "))
		}
		if _, err := ParseCovers(s.Covers); err != nil {
			return nil, fmt.Errorf("shows.tsv: %s: %w", s.Name, err)
		}
		list = append(list, s)
	}
	return list, nil
}
