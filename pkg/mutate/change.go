package mutate

import (
	"fmt"
	"slices"
	"strings"

	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// change sets the value at a path, which begins with "header" or with the index
// of a record; nil takes it out. A name that is new goes where the table of the
// type has it. The document must have been touched.
func (d *document) change(value *node, path ...any) Change {
	parent, table := d.walk(path[:len(path)-1])
	c := Change{of: d, Pointer: d.pointer(path), Before: "(absent)", After: "(absent)"}
	if value != nil {
		c.After = value.String()
	}
	switch last := path[len(path)-1].(type) {
	case string:
		if old := parent.get(last); old != nil {
			c.Before = old.String()
		}
		if value == nil {
			parent.remove(last)
		} else {
			parent.putBefore(nextOf(parent, table, last), last, value)
		}
	case int:
		if old := parent.at(last); old != nil {
			c.Before = old.String()
		}
		switch {
		case value == nil:
			parent.items = slices.Delete(parent.items, last, last+1)
		case last < len(parent.items):
			parent.items[last] = value
		default:
			parent.items = append(parent.items, value)
		}
	}
	d.storeRecords(path, parent)
	return c
}

// walk follows a path and keeps the table of what it comes to. The records of a
// document are a list of their own.
func (d *document) walk(path []any) (*node, *spec.Table) {
	if len(path) == 0 {
		return &node{form: list, items: d.tree.records}, nil
	}
	n, table := d.tree.header, d.fileType.Header
	if i, record := path[0].(int); record {
		n, table = d.tree.records[i], d.fileType.Record
	}
	for _, step := range path[1:] {
		n = n.at(step)
		if name, ok := step.(string); ok && table != nil {
			if f := table.Field(name); f != nil {
				table = f.Table
			} else {
				table = nil
			}
		}
	}
	return n, table
}

// storeRecords takes over the list of records where it was the list changed.
func (d *document) storeRecords(path []any, parent *node) {
	if len(path) == 1 {
		d.tree.records = parent.items
	}
}

// nextOf is the name of the member before which a new one goes.
func nextOf(parent *node, table *spec.Table, name string) string {
	if table == nil || table.Field(name) == nil {
		return ""
	}
	for _, m := range parent.members {
		if f := table.Field(m.name); f != nil && f.Index > table.Field(name).Index {
			return m.name
		}
	}
	return ""
}

// pointer is a path as a JSON Pointer.
func (d *document) pointer(path []any) string {
	var b strings.Builder
	if _, record := path[0].(int); record {
		b.WriteString("/" + d.fileType.Records)
	}
	for _, step := range path {
		fmt.Fprintf(&b, "/%v", step)
	}
	return b.String()
}

// in says that a mutator applies to sets of one environment alone.
func (m Mutator) in(environment string) Mutator {
	m.Environment = environment
	return m
}

// good says that a mutator stays on the good side of a boundary.
func (m Mutator) good() Mutator {
	m.Good = true
	return m
}

// also says what is found as well.
func (m Mutator) also(codes ...finding.Code) Mutator {
	m.Also = codes
	return m
}

// chooser tells which files are fit for a mutator; nil takes any.
type chooser func(*tree) bool

// changer changes a document that has been touched.
type changer func(*Set, *document) (Change, error)

// onLatest makes a mutator of a change to the first fitting file of the first of
// these types. What was made after that stage is left out.
func onLatest(code finding.Code, name string, types []string, want chooser, change changer) Mutator {
	return Mutator{Code: code, Name: name, Types: types, Apply: func(s *Set) (Change, error) {
		choice := types
		if choice == nil {
			choice = s.anyType()
		}
		d, _, err := s.latest(choice, want)
		if err != nil {
			return Change{}, err
		}
		return change(s, d)
	}}
}

// onFirst is onLatest with everything that was made later, which follows.
func onFirst(code finding.Code, name string, types []string, want chooser, change changer) Mutator {
	m := onLatest(code, name, types, want, change)
	m.Apply = func(s *Set) (Change, error) {
		choice := types
		if choice == nil {
			choice = s.anyType()
		}
		d, _, err := s.first(choice, want)
		if err != nil {
			return Change{}, err
		}
		return change(s, d)
	}
	return m
}

// set is a change of one value.
func set(value *node, path ...any) changer {
	return func(_ *Set, d *document) (Change, error) { return d.change(value.clone(), path...), nil }
}

// types lists types of file.
func types(names ...string) []string { return names }
