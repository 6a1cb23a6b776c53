package validate

import (
	"context"
	"errors"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// duplicates tells of what stands more than once in a file: the first occurrence was
// past before the second came, so it reads the file once more, or what it must of it.
type duplicates struct {
	v     *reading
	kinds [kinds]told
	parts parts
	// left is how many occurrences are still to be told of, where it is known.
	left [kinds]int64
}

// told is what is said of each occurrence of a kind.
type told struct {
	rule     *rule.Rule // nil where nothing of the kind may stand once
	severity finding.Severity
	name     string // of what stands more than once
}

// errToldOf ends a reading that has shown all that is to be told in full.
var errToldOf = errors.New("all that is kept has been found")

// placeDuplicates reports every occurrence of what stands more than once. Where the
// first reading has counted them, the second ends once enough is found to fill the
// lists.
func (v *reading) placeDuplicates(ctx context.Context) error {
	if v.opt.Stages == Answered {
		return nil
	}
	u := v.stands
	if err := u.settle(v.opt.workers()); err != nil || u.occurrences == 0 {
		return err
	}
	d := &duplicates{v: v, kinds: v.toldOf(), parts: newParts(u)}
	for k := range d.left {
		d.left[k] = u.placed[k].n
	}
	if !u.counted && !u.over() {
		return d.compare(ctx)
	}
	err := d.read(ctx, func(found []occurrence) error {
		d.report(found)
		v.fill()
		if u.counted && !d.moreToTell() {
			return errToldOf
		}
		return nil
	})
	if u.counted && (err == nil || errors.Is(err, errToldOf)) {
		d.countLeft()
		return nil
	}
	return err
}

// compare reports occurrences once all are known: what only the hash of is alike is
// not among them.
func (d *duplicates) compare(ctx context.Context) error {
	var all []occurrence
	err := d.read(ctx, func(found []occurrence) error {
		all = append(all, found...)
		return nil
	})
	if err == nil {
		d.report(onlyTwice(all))
	}
	return err
}

// sameText is what occurrences of one thing have in common.
type sameText struct {
	kind kind
	text string
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

// read reads the file once more. take is shown what is found in a block, in file order,
// and does not keep it. Where it is not what the first reading has counted, the file is
// no longer the one that was read; that is an error, codec.ErrChanged.
func (d *duplicates) read(ctx context.Context, take func([]occurrence) error) error {
	u, n := d.v.stands, 0
	err := d.readAgain(ctx, func(found []occurrence) error {
		n += len(found)
		return take(found)
	})
	switch {
	case err != nil:
	case u.counted && d.moreToTell(), !u.counted && !d.v.csv && n != u.occurrences: // of a CSV the first parts are found as well
		err = codec.ErrChanged
	}
	return err
}

// readAgain is read, or reads those parts of the file alone in which there is something
// to be found, where they are known and few.
func (d *duplicates) readAgain(ctx context.Context, take func([]occurrence) error) error {
	rooms := make(chan []occurrence, 8)
	merge := func(found any) error {
		occurrences, _ := found.([]occurrence)
		err := take(occurrences)
		select {
		case rooms <- occurrences[:0]:
		default:
		}
		return err
	}
	if extents, ok := d.v.stands.where(); ok {
		return d.v.codec.Reread(ctx, extents, d.v.source.from, d.finders(rooms), merge)
	}
	r, err := d.v.source.again()
	if err != nil {
		return err
	}
	opt := *d.v.opt
	opt.Codec.NoDigest = true // it was taken at the first reading
	f, _, err := open(r, d.v.file.Name, &opt)
	if noFile := (*codec.NotMigrationFileError)(nil); errors.As(err, &noFile) {
		return codec.ErrChanged // it was one
	}
	if err != nil {
		return err
	}
	_, err = f.Visit(ctx, d.finders(rooms), merge)
	return err
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

// wanted reports whether more of a kind are to be told in full: findings of it, or
// records that it turns away. Any goroutine may ask.
func (d *duplicates) wanted(k kind) bool {
	switch t := &d.kinds[k]; t.severity {
	case finding.Off:
		return false
	case finding.Error:
		return !d.v.isFull(t.rule.Code) || !d.v.enough.Load()
	default:
		return !d.v.isFull(t.rule.Code)
	}
}

// moreToTell reports whether any are left that are to be told in full.
func (d *duplicates) moreToTell() bool {
	for k, left := range d.left {
		if left > 0 && d.wanted(kind(k)) {
			return true
		}
	}
	return false
}

// report adds a finding for each occurrence, and turns its record away. The
// occurrences are in file order.
func (d *duplicates) report(all []occurrence) {
	v := d.v
	var n [kinds]int64
	for i := range all {
		o := &all[i]
		t, earlier := &d.kinds[o.kind], 0
		if t.severity == finding.Off {
			continue
		}
		if o.kind == byID && v.csv {
			if earlier = d.parts.add(o); earlier == 0 {
				continue // the first part
			}
		}
		n[o.kind]++
		away := t.severity == finding.Error && v.away.add(o.at)
		switch {
		case o.text != "":
			v.keep(o.at, d.finding(o, earlier))
			if away {
				v.reject(o.at, o.id)
			}
			continue
		case away:
			v.file.RejectedTotal++
		}
		v.file.Truncated = true // as many as can be kept stand before it
	}
	for k, n := range n {
		d.count(kind(k), n)
	}
}

// count counts occurrences of a kind.
func (d *duplicates) count(k kind, n int64) {
	d.left[k] -= n
	if t := &d.kinds[k]; n > 0 && t.severity != finding.Off {
		d.v.count(t.rule.Code, t.severity, n)
	}
}

// countLeft counts the occurrences that the second reading did not come to, and the
// records that they turn away, less those that have been noted already.
func (d *duplicates) countLeft() {
	v := d.v
	for k := range d.kinds {
		t := &d.kinds[k]
		if d.left[k] == 0 || t.severity == finding.Off {
			continue
		}
		d.count(kind(k), d.left[k])
		v.file.Truncated = true
		if t.severity == finding.Error {
			v.file.RejectedTotal += v.away.join(v.stands.placed[k].records)
		}
	}
}

// finding is that of an occurrence; earlier is the last row of the part of an
// authorisation that stands before it.
func (d *duplicates) finding(o *occurrence, earlier int) finding.Finding {
	t := &d.kinds[o.kind]
	f := d.v.rules.Finding(t.rule, t.name+" "+o.text+" stands more than once in the file", "keep one of them")
	if earlier > 0 {
		o.rows.ID = o.text
		split := o.rows.Split(earlier)
		f.Message, f.Hint = split.Message, split.Hint
	}
	f.Record, f.Pos, f.Path = o.id, o.pos, o.path
	return f
}

// parts remembers the last row of each authorisation that came more than once in a
// CSV: for each slot of their ids and for the key 0, and for each number.
type parts struct {
	slots   []uint32
	ids     *firsts           // says which numbers are dense
	numbers chunks[uint32]    // of those that are
	far     map[uint32]uint32 // of the others
}

func newParts(u *unique) parts {
	return parts{slots: make([]uint32, len(u.repeats[byID].twice.slots)+1), ids: &u.placed[byID], far: map[uint32]uint32{}}
}

// add notes the last row of a further part, and returns that of the one before, 0
// where it is the first.
func (p *parts) add(o *occurrence) (before int) {
	last, number := uint32(o.rows.Last), uint32(o.slot)
	if o.numbered && p.ids.dense.at(number) == nil {
		before, p.far[number] = int(p.far[number]), last
		return before
	}
	var at *uint32
	if o.numbered {
		at = p.numbers.more(number)
	} else {
		at = &p.slots[o.slot]
	}
	before, *at = int(*at), last
	return before
}
