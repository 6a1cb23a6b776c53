package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

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

// coresOf are the numbers of cores that were tried on a group.
func (r *report) coresOf(g *group) (cores []int) {
	for _, x := range r.Results {
		if x.Group == g.name && (len(cores) == 0 || cores[len(cores)-1] != x.Cores) {
			cores = append(cores, x.Cores)
		}
	}
	return cores
}

// table is that of a group: its heading, then a row for each that has a result.
func (r *report) table(g *group, cores []int) [][]string {
	rows := [][]string{g.layout.heading(cores)}
	for _, e := range g.entrants {
		measured, some := make([]*result, len(cores)), false
		for i, n := range cores {
			measured[i] = r.of(g, &e, n)
			some = some || measured[i] != nil
		}
		if some {
			rows = append(rows, g.layout.row(&e, measured))
		}
	}
	return rows
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
	for _, g := range r.Estate.groups("") {
		cores := r.coresOf(g)
		if len(cores) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", g.title)
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, row := range r.table(g, cores) {
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
	for _, g := range r.Estate.groups("") {
		cores := r.coresOf(g)
		if len(cores) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n**%s**\n\n", g.title)
		for i, row := range r.table(g, cores) {
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
