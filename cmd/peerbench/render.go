package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// cells are the columns of a contestant's row, on one core and on all.
func (r *report) cells(c *contestant, f *file, cores []int) []string {
	row := []string{c.Name}
	var last *result
	for _, n := range cores {
		x := r.of(c.Name, f, n)
		switch {
		case x == nil:
			row = append(row, "–", "", "", "")
		case x.Absent != "":
			row = append(row, x.Absent, "", "", "")
		default:
			row = append(row, speed(x.MBs.Median), speed(x.MBs.Min)+"–"+speed(x.MBs.Max), ratio(x.ToJSON), ratio(x.ToSHA256))
			last = x
		}
	}
	return append(row, r.costs(c, f, cores, last)...)
}

// costs are what a record costs on one core, and the peak of memory on any number.
func (r *report) costs(c *contestant, f *file, cores []int, measured *result) []string {
	if measured == nil {
		return []string{"", "", ""}
	}
	var peak int64
	one := measured
	for _, n := range cores {
		if x := r.of(c.Name, f, n); x != nil && x.Absent == "" {
			peak = max(peak, x.PeakBytes)
			if n == 1 {
				one = x
			}
		}
	}
	cpu, allocs, memory := fmt.Sprintf("%.0f", one.CPU), fmt.Sprintf("%.1f", one.Allocs), fmt.Sprintf("%.0f", float64(peak)/(1<<20))
	if c.Node || c.Whole || c.Shows == digest {
		allocs = "–"
	}
	if c.Whole {
		memory = "–"
	}
	return []string{cpu, allocs, memory}
}

func speed(v float64) string {
	if v < 100 {
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

func ratio(v float64) string {
	switch {
	case v == 0:
		return "–"
	case v < 10:
		return fmt.Sprintf("%.2f×", v)
	}
	return fmt.Sprintf("%.1f×", v)
}

func (r *report) heading(f *file, cores []int) []string {
	row := []string{"contestant"}
	for _, n := range cores {
		where := "1 core"
		if n > 1 {
			where = fmt.Sprintf("%d cores", n)
		}
		row = append(row, "MB/s, "+where, "min–max", "× "+f.baseline(), "× SHA-256")
	}
	return append(row, "CPU ns/record", "allocs/record", "peak MiB")
}

// coresOf are the numbers of cores that were tried on a file.
func (r *report) coresOf(f *file) (cores []int) {
	for _, x := range r.Results {
		if x.File == f.Name && (len(cores) == 0 || cores[len(cores)-1] != x.Cores) {
			cores = append(cores, x.Cores)
		}
	}
	return cores
}

// table is that of a file: its heading, then a row for each contestant.
func (r *report) table(f *file, cores []int) [][]string {
	rows := [][]string{r.heading(f, cores)}
	for _, c := range contestants() {
		if r.of(c.Name, f, 1) != nil || r.of(c.Name, f, r.Machine.Cores) != nil {
			rows = append(rows, r.cells(&c, f, cores))
		}
	}
	return rows
}

func (r *report) title(f *file) string {
	return fmt.Sprintf("%s: %d records, %.1f MB", f.Title, f.Tally.Records, float64(f.Bytes)/1e6)
}

func (r *report) about() string {
	sha := ""
	if r.Machine.SHA {
		sha = " with SHA instructions"
	}
	load := ""
	if r.Machine.Load != "" {
		load = ", load average " + r.Machine.Load + " at the start"
	}
	return fmt.Sprintf("%s%s, %d cores, %s, %s%s; %s; estate of %d installations, seed %d; %d rounds, medians",
		r.Machine.CPU, sha, r.Machine.Cores, r.Machine.OS, r.Machine.Go, load, r.Date, r.Estate.Records, r.Estate.Seed, r.Rounds)
}

// sampled says who does not read the whole files.
func (r *report) sampled() string {
	var names []string
	for _, c := range contestants() {
		if c.Sampled {
			names = append(names, c.Name)
		}
	}
	return fmt.Sprintf("%s get only the first %d records of each file, to keep the run short.", strings.Join(names, ", "), r.Estate.Sampled)
}

func (r *report) used(c *contestant) string {
	name := c.Name
	if v := r.Versions[c.Name]; v != "" {
		name += " (" + v + ")"
	}
	return name + ": " + c.How
}

func (r *report) text(w io.Writer) error {
	fmt.Fprintln(w, r.about())
	fmt.Fprintln(w, r.sampled())
	for _, f := range r.Estate.Files {
		cores := r.coresOf(f)
		if len(cores) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", r.title(f))
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, row := range r.table(f, cores) {
			fmt.Fprintln(tw, strings.Join(row, "\t"))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintln(w)
	for _, c := range contestants() {
		fmt.Fprintln(w, r.used(&c))
	}
	return nil
}

func (r *report) markdown(w io.Writer) error {
	fmt.Fprintf(w, "%s.\n", r.about())
	for _, f := range r.Estate.Files {
		cores := r.coresOf(f)
		if len(cores) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n**%s**\n\n", r.title(f))
		for i, row := range r.table(f, cores) {
			fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
			if i == 0 {
				fmt.Fprintf(w, "|---%s|\n", strings.Repeat("|--:", len(row)-1))
			}
		}
	}
	fmt.Fprintf(w, "\n%s What each row is:\n\n", r.sampled())
	for _, c := range contestants() {
		if _, err := fmt.Fprintf(w, "* %s\n", r.used(&c)); err != nil {
			return err
		}
	}
	return nil
}
