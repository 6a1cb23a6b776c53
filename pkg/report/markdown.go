package report

import (
	"bufio"
	"fmt"
	"strings"
)

// writeMarkdown writes the report as GitHub-flavoured Markdown, for summaries of
// jobs and for tickets.
func writeMarkdown(w *bufio.Writer, r *Report, opt Options) error {
	fmt.Fprintf(w, "# s1mig: %s\n\n**%s**\n\n", mdText(title(r)), mdText(r.Verdict()))
	fmt.Fprintf(w, "%s, %s: %s.\n", Count(int64(r.Summary.Files), "file"), Count(r.Summary.Records, "record"), r.Summary.Findings)
	fmt.Fprintf(w, "Judged by %s %s of %s, profile %s, at %s (%s).\n", mdText(r.Basis.Doc), mdText(r.Basis.Version),
		mdText(r.Basis.Date), mdText(r.Basis.Profile), mdText(r.AsOf), mdText(r.AsOfSource))
	if r.Summary.Truncated {
		w.WriteString("Not every finding is listed; the counts are exact.\n")
	}
	if r.Run != nil {
		mdRun(w, r.Run)
	}
	mdFiles(w, r, opt.maxRows())
	mdFindings(w, r, opt.maxRows())
	mdNotes(w, "Skipped", r.Skipped)
	mdNotes(w, "Not read", r.Unread)
	return nil
}

func mdRun(w *bufio.Writer, r *Run) {
	w.WriteString("\n## Installations\n\n| Step | Left | Ended here |\n|---|--:|---|\n")
	for _, s := range funnel("installations", r.States) {
		var lost []string
		for _, l := range s.Lost {
			lost = append(lost, fmt.Sprintf("%s %d", l.Name, l.N))
		}
		mdRow(w, s.Name, fmt.Sprint(s.Left), strings.Join(lost, ", "))
	}
	w.WriteString("\n## Alerts\n\n| Code | Raised | Released |\n|---|--:|--:|\n")
	for _, l := range r.alertLines() {
		mdRow(w, l.Code, fmt.Sprint(l.Raised), fmt.Sprint(l.Released))
	}
	m := r.deliveries()
	w.WriteString("\n## Who received what\n\n")
	mdRow(w, append([]string{"Party"}, m.Types...)...)
	w.WriteString("|---" + strings.Repeat("|--:", len(m.Types)) + "|\n")
	for _, row := range m.Rows {
		cells := []string{row.Party}
		for _, n := range row.Cells {
			cells = append(cells, fmt.Sprint(n))
		}
		mdRow(w, cells...)
	}
}

func mdFiles(w *bufio.Writer, r *Report, most int) {
	if len(r.Files) == 0 {
		return
	}
	w.WriteString("\n## Files\n\n| File | Type | Records | Verdict | Findings |\n|---|---|--:|---|---|\n")
	for i := range r.Files[:min(len(r.Files), most)] {
		f := &r.Files[i]
		_, counts := f.totals()
		mdRow(w, f.File, f.FileType, fmt.Sprint(f.Records), f.verdict(), counts.String())
	}
	mdMore(w, len(r.Files), most)
}

func mdFindings(w *bufio.Writer, r *Report, most int) {
	n := 0
	for i := range r.Files {
		for k := range r.Files[i].Findings {
			if n++; n > most {
				continue
			}
			if n == 1 {
				w.WriteString("\n## Findings\n\n| Severity | Code | File | Where | What | Clause | How to mend |\n|---|---|---|---|---|---|---|\n")
			}
			f := &r.Files[i].Findings[k]
			mdRow(w, f.Severity, f.Code, r.Files[i].File, f.where(), f.Message, f.Clause, f.Hint)
		}
	}
	mdMore(w, n, most)
}

func mdMore(w *bufio.Writer, n, most int) {
	if n > most {
		fmt.Fprintf(w, "\nand %d more, left out here\n", n-most)
	}
}

func mdNotes(w *bufio.Writer, title string, notes []Note) {
	if len(notes) == 0 {
		return
	}
	fmt.Fprintf(w, "\n## %s\n\n| File | Why |\n|---|---|\n", title)
	for _, n := range notes {
		mdRow(w, n.File, n.Because)
	}
}

func mdRow(w *bufio.Writer, cells ...string) {
	for _, c := range cells {
		fmt.Fprintf(w, "| %s ", mdText(c))
	}
	w.WriteString("|\n")
}

// mdText escapes a text, so that it can neither break a table nor bring markup,
// links, mentions or HTML of its own.
func mdText(s string) string {
	var b strings.Builder
	for _, r := range Visible(s) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '@':
			b.WriteString("&#64;")
		case strings.ContainsRune("\\`*_[]()#|>!~", r):
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
