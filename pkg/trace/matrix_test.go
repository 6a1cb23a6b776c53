package trace

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// everything is evidence of every cell that there can be, and a test that names
// all of them.
func everything() ([]Show, Coverage) {
	var c Coverage
	for _, typ := range Types() {
		for _, activity := range Activities() {
			for _, system := range Systems() {
				for _, combination := range Combinations() {
					for _, group := range Groups() {
						one := Tally{1, 1}
						e := Evidence{"W", typ, activity, system, combination, group, [3]Tally{one, one, one}}
						if cell := (Cell{typ, activity, Content}); cell.HasPart(system) && cell.Arises(combination) {
							c.Cells = append(c.Cells, e)
						}
					}
				}
			}
		}
	}
	for _, check := range CheckNames() {
		for _, group := range Groups() {
			c.Checks = append(c.Checks, Checks{"W", check.Clause, group, "Pass", 1})
		}
	}
	return []Show{{Kind: Test, Name: "all", Covers: "* * *"}}, c
}

func build(t *testing.T, list []Show, c Coverage) *Trace {
	t.Helper()
	tr, err := Build(list, c)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func untestedCells(m *Matrix) string { return fmt.Sprint(m.Untested()) }

// mvfFormat are the three cells of 5.3 that are of the format of an MVF.
const mvfFormat = "[MVF generate format MVF validate format MVF process format]"

// TestMatrix counts the cells of 5.3 and 5.6: 63, 45 of them of the five files
// that SMSO systems have a part in. For each combination and group all are
// tested; without runs, without tests or with a fault they are not.
//
//trace:shows 5.3, 5.6(a)
func TestMatrix(t *testing.T) {
	if n := len(Cells()); n != 63 {
		t.Errorf("%d cells, want 63", n)
	}
	list, c := everything()
	m := build(t, list, c).Matrix
	if gaps := m.Gaps(); len(gaps) > 0 {
		t.Errorf("%d gaps: %v", len(gaps), gaps[0])
	}
	for _, combination := range Combinations() {
		want := Count{63, 63}
		if combination == "5.2(d)" { // no MAF is of Dormant Meters alone
			want = Count{54, 54}
		}
		for _, group := range Groups() {
			if got := m.CountMatrix(combination, group); got != want {
				t.Errorf("%s in %s: %v, want %v", combination, group, got, want)
			}
		}
	}
	for _, cell := range Cells() {
		if smso := cell.HasPart(SMSO); smso && (cell.Type == "SCF" || cell.Type == "COF") {
			t.Errorf("an SMSO has a part in %s", cell)
		}
		if !cell.HasPart(DCC) && !cell.HasPart(SMSO) && !cell.HasPart(Supplier) {
			t.Errorf("nobody has a part in %s", cell)
		}
	}
}

// TestDeletedEvidence: without the tests, or without the runs, of the format of
// an MVF three cells are untested (5.3).
//
//trace:shows 5.3
func TestDeletedEvidence(t *testing.T) {
	list, c := everything()
	for i := range c.Cells {
		if c.Cells[i].Type == "MVF" {
			c.Cells[i].Aspects[1] = Tally{}
		}
	}
	m := build(t, list, c).Matrix
	if got := untestedCells(m); got != mvfFormat || m.Gaps()[0].Because != NoRun {
		t.Errorf("without runs: %s because %s", got, m.Gaps()[0].Because)
	}
	_, c = everything()
	list = []Show{{Kind: Test, Name: "some", Covers: "* * content,exchange; MAF,MCF,MGF,MEF,SCF,COF * format"}}
	tr := build(t, list, c)
	if got := untestedCells(tr.Matrix); got != mvfFormat || tr.Matrix.Gaps()[0].Because != NoTest || tr.Full() {
		t.Errorf("without tests: %s because %s", got, tr.Matrix.Gaps()[0].Because)
	}
}

// TestOneGap: one slice of one system, without a run or with a fault, is a gap.
func TestOneGap(t *testing.T) {
	for _, c := range []struct {
		tally Tally
		want  Result
	}{{Tally{0, 0}, NoRun}, {Tally{1, 2}, Faulty}, {Tally{0, 1}, Faulty}} {
		list, coverage := everything()
		i := slices.IndexFunc(coverage.Cells, func(e Evidence) bool {
			return e.Type == "MGF" && e.Activity == Process && e.Combination == "5.2(e)(ii)" && e.Group == "EB"
		})
		coverage.Cells[i].Aspects[2] = c.tally
		m := build(t, list, coverage).Matrix
		want := Gap{Cell{"MGF", Process, Exchange}, "5.2(e)(ii)", "EB", DCC, c.want}
		if gaps := m.Gaps(); len(gaps) != 1 || gaps[0] != want {
			t.Errorf("%v: %v, want %v", c.tally, gaps, want)
		}
		if n := m.CountCell(want.Cell); n != (Count{41, 42}) {
			t.Errorf("the cell counts %v, want 41/42", n)
		}
		if n := m.CountMatrix("5.2(e)(ii)", "EB"); n != (Count{62, 63}) {
			t.Errorf("the matrix counts %v, want 62/63", n)
		}
		if n := m.CountSlice("5.2(e)(ii)", "EB", DCC); n != (Count{44, 45}) {
			t.Errorf("DCC counts %v, want 44/45", n)
		}
	}
}

// TestChecks: 5.5 has three checks, for each GroupID of the release.
//
//trace:shows 5.5
func TestChecks(t *testing.T) {
	list, c := everything()
	c.Checks = slices.DeleteFunc(c.Checks, func(k Checks) bool { return k.Clause == "5.5(b)" && k.Group == "EB" })
	i := slices.IndexFunc(c.Checks, func(k Checks) bool { return k.Clause == "5.5(c)" && k.Group == "AA" })
	c.Checks[i].Outcome = "Fail"
	tr := build(t, list, c)
	if got := fmt.Sprint(tr.UncheckedGroups()); got != "[5.5(b) in EB 5.5(c) in AA]" || tr.Full() {
		t.Errorf("unchecked: %s", got)
	}
	if n := tr.ChecksOf("5.5(c)", "AA"); n != (Tally{0, 1}) {
		t.Errorf("5.5(c) in AA: %v", n)
	}
}

func TestParseCovers(t *testing.T) {
	for _, c := range []struct {
		text, says string
		n          int
	}{
		{"", "", 0}, {"* * *", "", 63}, {"MAF generate content", "", 1}, {"MAF,MCF * format,exchange; SCF process content", "", 13},
		{"MAF generate", "is not types, activities and aspects", 0}, {"MXF * *", `"MXF" is not one of`, 0},
		{"* make *", `"make" is not one of`, 0}, {"* * form", `"form" is not one of`, 0},
	} {
		cells, err := ParseCovers(c.text)
		if len(cells) != c.n || (err == nil) != (c.says == "") || (err != nil && !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%q: %d cells, %v", c.text, len(cells), err)
		}
	}
}
