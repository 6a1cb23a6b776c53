package world

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
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
	rows      []tableGroup
	smsoOf    []int    // of each row, as an index of smsos; -1: nobody's
	groups    weighted // over rows
	kinds     []estateShare
	mix       weighted // over kinds
	networks  []estateNetwork
	names     []string // of the suppliers
	suppliers weighted
	eligible  weighted // the suppliers that may commission: the first half

	combination, group, parties, models, plan, dmrt *rand.Rand

	mpanShift, mprnShift uint64
}

// scopes are the scopes of EPCL entries (4.4); each SMSO has an entry of each.
func scopes() []rule.EPCLScope {
	return []rule.EPCLScope{rule.ActiveOnly, rule.DormantOnly, rule.Either}
}

// estateEntry is an EPCL entry of a synthetic world.
type estateEntry struct {
	id     string
	models []rule.Model
}

// estateSMSO is an SMSO with its groups, which are indexes of tableGroups.
type estateSMSO struct {
	name   string
	number int
	groups []int
	entry  map[rule.EPCLScope]estateEntry
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
// The rows of one SMSO have one release. Where there are fewer SMSOs than
// releases, rows are left out.
func estateGroups(smsos int) [][]int {
	switch smsos {
	case 1:
		return [][]int{{2, 3, 4}}
	case 2:
		return [][]int{{0, 1}, {2, 3, 4}}
	case 3:
		return [][]int{{0, 1}, {2, 3, 4}, {5, 6}}
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
	e := &estate{opt: opt, rows: tableGroups(), kinds: estateMix(), networks: estateNetworks(),
		combination: stream(opt.Seed, "combination"), group: stream(opt.Seed, "group"), parties: stream(opt.Seed, "parties"),
		models: stream(opt.Seed, "models"), plan: stream(opt.Seed, "plan"), dmrt: stream(opt.Seed, "dmrt"),
		mpanShift: stream(opt.Seed, "mpan").Uint64N(mpanSpace), mprnShift: stream(opt.Seed, "mprn").Uint64N(mprnSpace)}
	e.smsoOf = slices.Repeat([]int{-1}, len(e.rows))
	for i, groups := range estateGroups(opt.SMSOs) {
		e.addSMSO(i, groups)
	}
	for i, g := range e.rows {
		if e.smsoOf[i] < 0 {
			g.share = 0
		}
		e.groups.add(g.share)
	}
	for _, k := range e.kinds {
		e.mix.add(k.share)
	}
	for i := range opt.Suppliers { // a few large ones and many small ones
		e.names = append(e.names, fmt.Sprintf("SUP%02d", i+1))
		e.suppliers.add(1000 / (i + 1))
		if i < opt.Suppliers/2 {
			e.eligible.add(1000 / (i + 1))
		}
	}
	return e
}

func (e *estate) addSMSO(i int, groups []int) {
	s := estateSMSO{name: fmt.Sprintf("SMSO%d", i+1), number: i + 1, groups: groups, entry: map[rule.EPCLScope]estateEntry{}}
	for _, scope := range scopes() {
		s.entry[scope] = estateEntry{id: "EPCL-" + s.name + "-" + string(scope), models: estateModels(s.number, scope)}
	}
	for _, g := range groups {
		e.smsoOf[g] = i
	}
	e.smsos = append(e.smsos, s)
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
	kind := e.kinds[e.mix.pick(e.combination)]
	group := e.groups.pick(e.group)
	smso = e.smsoOf[group]
	entry := e.smsos[smso].entry[e.scope(kind.combination)]
	*v = line{Devices: v.Devices[:0], InstallationID: "I-" + padded(i+1, 8), GroupID: e.rows[group].id, EPCLEntry: entry.id,
		CommissionedWithSMSO: true, SupplierSubmits: kind.combination == state.B, MigrationWeek: estateWeek}
	v.MigrateOn = estateWeek.AddDays(e.plan.IntN(e.opt.Days))
	if !kind.activeESME() || kind.combination == state.E1 {
		v.Ready = true
		v.DMRT = [...]string{"", DMRTFirmware, DMRTConfiguration, DMRTBoth}[e.dmrt.IntN(4)]
	}
	e.devices(i, v, kind, entry.models)
	return smso
}

// activeESME reports whether the electricity meter is active.
func (k estateShare) activeESME() bool { return k.combination != state.D && k.combination != state.E2 }

// activeGSME reports whether the gas meter, if there is one, is active.
func (k estateShare) activeGSME() bool { return k.combination != state.D && k.combination != state.E1 }

// estateWeek is the Migration Week of every synthetic installation: the last in
// which Migration DUST is available for all groups (Table 17.6).
var estateWeek = civil.MustDate("2022-06-13")

// workingDays is how many days of estateWeek are worked: Monday to Friday.
const workingDays = 5

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

func (e *estate) devices(i int, v *line, kind estateShare, models []rule.Model) {
	first := e.suppliers.pick(e.parties)
	if kind.combination == state.B {
		first = e.eligible.pick(e.parties)
	}
	second := first
	if kind.two {
		second = e.suppliers.other(e.parties, first)
	}
	for k, m := range models {
		d := mcf.Device{DeviceID: ident.EUI64(deviceBlock + uint64(len(models)*i+k)), DeviceType: m.DeviceType,
			Manufacturer: m.Manufacturer, Model: m.Model, FirmwareVersion: m.Firmware[e.models.IntN(len(m.Firmware))]}
		switch {
		case m.DeviceType == mcf.ESME:
			d.MPxN, d.Status, d.ESMEVariant = e.mpan(i), status(kind.activeESME()), "A"
			d.ResponsibleSupplier, d.NetworkOperator = e.names[first], e.networks[e.parties.IntN(estateElectricity)].name
		case m.DeviceType == mcf.GSME && kind.gas:
			gas := e.networks[estateElectricity:]
			d.MPxN, d.Status = e.mprn(i), status(kind.activeGSME())
			d.ResponsibleSupplier, d.NetworkOperator = e.names[second], gas[e.parties.IntN(len(gas))].name
		case m.DeviceType == mcf.GSME:
			continue
		}
		if d.Status == mcf.Dormant && (v.DMRT == DMRTFirmware || v.DMRT == DMRTBoth) {
			d.FirmwareVersion = m.Firmware[0] // so that there is something to upgrade
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
