package report

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
)

// ANSI colours of the severities and of headings.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	blue   = "\x1b[34m"
	faint  = "\x1b[2m"
	reset  = "\x1b[0m"
)

// textWriter writes plain text, coloured only if told.
type textWriter struct {
	w     *bufio.Writer
	color bool
}

// writeText writes the report for people: what is wrong, where, why, and how to
// mend it, grouped by file; at last one line that says what the exit code says.
func writeText(w *bufio.Writer, r *Report, opt Options) error {
	t := &textWriter{w: w, color: opt.Color}
	if r.Run != nil {
		t.run(r)
	}
	t.files(r)
	t.notes("skipped", r.Skipped)
	t.notes("not read", r.Unread)
	t.summary(r)
	return nil
}

// files writes the verdicts: of a run, only of those files of which there is more
// to say than that they are valid.
func (t *textWriter) files(r *Report) {
	apart := true // the line before is empty
	for i := range r.Files {
		f := &r.Files[i]
		if r.Run != nil && !f.hasNews() {
			continue
		}
		if f.hasNews() && !apart {
			t.printf("\n")
		}
		t.file(f)
		if apart = f.hasNews(); apart {
			t.printf("\n")
		}
	}
	if !apart {
		t.printf("\n")
	}
}

// hasNews reports whether there is more to say of a file than that it is valid.
func (f *File) hasNews() bool {
	return len(f.Findings) > 0 || len(f.NotEvaluated) > 0 || f.Valid == nil || !*f.Valid
}

func (t *textWriter) printf(format string, args ...any) { fmt.Fprintf(t.w, format, args...) }

// paint colours a text that is this program's own.
func (t *textWriter) paint(color, s string) string {
	if !t.color {
		return s
	}
	return color + s + reset
}

func (t *textWriter) file(f *File) {
	t.printf("%s  %s, %s: %s\n", t.paint(bold, Visible(f.File)), Visible(f.FileType), Count(f.Records, "record"), Visible(f.verdict()))
	if len(f.Rejected) > 0 {
		t.printf("  rejected  %s\n", Visible(f.turnedAway()))
	}
	for i := range f.Findings {
		t.finding(&f.Findings[i])
	}
	rest := f.unlisted()
	for _, code := range sortedKeys(rest) {
		t.printf("  and %d more of %s\n", rest[code], Visible(code))
	}
	for _, n := range f.NotEvaluated {
		t.printf("  not evaluated  %s: %s\n", Visible(n.Code), Visible(n.Because))
	}
}

func (t *textWriter) finding(f *Finding) {
	t.printf("  %s  %s", t.paint(severityColor(f.Severity), fmt.Sprintf("%-7s", f.Severity)), Visible(f.Code))
	if f.Name != "" {
		t.printf("  %s", Visible(f.Name))
	}
	t.printf("\n")
	why := f.Clause
	if f.DetectedBy != "" {
		why += ", seen by " + f.DetectedBy
	}
	for _, row := range [][2]string{{"what ", f.Message}, {"where", f.where()}, {"why  ", why}, {"mend ", f.Hint}} {
		if row[1] != "" {
			t.printf("           %s  %s\n", t.paint(faint, row[0]), Visible(row[1]))
		}
	}
}

func severityColor(severity string) string {
	switch severity {
	case "error":
		return red
	case "warning":
		return yellow
	}
	return blue
}

// where says in words where a finding stands.
func (f *Finding) where() string {
	var parts []string
	if f.Place != nil {
		parts = append(parts, fmt.Sprintf("line %d, column %d, byte %d", f.Line, f.Column, f.Offset))
	}
	if f.Path != "" {
		parts = append(parts, f.Path)
	}
	if f.Record != "" {
		parts = append(parts, "record "+f.Record)
	}
	return strings.Join(parts, ", ")
}

func (t *textWriter) notes(title string, notes []Note) {
	for _, n := range notes {
		t.printf("%s  %s: %s\n", title, t.paint(bold, Visible(n.File)), Visible(n.Because))
	}
	if len(notes) > 0 {
		t.printf("\n")
	}
}

func (t *textWriter) summary(r *Report) {
	s := r.Summary
	t.printf("judged by %s %s of %s, profile %s, at %s (%s)\n", Visible(r.Basis.Doc), Visible(r.Basis.Version),
		Visible(r.Basis.Date), Visible(r.Basis.Profile), Visible(r.AsOf), Visible(r.AsOfSource))
	if s.Truncated {
		t.printf("not every finding is listed; the counts are exact\n")
	}
	color := red
	if r.Exit == ExitClean {
		color = "\x1b[32m"
	}
	t.printf("%s, %s: %s\n%s\n", Count(int64(s.Files), "file"), Count(s.Records, "record"), s.Findings, t.paint(color, r.Verdict()))
}

// maxShown is how many ids of records a line names.
const maxShown = 20

// turnedAway names some of the records that are turned away and says how many more
// there are. Of a broken record no id is known.
func (f *File) turnedAway() string {
	shown := slices.Clone(f.Rejected[:min(len(f.Rejected), maxShown)])
	for i, id := range shown {
		if id == "" {
			shown[i] = "(no id)"
		}
	}
	list := strings.Join(shown, ", ")
	if more := len(f.Rejected) - len(shown); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}
