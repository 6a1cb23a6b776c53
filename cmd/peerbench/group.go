package main

import (
	"fmt"
	"slices"
	"strings"
)

// A group is what takes turns and has a table: the contestants that read a file;
// or those that read wrong files, on the good one and on what was made of it.
type group struct {
	name     string
	title    string
	baseline string // the contestant that ratios are of
	good     string // the file that ratios are of
	oneCore  bool
	entrants []entrant
	layout   layout
}

// An entrant is a contestant on a file.
type entrant struct {
	*contestant
	file *file
}

// groups are those of the files that are wanted, by name; "" is all of them, and
// "wrong" every one in which all records are.
func (e *estate) groups(wanted string) (all []*group) {
	wants := func(f *file) bool {
		names := strings.Split(wanted, ",")
		return wanted == "" || slices.Contains(names, f.Name) || f.Good != "" && slices.Contains(names, "wrong")
	}
	for _, f := range e.Files {
		if f.Good == "" && wants(f) {
			all = append(all, readersOf(f))
		}
	}
	for _, good := range e.Files {
		var wrong []*file
		for _, f := range e.Files {
			if f.Good == good.Name && wants(f) {
				wrong = append(wrong, f)
			}
		}
		if wrong != nil {
			all = append(all, judgesOf(good, wrong))
		}
	}
	return all
}

func readersOf(f *file) *group {
	g := &group{name: f.Name, title: f.title(), baseline: f.baseline(), oneCore: f.OneCore, layout: speeds(f.baseline())}
	for _, c := range contestants() {
		if c.reads(f) {
			g.entrants = append(g.entrants, entrant{&c, f})
		}
	}
	return g
}

func judgesOf(good *file, wrong []*file) *group {
	g := &group{name: good.Name + "-wrong", title: "Every record wrong, beside the good " + good.title(), good: good.Name, layout: slowness}
	for _, c := range contestants() {
		if !c.reads(wrong[0]) {
			continue
		}
		g.entrants = append(g.entrants, entrant{&c, good})
		for _, f := range wrong {
			g.entrants = append(g.entrants, entrant{&c, f})
		}
	}
	return g
}

func (f *file) title() string {
	return fmt.Sprintf("%s: %d records, %.1f MB", f.Title, f.Tally.Records, float64(f.Bytes)/1e6)
}

// checkNames refuses a list with a name that no file has.
func (e *estate) checkNames(wanted string) error {
	if wanted == "" {
		return nil
	}
	names := []string{"wrong"}
	for _, f := range e.Files {
		names = append(names, f.Name)
	}
	for name := range strings.SplitSeq(wanted, ",") {
		if !slices.Contains(names, name) {
			return fmt.Errorf("-files: no file is %q, there are %s", name, strings.Join(names, ", "))
		}
	}
	return nil
}
