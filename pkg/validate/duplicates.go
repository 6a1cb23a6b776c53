package validate

import (
	"context"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// occurrence is one place where something stands that stands elsewhere as well.
// One of which no finding can be kept has neither text nor place.
type occurrence struct {
	at   int64 // the record
	kind kind
	text string // as shown
	id   string // of the record
	pos  source.Position
	path string
}

// sameText is what occurrences of one thing have in common.
type sameText struct {
	kind kind
	text string
}

// placeDuplicates reads the file once more, where something stands twice in it,
// and reports every occurrence: the first was past before the second came.
func (v *reading) placeDuplicates(ctx context.Context) error {
	if v.opt.Stages == Answered {
		return nil
	}
	if err := v.stands.settle(v.opt.Codec.Workers); err != nil || v.stands.occurrences == 0 {
		return err
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
		if v.stands.over() {
			v.reportDuplicates(occurrences)
		} else {
			all = append(all, occurrences...)
		}
		return nil
	})
	if err == nil {
		v.reportDuplicates(onlyTwice(all))
	}
	return err
}

// onlyTwice leaves out ids that no other one is equal to, but for the hash.
func onlyTwice(all []occurrence) []occurrence {
	times := make(map[sameText]int, len(all))
	for _, o := range all {
		times[sameText{o.kind, o.text}]++
	}
	kept := all[:0]
	for _, o := range all {
		if times[sameText{o.kind, o.text}] > 1 {
			kept = append(kept, o)
		}
	}
	return kept
}

// finder looks for the occurrences in the records.
type finder struct {
	v     *reading
	keys  keysOf
	found []occurrence
	full  [kinds]int // occurrences in found that have their text and place
}

// Record implements codec.Worker.
func (w *finder) Record(r *codec.Record) {
	if r.Broken {
		return
	}
	t, u := w.v.codec.Type, w.v.stands
	byRecord, byItem := onceIn(t)
	if base := t.Record.Base(r.Value); spec.ObjectAt(base).OK(w.keys.id) && !isSplit(r) && u.twice[byID].has(u.id(*t.Record.Fields[w.keys.id].Text(base))) {
		if o := w.add(r, byID); o != nil {
			o.text = o.id
			o.pos, o.path = r.At(byRecord.id)
		}
	}
	if w.keys.item == nil {
		return
	}
	for i := range w.keys.item.count(r.Value) {
		number, ok := w.keys.item.number(r.Value, i)
		if !ok || !u.twice[byNumber].has(u.number(number)) {
			continue
		}
		if o := w.add(r, byNumber); o != nil {
			o.text = numberText(t, number)
			o.pos, o.path = r.At(byItem.list, i, byItem.name)
		}
	}
}

// add adds an occurrence and returns it where its text and place are wanted.
func (w *finder) add(r *codec.Record, k kind) *occurrence {
	w.found = append(w.found, occurrence{at: int64(r.Index), kind: k})
	if w.v.stands.over() && w.full[k] >= w.v.max {
		return nil
	}
	w.full[k]++
	o := &w.found[len(w.found)-1]
	o.id = recordID(r, w.v.codec.Type)
	return o
}

// End implements codec.Worker.
func (w *finder) End() any {
	found := w.found
	w.found, w.full = nil, [kinds]int{}
	return found
}

// reportDuplicates adds a finding for each occurrence, and turns its record
// away. The occurrences are in file order.
func (v *reading) reportDuplicates(all []occurrence) {
	byRecord, byItem := onceIn(v.codec.Type)
	for i := range all {
		o := &all[i]
		once, name := byItem, byItem.what
		if o.kind == byID {
			once, name = byRecord, byRecord.id
		}
		severity := v.rules.Severity(once.rule)
		if severity == finding.Off {
			continue
		}
		v.count(once.rule.Code, severity, 1)
		away := severity == finding.Error && v.away.add(o.at)
		if o.text == "" { // as many as can be kept stand before it
			v.file.Truncated = true
			if away {
				v.file.RejectedTotal++
			}
			continue
		}
		f := v.rules.Finding(once.rule, name+" "+o.text+" stands more than once in the file", "keep one of them")
		f.Record, f.Pos, f.Path = o.id, o.pos, o.path
		v.keep(o.at, f)
		if away {
			v.reject(o.at, o.id)
		}
	}
}
