package schema

import (
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
)

// Index returns the page that lists all types, in Markdown.
func Index() []byte {
	p := &page{}
	p.line("# File types\n")
	p.line("> Layouts are simulator-defined, format version %s: the MTAD names the files and says what each carries, but gives no field list, encoding, signature or encryption.\n", envelope.FormatVersion)
	p.line("Everything here is generated from the tables in `pkg/filetype`; change those, then run `go generate ./schemas`.\n")
	p.line("## The seven migration files\n")
	p.list(filetype.Seven())
	p.line("## Supporting files\n")
	p.list(filetype.All()[len(filetype.Seven()):])
	p.line("## What the schemas cannot say\n")
	p.line("The schemas are JSON Schema draft-07, use anchored `pattern`s and no `format`, and refuse unknown fields. They agree with s1mig on every record but for what draft-07 cannot express:\n")
	for _, s := range inexpressible() {
		p.line("* %s", s)
	}
	return p.text.Bytes()
}

func (p *page) list(types []*envelope.Type) {
	p.line("| Type | Name | MTAD clause | Made by | Schema |")
	p.line("|---|---|---|---|---|")
	for _, t := range types {
		p.line("| [%s](%s.md) | %s | %s | %s | [%s.schema.json](%s.schema.json) |",
			t.Name, Slug(t), cell(t.Long), cell(t.Clause), makers(t), Slug(t), Slug(t))
	}
	p.line("")
}

func inexpressible() []string {
	return []string{
		"names that stand twice in one object, and data after the document;",
		"invalid UTF-8 and lone surrogates;",
		"the spelling of integers: s1mig wants plain decimal, and a schema takes `8.0` and `1e2` for integers;",
		"whether a day exists: `2022-02-30` has the form of a date;",
		"the order of header, records and trailer;",
		"check digits and other warnings, digest and signature, and every rule about what a file means.",
	}
}
