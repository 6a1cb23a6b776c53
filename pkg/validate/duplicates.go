package validate

import (
	"context"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/source"
)

// occurrence is one place where something stands that stands elsewhere as well.
// One of which no finding can be kept has neither text nor place.
type occurrence struct {
	at   int64 // the record
	kind kind
	rows codec.Rows // of a CSV, where it is an id
	slot int        // and that of its key among those that came more than once
	text string     // as shown
	id   string     // of the record
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
	if err := v.stands.settle(v.opt.workers()); err != nil || v.stands.occurrences == 0 {
		return err
	}
	r, err := v.source.again()
	if err != nil {
		return err
	}
	opt := *v.opt
	opt.Codec.NoDigest = true // it was taken at the first reading
	f, _, err := open(r, v.file.Name, &opt)
	if err != nil {
		return err
	}
	v.parts = newParts(&v.stands.twice[byID])
	var all []occurrence
	rooms := make(chan []occurrence, 8)
	_, err = f.Visit(ctx, func() codec.Worker { return v.newFinder(rooms) }, func(found any) error {
		occurrences, _ := found.([]occurrence)
		if v.stands.over() {
			v.reportDuplicates(occurrences)
			v.fill()
		} else {
			all = append(all, occurrences...)
		}
		select {
		case rooms <- occurrences[:0]:
		default:
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
	v                *reading
	keys             keysOf
	byRecord, byItem once
	found            []occurrence
	full             [kinds]int        // occurrences in found that have their text and place
	rooms            chan []occurrence // those that have been taken over, to be used again
}

func (v *reading) newFinder(rooms chan []occurrence) *finder {
	w := &finder{v: v, keys: v.keysFor(), rooms: rooms}
	w.byRecord, w.byItem = onceIn(v.codec.Type)
	return w
}

// Record implements codec.Worker.
func (w *finder) Record(r *codec.Record) {
	if r.Broken {
		return
	}
	u, base := w.v.stands, w.keys.at(r)
	if id, ok := w.keys.idOf(r, base); ok {
		w.lookFor(r, id)
	}
	for i := range w.keys.items(base) {
		number, ok := w.keys.numberOf(base, i)
		if !ok || !u.twice[byNumber].has(u.number(number)) {
			continue
		}
		if o, wanted := w.add(r, byNumber); wanted {
			o.text = numberText(w.v.codec.Type, number)
			o.pos, o.path = r.At(w.byItem.list, i, w.byItem.name)
		}
	}
}

// Wanted implements codec.Chooser: what the reader finds was told at the first
// reading.
func (w *finder) Wanted(finding.Code) bool { return false }

// lookFor adds the id of the record, if it stands more than once.
func (w *finder) lookFor(r *codec.Record, id string) {
	u := w.v.stands
	slot, ok := u.twice[byID].find(u.id(id))
	if !ok {
		return
	}
	o, wanted := w.add(r, byID)
	o.slot = slot
	o.rows, _ = r.Rows()
	o.rows.ID = ""
	if wanted {
		o.text = strings.Clone(id)
		o.pos, o.path = r.At(w.byRecord.id)
	}
}

// add adds an occurrence, and says whether its text and place are wanted.
func (w *finder) add(r *codec.Record, k kind) (o *occurrence, wanted bool) {
	w.found = append(w.found, occurrence{at: int64(r.Index), kind: k})
	o = &w.found[len(w.found)-1]
	if w.v.stands.over() && w.enough(k) {
		return o, false
	}
	w.full[k]++
	o.id = recordID(r, w.v.codec.Type)
	return o, true
}

// enough reports whether no more findings can be kept of occurrences of a kind: as
// many are kept of blocks before, or will be of this one.
func (w *finder) enough(k kind) bool {
	switch {
	case k == byNumber:
		return w.full[k] >= w.v.max || w.v.isFull(w.byItem.rule.Code)
	case w.v.csv: // the first part of each, which is no fault, is among them
		return w.v.isFull(finding.CSVSplit)
	}
	return w.full[k] >= w.v.max || w.v.isFull(w.byRecord.rule.Code)
}

// End implements codec.Worker.
func (w *finder) End() any {
	found := w.found
	w.found, w.full = nil, [kinds]int{}
	select {
	case w.found = <-w.rooms:
	default:
	}
	return found
}

// told is what is said of each occurrence of a kind, and of how many.
type told struct {
	rule     *rule.Rule
	severity finding.Severity
	name     string // of what stands more than once
	n        int64
}

// toldOf is what is said of occurrences in this file.
func (v *reading) toldOf() (all [kinds]told) {
	byRecord, byItem := onceIn(v.codec.Type)
	all[byID] = told{rule: byRecord.rule, name: byRecord.id}
	all[byNumber] = told{rule: byItem.rule, name: byItem.what}
	if v.csv {
		all[byID].rule = rules.CSVSplit
	}
	for k := range all {
		if r := all[k].rule; r != nil {
			all[k].severity = v.rules.Severity(r)
		}
	}
	return all
}

// reportDuplicates adds a finding for each occurrence, and turns its record
// away. The occurrences are in file order.
func (v *reading) reportDuplicates(all []occurrence) {
	kinds := v.toldOf()
	for i := range all {
		o := &all[i]
		t, earlier := &kinds[o.kind], 0
		if t.severity == finding.Off {
			continue
		}
		if o.kind == byID && v.csv {
			if earlier = v.parts.add(o.slot, o.rows.Last); earlier == 0 {
				continue // the first part
			}
		}
		t.n++
		away := t.severity == finding.Error && v.away.add(o.at)
		switch {
		case o.text != "":
			v.keep(o.at, v.duplicate(o, t, earlier))
			if away {
				v.reject(o.at, o.id)
			}
			continue
		case away:
			v.file.RejectedTotal++
		}
		v.file.Truncated = true // as many as can be kept stand before it
	}
	for _, t := range kinds {
		if t.n > 0 {
			v.count(t.rule.Code, t.severity, t.n)
		}
	}
}

// duplicate is the finding of an occurrence; earlier is the last row of the part of
// an authorisation that stands before it.
func (v *reading) duplicate(o *occurrence, t *told, earlier int) finding.Finding {
	f := v.rules.Finding(t.rule, t.name+" "+o.text+" stands more than once in the file", "keep one of them")
	if earlier > 0 {
		o.rows.ID = o.text
		split := o.rows.Split(earlier)
		f.Message, f.Hint = split.Message, split.Hint
	}
	f.Record, f.Pos, f.Path = o.id, o.pos, o.path
	return f
}

// parts remembers the last row of each authorisation that came more than once in
// a CSV, for each slot of their ids and for the key 0.
type parts []uint32

func newParts(ids *bag) parts { return make(parts, len(ids.slots)+1) }

// add notes the last row of a further part, and returns that of the one before, 0
// where it is the first.
func (p parts) add(slot, last int) (before int) {
	before, p[slot] = int(p[slot]), uint32(last)
	return before
}
