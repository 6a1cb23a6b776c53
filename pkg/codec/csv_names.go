package codec

import (
	"slices"
	"strings"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// csvTable is what the row of names says.
type csvTable struct {
	names    []string      // as the row of names has them
	columns  []*maf.Column // of each cell of a row; nil where it is not known
	fields   []spec.Field  // what they fill, under the name of the column
	idColumn int           // the one of the id of the authorisation, or -1
}

func (t *csvTable) add(column *maf.Column) {
	var field spec.Field
	if column != nil {
		field = *column.Field
		field.Name = column.Name
		if column.Table == maf.Record && field.Index == 0 {
			t.idColumn = len(t.columns)
		}
	}
	t.columns, t.fields = append(t.columns, column), append(t.fields, field)
}

// complete reports whether each field that must be there has a column.
func (t *csvTable) complete() bool {
	record, meter := uint32(1<<recordMeters.Index), uint32(0)
	for _, col := range t.columns {
		switch {
		case col == nil:
		case col.Table == maf.Meters:
			meter |= 1 << col.Field.Index
		default:
			record |= 1 << col.Field.Index
		}
	}
	return maf.Record.Required()&^record|maf.Meters.Required()&^meter == 0
}

// names reads the row of column names.
func (c *csvReader) names() {
	if !c.nextRow() {
		return
	}
	j := c.judge
	for _, found := range j.p.found {
		c.report(found)
	}
	all := maf.Columns()
	seen := map[string]bool{}
	for _, cell := range j.cells {
		name := string(cell.text)
		column := columnOf(all, name)
		at, path := j.p.position(cell.at), "/1"
		if name != "" {
			path = pointer([]step{{i: j.number}, {name: name}})
		}
		switch {
		case column == nil:
			c.report(finding.Finding{Code: finding.UnknownField, Pos: at, Path: path, Message: quoteName(name) + " is not a column of a MAF", Hint: columnHint(all, name)})
		case seen[name]:
			c.report(finding.Finding{Code: finding.DuplicateName, Pos: at, Path: path, Message: "the column " + name + " stands twice", Hint: "keep one of the two"})
			column = nil
		default:
			seen[name] = true
		}
		j.names = append(j.names, name)
		j.add(column)
	}
	j.codes = newCellCodes(j.csvTable)
	c.missing(all, seen)
	c.skipRow()
}

// missing reports the columns that are not there. Without a single one there is
// no row of names, and no row can be read.
func (c *csvReader) missing(all []maf.Column, seen map[string]bool) {
	if len(seen) == 0 {
		c.result.Findings = slices.DeleteFunc(c.result.Findings, func(f finding.Finding) bool { return f.Code == finding.UnknownField })
		delete(c.result.Untold, finding.UnknownField)
		c.report(finding.Finding{Code: finding.MissingField, Pos: c.win.at, Path: "/1",
			Message: "the first row names no column of a MAF", Hint: namesHint(all, c.judge.names)})
		c.next = lost
		return
	}
	for _, col := range all {
		if !seen[col.Name] {
			c.report(finding.Finding{Code: finding.MissingField, Pos: c.win.at, Path: "/1",
				Message: "the column " + col.Name + " is missing", Hint: "a column may be empty, but each must be there"})
		}
	}
}

// namesHint says how a first row that names no column is to be mended. Where
// spreadsheets write decimals with a comma, they part cells by semicolons.
func namesHint(all []maf.Column, names []string) string {
	hint := "it must be " + strings.Join(columnNames(all), ",")
	if len(names) != 1 {
		return hint
	}
	for _, sign := range []struct{ text, name string }{{";", "semicolons"}, {"\t", "tabs"}, {"|", "bars"}} {
		if first, _, ok := strings.Cut(names[0], sign.text); ok && columnOf(all, first) != nil {
			return "its cells are parted by " + sign.name + ": save the file as CSV with commas; " + hint
		}
	}
	return hint
}

// Columns returns what the row of names of a MAF in CSV says: the names as they
// are, and the column of each, nil for one that is not known or stands twice.
func (f *File) Columns() (names []string, columns []*maf.Column) {
	if f.csv == nil {
		return nil, nil
	}
	return slices.Clone(f.csv.judge.names), slices.Clone(f.csv.judge.columns)
}

func columnNames(all []maf.Column) (names []string) {
	for _, c := range all {
		names = append(names, c.Name)
	}
	return names
}

func columnOf(all []maf.Column, name string) *maf.Column {
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	return nil
}

func columnHint(all []maf.Column, name string) string {
	if name == "" {
		return "delete columns without a name"
	}
	for _, c := range all {
		if strings.EqualFold(c.Name, strings.Trim(name, " _")) {
			return "the column is spelt " + c.Name
		}
	}
	if strings.HasSuffix(name, "\r") {
		return "the line ends in two carriage returns and a line feed: save the file with ordinary line ends"
	}
	if strings.ContainsAny(name, ";\t") {
		return "cells are parted by commas"
	}
	return ""
}
