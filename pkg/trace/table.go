package trace

import (
	"fmt"
	"strings"
)

// rowsOf splits a table into rows of so many cells. Blank lines and those that
// begin with # are left out.
func rowsOf(name, text string, cells int) ([][]string, error) {
	var rows [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != cells {
			return nil, fmt.Errorf("%s: %q has %d cells, expected %d", name, line, len(row), cells)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: no row", name)
	}
	return rows, nil
}

// words splits a list at its commas.
func words(list string) []string {
	var all []string
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w != "" {
			all = append(all, w)
		}
	}
	return all
}
