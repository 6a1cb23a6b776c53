package trace

import (
	"slices"

	"s1mig/pkg/rules"
)

// Row is a requirement and what shows it.
type Row struct {
	Requirement
	By []Show
}

// Names returns what of one kind shows the requirement.
func (r *Row) Names(k Kind) []string {
	names := []string{}
	for _, s := range r.By {
		if s.Kind == k {
			names = append(names, s.Name)
		}
	}
	return names
}

// Shown reports whether anything but a rule shows the requirement: a rule says
// what is checked, and shows nothing until something runs it.
func (r *Row) Shown() bool {
	return slices.ContainsFunc(r.By, func(s Show) bool { return s.Kind != Rule })
}

// Unknown is a citation that names no requirement, and where it stands.
type Unknown struct {
	Kind     Kind   `json:"kind"`
	Name     string `json:"name"`
	Citation string `json:"citation"`
}

// Trace is the whole: requirements, what shows them, and the matrix.
type Trace struct {
	Rows     []Row
	Unknown  []Unknown
	Matrix   *Matrix
	Coverage Coverage
}

// Load builds the trace from the tables in the program.
func Load() *Trace {
	t, err := Parse(showsText, coverageText)
	if err != nil {
		panic("trace: " + err.Error()) // the texts are part of the program
	}
	return t
}

// Parse builds a trace from the texts of shows.tsv and coverage.tsv.
func Parse(shows, coverage string) (*Trace, error) {
	list, err := parseShows(shows)
	if err != nil {
		return nil, err
	}
	c, err := parseCoverage(coverage)
	if err != nil {
		return nil, err
	}
	return Build(list, c)
}

// Build builds a trace from what was gathered. The rules of the catalogue are
// added to it. The error is that of cells that do not exist.
func Build(list []Show, c Coverage) (*Trace, error) {
	m, err := newMatrix(list, c)
	if err != nil {
		return nil, err
	}
	t := &Trace{Matrix: m, Coverage: c}
	all := Requirements()
	index := map[string]int{}
	for i, r := range all {
		t.Rows = append(t.Rows, Row{Requirement: r})
		index[r.ID] = i
	}
	for _, s := range append(catalogue(), list...) {
		ids, unknown := Resolve(all, s.Clauses)
		for _, u := range unknown {
			t.Unknown = append(t.Unknown, Unknown{s.Kind, s.Name, u})
		}
		for _, id := range ids {
			row := &t.Rows[index[id]]
			row.By = append(row.By, s)
		}
	}
	return t, nil
}

func catalogue() []Show {
	var list []Show
	for _, r := range rules.All() {
		list = append(list, Show{Kind: Rule, Name: string(r.Code), Clauses: r.Clause})
	}
	return list
}

// Row returns the row of a requirement, or those below it: 17.10 has none of its
// own, and stands for 17.10(a) and 17.10(b).
func (t *Trace) Row(citation string) []Row {
	all := make([]Requirement, len(t.Rows))
	for i := range t.Rows {
		all[i] = t.Rows[i].Requirement
	}
	ids, _ := Resolve(all, citation)
	var rows []Row
	for _, r := range t.Rows {
		if slices.Contains(ids, r.ID) {
			rows = append(rows, r)
		}
	}
	return rows
}

// UnderHead returns the requirements that hang from a head of 3.1.
func (t *Trace) UnderHead(letter string) []Row {
	var rows []Row
	for _, r := range t.Rows {
		if r.Head == letter {
			rows = append(rows, r)
		}
	}
	return rows
}

// Untested returns the requirements that are said to be covered, and that
// nothing but a rule shows.
func (t *Trace) Untested() []Row {
	var rows []Row
	for _, r := range t.Rows {
		if r.Status == Covered && !r.Shown() {
			rows = append(rows, r)
		}
	}
	return rows
}

// Full reports whether nothing is untested and no citation is unknown.
func (t *Trace) Full() bool {
	return len(t.Untested()) == 0 && len(t.Unknown) == 0 && len(t.Matrix.Untested()) == 0 && len(t.UncheckedGroups()) == 0
}
