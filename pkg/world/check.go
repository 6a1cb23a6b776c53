package world

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/rule"
)

// maxProblems is how many problems Check tells of.
const maxProblems = 1000

// Check reads everything in the directory of a world and returns what is wrong
// with it, at most 1000 problems, in the order of the files. Beside what makes a
// world fail to load, it judges each installation: its combination is one of 5.2,
// its EPCL entry covers its kind and its models (4.4), its meters' suppliers and
// network operators have certificates to be named, and in a world for Migration
// DUST its plan falls on a day on which that is available (17.24). The error is a fault of the world.
func Check(dir string) ([]ConfigError, error) { return check(os.DirFS(dir), dir) }

func check(fsys fs.FS, dir string) ([]ConfigError, error) {
	l := newLoader(fsys, dir, maxProblems)
	w, err := l.load(0)
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	if l.world == nil || w == nil {
		return l.problems, nil
	}
	for _, r := range w.registers {
		for at, inst := range r.All() {
			for _, problem := range w.judge(inst) {
				e := ConfigError{File: l.shown(registerName(r.SMSO)), Line: l.line(r, at), Problem: problem}
				if err := l.note(e); err != nil {
					return l.problems, nil
				}
			}
		}
	}
	return l.problems, nil
}

// judge says what is wrong with an installation that has been read.
func (w *World) judge(inst *Installation) (problems []string) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if _, err := inst.Combination(); err != nil {
		add("%s", err)
	}
	e, s := w.epclEntry(inst.EPCL), inst.summary()
	if s.dormant > 0 && e.Scope == rule.ActiveOnly || s.active > 0 && e.Scope == rule.DormantOnly {
		add("installation %s has %d active and %d dormant meters, and EPCL entry %s covers %s installations (4.4)", inst.ID, s.active, s.dormant, e.ID, e.Scope)
	}
	if s.dormant == 0 && (inst.Ready || inst.DMRT != "") {
		add("installation %s has no Dormant Meter, so it takes no part in DMRT or the ready-for-migration report (3.2, 6.3)", inst.ID)
	}
	if inst.DMRT != "" && len(w.instructions(nil, inst)) == 0 {
		add("nothing is to be upgraded in installation %s: its Dormant Meters have the last firmware that EPCL entry %s lists (6.2(b))", inst.ID, e.ID)
	}
	if g, _ := w.Group(inst.Group); w.Environment == envelope.MigrationDUST && !inst.Migrated && !g.DUSTAvailable(inst.On) {
		add("installation %s is planned for %v, and Migration DUST for group %s ends on %v (17.24)", inst.ID, inst.On, g.ID, g.LastDay())
	}
	for k := range inst.Devices {
		d := &inst.Devices[k]
		if !covers(&e.EPCLEntry, d) {
			add("EPCL entry %s does not cover the %s %v of installation %s: manufacturer %v, model %v, firmware %v (4.4)",
				e.ID, d.Type, d.ID, inst.ID, d.Manufacturer, d.Model, d.Firmware)
		}
		if d.IsMeter() {
			problems = append(problems, w.judgeMeter(inst, d)...)
		}
	}
	return problems
}

func (w *World) judgeMeter(inst *Installation, d *Device) (problems []string) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if !d.MPxN.CheckDigitOK() {
		add("the check digits of %v of installation %s are wrong", d.MPxN, inst.ID)
	}
	if d.Supplier != "" && len(w.SupplierCertificates(d.Supplier, d.IsGas())) == 0 {
		add("%s supplies %v and has no device certificate for %s (17.20(g))", d.Supplier, d.MPxN, fuelOf(d.IsGas()))
	}
	if id := w.NetworkCertificate(d.Network); id == "" {
		add("%s has the network of %v and no device certificate (17.20(h))", d.Network, d.MPxN)
	} else if f, _ := (certificateFacts{w}).Certificate(id); f.Gas != d.IsGas() {
		add("%s has the network of %v, and its certificate %s is for %s", d.Network, d.MPxN, id, fuelOf(f.Gas))
	}
	return problems
}
