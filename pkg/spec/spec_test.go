package spec_test

import (
	"strings"
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

type part struct {
	spec.Object
	Name string
}

type record struct {
	spec.Object
	ID    string
	State string
	EUI   ident.EUI64
	Day   civil.Date
	Count int64
	Known bool
	Tags  []string
	One   part
	Many  []part
}

var parts = spec.New("part", "A part.", spec.Def[part]{Name: "name", Lex: ident.TextType, Required: true, Clause: "1", Doc: "Its name.",
	At: func(p *part) any { return &p.Name }})

func defs() []spec.Def[record] {
	return []spec.Def[record]{
		{Name: "id", Lex: ident.TextType, Required: true, Clause: "1", Doc: "d", At: func(r *record) any { return &r.ID }},
		{Name: "state", Enum: []string{"On", "Off"}, Clause: "1", Doc: "d", At: func(r *record) any { return &r.State }},
		{Name: "eui", Lex: ident.EUI64Type, Clause: "1", Doc: "d", At: func(r *record) any { return &r.EUI }},
		{Name: "day", Lex: ident.DateType, Clause: "1", Doc: "d", At: func(r *record) any { return &r.Day }},
		{Name: "count", Clause: "1", Doc: "d", At: func(r *record) any { return &r.Count }},
		{Name: "known", Clause: "1", Doc: "d", At: func(r *record) any { return &r.Known }},
		{Name: "tags", Lex: ident.TextType, Clause: "1", Doc: "d", At: func(r *record) any { return &r.Tags }},
		{Name: "one", Table: parts, Clause: "1", Doc: "d", At: func(r *record) any { return &r.One }},
		{Name: "many", Table: parts, Required: true, Clause: "1", Doc: "d", At: func(r *record) any { return &r.Many }},
	}
}

func TestFieldsAreResolved(t *testing.T) {
	table := spec.New("record", "A record.", defs()...)
	want := map[string]spec.Op{"id": spec.OpText, "state": spec.OpEnum, "eui": spec.OpEUI64, "day": spec.OpDate, "count": spec.OpInteger,
		"known": spec.OpBool, "tags": spec.OpTexts, "one": spec.OpObject, "many": spec.OpObjects}
	for name, op := range want {
		if f := table.Field(name); f == nil || f.Op != op || f.Prefix != `"`+name+`":` {
			t.Errorf("%s: %+v, want op %v", name, f, op)
		}
	}
	if table.Required() != 1<<0|1<<8 {
		t.Errorf("required %b", table.Required())
	}
	if f := table.Field("count"); f.Max != 1<<53-1 {
		t.Errorf("an integer is bounded by %d", f.Max)
	}
	if f := table.Field("tags"); f.Max != spec.MaxItems {
		t.Errorf("a list is bounded by %d", f.Max)
	}
	if table.Field("ID") != nil {
		t.Error("names are compared exactly")
	}
}

// Each row spoils the first definition, or the whole, in one way.
func TestBadTablesPanic(t *testing.T) {
	type spoil func(d []spec.Def[record]) []spec.Def[record]
	first := func(change func(d *spec.Def[record])) spoil {
		return func(d []spec.Def[record]) []spec.Def[record] { change(&d[0]); return d }
	}
	var elsewhere record
	for want, spoil := range map[string]spoil{
		"needs a name":           first(func(d *spec.Def[record]) { d.Name = "" }),
		"needs a name, a doc":    first(func(d *spec.Def[record]) { d.Doc = "" }),
		"a clause":               first(func(d *spec.Def[record]) { d.Clause = "" }),
		"an accessor":            first(func(d *spec.Def[record]) { d.At = nil }),
		"must return a pointer":  first(func(d *spec.Def[record]) { d.At = func(r *record) any { return r.ID } }),
		"outside the struct":     first(func(d *spec.Def[record]) { d.At = func(*record) any { return &elsewhere.ID } }),
		"lexical type":           first(func(d *spec.Def[record]) { d.Lex = nil }),
		"share one place":        first(func(d *spec.Def[record]) { d.At = func(r *record) any { return &r.Tags }; d.Min = 0 }),
		"stands twice":           first(func(d *spec.Def[record]) { d.Name = "many" }),
		"is a EUI-64, not a MPx": func(d []spec.Def[record]) []spec.Def[record] { d[2].Lex = ident.MPxNType; return d },
		"empty value":            func(d []spec.Def[record]) []spec.Def[record] { d[1].Enum = []string{"On", ""}; return d },
		"the table describes":    func(d []spec.Def[record]) []spec.Def[record] { d[7].Table = other; return d },
		"1 to 32 fields":         func(d []spec.Def[record]) []spec.Def[record] { return nil },
	} {
		said := panics(func() { spec.New("record", "A record.", spoil(defs())...) })
		if !strings.Contains(said, want) {
			t.Errorf("panic %q, want one that says %q", said, want)
		}
	}
	type bare struct{ Name string }
	said := panics(func() {
		spec.New("bare", "d", spec.Def[bare]{Name: "n", Lex: ident.TextType, Clause: "1", Doc: "d", At: func(b *bare) any { return &b.Name }})
	})
	if !strings.Contains(said, "embedded first") {
		t.Errorf("panic %q", said)
	}
}

var other = spec.New("other", "Another.", spec.Def[record]{Name: "id", Lex: ident.TextType, Clause: "1", Doc: "d", At: func(r *record) any { return &r.ID }})

func panics(do func()) (said string) {
	defer func() { said, _ = recover().(string) }()
	do()
	return "nothing"
}

func TestAccess(t *testing.T) {
	table := spec.New("record", "A record.", defs()...)
	r := table.New().(*record)
	base := table.Base(r)
	many := table.Field("many")
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		item := many.Append(base)
		*parts.Field("name").Text(item) = name
	}
	if len(r.Many) != 5 || r.Many[4].Name != "e" || r.Many[0].Name != "a" || many.Len(base) != 5 {
		t.Fatalf("%+v", r.Many)
	}
	room := cap(r.Many)
	r.Set(table.MustRef("id"))
	r.ID, r.State, r.EUI, r.Day, r.Count, r.Known, r.Tags, r.One.Name = "x", "On", 1, 2, 3, true, []string{"t"}, "p"
	for i := range table.Fields {
		if table.Fields[i].IsEmpty(base) {
			t.Errorf("%s is said to be empty", table.Fields[i].Name)
		}
	}
	table.ClearAll(base)
	for i := range table.Fields {
		if !table.Fields[i].IsEmpty(base) {
			t.Errorf("%s is not cleared", table.Fields[i].Name)
		}
	}
	if r.Has(0) || cap(r.Many) != room {
		t.Errorf("presence %v, room %d, want none and %d", r.Has(0), cap(r.Many), room)
	}
	if said := panics(func() { table.Base(&part{}) }); !strings.Contains(said, "not described") {
		t.Errorf("Base of another struct: %q", said)
	}
	if said := panics(func() { many.Item(base, 0) }); !strings.Contains(said, "out of range") {
		t.Errorf("Item beyond the list: %q", said)
	}
}

func TestPresence(t *testing.T) {
	var o spec.Object
	o.SetBits(0b11, 0b10)
	if !o.OK(0) || o.Bad(0) || !o.Has(1) || !o.Bad(1) || o.OK(1) || o.Has(2) {
		t.Errorf("%+v", o)
	}
}
