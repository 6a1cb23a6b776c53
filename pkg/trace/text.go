package trace

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// table writes rows of cells as aligned columns.
func table(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(t, strings.TrimRight(strings.Join(r, "\t"), "\t"))
	}
	return t.Flush()
}

// section is one table of the whole trace; Text and Markdown write the same.
type section struct {
	title string
	doc   string // what the table says, for a page
	head  []string
	rows  [][]string
}

// sections are the tables in the order in which they are told.
func (t *Trace) sections() []section {
	return []section{t.summary(), t.heads(), t.requirements(), t.cells(), t.slices(), t.checks(), t.untested(), t.unknown(), slips()}
}

// WriteText writes the whole trace for a reader.
func (t *Trace) WriteText(w io.Writer) error {
	for i, s := range t.sections() {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := s.writeText(w); err != nil {
			return err
		}
	}
	return nil
}

func (s *section) writeText(w io.Writer) error {
	fmt.Fprintln(w, strings.ToUpper(s.title[:1])+s.title[1:])
	rows := s.rows
	if len(rows) == 0 {
		rows = [][]string{{"none"}}
	} else if len(s.head) > 0 {
		rows = append([][]string{s.head}, rows...)
	}
	indented := make([][]string, len(rows))
	for i, r := range rows {
		indented[i] = append([]string{"  " + r[0]}, r[1:]...)
	}
	return table(w, indented)
}

// WriteHeads writes the ten heads of 3.1 and what hangs from each.
func (t *Trace) WriteHeads(w io.Writer) error {
	s := t.heads()
	for i := range s.rows {
		s.rows[i] = append(s.rows[i], ids(t.UnderHead(Heads()[i].Letter)))
	}
	return table(w, s.rows)
}

// WriteRows writes some requirements with all that shows them.
func WriteRows(w io.Writer, rows []Row) error {
	for i, r := range rows {
		if i > 0 {
			fmt.Fprintln(w)
		}
		lines := [][]string{{r.ID, r.Statement}, {"tier", r.Tier.String()}, {"head", r.head()}, {"status", r.status()}}
		if r.TMAD != "" {
			lines = append(lines, []string{"TMAD", r.TMAD})
		}
		for _, k := range Kinds() {
			for j, name := range r.Names(k) {
				label := string(k) + "s"
				if j > 0 {
					label = ""
				}
				lines = append(lines, []string{label, name})
			}
		}
		for _, s := range Slips() {
			if s.ID == r.ID {
				lines = append(lines, []string{"slip", s.Text})
			}
		}
		if err := table(w, lines); err != nil {
			return err
		}
	}
	return nil
}

func (r *Row) head() string {
	for _, h := range Heads() {
		if h.Letter == r.Head {
			return "3.1(" + h.Letter + ") " + h.Title
		}
	}
	return "none: not from the document"
}

// status tells how far a requirement is, and why.
func (r *Row) status() string {
	switch {
	case r.Status == Covered && !r.Shown():
		return "untested"
	case r.Status == Covered:
		return string(r.Status)
	}
	return string(r.Status) + ": " + r.Why
}

func ids(rows []Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.ID)
	}
	return strings.Join(list, ", ")
}
