package spec

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
)

// Op is how a value is kept in its record struct.
type Op uint8

// The ways a value is kept. A Text read from a file is a view of the reader's
// buffer: whoever keeps it longer than the record clones it.
const (
	opInvalid      Op = iota
	OpText            // string
	OpEnum            // string out of Field.Enum; safe to keep
	OpEUI64           // ident.EUI64
	OpMPxN            // ident.MPxN
	OpHex8            // ident.Firmware or ident.Model
	OpManufacturer    // ident.Manufacturer
	OpDate            // civil.Date
	OpInstant         // civil.Instant
	OpInteger         // int64
	OpBool            // bool
	OpTexts           // slice of strings
	OpObject          // struct with a table of its own
	OpObjects         // slice of such structs
)

// isString reports whether the value is one JSON string.
func (o Op) isString() bool { return o >= OpText && o <= OpInstant }

// layout is what reader and writer need to know of the Go struct.
type layout struct {
	typ reflect.Type
}

// New builds the table of the struct T. It panics where the definition is bad,
// so a bad table stops the program at start-up: no Object embedded first, a
// field without doc or clause, two fields at one place or of one name, a Go type
// that does not fit the lexical type.
func New[T any](name, doc string, defs ...Def[T]) *Table {
	typ := reflect.TypeFor[T]()
	t := &Table{Name: name, Doc: doc, layout: layout{typ: typ}}
	if typ.Kind() != reflect.Struct || typ.NumField() == 0 || typ.Field(0).Type != reflect.TypeFor[Object]() {
		panic("spec: " + name + ": spec.Object must be embedded first")
	}
	if len(defs) == 0 || len(defs) > 32 || doc == "" {
		panic("spec: " + name + ": needs a doc and 1 to 32 fields")
	}
	places := map[uintptr]string{}
	for i, d := range defs {
		f := resolve(name, i, d)
		if other, ok := places[f.Offset]; ok {
			panic("spec: " + name + ": " + f.Name + " and " + other + " share one place")
		}
		if t.Field(f.Name) != nil {
			panic("spec: " + name + ": " + f.Name + " stands twice")
		}
		places[f.Offset] = f.Name
		if f.Required {
			t.required |= 1 << i
		}
		t.Fields = append(t.Fields, f)
	}
	return t
}

func resolve[T any](table string, i int, d Def[T]) Field {
	where := "spec: " + table + "." + d.Name
	if len(d.Name) > MaxName {
		panic(where + ": a name has at most 40 bytes")
	}
	if d.Name == "" || d.Doc == "" || d.Clause == "" || d.At == nil {
		panic(where + ": needs a name, a doc, a clause and an accessor")
	}
	var zero T
	at := reflect.ValueOf(d.At(&zero))
	if at.Kind() != reflect.Pointer {
		panic(where + ": the accessor must return a pointer")
	}
	f := Field{
		Name: d.Name, Lex: d.Lex, Enum: d.Enum, Min: d.Min, Max: d.Max,
		Required: d.Required, Secret: d.Secret, Table: d.Table, Clause: d.Clause, Doc: d.Doc,
		Index: i, Op: opOf(at.Type().Elem(), len(d.Enum) > 0),
		Offset: at.Pointer() - uintptr(unsafe.Pointer(&zero)),
		Prefix: `"` + d.Name + `":`,
	}
	f.Lead = "," + f.Prefix
	if f.Op.isString() {
		f.Lead += `"`
	}
	if f.Offset >= unsafe.Sizeof(zero) {
		panic(where + ": the accessor points outside the struct")
	}
	if d.Table != nil {
		f.itemSize = d.Table.layout.typ.Size()
	}
	if err := f.complete(at.Type().Elem()); err != nil {
		panic(where + ": " + err.Error())
	}
	return f
}

// complete checks that the parts of a definition fit together and fills in the
// default bounds.
func (f *Field) complete(typ reflect.Type) error {
	switch f.Op {
	case opInvalid:
		return fmt.Errorf("no way to keep a %v", typ)
	case OpEnum:
		if slices.Contains(f.Enum, "") {
			return fmt.Errorf("an empty value cannot be told from an absent one")
		}
	case OpInteger:
		if f.Max == 0 {
			f.Max = MaxSafeInteger
		}
	case OpTexts, OpObjects:
		if f.Max == 0 {
			f.Max = MaxItems
		}
	}
	wantTable := f.Op == OpObject || f.Op == OpObjects
	wantLex := f.Op != OpEnum && f.Op != OpInteger && f.Op != OpBool && !wantTable
	if wantTable != (f.Table != nil) || wantLex != (f.Lex != nil) {
		return fmt.Errorf("a %v needs a table if it is an object and a lexical type if it is a string", typ)
	}
	if wantTable && f.Table.layout.typ != elem(typ) {
		return fmt.Errorf("the table describes %v, the field holds %v", f.Table.layout.typ, elem(typ))
	}
	if want := lexOf(typ); want != nil && want != f.Lex {
		return fmt.Errorf("a %v is a %s, not a %s", typ, want.Name, f.Lex.Name)
	}
	return nil
}

func elem(typ reflect.Type) reflect.Type {
	if typ.Kind() == reflect.Slice {
		return typ.Elem()
	}
	return typ
}

func opOf(typ reflect.Type, enum bool) Op {
	switch typ {
	case reflect.TypeFor[ident.EUI64]():
		return OpEUI64
	case reflect.TypeFor[ident.MPxN]():
		return OpMPxN
	case reflect.TypeFor[ident.Firmware](), reflect.TypeFor[ident.Model]():
		return OpHex8
	case reflect.TypeFor[ident.Manufacturer]():
		return OpManufacturer
	case reflect.TypeFor[civil.Date]():
		return OpDate
	case reflect.TypeFor[civil.Instant]():
		return OpInstant
	}
	switch typ.Kind() {
	case reflect.String:
		if enum {
			return OpEnum
		}
		return OpText
	case reflect.Int64:
		return OpInteger
	case reflect.Bool:
		return OpBool
	case reflect.Struct:
		return OpObject
	case reflect.Slice:
		switch typ.Elem().Kind() {
		case reflect.String:
			return OpTexts
		case reflect.Struct:
			return OpObjects
		}
	}
	return opInvalid
}

// lexOf returns the only lexical type that fits a compact Go type, or nil where
// any fits.
func lexOf(typ reflect.Type) *ident.Type {
	switch typ {
	case reflect.TypeFor[ident.EUI64]():
		return ident.EUI64Type
	case reflect.TypeFor[ident.MPxN]():
		return ident.MPxNType
	case reflect.TypeFor[ident.Firmware]():
		return ident.FirmwareType
	case reflect.TypeFor[ident.Model]():
		return ident.ModelType
	case reflect.TypeFor[ident.Manufacturer]():
		return ident.ManufacturerType
	case reflect.TypeFor[civil.Date]():
		return ident.DateType
	case reflect.TypeFor[civil.Instant]():
		return ident.InstantType
	}
	return nil
}

// New returns a pointer to a new zero value of the struct that the table
// describes.
func (t *Table) New() any { return reflect.New(t.layout.typ).Interface() }

// Type returns the struct that the table describes.
func (t *Table) Type() reflect.Type { return t.layout.typ }
