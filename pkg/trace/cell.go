package trace

import (
	"fmt"
	"slices"
	"strings"

	"s1mig/pkg/filetype"
	"s1mig/pkg/state"
)

// The activities of 5.3 and 5.6.
const (
	Generate = "generate"
	Validate = "validate"
	Process  = "process"
)

// The aspects of 5.3 and 5.6.
const (
	Content  = "content"
	Format   = "format"
	Exchange = "exchange"
)

// The systems that are tested: those of 5.3, and those of Testing Participants
// (17.6), which make the test MAFs.
const (
	DCC      = "DCC"
	SMSO     = "SMSO"
	Supplier = "Supplier"
)

// Activities lists the activities.
func Activities() []string { return []string{Generate, Validate, Process} }

// Aspects lists the aspects.
func Aspects() []string { return []string{Content, Format, Exchange} }

// Systems lists the systems.
func Systems() []string { return []string{DCC, SMSO, Supplier} }

// Types lists the seven files.
func Types() []string {
	var names []string
	for _, t := range filetype.Seven() {
		names = append(names, t.Name)
	}
	return names
}

// Groups lists the GroupIDs of Table 17.6.
func Groups() []string { return []string{"AA", "BA", "CA", "CB", "DA", "EA", "EB"} }

// Combinations lists the combinations of 5.2.
func Combinations() []string { return state.Combinations() }

// Cell is a cell of the matrix of 5.3 and 5.6.
type Cell struct {
	Type     string `json:"fileType"`
	Activity string `json:"activity"`
	Aspect   string `json:"aspect"`
}

func (c Cell) String() string { return c.Type + " " + c.Activity + " " + c.Aspect }

// Cells lists the cells: seven files, three activities, three aspects.
func Cells() []Cell {
	var cells []Cell
	for _, t := range Types() {
		for _, act := range Activities() {
			for _, asp := range Aspects() {
				cells = append(cells, Cell{t, act, asp})
			}
		}
	}
	return cells
}

// ParseCovers reads which cells a test covers: types, activities and aspects,
// each a list with commas or * for all, and a semicolon between several such,
// as in "MAF generate content; MCF,MVF * format".
func ParseCovers(text string) ([]Cell, error) {
	var cells []Cell
	for part := range strings.SplitSeq(text, ";") {
		f := strings.Fields(part)
		if len(f) == 0 {
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("%q is not types, activities and aspects", strings.TrimSpace(part))
		}
		var lists [3][]string
		for i, known := range [][]string{Types(), Activities(), Aspects()} {
			lists[i] = words(f[i])
			if f[i] == "*" {
				lists[i] = known
			}
			for _, w := range lists[i] {
				if !slices.Contains(known, w) {
					return nil, fmt.Errorf("%q is not one of %s", w, strings.Join(known, ", "))
				}
			}
		}
		for _, t := range lists[0] {
			for _, act := range lists[1] {
				for _, asp := range lists[2] {
					cells = append(cells, Cell{t, act, asp})
				}
			}
		}
	}
	return cells, nil
}

// parts says who makes, validates and processes a file (requirements B.1): the
// document asks for both systems and does not say which does what.
func parts(fileType, activity string) []string {
	maker, others := SMSO, []string{DCC} // MCF, MGF, MEF
	switch fileType {
	case "MAF":
		maker, others = Supplier, []string{DCC, SMSO}
	case "MVF":
		maker, others = DCC, []string{SMSO}
	case "SCF", "COF":
		maker, others = DCC, []string{DCC}
	}
	if activity == Generate {
		return []string{maker}
	}
	return others
}

// HasPart reports whether a system has a part in a cell. An SMSO is asked of the
// lines of a MAF (17.20(a), (f)) and never sees the file: its validation has
// content alone. SCF and COF are DCC's (5.6(a)).
func (c Cell) HasPart(system string) bool {
	if c.Type == "MAF" && c.Activity == Validate && system == SMSO {
		return c.Aspect == Content
	}
	return slices.Contains(parts(c.Type, c.Activity), system)
}

// Arises reports whether a combination leads to such a file: no MAF is of
// Dormant Meters alone (17.18).
func (c Cell) Arises(combination string) bool {
	return c.Type != "MAF" || combination != string(state.D)
}
