package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// run writes what became of a run: states, alerts, and who received what.
func (t *textWriter) run(r *Report) {
	t.printf("%s\n\n", t.paint(bold, Visible(fmt.Sprintf("%s, seed %d", title(r), r.Run.Seed))))
	t.tallies("installations", tallies(r.Run.States))
	t.tallies("authorisations", tallies(r.Run.authorisationStates()))
	t.alerts(r.Run.alertLines())
	t.matrix(r.Run.deliveries().first(len(processOrder)))
	t.unfinished(r.Run)
}

// title is the heading of a report.
func title(r *Report) string {
	if r.Title != "" {
		return r.Title
	}
	if r.Run != nil {
		return "test migration"
	}
	return "validation"
}

func (t *textWriter) tallies(what string, all []tally) {
	var sum int64
	for _, s := range all {
		sum += s.N
	}
	t.printf("%-18s %9d\n", what, sum)
	for _, s := range all {
		t.printf("  %-16s %9d\n", Visible(s.Name), s.N)
	}
	t.printf("\n")
}

func (t *textWriter) alerts(lines []alertLine) {
	if len(lines) == 0 {
		t.printf("no alerts\n\n")
		return
	}
	t.printf("%-18s %9s %9s\n", "alerts", "raised", "released")
	for _, l := range lines {
		t.printf("  %-16s %9d %9d", Visible(l.Code), l.Raised, l.Released)
		for _, to := range l.To {
			t.printf("  %s %d", Visible(to.Name), to.N)
		}
		t.printf("\n")
	}
	t.printf("\n")
}

// matrix writes the table of deliveries. A dash is a file that a party never
// got.
func (t *textWriter) matrix(m matrix) {
	if len(m.Rows) == 0 {
		return
	}
	width := 8
	for _, row := range m.Rows {
		width = max(width, utf8.RuneCountInString(Visible(row.Party)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s", width, "received")
	for _, name := range m.Types {
		fmt.Fprintf(&b, "  %s", Visible(name))
	}
	b.WriteString("\n")
	for _, row := range m.Rows {
		fmt.Fprintf(&b, "%-*s", width, Visible(row.Party))
		for i, n := range row.Cells {
			cell := "-"
			if n > 0 {
				cell = fmt.Sprint(n)
			}
			fmt.Fprintf(&b, "  %*s", utf8.RuneCountInString(Visible(m.Types[i])), cell)
		}
		b.WriteString("\n")
	}
	t.printf("%s\n", b.String())
}

// unfinished lists installations that were not commissioned, and why.
func (t *textWriter) unfinished(r *Run) {
	const most = 50
	n := 0
	for i := range each(r.Installations) {
		if i.State == "COMMISSIONED" {
			continue
		}
		if n++; n > most {
			continue
		}
		t.printf("%s  %s  %s", Visible(i.InstallationID), Visible(i.Combination), Visible(i.State))
		if i.Reason != "" {
			t.printf(": %s", Visible(i.Reason))
		}
		t.printf("\n")
	}
	if n > most {
		t.printf("and %d more, see report.json\n", n-most)
	}
	if n > 0 {
		t.printf("\n")
	}
}
