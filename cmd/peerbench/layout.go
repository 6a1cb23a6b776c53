package main

import "fmt"

// A layout is the columns of a table: what a row is of, what was measured on each
// number of cores, and what it cost on any.
type layout struct {
	first string
	name  func(e *entrant) string
	each  []string // the first of them names the cores as well
	cells func(r *result) []string
	costs []string
	cost  func(e *entrant, measured []*result) []string
}

// speeds is the layout of contestants that read one file.
func speeds(baseline string) layout {
	return layout{
		first: "contestant",
		name:  func(e *entrant) string { return e.Name },
		each:  []string{"MB/s", "min–max", "× " + baseline, "× SHA-256"},
		cells: func(r *result) []string {
			return []string{speed(r.MBs.Median), speed(r.MBs.Min) + "–" + speed(r.MBs.Max), ratio(r.ToJSON), ratio(r.ToSHA256)}
		},
		costs: []string{"CPU ns/record", "allocs/record", "peak MiB"},
		cost:  costsOfRecord,
	}
}

// slowness is the layout of one contestant on a good file and on wrong ones.
var slowness = layout{
	first: "s1mig validate, the program",
	name: func(e *entrant) string {
		if e.file.Good == "" {
			return "the good file"
		}
		return e.file.Title
	},
	each: []string{"s", "min–max", "× good"},
	cells: func(r *result) []string {
		s := r.Seconds
		return []string{fmt.Sprintf("%.3f", s.Median), fmt.Sprintf("%.3f–%.3f", s.Min, s.Max), ratio(r.ToGood)}
	},
	costs: []string{"peak MiB"},
	cost:  func(_ *entrant, measured []*result) []string { return []string{peakOfAll(measured)} },
}

func (l *layout) heading(cores []int) []string {
	row := []string{l.first}
	for _, n := range cores {
		where := ", 1 core"
		if n > 1 {
			where = fmt.Sprintf(", %d cores", n)
		}
		row = append(append(row, l.each[0]+where), l.each[1:]...)
	}
	return append(row, l.costs...)
}

// row is that of an entrant, whose results are those on each number of cores; nil
// where there is none.
func (l *layout) row(e *entrant, results []*result) []string {
	row := []string{l.name(e)}
	var measured []*result
	for _, r := range results {
		cells := make([]string, len(l.each))
		switch {
		case r == nil:
			cells[0] = "–"
		case r.Absent != "":
			cells[0] = r.Absent
		default:
			cells = l.cells(r)
			measured = append(measured, r)
		}
		row = append(row, cells...)
	}
	if measured == nil {
		return append(row, make([]string, len(l.costs))...)
	}
	return append(row, l.cost(e, measured)...)
}

// costsOfRecord are what a record costs on the fewest cores, and the peak of memory.
func costsOfRecord(e *entrant, measured []*result) []string {
	one := measured[0]
	allocs := fmt.Sprintf("%.1f", one.Allocs)
	if e.Node || e.program != nil || e.Shows == digest {
		allocs = "–"
	}
	return []string{fmt.Sprintf("%.0f", one.CPU), allocs, peakOfAll(measured)}
}

// peakOfAll is the peak of memory on any number of cores, in MiB.
func peakOfAll(measured []*result) string {
	var peak int64
	for _, r := range measured {
		peak = max(peak, r.PeakBytes)
	}
	if peak == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", float64(peak)/(1<<20))
}
