package generate

import (
	"cmp"
	"context"
	"slices"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/filetype/suppliercommissioning"
	"s1mig/pkg/world"
)

// batch is a group from its SCF to its COF.
type batch struct {
	*estate
	day   *day
	group *group
	scf   parent

	received map[string]civil.Instant // when each supplier that commissions got its slice of the SCF
	results  []parent                 // what they reported, in the order in which it came
}

// batches are all groups that DCC checks, in the order in which their MEFs come.
func (c *chain) batches(estates []*estate) (list []*batch) {
	for _, e := range estates {
		for d := range e.days {
			for g := range e.days[d].groups {
				if group := &e.days[d].groups[g]; !group.spoilt {
					list = append(list, &batch{estate: e, day: &e.days[d], group: group, received: map[string]civil.Instant{}})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *batch) int { return came(a.group.mef, b.group.mef) })
	return list
}

// came orders files of one type by their arrival.
func came(a, b parent) int {
	return cmp.Or(cmp.Compare(a.created, b.created), cmp.Compare(a.from, b.from), cmp.Compare(a.sequence, b.sequence))
}

// scfFile is DCC's to itself, made when the MEF has come (5.6(a)(i)).
func (b *batch) scfFile() *File {
	f := b.draft(scf.Type, b.dcc, b.dcc, b.smso.SMSO, b.group.id, b.group.mef.created, b.group.mgf, b.group.mef)
	return b.fill(f, b.group.index, scfRecords)
}

// release gives MCF and SCF to the suppliers that commission (17.22), and has
// them report.
func (b *batch) release(ctx context.Context) error {
	of := map[string][]int32{}
	for i, in := range b.register.Selected(b.group.index) {
		if name := b.commissioner(in); name != "" {
			of[name] = append(of[name], i)
		}
	}
	for _, s := range b.suppliersByName() {
		if len(of[s.Name]) == 0 {
			continue
		}
		if err := b.releaseTo(ctx, s.Organisation, of[s.Name]); err != nil {
			return err
		}
	}
	slices.SortFunc(b.results, came)
	return nil
}

func (b *batch) suppliersByName() []supplierMAF {
	return slices.SortedFunc(slices.Values(b.suppliers), func(x, y supplierMAF) int { return cmp.Compare(x.Name, y.Name) })
}

// releaseTo gives one supplier its slices; it reports when its last request has
// been answered.
func (b *batch) releaseTo(ctx context.Context, s world.Organisation, index []int32) error {
	common := b.draft(mcf.Type, b.dcc, s, b.smso.SMSO, "", b.scf.created, b.day.mcf)
	common.Header.SliceOf = b.day.mcf.digest
	b.fill(common, index, func() recordOf { return b.mcfSlice(s.Name) })
	mcfSlice, err := common.hash(ctx)
	if err != nil {
		return err
	}
	checked := b.draft(scf.Type, b.dcc, s, b.smso.SMSO, b.group.id, b.group.mef.created, b.scf, mcfSlice)
	checked.Header.SliceOf = b.scf.digest
	b.fill(checked, index, func() recordOf { return scfSlice(s.Name) })
	scfSlice, err := checked.hash(ctx)
	if err != nil {
		return err
	}
	b.received[s.Name] = scfSlice.created
	result := b.draft(suppliercommissioning.Type, s, b.dcc, b.smso.SMSO, "", scfSlice.created.Add(2), mcfSlice, scfSlice)
	b.fill(result, index, func() recordOf { return b.result(s.Name, scfSlice.created) })
	reported, err := result.hash(ctx)
	b.results = append(b.results, reported)
	return err
}

// mcfSlice makes the records of an MCF cut to a supplier.
func (b *batch) mcfSlice(supplier string) recordOf {
	r := NewRecords(b.World)
	return func(_ int, in *world.Installation) any {
		v, n := r.MCF(in, []string{supplier}), 0
		for k := range in.Devices {
			if owns(in, supplier, &in.Devices[k]) {
				v.Devices[n] = v.Devices[k]
				n++
			}
		}
		v.Devices = v.Devices[:n]
		return v
	}
}

// scfSlice makes the records of an SCF cut to a supplier.
func scfSlice(supplier string) recordOf {
	whole := scfRecords()
	return func(i int, in *world.Installation) any {
		v, n := whole(i, in).(*scf.Installation), 0
		for k := range in.Devices {
			if owns(in, supplier, &in.Devices[k]) {
				v.Devices[n] = v.Devices[k]
				n++
			}
		}
		v.Devices = v.Devices[:n]
		return v
	}
}

// result makes the records of what a supplier reports of its meters.
func (b *batch) result(supplier string, at civil.Instant) recordOf {
	steps := map[bool][]suppliercommissioning.Step{false: b.requests(supplier, false, at), true: b.requests(supplier, true, at)}
	return func(_ int, in *world.Installation) any {
		r := &suppliercommissioning.Installation{InstallationID: in.ID}
		for k := range in.Devices {
			if d := &in.Devices[k]; d.IsMeter() && owns(in, supplier, d) {
				r.Devices = append(r.Devices, suppliercommissioning.Device{DeviceID: d.ID, Steps: steps[d.MPxN.IsMPRN()]})
			}
		}
		return r
	}
}

// finished orders batches by when their COFs are made: when the last result has
// come or, where no supplier commissions, at once. Results come when no MEF does.
func finished(a, b *batch) int {
	return came(a.trigger(), b.trigger())
}

func (b *batch) trigger() parent {
	if n := len(b.results); n > 0 {
		return b.results[n-1]
	}
	return b.group.mef
}

// cofFile is made one second after the last event that it tells of (5.6(a)(ii)).
func (b *batch) cofFile() *File {
	c := b.commissioning(b.scf.created, b.received)
	end := b.scf.created
	for _, in := range b.register.Selected(b.group.index) {
		end = max(end, last(c.installation(in)))
	}
	f := b.draft(cof.Type, b.dcc, b.smso, b.smso.SMSO, b.group.id, end, append([]parent{b.scf}, b.results...)...)
	return b.fill(f, b.group.index, func() recordOf {
		own := c.clone()
		return func(_ int, in *world.Installation) any { return own.installation(in) }
	})
}
