package mask

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/spec"
)

// fieldNames are the names of all fields of all types, and of secrets, in lower
// case: none of them is an identifier.
func fieldNames() map[string]bool {
	names := map[string]bool{}
	var add func(t *spec.Table)
	add = func(t *spec.Table) {
		for i := range t.Fields {
			names[strings.ToLower(t.Fields[i].Name)] = true
			if t.Fields[i].Table != nil {
				add(t.Fields[i].Table)
			}
		}
	}
	for _, t := range filetype.All() {
		add(t.Header)
		add(t.Record)
	}
	add(mef.Credentials)
	return names
}

// json appends an object that is JSON and malformed, masked word by word. ok is
// false where a word cannot be.
func (w *worker) json(p *plan, dst, raw []byte) (text []byte, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	r := rewriter{worker: w, in: d, out: dst}
	r.value(p, nil, Undecided)
	return r.out, !r.failed
}

// rewriter masks JSON word by word.
type rewriter struct {
	*worker
	in     *json.Decoder
	out    []byte
	failed bool

	testData bool // the next value is that of the field which the copy sets
}

// value masks the next value. p is the plan of an object that may stand there;
// f, where not nil, is the field that has the value, and how what becomes of it.
func (r *rewriter) value(p *plan, f *spec.Field, how Treatment) {
	token, err := r.in.Token()
	if err != nil {
		r.failed = true
		return
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			r.members(p)
		} else {
			r.items(p, f, how)
		}
	case string:
		text, ok := r.word(f, how, v)
		r.failed = r.failed || !ok
		r.string(text)
	case json.Number:
		r.out = append(r.out, r.number(f, v.String())...)
	case bool:
		r.out = strconv.AppendBool(r.out, v || r.testData)
	case nil:
		r.out = append(r.out, "null"...)
	}
}

func (r *rewriter) members(p *plan) {
	r.out = append(r.out, '{')
	for first := true; r.in.More() && !r.failed; first = false {
		if !first {
			r.out = append(r.out, ',')
		}
		token, err := r.in.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			r.failed = true
			return
		}
		r.string(r.name(name))
		r.out = append(r.out, ':')
		inside, f, how := lookup(p, name)
		r.testData = isTestData(p, f)
		r.value(inside, f, how)
	}
	r.end('}')
}

// lookup finds a field by its name; of one that is not known nothing is.
func lookup(p *plan, name string) (inside *plan, f *spec.Field, how Treatment) {
	if p != nil {
		if f := p.table.Field(name); f != nil {
			return p.inside[f.Index], f, p.fields[f.Index]
		}
	}
	return nil, nil, Undecided
}

func (r *rewriter) items(p *plan, f *spec.Field, how Treatment) {
	r.out = append(r.out, '[')
	for first := true; r.in.More() && !r.failed; first = false {
		if !first {
			r.out = append(r.out, ',')
		}
		r.value(p, f, how)
	}
	r.end(']')
}

func (r *rewriter) end(c byte) {
	if _, err := r.in.Token(); err != nil {
		r.failed = true
	}
	r.out = append(r.out, c)
}

// number keeps an integer of the field's form, which counts something, and masks
// any other number.
func (r *rewriter) number(f *spec.Field, text string) string {
	if f != nil && f.Op == spec.OpInteger {
		if v, err := strconv.ParseInt(text, 10, 64); err == nil && v >= f.Min && v <= f.Max && strconv.FormatInt(v, 10) == text {
			return text
		}
	}
	return r.m.number(text)
}

func (r *rewriter) string(text string) {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic("mask: text is no JSON: " + err.Error())
	}
	r.out = append(r.out, quoted...)
}

// name keeps a name that the formats have, in any case, and scrambles any other.
func (w *worker) name(name string) string {
	if w.names[strings.ToLower(name)] {
		return name
	}
	return w.m.scramble(scrambleKind, name)
}

// word masks the text of a field, or of none: what is well formed as such, and
// what is not by characters, so that it still is not. ok is false where it cannot
// be.
func (w *worker) word(f *spec.Field, how Treatment, text string) (masked string, ok bool) {
	var valid func([]byte) bool
	switch {
	case f == nil:
	case f.Op == spec.OpEnum:
		valid = func(b []byte) bool { return slices.Contains(f.Enum, string(b)) }
	case f.Lex != nil:
		valid = f.Lex.Valid
	}
	if valid == nil {
		return w.m.scramble(scrambleKind, text), true
	}
	if valid([]byte(text)) {
		return w.m.treat(how, text), true
	}
	if slices.ContainsFunc(f.Enum, func(v string) bool { return strings.EqualFold(v, strings.TrimSpace(text)) }) {
		return text, true // in the wrong case, or with blanks around it
	}
	return w.m.scrambleUntil(scrambleKind, text, func(b []byte) bool { return !valid(b) })
}

// rows appends the rows of a record of a CSV, masked cell by cell, with the
// columns in the order of the format, if they are those of it.
func (w *worker) rows(dst, raw []byte) (text []byte, ok bool) {
	in := csv.NewReader(bytes.NewReader(raw))
	in.FieldsPerRecord = len(w.from)
	rows, err := in.ReadAll()
	if err != nil {
		return dst, false
	}
	for _, row := range rows {
		out := slices.Clone(row)
		for k, cell := range row {
			i := k
			if !w.wrong {
				i = slices.IndexFunc(w.columns, func(c maf.Column) bool { return c.Name == w.from[k].Name })
			}
			if out[i], ok = w.cell(w.from[k], cell); !ok {
				return dst, false
			}
		}
		dst = codec.AppendRow(dst, out)
	}
	return dst, true
}

// cell masks a cell, which may hold several values parted by spaces.
func (w *worker) cell(column *maf.Column, text string) (masked string, ok bool) {
	if text == "" {
		return "", true
	}
	if column == nil {
		return w.m.scramble(scrambleKind, text), true
	}
	f := column.Field
	how := Decide(column.Table, f)
	if !column.Split {
		return w.word(f, how, text)
	}
	values := strings.Split(text, " ")
	for i, v := range values {
		if v != "" {
			if values[i], ok = w.word(f, how, v); !ok {
				return "", false
			}
		}
	}
	return strings.Join(values, " "), true
}
