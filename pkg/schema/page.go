package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Page returns the reference page of the type in Markdown: what it is for, its
// fields with meaning and clause, the lexical types that they have, and an
// example.
func Page(t *envelope.Type) []byte {
	p := &page{}
	p.head(t)
	p.object("Header", "header", t.Header)
	p.object("Record", t.Record.Name, t.Record)
	p.nested(t.Header)
	p.nested(t.Record)
	p.object("Trailer", "trailer", envelope.TrailerTable)
	if plain := plaintext(t); plain != nil {
		p.line("What a sealed value holds, once opened. Every field is secret and must stand nowhere in clear.\n")
		p.object("Plaintext", plain.Name, plain)
	}
	if t.Name == maf.Type.Name {
		p.columns()
	}
	p.lexical()
	p.example(t)
	return p.text.Bytes()
}

// page is a page in the making.
type page struct {
	text   bytes.Buffer
	tables []*spec.Table // those that have a section
	lex    []*ident.Type // those that fields have, in order of appearance
}

func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.text, format+"\n", args...) }

func (p *page) head(t *envelope.Type) {
	p.line("# %s: %s\n", t.Name, t.Long)
	p.line("> %s\n", Notice)
	p.line("%s\n", t.Doc)
	p.line("| | |")
	p.line("|---|---|")
	p.line("| MTAD clause | %s |", cell(t.Clause))
	p.line("| Made by | %s |", makers(t))
	p.line("| Records | `%s`, each %s |", t.Records, article(t.Record.Name))
	p.line("| File name | `%s` |", fileName(t))
	p.line("| JSON Schema | [%[1]s.schema.json](%[1]s.schema.json), `%[2]s` |", Slug(t), ID(t))
	p.line("")
	p.line("A file is one JSON document: [header](#header), `%s`, [trailer](#trailer), in this order. It is written with one record on each line and read in any layout. Fields of an object may stand in any order; unknown fields are refused.\n", t.Records)
}

func makers(t *envelope.Type) string {
	var names []string
	for _, k := range t.Producers {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// fileName returns the form of the type's file names.
func fileName(t *envelope.Type) string {
	smso, group := "<SMSO>", ""
	if !t.Header.Field("smso").Required {
		smso = filetype.NoSMSO
	}
	if t.Header.Field("groupID") != nil {
		group = "_<GroupID>"
	}
	return t.Name + "_" + smso + "_<sender EUI-64>_<YYYYMMDD>_<HHMMSS>" + group + "_<sequence>.json"
}

// object writes the section of one table.
func (p *page) object(heading, name string, t *spec.Table) {
	p.tables = append(p.tables, t)
	if strings.EqualFold(heading, name) {
		p.line("## %s\n", heading)
	} else {
		p.line("## %s: %s\n", heading, name)
	}
	p.line("%s\n", t.Doc)
	p.line("| Field | Required | Type | Meaning | Clause |")
	p.line("|---|---|---|---|---|")
	for i := range t.Fields {
		f := &t.Fields[i]
		required := ""
		if f.Required {
			required = "yes"
		}
		p.line("| `%s` | %s | %s | %s | %s |", f.Name, required, p.typeOf(f), cell(f.Doc), cell(f.Clause))
	}
	p.line("")
}

// nested writes the sections of the tables below t that have none yet.
func (p *page) nested(t *spec.Table) {
	for i := range t.Fields {
		if n := t.Fields[i].Table; n != nil && !p.has(n) {
			p.object("Object", n.Name, n)
			p.nested(n)
		}
	}
}

func (p *page) has(t *spec.Table) bool {
	for _, other := range p.tables {
		if other == t {
			return true
		}
	}
	return false
}

// typeOf says in the words of the page what values the field takes.
func (p *page) typeOf(f *spec.Field) string {
	switch f.Op {
	case spec.OpBool:
		return "true or false"
	case spec.OpInteger:
		return fmt.Sprintf("integer, %d to %d", f.Min, f.Max)
	case spec.OpEnum:
		return "`" + strings.Join(f.Enum, "`, `") + "`"
	case spec.OpObject:
		return link("object", f.Table.Name)
	case spec.OpObjects:
		return fmt.Sprintf("list of %d to %d %s", f.Min, f.Max, link("object", f.Table.Name))
	case spec.OpTexts:
		return fmt.Sprintf("list of %d to %d %s", f.Min, f.Max, p.lexOf(f.Lex))
	default:
		return p.lexOf(f.Lex)
	}
}

func link(heading, name string) string {
	return fmt.Sprintf("[%s](#%s-%s)", name, heading, strings.ReplaceAll(strings.ToLower(name), " ", "-"))
}

func (p *page) lexOf(lex *ident.Type) string {
	for _, other := range p.lex {
		if other == lex {
			return "[" + lex.Name + "](#lexical-types)"
		}
	}
	p.lex = append(p.lex, lex)
	return "[" + lex.Name + "](#lexical-types)"
}

func (p *page) lexical() {
	p.line("## Lexical types\n")
	p.line("Patterns are anchored and in the common part of ECMA-262 and Go's regular expressions. A day must also exist in the calendar.\n")
	p.line("| Type | What it is | Pattern | Example | Source |")
	p.line("|---|---|---|---|---|")
	for _, lex := range p.lex {
		p.line("| %s | %s | %s | %s | %s |", cell(lex.Name), cell(lex.Doc), code(lex.Pattern), code(lex.Examples[0]), cell(lex.Source))
	}
	p.line("")
}

func (p *page) columns() {
	p.line("## As CSV\n")
	p.line("Suppliers make the same file as CSV (RFC 4180), one row for each meter. The rows of one authorisation stand next to each other and agree in the columns that belong to it. What the header says comes from the file name and from the command line; the signature stands in a `.jws` file beside it.\n")
	p.line("| Column | Fills | Cell |")
	p.line("|---|---|---|")
	for _, c := range maf.Columns() {
		form := "one value, or empty"
		switch {
		case c.Split:
			form = "several values parted by a space, or empty"
		case c.Field.Required:
			form = "one value"
		}
		p.line("| `%s` | `%s` of %s | %s |", c.Name, c.Field.Name, article(c.Table.Name), form)
	}
	p.line("")
}

func (p *page) example(t *envelope.Type) {
	p.line("## Example\n")
	p.line("One record with every field, spread over lines for reading. The values show the form and need not make sense together.\n")
	p.line("```json")
	var buf bytes.Buffer
	if err := json.Indent(&buf, []byte(SampleJSON(t.Record)), "", "  "); err != nil {
		panic("schema: " + err.Error())
	}
	p.line("%s", buf.String())
	p.line("```")
}

// cell returns text for a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// code returns s as code in a cell of a table.
func code(s string) string { return "`" + cell(s) + "`" }
