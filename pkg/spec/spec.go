// Package spec says what a field and a record table are. A file type is defined
// once, as a Go struct and a keyed table of its fields; the reader, the writer,
// the JSON Schema, the CSV columns, the reference page and the human view are
// all read off that table. It may import ident and civil.
package spec

import (
	"s1mig/pkg/ident"
)

// Def is one field of the record struct T as its author writes it down.
type Def[T any] struct {
	// Name is the field's name in the file, in the MTAD's own words where it
	// has them, in lowerCamelCase.
	Name string
	// Lex is the lexical type of a string, or of each item of a list of strings.
	// It is nil for integers, booleans, objects and enumerations.
	Lex *ident.Type
	// Enum lists the only values of a string field, in the order of the page.
	Enum []string
	// Min and Max bound an integer, or the number of items of a list. Max 0
	// means 2^53-1 for an integer and 10,000 items for a list.
	Min, Max int64
	// Required says that the field must be present.
	Required bool
	// Secret says that the value must never be shown.
	Secret bool
	// Table describes the object, or each object of a list.
	Table *Table
	// Clause is the clause of the MTAD, or the part of another document, that
	// the field rests on.
	Clause string
	// Doc says what the field means: one or two sentences.
	Doc string
	// At returns a pointer to the field of the struct that holds the value. The
	// pointer's type fixes how the value is kept.
	At func(*T) any
}

// Field is one field of a table, resolved.
type Field struct {
	Name     string
	Lex      *ident.Type
	Enum     []string
	Min, Max int64
	Required bool
	Secret   bool
	Table    *Table
	Clause   string
	Doc      string

	Index  int     // position in the table
	Op     Op      // how the value is kept in the struct
	Offset uintptr // where in the struct
	Prefix string  // `"name":`, as the canonical layout writes it
	Lead   string  // `,"name":`, and `"` where the value is one string

	itemSize uintptr // of an item of an OpObjects value, in bytes
}

// Table is one kind of JSON object: its fields in canonical order.
type Table struct {
	Name   string // singular, such as "device"
	Doc    string
	Fields []Field
	// Secrets, where not nil, is a table whose names must not stand in this
	// object: they would be secrets in clear.
	Secrets *Table

	required uint32 // bit set of the required fields
	layout   layout
}

// MaxSafeInteger is the largest integer that a file may hold: 2^53-1, the
// largest that every JSON implementation keeps exactly (RFC 8259 section 6).
const MaxSafeInteger = 1<<53 - 1

// MaxName bounds the name of a field, in bytes.
const MaxName = 40

// MaxItems bounds the items of a list whose definition gives no bound.
const MaxItems = 10_000

// Ref names a field of a table by its position. Rules hold refs, found once by
// name with MustRef, so that no test by name is made for each record.
type Ref uint8

// MustRef returns the ref of the field of that name. It panics where there is
// none: that is a fault of this program.
func (t *Table) MustRef(name string) Ref {
	if f := t.Field(name); f != nil {
		return Ref(f.Index)
	}
	panic("spec: table " + t.Name + " has no field " + name)
}

// Field returns the field of that name, or nil.
func (t *Table) Field(name string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}

// Required returns the bit set of the required fields, bit i for field i.
func (t *Table) Required() uint32 { return t.required }

// Object is embedded first in every record struct. It remembers which fields
// the reader met and which of them were malformed, so that a rule can tell an
// absent value from an empty one and leave a malformed one alone.
type Object struct {
	have, bad uint32
}

// Has reports whether the field stood in the file, well formed or not.
func (o *Object) Has(r Ref) bool { return o.have&(1<<r) != 0 }

// OK reports whether the field stood in the file and was well formed.
func (o *Object) OK(r Ref) bool { return o.have&^o.bad&(1<<r) != 0 }

// Bad reports whether the field stood in the file and was malformed.
func (o *Object) Bad(r Ref) bool { return o.bad&(1<<r) != 0 }

// Set marks the field as present, so that the writer writes it although it is
// empty.
func (o *Object) Set(r Ref) { o.have |= 1 << r }

// Bits returns the sets of the fields met and of those malformed, for the
// reader and the writer.
func (o *Object) Bits() (have, bad uint32) { return o.have, o.bad }

// SetBits replaces both sets; the reader calls it once for each object.
func (o *Object) SetBits(have, bad uint32) { o.have, o.bad = have, bad }
