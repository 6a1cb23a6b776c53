package spec

import (
	"reflect"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
)

// NOTE. This file is the one place that reaches into record structs by offset.
// The offsets come from accessors that New has checked against the struct's own
// type, so each cast below is to the type that really stands there.

// Base returns the address of the record struct that v, a pointer made by
// Table.New, points at. It panics where v is another table's.
func (t *Table) Base(v any) unsafe.Pointer {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer || rv.Type().Elem() != t.layout.typ {
		panic("spec: " + rv.Type().String() + " is not described by table " + t.Name)
	}
	return rv.UnsafePointer()
}

// ObjectAt returns the presence bits of the struct at base.
func ObjectAt(base unsafe.Pointer) *Object { return (*Object)(base) }

func (f *Field) at(base unsafe.Pointer) unsafe.Pointer { return unsafe.Add(base, f.Offset) }

// Text returns the place of an OpText or OpEnum value.
func (f *Field) Text(base unsafe.Pointer) *string { return (*string)(f.at(base)) }

// EUI64 returns the place of an OpEUI64 value.
func (f *Field) EUI64(base unsafe.Pointer) *ident.EUI64 { return (*ident.EUI64)(f.at(base)) }

// MPxN returns the place of an OpMPxN value.
func (f *Field) MPxN(base unsafe.Pointer) *ident.MPxN { return (*ident.MPxN)(f.at(base)) }

// Hex8 returns the place of an OpHex8 value: a Firmware or a Model.
func (f *Field) Hex8(base unsafe.Pointer) *uint32 { return (*uint32)(f.at(base)) }

// Manufacturer returns the place of an OpManufacturer value.
func (f *Field) Manufacturer(base unsafe.Pointer) *ident.Manufacturer {
	return (*ident.Manufacturer)(f.at(base))
}

// Date returns the place of an OpDate value.
func (f *Field) Date(base unsafe.Pointer) *civil.Date { return (*civil.Date)(f.at(base)) }

// Instant returns the place of an OpInstant value.
func (f *Field) Instant(base unsafe.Pointer) *civil.Instant { return (*civil.Instant)(f.at(base)) }

// Integer returns the place of an OpInteger value.
func (f *Field) Integer(base unsafe.Pointer) *int64 { return (*int64)(f.at(base)) }

// Bool returns the place of an OpBool value.
func (f *Field) Bool(base unsafe.Pointer) *bool { return (*bool)(f.at(base)) }

// Texts returns the place of an OpTexts value.
func (f *Field) Texts(base unsafe.Pointer) *[]string { return (*[]string)(f.at(base)) }

// Object returns the address of an OpObject value.
func (f *Field) Object(base unsafe.Pointer) unsafe.Pointer { return f.at(base) }

// slice is how the runtime lays out every slice (reflect.SliceHeader with a
// pointer that the collector sees).
type slice struct {
	data     unsafe.Pointer
	len, cap int
}

// Len returns the number of items of an OpObjects value.
func (f *Field) Len(base unsafe.Pointer) int { return (*slice)(f.at(base)).len }

// Item returns the address of item i of an OpObjects value.
func (f *Field) Item(base unsafe.Pointer, i int) unsafe.Pointer {
	s := (*slice)(f.at(base))
	if i >= s.len {
		panic("spec: item out of range")
	}
	return unsafe.Add(s.data, uintptr(i)*f.itemSize)
}

// Append lengthens an OpObjects value by one item and returns its address. The
// item holds whatever an earlier record left there: the reader fills or clears
// every field of it, and so keeps the room that nested lists have grown.
func (f *Field) Append(base unsafe.Pointer) unsafe.Pointer {
	s := (*slice)(f.at(base))
	if s.len == s.cap {
		f.grow(base)
	}
	s.len++
	return unsafe.Add(s.data, uintptr(s.len-1)*f.itemSize)
}

func (f *Field) grow(base unsafe.Pointer) {
	typ := reflect.SliceOf(f.Table.layout.typ)
	v := reflect.NewAt(typ, f.at(base)).Elem()
	n := v.Len()
	room := reflect.MakeSlice(typ, n, max(4, 2*n))
	reflect.Copy(room, v)
	v.Set(room)
}

// Clear empties the value: the zero of its kind, and a list of no items that
// keeps its room.
func (f *Field) Clear(base unsafe.Pointer) {
	switch f.Op {
	case OpText, OpEnum:
		*f.Text(base) = ""
	case OpEUI64, OpMPxN, OpInstant, OpInteger:
		*f.Integer(base) = 0
	case OpHex8, OpDate:
		*f.Hex8(base) = 0
	case OpManufacturer:
		*f.Manufacturer(base) = 0
	case OpBool:
		*f.Bool(base) = false
	case OpTexts, OpObjects:
		(*slice)(f.at(base)).len = 0
	case OpObject:
		f.Table.ClearAll(f.Object(base))
	}
}

// ClearAll empties every field of the struct at base and its presence bits.
func (t *Table) ClearAll(base unsafe.Pointer) {
	ObjectAt(base).SetBits(0, 0)
	for i := range t.Fields {
		t.Fields[i].Clear(base)
	}
}

// IsEmpty reports whether the value is the zero of its kind or a list of no
// items.
func (f *Field) IsEmpty(base unsafe.Pointer) bool {
	switch f.Op {
	case OpText, OpEnum:
		return *f.Text(base) == ""
	case OpEUI64, OpMPxN, OpInstant, OpInteger:
		return *f.Integer(base) == 0
	case OpHex8, OpDate:
		return *f.Hex8(base) == 0
	case OpManufacturer:
		return *f.Manufacturer(base) == 0
	case OpBool:
		return !*f.Bool(base)
	case OpTexts, OpObjects:
		return (*slice)(f.at(base)).len == 0
	default:
		return f.Table.isEmpty(f.Object(base))
	}
}

func (t *Table) isEmpty(base unsafe.Pointer) bool {
	have, _ := ObjectAt(base).Bits()
	if have != 0 {
		return false
	}
	for i := range t.Fields {
		if !t.Fields[i].IsEmpty(base) {
			return false
		}
	}
	return true
}

// Mark notes as present the fields that the writer would write of v, a pointer
// made by Table.New: those required, those that are not empty, and those marked
// already. Rules can then judge a record that was made and not read.
func (t *Table) Mark(v any) { t.mark(t.Base(v)) }

func (t *Table) mark(base unsafe.Pointer) {
	have, _ := ObjectAt(base).Bits()
	have |= t.required
	for i := range t.Fields {
		f := &t.Fields[i]
		if have&(1<<i) == 0 && f.IsEmpty(base) {
			continue
		}
		have |= 1 << i
		switch f.Op {
		case OpObject:
			f.Table.mark(f.Object(base))
		case OpObjects:
			for k := range f.Len(base) {
				f.Table.mark(f.Item(base, k))
			}
		}
	}
	ObjectAt(base).SetBits(have, 0)
}
