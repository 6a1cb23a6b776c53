package generate

import (
	"cmp"
	"slices"

	"s1mig/pkg/abreast"
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/world"
)

// estate is what of one SMSO's register takes part.
type estate struct {
	*chain
	smso     world.Organisation
	register *world.Register
	plan     []int32 // whose Dormant Meters DCC has configured or upgraded (6.2)

	suppliers []supplierMAF  // in the order in which DCC takes their MAFs
	rank      map[string]int // of each supplier in suppliers
	away      marks          // an authorisation of it was turned away
	dubious   marks          // its record in the ready-for-migration report was
	days      []day
	reports   []parent
}

// supplierMAF is what one supplier authorises at the SMSO.
type supplierMAF struct {
	world.Organisation
	index []int32 // of its installations in the register, in order
	maf   parent
}

// marks is a set of installations of a register, which several goroutines may
// mark as long as no two mark the same one.
type marks []bool

// newEstate looks through a register for who authorises what. Nobody authorises
// what has been migrated already.
func (c *chain) newEstate(smso world.Organisation) *estate {
	r := c.World.Register(smso.SMSO)
	e := &estate{chain: c, smso: smso, register: r, plan: c.World.DMRTPlan(smso.SMSO), rank: map[string]int{}, away: make(marks, r.Len()), dubious: make(marks, r.Len())}
	for _, o := range c.World.Suppliers() {
		e.suppliers = append(e.suppliers, supplierMAF{Organisation: o})
	}
	slices.SortStableFunc(e.suppliers, func(a, b supplierMAF) int { return cmp.Compare(a.EUI, b.EUI) })
	for i := range e.suppliers {
		e.rank[e.suppliers[i].Name] = i
	}
	e.listAuthorisations()
	return e
}

// listAuthorisations finds out which installations each supplier authorises, each
// part of the register on a goroutine of its own.
func (e *estate) listAuthorisations() {
	parts := make([][][]int32, e.workers())
	_ = abreast.Do(len(parts), len(parts), func(p int) error {
		parts[p] = make([][]int32, len(e.suppliers))
		e.listPart(parts[p], p*e.register.Len()/len(parts), (p+1)*e.register.Len()/len(parts))
		return nil
	})
	for k := range e.suppliers {
		for _, part := range parts {
			e.suppliers[k].index = append(e.suppliers[k].index, part[k]...)
		}
	}
}

func (e *estate) listPart(index [][]int32, from, to int) {
	in := new(world.Installation)
	for i := from; i < to; i++ {
		e.register.Read(i, in)
		if in.Migrated {
			continue
		}
		e.each(in, func(name string) {
			k, ok := e.rank[name]
			switch {
			case ok && e.Selection.Has(in, name):
				index[k] = append(index[k], int32(i))
			case name != "": // a meter of nobody fails in the MCF, not before
				e.away[i] = true
			}
		})
	}
}

// each calls yield with each different supplier of the Active Meters of an
// installation.
func (e *estate) each(in *world.Installation, yield func(supplier string)) {
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && d.Active && firstMeterOf(in, d.Supplier) == k {
			yield(d.Supplier)
		}
	}
}

// authorisers appends the suppliers that authorise an installation, in the order
// of their MAFs.
func (e *estate) authorisers(dst []string, in *world.Installation) []string {
	for k := range in.Devices {
		d := &in.Devices[k]
		if !d.IsMeter() || !d.Active || firstMeterOf(in, d.Supplier) != k {
			continue
		}
		if rank, ok := e.rank[d.Supplier]; ok {
			at := len(dst)
			for at > 0 && e.rank[dst[at-1]] > rank {
				at--
			}
			dst = append(dst, d.Supplier)
			if at < len(dst)-1 {
				copy(dst[at+1:], dst[at:])
				dst[at] = d.Supplier
			}
		}
	}
	return dst
}

// reportable reports whether an installation may go into a ready-for-migration
// report.
func (e *estate) reportable(in *world.Installation) bool {
	if !in.Ready || !in.HasDormant() || in.Migrated {
		return false
	}
	selected := e.Selection.Has(in, "")
	e.each(in, func(supplier string) { selected = selected || e.Selection.Has(in, supplier) })
	return selected
}

// due says on which day an installation goes into an MCF; zero where into none.
// planned says that DCC has had its Dormant Meters configured or upgraded.
func (e *estate) due(i int, in *world.Installation, planned bool) civil.Date {
	var room [4]string
	if in.Migrated || e.away[i] || in.HasActive() && len(e.authorisers(room[:0], in)) == 0 {
		return 0
	}
	if in.HasDormant() && !(e.reportable(in) && (in.DMRT == "" || planned) && in.On.Midnight().After(e.readyAt(in).Time())) {
		return 0
	}
	if e.Environment == envelope.MigrationDUST && !e.eligible(in) {
		return 0
	}
	return in.On
}

// readyAt is the instant at which an installation is reported as ready.
func (e *estate) readyAt(in *world.Installation) civil.Instant {
	if in.DMRT == "" {
		return e.start
	}
	return e.start.Add(1) // when DCC's instruction has come
}

// eligible reports whether the installation's combination may take part in
// Migration DUST (17.10).
func (e *estate) eligible(in *world.Installation) bool {
	entry, ok := e.World.EPCLEntry(in.EPCL)
	return ok && world.DUSTEligible(entry.EPCLEntry)
}

// isPlanned reports whether DCC has the Dormant Meters of an installation
// configured or upgraded.
func (e *estate) isPlanned(i int) bool {
	_, planned := slices.BinarySearch(e.plan, int32(i))
	return planned
}

// planDays sorts by day what goes into MCFs.
func (e *estate) planDays() {
	for i, in := range e.register.All() {
		on := e.due(i, in, e.isPlanned(i))
		if on == 0 {
			continue
		}
		k, ok := slices.BinarySearchFunc(e.days, on, func(d day, on civil.Date) int { return cmp.Compare(d.on, on) })
		if !ok {
			e.days = slices.Insert(e.days, k, day{on: on})
		}
		e.days[k].index = append(e.days[k].index, int32(i))
	}
}
