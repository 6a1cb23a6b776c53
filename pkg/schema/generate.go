package schema

import (
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/spec"
)

// dialect is the version of JSON Schema that the schemas are written in.
const dialect = "http://json-schema.org/draft-07/schema#"

// Slug is the name of a type in names of files and in addresses: the type's own
// in lower case.
func Slug(t *envelope.Type) string { return strings.ToLower(t.Name) }

// ID returns the $id of the schema of a whole file.
func ID(t *envelope.Type) string { return "urn:s1mig:schema:" + Slug(t) + ":" + envelope.FormatVersion }

// Generate returns the JSON Schema of a whole file of the type: draft-07, key
// order fixed, indented, ending in a newline.
func Generate(t *envelope.Type) []byte {
	g := generator{seen: map[string]*spec.Table{}}
	properties := object{
		{envelope.HeaderName, g.ref(t.Header)},
		{t.Records, object{
			{"type", "array"},
			{"items", g.ref(t.Record)},
		}},
		{envelope.TrailerName, g.ref(envelope.TrailerTable)},
	}
	if p := plaintext(t); p != nil {
		g.ref(p)
	}
	return indented(object{
		{"$schema", dialect},
		{"$id", ID(t)},
		{"title", t.Long + " (" + t.Name + ")"},
		{"description", description(t, "A whole file.")},
		{"type", "object"},
		{"additionalProperties", false},
		{"required", []string{envelope.HeaderName, t.Records, envelope.TrailerName}},
		{"properties", properties},
		{"definitions", g.definitions},
	})
}

// GenerateRecord returns the JSON Schema of one record of the type, in the same
// form.
func GenerateRecord(t *envelope.Type) []byte {
	g := generator{seen: map[string]*spec.Table{}}
	s := object{
		{"$schema", dialect},
		{"$id", ID(t) + ":record"},
		{"title", "Record of a " + t.Long + " (" + t.Name + ")"},
		{"description", description(t, "One record.")},
	}
	s = append(s, g.members(t.Record)...)
	if len(g.definitions) > 0 {
		s.add("definitions", g.definitions)
	}
	return indented(s)
}

// plaintext returns the table of what stands encrypted in files of the type, or
// nil. Nothing in the schema refers to it; it is there to be read.
func plaintext(t *envelope.Type) *spec.Table {
	if t.Name == mef.Type.Name {
		return mef.Credentials
	}
	return nil
}

func description(t *envelope.Type, part string) string {
	return part + " " + t.Doc + " MTAD " + t.Clause + ". " + Notice
}

// Notice is what every published page and schema says of the layouts.
const Notice = "The layout is simulator-defined, format version " + envelope.FormatVersion +
	": the MTAD names the file and says what it carries, but gives no field list, encoding, signature or encryption."

// generator collects the definitions that a schema refers to, in the order in
// which they are met.
type generator struct {
	definitions object
	seen        map[string]*spec.Table
}

// ref returns a reference to the definition of the table, and makes it.
func (g *generator) ref(t *spec.Table) object {
	if other, ok := g.seen[t.Name]; !ok {
		g.seen[t.Name] = t
		at := len(g.definitions)
		g.definitions.add(t.Name, nil)
		def := append(object{{"description", t.Doc}}, g.members(t)...)
		g.definitions[at].value = def
	} else if other != t {
		panic("schema: two tables of one type are named " + t.Name)
	}
	return object{{"$ref", "#/definitions/" + t.Name}}
}

// members returns the keywords that describe an object of the table.
func (g *generator) members(t *spec.Table) object {
	required := []string{}
	var properties object
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Required {
			required = append(required, f.Name)
		}
		properties.add(f.Name, g.field(f))
	}
	o := object{{"type", "object"}, {"additionalProperties", false}}
	if len(required) > 0 {
		o.add("required", required)
	}
	o.add("properties", properties)
	return o
}

// field returns the schema of one field.
func (g *generator) field(f *spec.Field) object {
	o := object{{"description", f.Doc + " [" + f.Clause + "]"}}
	switch f.Op {
	case spec.OpBool:
		o.add("type", "boolean")
	case spec.OpInteger:
		o.add("type", "integer")
		o.add("minimum", f.Min)
		o.add("maximum", f.Max)
	case spec.OpEnum:
		o.add("type", "string")
		o.add("enum", f.Enum)
	case spec.OpObject:
		o = append(o, g.ref(f.Table)...)
	case spec.OpObjects:
		o = append(o, list(f, g.ref(f.Table))...)
	case spec.OpTexts:
		o = append(o, list(f, text(f))...)
	default:
		o = append(o, text(f)...)
	}
	return o
}

func text(f *spec.Field) object {
	return object{{"type", "string"}, {"pattern", f.Lex.Pattern}}
}

func list(f *spec.Field, items object) object {
	o := object{{"type", "array"}}
	if f.Min > 0 {
		o.add("minItems", f.Min)
	}
	o.add("maxItems", f.Max)
	o.add("items", items)
	return o
}
