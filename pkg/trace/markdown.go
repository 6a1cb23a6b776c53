package trace

import (
	"bytes"
	"fmt"
	"strings"
)

const pageHead = `# Coverage

What shows which clause of the MTAD (4.MOCS draft, 5 December 2022). Written by
` + "`go run ./cmd/gen`" + ` from the tables beside it: do not edit. ` + "`s1mig trace`" + ` prints the
same, and ` + "`s1mig trace CLAUSE`" + ` what shows one clause.
`

// Page is COVERAGE.md.
func (t *Trace) Page() []byte {
	var b bytes.Buffer
	b.WriteString(pageHead)
	for _, s := range t.sections() {
		s.writeMarkdown(&b)
	}
	return b.Bytes()
}

// MarkdownRows is a table of some requirements with the names of what shows them.
func MarkdownRows(rows []Row) []byte {
	s := section{title: "requirements", head: []string{"clause", "tier", "status", "says", "rules", "fixtures", "scenarios", "tests"}}
	for _, r := range rows {
		row := []string{r.ID, string(r.Tier), r.status(), r.Statement}
		for _, k := range Kinds() {
			row = append(row, strings.Join(r.Names(k), ", "))
		}
		s.rows = append(s.rows, row)
	}
	var b bytes.Buffer
	s.writeMarkdown(&b)
	return b.Bytes()
}

func (s *section) writeMarkdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## %s\n\n", strings.ToUpper(s.title[:1])+s.title[1:])
	if s.doc != "" {
		fmt.Fprintf(b, "%s\n\n", s.doc)
	}
	if len(s.rows) == 0 {
		b.WriteString("None.\n")
		return
	}
	markdownRow(b, s.head)
	markdownRow(b, strings.Split(strings.TrimSuffix(strings.Repeat("---,", len(s.head)), ","), ","))
	for _, r := range s.rows {
		markdownRow(b, r)
	}
}

func markdownRow(b *bytes.Buffer, cells []string) {
	for _, c := range cells {
		fmt.Fprintf(b, "| %s ", strings.ReplaceAll(c, "|", "\\|"))
	}
	b.WriteString("|\n")
}
