package trace

import (
	"fmt"
	"strconv"
	"strings"
)

func (t *Trace) summary() section {
	s := section{title: "summary", head: []string{"requirements", "all", "covered", "untested", "planned", "out of scope"}}
	for _, tier := range append(Tiers(), "") {
		var n, covered, untested, planned, out int
		for _, r := range t.Rows {
			if tier != "" && r.Tier != tier {
				continue
			}
			n++
			switch {
			case r.Status == Planned:
				planned++
			case r.Status == Out:
				out++
			case r.Shown():
				covered++
			default:
				untested++
			}
		}
		name := "all"
		if tier != "" {
			name = tier.String()
		}
		s.rows = append(s.rows, numbers(name, n, covered, untested, planned, out))
	}
	return s
}

func numbers(name string, list ...int) []string {
	row := []string{name}
	for _, n := range list {
		row = append(row, strconv.Itoa(n))
	}
	return row
}

func (t *Trace) heads() section {
	s := section{title: "heads of 3.1", head: []string{"head", "of", "requirements"}}
	for _, h := range Heads() {
		s.rows = append(s.rows, []string{"3.1(" + h.Letter + ")", h.Title, strconv.Itoa(len(t.UnderHead(h.Letter)))})
	}
	return s
}

func (t *Trace) requirements() section {
	s := section{title: "requirements", head: []string{"clause", "tier", "status", "rules", "fixtures", "scenarios", "tests", "says"},
		doc: "How many rules, fixtures, scenarios and tests name each requirement; `s1mig trace CLAUSE` names them."}
	for _, r := range t.Rows {
		row := []string{r.ID, string(r.Tier), r.status()}
		for _, k := range Kinds() {
			row = append(row, strconv.Itoa(len(r.Names(k))))
		}
		s.rows = append(s.rows, append(row, r.Statement))
	}
	return s
}

func (t *Trace) cells() section {
	s := section{title: "files, activities and aspects (5.3, 5.6)", head: []string{"file"},
		doc: "Seven files by three activities by three aspects: 63 cells. In each stands for how many of its combinations of 5.2, GroupIDs and systems it is tested: a test names it, and a run went through it without a fault. Where two systems have a part in a cell it counts both."}
	for _, activity := range Activities() {
		for _, aspect := range Aspects() {
			s.head = append(s.head, activity+" "+aspect)
		}
	}
	for _, typ := range Types() {
		row := []string{typ}
		for _, activity := range Activities() {
			for _, aspect := range Aspects() {
				row = append(row, t.Matrix.CountCell(Cell{typ, activity, aspect}).String())
			}
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func (t *Trace) slices() section {
	s := section{title: "combinations, GroupIDs and systems (5.2)", head: append([]string{"combination", "system"}, Groups()...),
		doc: "The 63 cells for each combination of 5.2 and each GroupID, and the part of each system in them. An SMSO has none in SCF and COF (5.6(a)); what a supplier's system does is make test MAFs (17.6). Dormant Meters alone have no MAF (17.18), so that 5.2(d) has 54 cells."}
	for _, combination := range Combinations() {
		all := []string{combination, "all"}
		for _, g := range Groups() {
			all = append(all, t.Matrix.CountMatrix(combination, g).String())
		}
		s.rows = append(s.rows, all)
		for _, system := range Systems() {
			row := []string{combination, system}
			for _, g := range Groups() {
				row = append(row, t.Matrix.CountSlice(combination, g, system).String())
			}
			s.rows = append(s.rows, row)
		}
	}
	return s
}

func (t *Trace) checks() section {
	s := section{title: "checks (5.5)", head: append([]string{"clause", "check"}, Groups()...),
		doc: "How many of the checks that ran passed, in the runs of both worlds together."}
	for _, c := range CheckNames() {
		row := []string{c.Clause, c.Name}
		for _, g := range Groups() {
			row = append(row, t.ChecksOf(c.Clause, g).String())
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// maxGaps is how many gaps of one cell a page lists.
const maxGaps = 3

func (t *Trace) untested() section {
	s := section{title: "untested", head: []string{"what", "which", "because"}}
	for _, r := range t.Untested() {
		s.rows = append(s.rows, []string{"requirement", r.ID, "only rules name it, or nothing"})
	}
	for _, cell := range t.Matrix.Untested() {
		s.rows = append(s.rows, []string{"cell", cell.String(), t.Matrix.why(cell)})
	}
	for _, g := range t.UncheckedGroups() {
		s.rows = append(s.rows, []string{"check", g, "no run passed it"})
	}
	return s
}

// why tells why a cell is untested: the first few of its gaps, or the one reason
// of all.
func (m *Matrix) why(c Cell) string {
	var some []string
	n, because := 0, map[Result]bool{}
	for _, g := range m.Gaps() {
		if g.Cell != c {
			continue
		}
		n++
		because[g.Because] = true
		if n <= maxGaps {
			some = append(some, fmt.Sprintf("%s in %s by %s: %s", g.Combination, g.Group, g.System, g.Because))
		}
	}
	if count := m.CountCell(c); len(because) == 1 && count.Tested == 0 {
		for r := range because {
			return string(r)
		}
	}
	if n > maxGaps {
		some = append(some, fmt.Sprintf("and %d more", n-maxGaps))
	}
	return strings.Join(some, "; ")
}

func (t *Trace) unknown() section {
	s := section{title: "citations that name no requirement", head: []string{"kind", "name", "cites"}}
	for _, u := range t.Unknown {
		s.rows = append(s.rows, []string{string(u.Kind), u.Name, u.Citation})
	}
	return s
}

func slips() section {
	s := section{title: "slips of the document", head: []string{"clause", "reading"}}
	for _, slip := range Slips() {
		s.rows = append(s.rows, []string{slip.ID, slip.Text})
	}
	return s
}
