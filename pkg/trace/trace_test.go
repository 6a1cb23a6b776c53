package trace

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestShipped looks at the trace that is in the program: no cell, no check and
// no core requirement is untested, and every citation names something.
//
//trace:shows 5.3, 5.5
func TestShipped(t *testing.T) {
	tr := Load()
	for _, g := range tr.Matrix.Gaps() {
		t.Errorf("%s for %s in %s by %s: %s", g.Cell, g.Combination, g.Group, g.System, g.Because)
	}
	for _, g := range tr.UncheckedGroups() {
		t.Errorf("no run passed %s", g)
	}
	for _, u := range tr.Unknown {
		t.Errorf("%s %s cites %s, which is no requirement", u.Kind, u.Name, u.Citation)
	}
	for _, r := range tr.Untested() {
		t.Errorf("%s is said to be covered, and nothing but rules shows it", r.ID)
	}
}

// TestUnknown: what names a requirement that does not exist is told.
func TestUnknown(t *testing.T) {
	list, c := everything()
	tr := build(t, append(list, Show{Kind: Fixture, Name: "IOC/x", Clauses: "17.20(a), 17.20(k)"}), c)
	if len(tr.Unknown) != 1 || tr.Unknown[0] != (Unknown{Fixture, "IOC/x", "17.20(k)"}) || tr.Full() {
		t.Errorf("unknown: %v", tr.Unknown)
	}
	if rows := tr.Row("17.20(a)"); len(rows) != 1 || !slices.Contains(rows[0].Names(Fixture), "IOC/x") || !slices.Contains(rows[0].Names(Rule), "MTAD-17.20a") {
		t.Errorf("17.20(a): %+v", rows)
	}
}

// TestRuleShowsNothing: a rule alone leaves its clause untested.
func TestRuleShowsNothing(t *testing.T) {
	list, c := everything()
	tr := build(t, list, c)
	i := slices.IndexFunc(tr.Untested(), func(r Row) bool { return r.ID == "17.20(h)" })
	if i < 0 || len(tr.Untested()[i].Names(Rule)) == 0 {
		t.Error("17.20(h) is not untested, and only its rules name it")
	}
	for _, r := range tr.Untested() {
		if r.Status != Covered {
			t.Errorf("%s is %s and counts as untested", r.ID, r.Status)
		}
	}
}

// TestTables: what is written is what is read.
func TestTables(t *testing.T) {
	list, c := everything()
	again, err := parseShows(FormatShows(list))
	if err != nil || !slices.Equal(again, list) {
		t.Errorf("shows: %v %v", again, err)
	}
	cAgain, err := parseCoverage(FormatCoverage(c))
	if err != nil || !slices.Equal(cAgain.Cells, c.Cells) || !slices.Equal(cAgain.Checks, c.Checks) {
		t.Errorf("coverage: %v", err)
	}
	for _, text := range []string{"", "x\tW\t5.5(a)\tAA\tPass\t1\t\t\t\t", "check\tW\t5.5(a)\tAA\tPass\tno\t\t\t\t",
		"cell\tW\tMXF\tgenerate\tDCC\t5.2(a)\tAA\t1/1\t1/1\t1/1", "cell\tW\tMAF\tgenerate\tDCC\t5.2(a)\tAA\t2/1\t1/1\t1/1",
		"cell\tW\tMAF\tgenerate\tDCC\t5.2(a)\tAA\t1\t1/1\t1/1", "cell\tW\tMAF\tgenerate\tDCC\t5.2(a)\tZZ\t1/1\t1/1\t1/1"} {
		if _, err := parseCoverage(text); err == nil {
			t.Errorf("coverage takes %q", text)
		}
	}
	for _, text := range []string{"", "guess\tx\t5.3\t", "test\t\t5.3\t", "test\tx\t\t", "test\tx\t5.3\tMXF * *"} {
		if _, err := parseShows(text); err == nil {
			t.Errorf("shows takes %q", text)
		}
	}
}

// TestPageIsThatOfTheTables: COVERAGE.md is what the tables beside it lead to.
// Whether they are current is for the tests of cmd/gen.
func TestPageIsThatOfTheTables(t *testing.T) {
	page, err := os.ReadFile("COVERAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != string(Load().Page()) {
		t.Error("COVERAGE.md is stale: run go run ./cmd/gen in the root of the module")
	}
}

// TestJSON: null is no list, and the numbers are those of the matrix.
func TestJSON(t *testing.T) {
	text, err := json.Marshal(Load().JSON())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "null") {
		t.Error("there is a null in it")
	}
	var d struct {
		Requirements, Heads, Cells, Slices []json.RawMessage
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Requirements) != 181 || len(d.Heads) != 10 || len(d.Cells) != 63 || len(d.Slices) != 42 {
		t.Errorf("%d requirements, %d heads, %d cells, %d slices", len(d.Requirements), len(d.Heads), len(d.Cells), len(d.Slices))
	}
}
