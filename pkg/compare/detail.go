package compare

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// detail is a record that is looked at again.
type detail struct {
	base    unsafe.Pointer // of its struct; nil where it is broken
	value   any            // what base points into
	at      func(path ...any) (source.Position, string)
	label   string // what names it
	problem string // why it is malformed
	sum     sum
}

// fetcher picks records.
type fetcher struct {
	plan   *plan
	wanted map[int]bool
	found  map[int]*detail
	enc    encoder
}

// Record implements codec.Worker.
func (f *fetcher) Record(r *codec.Record) {
	if !f.wanted[r.Index] {
		return
	}
	if f.found == nil {
		f.found = map[int]*detail{}
	}
	d := &detail{at: r.Kept().At, label: "record " + strconv.Itoa(r.Index+1)}
	f.found[r.Index] = d
	if lost := codec.Lossy(r.Findings); len(lost) > 0 {
		d.problem = problem(lost[0])
	} else if r.Broken {
		d.problem = "it could not be read"
	}
	if r.Broken {
		return
	}
	d.value = clone(reflect.ValueOf(r.Value).Elem()).Addr().Interface()
	d.base = f.plan.Base(d.value)
	if named(f.plan, d.base) {
		d.label = label(f.plan, d.base)
	}
	if d.problem == "" {
		d.sum = f.enc.sum(f.plan, d.base)
	}
}

// End implements codec.Worker.
func (f *fetcher) End() any {
	found := f.found
	f.found = nil
	return found
}

// fetch reads those records of a file again.
func (s *side) fetch(ctx context.Context, p *plan, wanted map[int]bool, opt codec.Options) (map[int]*detail, error) {
	all := map[int]*detail{}
	if len(wanted) == 0 {
		return all, nil
	}
	again, err := s.Input.open(opt)
	if err != nil {
		return nil, err
	}
	_, err = again.visit(ctx, s.Input, func() codec.Worker { return &fetcher{plan: p, wanted: wanted} }, func(outcome any) error {
		for i, d := range outcome.(map[int]*detail) {
			all[i] = d
		}
		if len(all) == len(wanted) {
			return errEnough
		}
		return nil
	})
	if err == nil && len(all) < len(wanted) {
		err = &ChangedError{s.Name}
	}
	return all, err
}

// ChangedError says that a file was changed while it was compared.
type ChangedError struct{ Name string }

func (e *ChangedError) Error() string { return e.Name + ": " + codec.ErrChanged.Error() }

// Unwrap returns codec.ErrChanged.
func (e *ChangedError) Unwrap() error { return codec.ErrChanged }

// clone copies a record struct with all text and lists in it.
func clone(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(strings.Clone(v.String()))
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(clone(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if out.Field(i).CanSet() && v.Type().Field(i).Type != reflect.TypeFor[spec.Object]() {
				out.Field(i).Set(clone(v.Field(i)))
			}
		}
	}
	return out
}

// label is what names an object, in words.
func label(p *plan, base unsafe.Pointer) string {
	var words []string
	for _, i := range p.key {
		f := &p.fields[i]
		switch {
		case !f.present(base, p.csv):
		case f.Op == spec.OpObjects:
			for n := range f.Len(base) {
				words = append(words, label(f.of, f.Item(base, n)))
			}
		default:
			words = append(words, show(f.Field, base))
		}
	}
	return strings.Join(words, " ")
}

// show renders a value as people read it. Secrets and sealed values are not shown.
func show(f *spec.Field, base unsafe.Pointer) string {
	switch {
	case f.Secret:
		return "[redacted]"
	case isSealed(f):
		return "[sealed]"
	}
	if f.Op == spec.OpObject {
		return "{…}"
	}
	return f.Show(base)
}
