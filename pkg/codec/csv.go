package codec

import (
	"context"
	"io"
	"slices"
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// NOTE. A MAF may also be a CSV (RFC 4180), which is what suppliers make: one
// row for each meter, after a row that names the columns. This file reads it as
// the same records that the JSON form has. csv_row.go takes rows apart, and
// csv_record.go makes records of them.
//
// A row that is not RFC 4180 is given up, and reading resumes at the next line.

// OpenCSV reads the row of column names of a MAF in CSV. The header comes from
// the caller, since a CSV has none. The File is visited as any other; its Result
// has the digest of all bytes and no trailer, and a Record's places are cells:
// the pointer /7/MPxN is the cell of row 7 in the column MPxN, the row of names
// being row 1.
//
// The error is a *NotMigrationFileError where the file is empty, else a fault of
// the world.
func OpenCSV(r io.Reader, h *envelope.Header, opt Options) (*File, error) {
	opt = opt.withDefaults()
	hash := newDigester()
	f := &File{opt: opt, hash: hash, said: map[finding.Code]int{}, Type: maf.Type, Header: h}
	f.win = newWindow(r, min(opt.BlockSize, opt.MaxRecord), opt.MaxRecord, hash)
	f.skipByteOrderMark()
	if !f.win.have(1) {
		return nil, f.refuse("the file is empty")
	}
	f.csv = &csvReader{File: f, last: map[csvKey]int{}}
	f.csv.names()
	if err := f.win.fault(); err != nil {
		return nil, err
	}
	f.Findings, f.result.Findings = f.result.Findings, nil
	return f, nil
}

// csvReader is the reading of a CSV.
type csvReader struct {
	*File
	columns []*maf.Column // of each cell of a row; nil where it is not known
	fields  []spec.Field  // what they fill, under the name of the column
	cells   []csvCell     // of the last row
	text    []byte        // room for cells in quotation marks
	row     int           // number of the last row, from 1
	length  int           // of the last row, line end included
	open    int           // where a quotation mark is not closed yet, or -1

	auth csvAuthorisation // the record under way
	last map[csvKey]int   // by authorisation met, its last row
}

// visitCSV is Visit for a CSV. It reads with one worker, since the rows of a
// record stand one below the other.
func (f *File) visitCSV(ctx context.Context, v *visit) (Result, error) {
	c := f.csv
	v.own = v.newSlot()
	for f.next != lost && c.nextRow() {
		c.judgeRow(v)
		c.skipRow()
		if v.since >= flushEvery {
			if err := v.flush(); err != nil {
				return Result{}, err
			}
			if err := ctx.Err(); err != nil {
				return Result{}, err
			}
		}
	}
	if err := f.win.fault(); err != nil {
		return Result{}, err
	}
	c.emit(v)
	if err := v.flush(); err != nil {
		return Result{}, err
	}
	if err := f.drain(ctx); err != nil {
		return Result{}, err
	}
	f.win.settle()
	f.result.SHA256, f.result.Bytes = f.hash.sum(), f.hash.n
	f.result.Digest = DigestPrefix + f.result.SHA256
	f.result.Complete = f.next != lost
	return f.result, nil
}

// names reads the row of column names.
func (c *csvReader) names() {
	if !c.nextRow() {
		return
	}
	for _, found := range c.p.found {
		c.report(found)
	}
	all := maf.Columns()
	seen := map[string]bool{}
	for _, cell := range c.cells {
		name := string(cell.text)
		column := columnOf(all, name)
		at, path := c.p.position(cell.at), "/1"
		if name != "" {
			path = pointer([]step{{i: c.row}, {name: name}})
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
		c.addColumn(column)
	}
	c.missing(all, seen)
	c.skipRow()
}

func (c *csvReader) addColumn(column *maf.Column) {
	var field spec.Field
	if column != nil {
		field = *column.Field
		field.Name = column.Name
	}
	c.columns, c.fields = append(c.columns, column), append(c.fields, field)
}

// missing reports the columns that are not there. Without a single one there is
// no row of names, and no row can be read.
func (c *csvReader) missing(all []maf.Column, seen map[string]bool) {
	if len(seen) == 0 {
		c.result.Findings = slices.DeleteFunc(c.result.Findings, func(f finding.Finding) bool { return f.Code == finding.UnknownField })
		c.report(finding.Finding{Code: finding.MissingField, Pos: c.win.at, Path: "/1",
			Message: "the first row names no column of a MAF", Hint: "it must be " + strings.Join(columnNames(all), ",")})
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
	if strings.ContainsAny(name, ";\t") {
		return "cells are parted by commas"
	}
	return ""
}
