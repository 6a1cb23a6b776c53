package schema_test

import (
	"regexp"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/schema"
	"s1mig/pkg/spec"
)

func TestPageSaysEverything(t *testing.T) {
	for _, typ := range filetype.All() {
		page := string(schema.Page(typ))
		for _, want := range []string{typ.Name, typ.Long, typ.Doc, typ.Clause, "simulator-defined, format version 1.0", schema.ID(typ), "`" + typ.Records + "`"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page of %s does not say %q", typ.Name, want)
			}
		}
		for _, table := range []*spec.Table{typ.Header, typ.Record, envelope.TrailerTable} {
			described(t, typ.Name, page, table)
		}
	}
	described(t, "MEF", string(schema.Page(mef.Type)), mef.Credentials)
}

// described checks that the page has a row for each field of the table and of
// those below it.
func described(t *testing.T, name, page string, table *spec.Table) {
	t.Helper()
	for _, f := range table.Fields {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(f.Name) + "` \\| (yes)? \\| .+ \\| " + regexp.QuoteMeta(f.Doc) + " \\| " + regexp.QuoteMeta(f.Clause) + " \\|$")
		m := row.FindStringSubmatch(page)
		if m == nil || (m[1] == "yes") != f.Required {
			t.Errorf("the page of %s has no right row for %s.%s", name, table.Name, f.Name)
		}
		if f.Table != nil {
			described(t, name, page, f.Table)
		}
	}
}

// TestPageLinks resolves every link inside a page against its headings, as
// GitHub names them.
func TestPageLinks(t *testing.T) {
	heading := regexp.MustCompile(`(?m)^#+ (.+)$`)
	link := regexp.MustCompile(`\]\(#([^)]+)\)`)
	drop := regexp.MustCompile(`[^a-z0-9 -]`)
	for _, typ := range filetype.All() {
		page := string(schema.Page(typ))
		anchors := map[string]bool{}
		for _, m := range heading.FindAllStringSubmatch(page, -1) {
			anchors[strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")] = true
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if !anchors[m[1]] {
				t.Errorf("%s: no heading for #%s", typ.Name, m[1])
			}
		}
	}
}

// TestTableRows counts the cells of every row, so that no bar in a pattern
// breaks a table.
func TestTableRows(t *testing.T) {
	for _, typ := range filetype.All() {
		width := 0
		for line := range strings.Lines(string(schema.Page(typ))) {
			if !strings.HasPrefix(line, "|") {
				width = 0
				continue
			}
			n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
			if width == 0 {
				width = n
			}
			if n != width {
				t.Errorf("%s: %d bars for %d in %s", typ.Name, n, width, line)
			}
		}
	}
}

func TestIndex(t *testing.T) {
	index := string(schema.Index())
	if !strings.Contains(index, "simulator-defined") {
		t.Error("the index does not say that layouts are simulator-defined")
	}
	for _, typ := range filetype.All() {
		if !strings.Contains(index, "["+typ.Name+"]("+schema.Slug(typ)+".md)") {
			t.Errorf("the index does not list %s", typ.Name)
		}
	}
}
