package world

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
)

// estate makes the installations of a synthetic world, one after the other.
type estate struct {
	opt       NewOptions
	smsos     []estateSMSO
	groups    weighted // over tableGroups
	mix       weighted // over estateMix
	suppliers weighted
	eligible  weighted // the suppliers that may commission: the first half

	combination, group, parties, models, plan, dmrt *rand.Rand

	mpanShift, mprnShift uint64
}

// estateSMSO is an SMSO with its groups, which are indexes of tableGroups.
type estateSMSO struct {
	name   string
	number int
	groups []int
}

// tableGroup is a row of Table 17.6 with our release and the share of the
// installations, in per cent, that a synthetic world puts there.
type tableGroup struct {
	id, release, final string
	share              int
}

func tableGroups() []tableGroup {
	return []tableGroup{
		{"AA", "IOC", "2022-06-17", 30}, {"BA", "IOC", "2022-06-17", 12},
		{"CA", "MOC", "2022-06-17", 20}, {"CB", "MOC", "2022-06-17", 8},
		{"DA", "MOC", "2023-01-31", 12}, {"EA", "FOC", "", 12}, {"EB", "FOC", "2022-09-30", 6},
	}
}

// estateGroups says which rows of tableGroups the SMSOs have, by their number.
func estateGroups(smsos int) [][]int {
	switch smsos {
	case 4:
		return [][]int{{0, 1}, {2, 3}, {4}, {5, 6}}
	case 5:
		return [][]int{{0}, {1}, {2, 3}, {4}, {5, 6}}
	}
	return [][]int{{0}, {1}, {2, 3}, {4}, {5}, {6}}
}

// estateShare is the share of a kind of installation, in per mille.
type estateShare struct {
	combination state.Combination
	gas         bool // has a gas meter
	two         bool // has two Responsible Suppliers
	share       int
}

// estateMix is meant to look like what there is to migrate: mostly active, a
// fifth of the single-supplier active ones without gas.
func estateMix() []estateShare {
	return []estateShare{
		{state.A, true, false, 440}, {state.A, false, false, 110},
		{state.B, true, false, 65}, {state.B, false, false, 15},
		{state.C, true, true, 120},
		{state.D, true, false, 60}, {state.D, false, false, 15}, {state.D, true, true, 75},
		{state.E1, true, false, 20}, {state.E1, true, true, 30},
		{state.E2, true, false, 20}, {state.E2, true, true, 30},
	}
}

func newEstate(opt NewOptions) *estate {
	e := &estate{opt: opt,
		combination: stream(opt.Seed, "combination"), group: stream(opt.Seed, "group"), parties: stream(opt.Seed, "parties"),
		models: stream(opt.Seed, "models"), plan: stream(opt.Seed, "plan"), dmrt: stream(opt.Seed, "dmrt"),
		mpanShift: stream(opt.Seed, "mpan").Uint64N(mpanSpace), mprnShift: stream(opt.Seed, "mprn").Uint64N(mprnSpace)}
	for i, groups := range estateGroups(opt.SMSOs) {
		e.smsos = append(e.smsos, estateSMSO{name: fmt.Sprintf("SMSO%d", i+1), number: i + 1, groups: groups})
	}
	for _, g := range tableGroups() {
		e.groups.add(g.share)
	}
	for _, m := range estateMix() {
		e.mix.add(m.share)
	}
	for i := range opt.Suppliers { // a few large ones and many small ones
		e.suppliers.add(1000 / (i + 1))
		if i < opt.Suppliers/2 {
			e.eligible.add(1000 / (i + 1))
		}
	}
	return e
}

// stream is a source of chance of its own for one purpose, so that drawing more
// for one does not change another.
func stream(seed uint64, name string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte("s1mig/world/v1/" + name))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// weighted picks an index by weight.
type weighted struct{ upTo []int }

func (w *weighted) add(weight int) { w.upTo = append(w.upTo, w.total()+weight) }

func (w *weighted) total() int {
	if len(w.upTo) == 0 {
		return 0
	}
	return w.upTo[len(w.upTo)-1]
}

func (w *weighted) pick(r *rand.Rand) int {
	n := r.IntN(w.total())
	i := 0
	for w.upTo[i] <= n {
		i++
	}
	return i
}

// other picks an index that is not the given one.
func (w *weighted) other(r *rand.Rand, not int) int {
	for {
		if i := w.pick(r); i != not {
			return i
		}
	}
}

// next writes installation i over v and returns the index of its SMSO.
func (e *estate) next(i int, v *line) (smso int) {
	kind := estateMix()[e.mix.pick(e.combination)]
	group := e.groups.pick(e.group)
	for k, s := range e.smsos {
		for _, g := range s.groups {
			if g == group {
				smso = k
			}
		}
	}
	*v = line{Devices: v.Devices[:0]}
	v.InstallationID = "I-" + padded(i+1, 8)
	v.GroupID = tableGroups()[group].id
	v.CommissionedWithSMSO = true
	v.MigrationWeek = estateWeek
	v.MigrateOn = estateWeek.AddDays(e.plan.IntN(5)) // Monday to Friday
	v.SupplierSubmits = kind.combination == state.B
	scope := e.scope(kind.combination)
	v.EPCLEntry = entryName(e.smsos[smso].name, scope)
	if scope == rule.DormantOnly || kind.combination == state.D || kind.combination == state.E1 || kind.combination == state.E2 {
		v.Ready = true
		v.DMRT = [...]string{"", DMRTFirmware, DMRTConfiguration, DMRTBoth}[e.dmrt.IntN(4)]
	}
	e.devices(i, v, kind, e.smsos[smso].number, scope)
	return smso
}

// estateWeek is the Migration Week of every synthetic installation: the last in
// which Migration DUST is available for all groups (Table 17.6).
var estateWeek = civil.MustDate("2022-06-13")

func padded(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// scope picks the EPCL entry for a combination, by its scope.
func (e *estate) scope(c state.Combination) rule.EPCLScope {
	either := e.models.IntN(10) < 3
	switch {
	case c == state.E1 || c == state.E2 || either:
		return rule.Either
	case c == state.D:
		return rule.DormantOnly
	}
	return rule.ActiveOnly
}

func entryName(smso string, scope rule.EPCLScope) string { return "EPCL-" + smso + "-" + string(scope) }

func (e *estate) devices(i int, v *line, kind estateShare, smso int, scope rule.EPCLScope) {
	var first int
	if kind.combination == state.B {
		first = e.eligible.pick(e.parties)
	} else {
		first = e.suppliers.pick(e.parties)
	}
	second := first
	if kind.two {
		second = e.suppliers.other(e.parties, first)
	}
	for k, m := range estateModels(smso, scope) {
		d := mcf.Device{DeviceID: ident.EUI64(deviceBlock + uint64(4*i+k)), DeviceType: m.DeviceType, Manufacturer: m.Manufacturer, Model: m.Model,
			FirmwareVersion: m.Firmware[e.models.IntN(len(m.Firmware))]}
		switch m.DeviceType {
		case mcf.ESME:
			d.MPxN, d.ResponsibleSupplier, d.NetworkOperator = e.mpan(i), supplierName(first), estateNetworks()[e.parties.IntN(estateElectricity)].name
			d.Status, d.ESMEVariant = status(kind.combination != state.D && kind.combination != state.E2), "A"
		case mcf.GSME:
			if !kind.gas {
				continue
			}
			gas := estateNetworks()[estateElectricity:]
			d.MPxN, d.ResponsibleSupplier, d.NetworkOperator = e.mprn(i), supplierName(second), gas[e.parties.IntN(len(gas))].name
			d.Status = status(kind.combination != state.D && kind.combination != state.E1)
		}
		v.Devices = append(v.Devices, d)
	}
}

func status(active bool) string {
	if active {
		return mcf.Active
	}
	return mcf.Dormant
}
