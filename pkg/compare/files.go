package compare

import (
	"context"
	"fmt"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/spec"
)

// Options tune a comparison. The zero value is ready.
type Options struct {
	// All compares what differs from run to run too: the sender's own numbering,
	// moments, sequence numbers, parents, sealed values as they stand, and the order
	// of records and lists. The layout of a file and its trailer are never compared.
	All bool
	// Listed bounds the differences listed of each pair of files; 0 means 1000.
	Listed int
	Codec  codec.Options
}

const defaultListed = 1000

// TypesError says that two files are not of one type.
type TypesError struct{ A, B File }

func (e *TypesError) Error() string {
	return fmt.Sprintf("%s (%s) and %s (%s): only files of one type can be compared", e.A.Name, e.A.Type, e.B.Name, e.B.Type)
}

// Files compares two files. The error is a *TypesError, a
// *codec.NotMigrationFileError, a *ChangedError, that of the context or a fault of
// the world; what is wrong with a file is a difference.
func Files(ctx context.Context, inA, inB Input, opt Options) (*Pair, error) {
	opt.Codec.NoDigest = true // no trailer is compared
	if opt.Listed <= 0 {
		opt.Listed = defaultListed
	}
	c := &comparison{a: side{Input: inA}, b: side{Input: inB}, opt: opt}
	var err error
	if c.a.reading, err = inA.open(opt.Codec); err != nil {
		return nil, err
	}
	if c.b.reading, err = inB.open(opt.Codec); err != nil {
		c.a.close()
		return nil, err
	}
	t := c.a.Type
	if c.b.Type != t {
		c.a.close()
		c.b.close()
		return nil, &TypesError{File{inA.Name, t.Name}, File{inB.Name, c.b.Type.Name}}
	}
	c.plan = newPlan(t.Record, opt.All, c.a.csv || c.b.csv)
	c.pair = &Pair{A: inA.Name, B: inB.Name, Type: t.Name, Differences: []Difference{}}
	if !opt.All {
		c.pair.NotCompared = sealedFields(t.Record, sealedFields(t.Header, nil))
	}
	return c.pair, c.run(ctx)
}

// comparison is the comparing of two files.
type comparison struct {
	a, b side
	plan *plan
	opt  Options
	match
	pair *Pair
}

func (c *comparison) run(ctx context.Context) error {
	if err := c.a.scan(ctx, c.plan, func(e *entry) { c.all.add(*e) }); err != nil {
		c.b.close()
		return err
	}
	c.match.close()
	if err := c.b.scan(ctx, c.plan, c.take); err != nil {
		return err
	}
	for _, f := range c.a.faults {
		c.add(Difference{Kind: Malformed, A: &Place{Line: f.line, Problem: f.problem}})
	}
	for _, f := range c.b.faults {
		c.add(Difference{Kind: Malformed, B: &Place{Line: f.line, Problem: f.problem}})
	}
	c.header()
	if err := c.records(ctx); err != nil {
		return err
	}
	n := &c.pair.Records
	n.A, n.B, n.Same = c.a.records, c.b.records, int64(c.match.same)
	c.pair.Same = len(c.pair.Differences) == 0 && n.Differ+n.OnlyA+n.OnlyB+n.Unclear == 0
	return nil
}

// add lists a difference, as long as there is room.
func (c *comparison) add(d Difference) {
	if len(c.pair.Differences) >= c.opt.Listed {
		c.pair.Truncated = true
		return
	}
	c.pair.Differences = append(c.pair.Differences, d)
}

// header compares the headers. Of what a CSV lacks nothing is said.
func (c *comparison) header() {
	t := c.a.Type.Header
	a, b := t.Base(c.a.Header), t.Base(c.b.Header)
	d := differ{a: headerDetail(&c.a), b: headerDetail(&c.b)}
	d.object(newPlan(t, c.opt.All, c.plan.csv), envelope.HeaderName, spot{base: a}, spot{base: b}, func(f *planned) bool {
		ref := spec.Ref(f.Index)
		return c.a.csv && !c.a.Header.Has(ref) || c.b.csv && !c.b.Header.Has(ref)
	})
	for _, found := range d.found {
		c.add(found)
	}
}

func headerDetail(s *side) *detail {
	if s.csv {
		return &detail{}
	}
	return &detail{at: s.HeaderAt}
}

// records counts all that differs and shows the first of it.
func (c *comparison) records(ctx context.Context) error {
	var shown []couple
	room := c.opt.Listed - len(c.pair.Differences)
	c.couples(func(x couple) {
		n := &c.pair.Records
		switch {
		case x.malformed:
			n.Unclear++
		case x.b < 0:
			n.OnlyA++
		case x.a < 0:
			n.OnlyB++
		default:
			n.Differ++
		}
		if len(shown) < room {
			shown = append(shown, x)
		} else {
			c.pair.Truncated = true
		}
	})
	inA, inB := -1, -1
	if c.opt.All {
		inA, inB = c.moved()
	}
	a, b, err := c.fetchAll(ctx, append(shown, couple{a: inA, b: inB}))
	if err != nil {
		return err
	}
	if inA >= 0 {
		c.add(Difference{Kind: Order, Record: a[inA].label, A: a[inA].place(), B: b[inB].place()})
	}
	for _, x := range shown {
		if err := c.show(x, a[x.a], b[x.b]); err != nil {
			return err
		}
	}
	return nil
}

// fetchAll reads the records of those couples again.
func (c *comparison) fetchAll(ctx context.Context, all []couple) (a, b map[int]*detail, err error) {
	wantA, wantB := map[int]bool{}, map[int]bool{}
	for _, x := range all {
		if x.a >= 0 {
			wantA[x.a] = true
		}
		if x.b >= 0 {
			wantB[x.b] = true
		}
	}
	if a, err = c.a.fetch(ctx, c.plan, wantA, c.opt.Codec); err != nil {
		return nil, nil, err
	}
	b, err = c.b.fetch(ctx, c.plan, wantB, c.opt.Codec)
	return a, b, err
}

// show lists what is to be told of a couple. A side that has no record is nil.
func (c *comparison) show(x couple, a, b *detail) error {
	if a != nil && !c.unchanged(x.a, a) {
		return &ChangedError{c.a.Name}
	}
	switch {
	case x.malformed:
		c.add(Difference{Kind: Malformed, Record: commonLabel(a, b), A: a.whole(), B: b.whole()})
	case b == nil:
		c.add(Difference{Kind: OnlyInA, Record: a.label, A: a.whole()})
	case a == nil:
		c.add(Difference{Kind: OnlyInB, Record: b.label, B: b.whole()})
	default:
		if b.problem != "" {
			return &ChangedError{c.b.Name}
		}
		d := differ{record: a.label, a: a, b: b}
		d.object(c.plan, "", spot{base: a.base}, spot{base: b.base}, nil)
		if len(d.found) == 0 {
			return &ChangedError{c.b.Name}
		}
		for _, found := range d.found {
			c.add(found)
		}
	}
	return nil
}

// unchanged reports whether a record of A is what it was when it was first read.
func (c *comparison) unchanged(i int, d *detail) bool {
	e := c.all.at(i)
	return e.sum == d.sum && e.mark.has(malformed) == (d.problem != "")
}

// whole is the place of a record.
func (d *detail) whole() *Place {
	if d == nil {
		return nil
	}
	p := d.place()
	p.Problem = d.problem
	return p
}

// commonLabel is what names a record of which a side is malformed.
func commonLabel(a, b *detail) string {
	if a == nil || b != nil && a.problem != "" && a.base == nil {
		return b.label
	}
	return a.label
}

// sealedFields appends the names of the fields whose values are encrypted.
func sealedFields(t *spec.Table, names []string) []string {
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Table != nil {
			names = sealedFields(f.Table, names)
		} else if isSealed(f) {
			names = append(names, f.Name)
		}
	}
	return names
}
