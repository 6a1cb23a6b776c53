package trace

import (
	"encoding/csv"
	"io"
)

// WriteCSV writes requirements with a row for each thing that shows one, and one
// row for each that nothing shows.
func WriteCSV(w io.Writer, rows []Row) error {
	c := csv.NewWriter(w)
	all := [][]string{{"clause", "tier", "head", "status", "kind", "name"}}
	for _, r := range rows {
		by := r.By
		if len(by) == 0 {
			by = []Show{{}}
		}
		for _, s := range by {
			all = append(all, []string{r.ID, string(r.Tier), r.Head, string(r.Status), string(s.Kind), s.Name})
		}
	}
	return c.WriteAll(all)
}
