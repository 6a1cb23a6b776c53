package report

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"
)

// writeCSV writes one row for each finding (RFC 4180), after a row of names.
func writeCSV(w *bufio.Writer, r *Report, _ Options) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	rows := [][]string{{"file", "fileType", "code", "name", "severity", "clause", "message", "hint",
		"record", "line", "column", "offset", "path", "detectedBy"}}
	for i := range r.Files {
		file := &r.Files[i]
		for k := range file.Findings {
			rows = append(rows, csvRow(file, &file.Findings[k]))
		}
		if err := c.WriteAll(rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
	return c.WriteAll(rows)
}

func csvRow(file *File, f *Finding) []string {
	var line, column, offset string
	if f.Place != nil {
		line, column = strconv.Itoa(f.Line), strconv.Itoa(f.Column)
		offset = strconv.FormatInt(f.Offset, 10)
	}
	row := []string{file.File, file.FileType, f.Code, f.Name, f.Severity, f.Clause, f.Message, f.Hint,
		f.Record, line, column, offset, f.Path, f.DetectedBy}
	for i, cell := range row {
		row[i] = csvCell(cell)
	}
	return row
}

// csvCell keeps spreadsheets from taking a cell for a formula: what could begin
// one gets an apostrophe before it.
func csvCell(s string) string {
	s = Visible(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
