package validate

import (
	"strings"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/source"
)

// occurrence is one place where something stands that stands elsewhere as well.
// One that is not told in full has neither text nor place.
type occurrence struct {
	at       int64 // the record
	kind     kind
	numbered bool       // an id that is
	slot     int        // its number, or the slot of its key among those that came more than once
	rows     codec.Rows // of a CSV, where it is an id
	first    bool       // known to be the first part of an authorisation, of which nothing is told
	text     string     // as shown
	id       string     // of the record
	pos      source.Position
	path     string
}

// finder looks for the occurrences in the records.
type finder struct {
	d                *duplicates
	keys             keysOf
	byRecord, byItem once
	preview          preview
	register         rule.Cursor     // tells the places of numbers; nil where none has one
	facts            rule.MeterFacts // room
	found            []occurrence
	full             [kinds]int        // occurrences in found that have their text and place
	away             int               // records that they turn away
	rooms            chan []occurrence // those that have been taken over, to be used again
	fetched          uint64            // by lookAhead; of no use but that it was read
}

func (d *duplicates) finders(rooms chan []occurrence) func() codec.Worker {
	return func() codec.Worker {
		v := d.v
		w := &finder{d: d, keys: v.keysFor(), rooms: rooms}
		w.byRecord, w.byItem = onceIn(v.codec.Type)
		if v.codec.Type == maf.Type && v.stands.placed[byNumber].n > 0 {
			w.register = rules.NewJudge(v.rules).Register()
			w.preview = v.newPreview(w.register)
		}
		return w
	}
}

// Preview implements codec.Previewer.
func (w *finder) Preview(text []byte) {
	if w.register != nil && w.looksFor(byNumber) {
		w.preview.look(text)
	}
}

// Wanted implements codec.Chooser: what the reader finds was told at the first
// reading.
func (w *finder) Wanted(finding.Code) bool { return false }

// Record implements codec.Worker.
func (w *finder) Record(r *codec.Record) {
	if r.Broken {
		return
	}
	base := w.keys.at(r)
	if id, ok := w.keys.idOf(r, base); ok && w.looksFor(byID) {
		w.lookFor(r, id)
	}
	if w.byItem.rule == nil || !w.looksFor(byNumber) {
		return
	}
	if w.register == nil {
		w.lookAhead(base)
	}
	for i := range w.keys.items(base) {
		number, ok := w.keys.numberOf(base, i)
		if !ok || !w.repeated(number) {
			continue
		}
		if o := w.add(r, occurrence{kind: byNumber}); o != nil {
			o.text = numberText(w.d.v.codec.Type, number)
			o.pos, o.path = r.At(w.byItem.list, i, w.byItem.name)
		}
	}
}

// lookAhead fetches what repeated will look at for the numbers of a record. No cache
// holds that; so it comes for all of them at once, not for one after the other.
func (w *finder) lookAhead(base unsafe.Pointer) {
	u := w.d.v.stands
	for i := range w.keys.items(base) {
		if number, ok := w.keys.numberOf(base, i); ok {
			w.fetched ^= u.repeats[byNumber].twice.home(u.number(number))
		}
	}
}

// looksFor reports whether occurrences of a kind matter: those that have been counted
// only where they are told.
func (w *finder) looksFor(k kind) bool {
	return !w.d.v.stands.counted || w.wants(k)
}

// repeated reports whether a number stands more than once in the file.
func (w *finder) repeated(number uint64) bool {
	u := w.d.v.stands
	if w.register != nil {
		w.register.Meter(ident.MPxN(number), &w.facts)
		if place := w.register.Place(); place != 0 {
			return u.placed[byNumber].repeated(place)
		}
	}
	return u.repeats[byNumber].twice.has(u.number(number))
}

// lookFor adds the id of the record, if it stands more than once.
func (w *finder) lookFor(r *codec.Record, id string) {
	o, ok := w.repeatedID(r, id)
	if !ok {
		return
	}
	o.rows, _ = r.Rows()
	o.rows.ID = ""
	if o := w.add(r, o); o != nil {
		o.text = strings.Clone(id)
		o.pos, o.path = r.At(w.byRecord.id)
	}
}

// repeatedID returns what is known of the id of a record before it is looked at; ok is
// false where it stands there alone.
func (w *finder) repeatedID(r *codec.Record, id string) (o occurrence, ok bool) {
	u := w.d.v.stands
	o.kind = byID
	n, numbered := w.keys.numbered(id)
	if !numbered {
		o.slot, ok = u.repeats[byID].twice.find(u.id(id))
		return o, ok
	}
	o.numbered, o.slot = true, int(n)
	o.first = u.counted && w.part(byID) && u.placed[byID].isFirst(standing{n, notedAs(r)})
	return o, u.placed[byID].repeated(n)
}

// add adds an occurrence, and returns it if its text and place are wanted.
func (w *finder) add(r *codec.Record, o occurrence) *occurrence {
	v := w.d.v
	o.at = int64(r.Index)
	wanted := !o.first && (!v.stands.counted && !v.stands.over() || w.wants(o.kind))
	if wanted {
		if n := len(w.found); w.turnsAway(o.kind) && (n == 0 || w.found[n-1].at != o.at) {
			w.away++
		}
		w.full[o.kind]++
		o.id = recordID(r, v.codec.Type)
	}
	w.found = append(w.found, o)
	if !wanted {
		return nil
	}
	return &w.found[len(w.found)-1]
}

// wants reports whether more occurrences of a kind can be kept than those of blocks
// before, and of this one. Of the records that this one turns away, fewer than are
// kept were turned away for another reason, or there would be enough of them.
func (w *finder) wants(k kind) bool {
	most := w.d.v.max
	return w.d.wanted(k) && (w.part(k) || w.full[k] < most || w.away < 2*most)
}

// turnsAway reports whether each occurrence of a kind turns its record away.
func (w *finder) turnsAway(k kind) bool {
	return w.d.kinds[k].severity == finding.Error && !w.part(k)
}

// part reports whether occurrences of a kind are the parts of authorisations that are
// split: the first of them is no fault.
func (w *finder) part(k kind) bool { return k == byID && w.d.v.csv }

// End implements codec.Worker.
func (w *finder) End() any {
	found := w.found
	w.found, w.full, w.away = nil, [kinds]int{}, 0
	select {
	case w.found = <-w.rooms:
	default:
	}
	return found
}
