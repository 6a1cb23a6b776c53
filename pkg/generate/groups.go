package generate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/world"
)

// day is an MCF and what follows from it.
type day struct {
	on     civil.Date
	index  []int32 // of its installations in the register, in order
	failed map[int32][]envelope.Reason
	mcf    parent
	mvf    parent
	groups []group
}

// group is what has passed of one GroupID.
type group struct {
	id       string
	index    []int32
	mgf, mef parent
	spoilt   bool // DCC refuses its MGF
}

// mcfFile is the MCF of a day, built at 00:00 London (5.3(b)). Its parents are
// the MAFs, in the order in which the register meets them, and with a Dormant
// Meter the ready-for-migration reports.
func (e *estate) mcfFile(d *day) *File {
	parents := e.mcfParents(d)
	return e.draft(mcf.Type, e.smso, e.dcc, e.smso.SMSO, "", civil.InstantOf(d.on.Midnight()), parents...)
}

func (e *estate) mcfParents(d *day) (parents []parent) {
	var names []string
	met, dormant := map[string]bool{}, false
	for _, in := range e.register.Selected(d.index) {
		if dormant && len(met) == len(e.suppliers) {
			break
		}
		dormant = dormant || in.HasDormant()
		for _, name := range e.authorisers(names[:0], in) {
			if !met[name] {
				met[name] = true
				parents = append(parents, e.suppliers[e.rank[name]].maf)
			}
		}
	}
	if dormant {
		parents = append(parents, e.reports...)
	}
	return parents
}

func (e *estate) mcfRecords() recordOf {
	r := NewRecords(e.World)
	var names []string
	return func(_ int, in *world.Installation) any {
		names = e.authorisers(names[:0], in)
		return r.MCF(in, names)
	}
}

// validate finds out what DCC fails of a day's MCF.
func (e *estate) validate(ctx context.Context, d *day) (err error) {
	var mu sync.Mutex
	f := e.mcfFile(d)
	d.failed = map[int32][]envelope.Reason{}
	refused := e.judged(f, d.index, e.mcfRecords, func(i int, why []envelope.Reason) {
		mu.Lock()
		defer mu.Unlock()
		d.failed[int32(i)] = slices.Clone(why)
	})
	if refused != "" {
		return fmt.Errorf("%s would be refused as a whole: %s", f.Name(), refused)
	}
	for i, in := range e.register.Selected(d.index) {
		if why := e.uncovered(int(i), in); len(why) > 0 {
			d.failed[i] = append(d.failed[i], why...)
		}
	}
	d.mcf, err = f.hash(ctx)
	return err
}

// uncovered is what DCC misses of an installation: that its Active Meters are
// authorised, and its Dormant Meters on a report that it could take.
func (e *estate) uncovered(i int, in *world.Installation) (why []envelope.Reason) {
	for k := range in.Devices {
		switch d := &in.Devices[k]; {
		case !d.IsMeter():
		case d.Active && d.Supplier == "":
			why = append(why, envelope.Reason{Code: "X-NO-AUTHORISATION", DeviceID: d.ID, Detail: "no accepted authorisation covers this Active Meter"})
		case !d.Active && e.dubious[i]:
			why = append(why, envelope.Reason{Code: "X-DORMANT-NOT-READY", DeviceID: d.ID, Detail: "this Dormant Meter is on no ready-for-migration report"})
		}
	}
	return why
}

// mvfFile is DCC's answer to a day's MCF (5.3(c)).
func (e *estate) mvfFile(d *day) *File {
	f := e.draft(mvf.Type, e.dcc, e.smso, e.smso.SMSO, "", d.mcf.created, d.mcf)
	f.Header.MCFOutcome = mvf.Accepted
	return e.fill(f, d.index, func() recordOf {
		var o mvf.Outcome
		return func(i int, in *world.Installation) any {
			o = mvf.Outcome{InstallationID: in.ID, Outcome: mvf.Pass, Reasons: d.failed[int32(i)]}
			if len(o.Reasons) > 0 {
				o.Outcome = mvf.Fail
			}
			return &o
		}
	})
}

// split sorts what has passed by GroupID.
func (e *estate) split(d *day) {
	for i, in := range e.register.Selected(d.index) {
		if len(d.failed[i]) > 0 {
			continue
		}
		id := in.Group
		k, ok := slices.BinarySearchFunc(d.groups, id, func(g group, id string) int { return cmp.Compare(g.id, id) })
		if !ok {
			d.groups = slices.Insert(d.groups, k, group{id: id})
		}
		d.groups[k].index = append(d.groups[k].index, i)
	}
}

// mgfFile is the MGF of a group, made when the MVF has come (5.3(d)).
func (e *estate) mgfFile(d *day, g *group) *File {
	return e.draft(mgf.Type, e.smso, e.dcc, e.smso.SMSO, g.id, d.mvf.created, d.mvf)
}

func (e *estate) mgfRecords() recordOf {
	r := NewRecords(e.World)
	return func(_ int, in *world.Installation) any { return r.MGF(in) }
}

// notify finds out whether DCC refuses a group's MGF: one bad record spoils the
// group.
func (e *estate) notify(ctx context.Context, d *day, g *group) (err error) {
	var mu sync.Mutex
	f := e.mgfFile(d, g)
	refused := e.judged(f, g.index, e.mgfRecords, func(int, []envelope.Reason) {
		mu.Lock()
		defer mu.Unlock()
		g.spoilt = true
	})
	g.mgf, err = f.hash(ctx)
	g.spoilt = g.spoilt || refused != ""
	return err
}

// mefFile is the MEF of a group, made after its MGF (5.3(e)).
func (e *estate) mefFile(d *day, g *group) (*File, error) {
	f := e.draft(mef.Type, e.smso, e.dcc, e.smso.SMSO, g.id, d.mvf.created, g.mgf, d.mcf)
	content, err := ContentKey(e.World, f.Header)
	if err != nil {
		return nil, err
	}
	sealer := &Sealer{World: e.World, Seal: content, Sender: f.Header.Sender, Sequence: f.Header.Sequence, Group: g.id}
	return e.fill(f, g.index, func() recordOf {
		s := sealer.Clone()
		return func(_ int, in *world.Installation) any { return s.Installation(in, nil) }
	}), nil
}
