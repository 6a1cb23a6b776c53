package trace

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed coverage.tsv
var coverageText string

// Tally is how many went through without a fault, of how many there were.
type Tally struct{ OK, Of int }

// Add counts one more.
func (t *Tally) Add(ok bool) {
	t.Of++
	if ok {
		t.OK++
	}
}

func (t Tally) String() string { return fmt.Sprintf("%d/%d", t.OK, t.Of) }

func parseTally(text string) (t Tally, err error) {
	ok, of, found := strings.Cut(text, "/")
	if t.OK, err = strconv.Atoi(ok); err == nil && found {
		t.Of, err = strconv.Atoi(of)
	}
	if err != nil || !found || t.OK < 0 || t.Of < t.OK {
		return t, fmt.Errorf("%q is no tally", text)
	}
	return t, nil
}

// Evidence is what runs did in one activity on one type of file, for the
// installations of one combination and GroupID. Content counts installations,
// format and exchange count files.
type Evidence struct {
	World, Type, Activity, System, Combination, Group string
	Aspects                                           [3]Tally // in the order of Aspects
}

// Checks is how often a check of 5.5 ended so in a group.
type Checks struct {
	World   string `json:"world"`
	Clause  string `json:"clause"`
	Group   string `json:"groupID"`
	Outcome string `json:"outcome"`
	Count   int    `json:"count"`
}

// Coverage is what runs did.
type Coverage struct {
	Cells  []Evidence
	Checks []Checks
}

const coverageHead = `# What runs of two worlds did: W1, and a synthetic one that has every combination
# of 5.2 in every GroupID. Written by cmd/gen: do not edit.
# cell, world, type, activity, system, combination, group, then without a fault of
# all: content (installations), format (files), exchange (files)
# check, world, clause, group, outcome, count
`

// FormatCoverage writes coverage.tsv.
func FormatCoverage(c Coverage) string {
	var b strings.Builder
	b.WriteString(coverageHead)
	for _, e := range c.Cells {
		fmt.Fprintf(&b, "cell\t%s\t%s\t%s\t%s\t%s\t%s\t%v\t%v\t%v\n", e.World, e.Type, e.Activity, e.System, e.Combination, e.Group,
			e.Aspects[0], e.Aspects[1], e.Aspects[2])
	}
	for _, k := range c.Checks {
		fmt.Fprintf(&b, "check\t%s\t%s\t%s\t%s\t%d\t\t\t\t\n", k.World, k.Clause, k.Group, k.Outcome, k.Count)
	}
	return b.String()
}

func parseCoverage(text string) (c Coverage, err error) {
	rows, err := rowsOf("coverage.tsv", text, 10)
	if err != nil {
		return c, err
	}
	for _, row := range rows {
		switch row[0] {
		case "cell":
			err = c.addCell(row)
		case "check":
			err = c.addCheck(row)
		default:
			err = fmt.Errorf("%q is neither cell nor check", row[0])
		}
		if err != nil {
			return c, fmt.Errorf("coverage.tsv: %s: %w", strings.Join(row, " | "), err)
		}
	}
	return c, nil
}

func (c *Coverage) addCell(row []string) (err error) {
	e := Evidence{World: row[1], Type: row[2], Activity: row[3], System: row[4], Combination: row[5], Group: row[6]}
	for i, known := range [][]string{Types(), Activities(), Systems(), Combinations(), Groups()} {
		if !slices.Contains(known, row[i+2]) {
			return fmt.Errorf("%q is not one of %s", row[i+2], strings.Join(known, ", "))
		}
	}
	for i := range e.Aspects {
		if e.Aspects[i], err = parseTally(row[7+i]); err != nil {
			return err
		}
	}
	c.Cells = append(c.Cells, e)
	return nil
}

func (c *Coverage) addCheck(row []string) (err error) {
	k := Checks{World: row[1], Clause: row[2], Group: row[3], Outcome: row[4]}
	k.Count, err = strconv.Atoi(row[5])
	c.Checks = append(c.Checks, k)
	return err
}
