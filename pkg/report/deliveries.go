package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// kept is the holder of an alert that was released to nobody.
const kept = "DCC"

// A matrix says who got what: the number of files of each type that each party
// received.
type matrix struct {
	Types []string // columns
	Rows  []matrixRow
}

type matrixRow struct {
	Party string
	Cells []int64
}

// processOrder is the order of the columns: as the files follow each other.
var processOrder = []string{"MAF", "MAF-OUTCOME", "MCF", "MVF", "MGF", "MEF", "SCF", "COF", "ALERTS", "MIGRATION-REPORT"}

// deliveries counts the files that each party received, by type. The seven and
// what the entitlement of 17.21 and 17.22 speaks of always have a column, so
// that what nobody got shows as well.
func (r *Run) deliveries() matrix {
	counts := map[string]map[string]int64{}
	types := map[string]bool{}
	for _, t := range processOrder {
		types[t] = true
	}
	for f := range each(r.Files) {
		t := strings.ToUpper(f.FileType)
		types[t] = true
		if counts[f.To] == nil {
			counts[f.To] = map[string]int64{}
		}
		counts[f.To][t]++
	}
	m := matrix{Types: orderedTypes(types)}
	for _, party := range sortedKeys(counts) {
		row := matrixRow{Party: party}
		for _, t := range m.Types {
			row.Cells = append(row.Cells, counts[party][t])
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// first keeps the first columns: those of the process, without acknowledgements
// and what else supports it.
func (m matrix) first(n int) matrix {
	m.Types = m.Types[:n]
	for i := range m.Rows {
		m.Rows[i].Cells = m.Rows[i].Cells[:n]
	}
	return m
}

func orderedTypes(types map[string]bool) []string {
	place := func(t string) int {
		if i := slices.Index(processOrder, t); i >= 0 {
			return i
		}
		return len(processOrder)
	}
	return slices.SortedFunc(maps.Keys(types), func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
	})
}

// An alertLine sums the alerts of one code up.
type alertLine struct {
	Code     string
	Raised   int64
	Released int64
	To       []tally // by recipient
}

func (r *Run) alertLines() []alertLine {
	lines := map[string]*alertLine{}
	to := map[string]map[string]int64{}
	for a := range each(r.Alerts) {
		if lines[a.Code] == nil {
			lines[a.Code], to[a.Code] = &alertLine{Code: a.Code}, map[string]int64{}
		}
		lines[a.Code].Raised++
		if a.Recipient != "" && a.Recipient != kept {
			lines[a.Code].Released++
			to[a.Code][a.Recipient]++
		}
	}
	var all []alertLine
	for _, code := range sortedKeys(lines) {
		l := lines[code]
		for _, name := range sortedKeys(to[code]) {
			l.To = append(l.To, tally{name, to[code][name]})
		}
		all = append(all, *l)
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
