package trace

import (
	"fmt"
	"slices"
)

// Matrix is that of 5.3 and 5.6, for each combination, GroupID and system.
type Matrix struct {
	tests map[Cell][]string
	runs  map[place]Tally
}

// place is a cell as one system goes through it for one combination and group.
type place struct {
	Cell
	combination, group, system string
}

func newMatrix(list []Show, c Coverage) (*Matrix, error) {
	m := &Matrix{tests: map[Cell][]string{}, runs: map[place]Tally{}}
	for _, s := range list {
		cells, err := ParseCovers(s.Covers)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		for _, cell := range cells {
			m.tests[cell] = appendNew(m.tests[cell], s.Name)
		}
	}
	for _, e := range c.Cells {
		for i, aspect := range Aspects() {
			p := place{Cell{e.Type, e.Activity, aspect}, e.Combination, e.Group, e.System}
			t := m.runs[p]
			m.runs[p] = Tally{t.OK + e.Aspects[i].OK, t.Of + e.Aspects[i].Of}
		}
	}
	return m, nil
}

// Tests returns the tests that name a cell.
func (m *Matrix) Tests(c Cell) []string { return append([]string{}, m.tests[c]...) }

// Result is what is known of a cell for one combination, group and system.
type Result string

// The results.
const (
	Tested     Result = "tested"
	NoTest     Result = "no test names it"
	NoRun      Result = "no run went through it"
	Faulty     Result = "a run went through it with a fault"
	NoPart     Result = "not this system's part"
	NoSuchFile Result = "no such file arises"
)

// Result says what is known of a cell as one system goes through it.
func (m *Matrix) Result(c Cell, combination, group, system string) Result {
	run := m.runs[place{c, combination, group, system}]
	switch {
	case !c.HasPart(system):
		return NoPart
	case !c.Arises(combination):
		return NoSuchFile
	case run.Of == 0:
		return NoRun
	case run.OK < run.Of:
		return Faulty
	case len(m.tests[c]) == 0:
		return NoTest
	}
	return Tested
}

// Gap is a cell that is not tested for one combination, group and system.
type Gap struct {
	Cell
	Combination string `json:"combination"`
	Group       string `json:"groupID"`
	System      string `json:"system"`
	Because     Result `json:"because"`
}

// Count is how many of so many cells are tested.
type Count struct {
	Tested int `json:"tested"`
	Of     int `json:"of"`
}

func (c Count) String() string { return fmt.Sprintf("%d/%d", c.Tested, c.Of) }

func (c *Count) add(r Result) {
	if r == NoPart || r == NoSuchFile {
		return
	}
	c.Of++
	if r == Tested {
		c.Tested++
	}
}

// each goes through one cell, for every combination, group and system.
func (m *Matrix) each(c Cell, visit func(g Gap)) {
	for _, combination := range Combinations() {
		for _, group := range Groups() {
			for _, system := range Systems() {
				visit(Gap{c, combination, group, system, m.Result(c, combination, group, system)})
			}
		}
	}
}

// Gaps lists what is not tested.
func (m *Matrix) Gaps() []Gap {
	var gaps []Gap
	for _, c := range Cells() {
		m.each(c, func(g Gap) {
			if !slices.Contains([]Result{Tested, NoPart, NoSuchFile}, g.Because) {
				gaps = append(gaps, g)
			}
		})
	}
	return gaps
}

// Untested lists the cells of which anything is not tested.
func (m *Matrix) Untested() []Cell {
	var cells []Cell
	for _, g := range m.Gaps() {
		if !slices.Contains(cells, g.Cell) {
			cells = append(cells, g.Cell)
		}
	}
	return cells
}

// CountCell counts over combinations, groups and systems.
func (m *Matrix) CountCell(c Cell) Count {
	var n Count
	m.each(c, func(g Gap) { n.add(g.Because) })
	return n
}

// CountSlice counts the cells of one combination, group and system.
func (m *Matrix) CountSlice(combination, group, system string) Count {
	var n Count
	for _, c := range Cells() {
		n.add(m.Result(c, combination, group, system))
	}
	return n
}

// CountMatrix counts the cells of one combination and group, over all systems: a
// cell is tested if it is for every system that has a part in it. Where no MAF
// arises there are 54 cells; else there are 63.
func (m *Matrix) CountMatrix(combination, group string) Count {
	var n Count
	for _, c := range Cells() {
		if !c.Arises(combination) {
			continue
		}
		var systems Count
		for _, system := range Systems() {
			systems.add(m.Result(c, combination, group, system))
		}
		n.Of++
		if systems.Tested == systems.Of {
			n.Tested++
		}
	}
	return n
}
