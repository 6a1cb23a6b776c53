package validate

import (
	"cmp"
	"context"
	"slices"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// occurrence is one place where something stands that stands elsewhere as well.
type occurrence struct {
	at    int64 // the record
	kind  kind
	value uint64
	text  string // as shown
	id    string // of the record
	pos   source.Position
	path  string
}

// placeDuplicates reads the file once more, where something stands twice in it,
// and reports every occurrence: the first was past before the second came.
func (v *reading) placeDuplicates(ctx context.Context) error {
	if len(v.stands.hits) == 0 || v.opt.Stages == Answered {
		return nil
	}
	r, err := v.source.again()
	if err != nil {
		return err
	}
	f, _, err := open(r, v.file.Name, v.opt)
	if err != nil {
		return err
	}
	var all []occurrence
	_, err = f.Visit(ctx, func() codec.Worker { return &finder{v: v, keys: v.keysFor()} }, func(found any) error {
		occurrences, _ := found.([]occurrence)
		all = append(all, occurrences...)
		return nil
	})
	if err != nil {
		return err
	}
	v.reportDuplicates(all)
	return nil
}

// finder looks for the occurrences in the records that hold some.
type finder struct {
	v     *reading
	keys  keysOf
	found []occurrence
}

// Record implements codec.Worker.
func (w *finder) Record(r *codec.Record) {
	if r.Broken || !w.v.stands.hits[int64(r.Index)] {
		return
	}
	t, u := w.v.codec.Type, w.v.stands
	byRecord, byItem := onceIn(t)
	o := occurrence{at: int64(r.Index), id: recordID(r, t)}
	if base := t.Record.Base(r.Value); spec.ObjectAt(base).OK(w.keys.id) {
		o.kind, o.text, o.value = byID, o.id, u.hash(o.id)
		if u.twice[byID][o.value] {
			o.pos, o.path = r.At(byRecord.id)
			w.found = append(w.found, o)
		}
	}
	if w.keys.item == nil {
		return
	}
	for i := range w.keys.item.count(r.Value) {
		number, ok := w.keys.item.number(r.Value, i)
		if ok && u.twice[byNumber][number] {
			o.kind, o.text, o.value = byNumber, numberText(t, number), number
			o.pos, o.path = r.At(byItem.list, i, byItem.name)
			w.found = append(w.found, o)
		}
	}
}

// End implements codec.Worker.
func (w *finder) End() any {
	found := w.found
	w.found = nil
	return found
}

// reportDuplicates adds a finding for each occurrence, and turns its record away.
func (v *reading) reportDuplicates(all []occurrence) {
	byRecord, byItem := onceIn(v.codec.Type)
	times := map[occurrence]int{} // by kind and text: ids that share a hash are no duplicates
	for _, o := range all {
		times[occurrence{kind: o.kind, text: o.text}]++
	}
	slices.SortStableFunc(all, func(a, b occurrence) int { return cmp.Compare(a.at, b.at) })
	away := map[int64]bool{}
	for _, r := range v.rejected {
		away[r.at] = true
	}
	for _, o := range all {
		if times[occurrence{kind: o.kind, text: o.text}] < 2 && !v.stands.over {
			continue
		}
		once, message := byItem, byItem.what+" "+o.text
		if o.kind == byID {
			once, message = byRecord, byRecord.id+" "+o.text
		}
		if v.rules.Severity(once.rule) == finding.Off {
			continue
		}
		f := v.rules.Finding(once.rule, message+" stands more than once in the file", "keep one of them")
		f.Record, f.Pos, f.Path = o.id, o.pos, o.path
		v.count(f.Code, f.Severity, 1)
		v.keep(o.at, f)
		if f.Severity == finding.Error && !away[o.at] {
			away[o.at] = true
			v.reject(o.at, o.id)
		}
	}
	v.file.Truncated = v.file.Truncated || v.stands.over
}
