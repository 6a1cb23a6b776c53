package world

import (
	"fmt"
	"slices"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// lineWorker reads the lines of a register and judges them. Text of a line is a
// view of the reader's buffer; what is kept is the world's own spelling of it,
// or is copied.
type lineWorker struct {
	world    *World
	smso     string
	file     string
	rec      *codec.Record // the line at hand
	bad      bool          // it has a problem
	problems []ConfigError // of the block

	devices     []Device // of the lines of the block, one after the other
	group, epcl int      // of the line at hand, as indexes of the world's
	meters      []lineMeter
	variants    map[string]string
}

// lineMeter is a meter of the line at hand, with its organisations as indexes of
// the world's: -1 is none.
type lineMeter struct {
	mpxn              ident.MPxN
	active            bool
	supplier, network int
}

func newLineWorker(w *World, smso, file string) *lineWorker {
	return &lineWorker{world: w, smso: smso, file: file, variants: map[string]string{}}
}

// read reads a line and appends its devices; the installation lacks its id and
// its devices still. ok is false where the line has a problem, which is noted.
func (l *lineWorker) read(rec *codec.Record) (inst Installation, ok bool) {
	l.rec, l.bad, l.meters = rec, false, l.meters[:0]
	for _, f := range rec.Findings {
		l.bad = true
		l.problems = append(l.problems,
			ConfigError{File: l.file, Line: f.Pos.Line, Column: f.Pos.Column, Problem: f.Message, Hint: f.Hint})
	}
	if l.bad {
		return inst, false
	}
	from := len(l.devices)
	inst = l.installation(rec.Value.(*line))
	if l.bad {
		l.devices = l.devices[:from]
	}
	return inst, !l.bad
}

// problem notes what is wrong with the line, at the value that path leads to.
func (l *lineWorker) problem(hint, problem string, path ...any) {
	l.bad = true
	pos, _ := l.rec.At(path...)
	l.problems = append(l.problems,
		ConfigError{File: l.file, Line: pos.Line, Column: pos.Column, Problem: problem, Hint: hint})
}

func (l *lineWorker) installation(v *line) Installation {
	inst := Installation{SMSO: l.smso, DMRT: v.DMRT, Week: v.MigrationWeek, On: v.MigrateOn,
		CommissionedWithSMSO: v.CommissionedWithSMSO, Migrated: v.Migrated, SupplierSubmits: v.SupplierSubmits, Ready: v.Ready}
	var ok bool
	if l.group, ok = l.world.groupAt(v.GroupID); ok && l.world.groups[l.group].SMSO == l.smso {
		inst.Group = l.world.groups[l.group].ID
	} else {
		l.problem("", fmt.Sprintf("groupID %s is no group of %s in world.yaml", v.GroupID, l.smso), "groupID")
	}
	if l.epcl, ok = l.world.epclAt(v.EPCLEntry); ok && l.world.epcl[l.epcl].SMSO == l.smso {
		inst.EPCL, inst.CSP = l.world.epcl[l.epcl].ID, l.world.epcl[l.epcl].CSP
	} else {
		l.problem("", fmt.Sprintf("epclEntry %s is no entry of %s in world.yaml", v.EPCLEntry, l.smso), "epclEntry")
	}
	switch {
	case inst.Week.IsZero() != inst.On.IsZero():
		l.problem("", "migrationWeek and migrateOn go together")
	case inst.Week.IsZero():
		inst.Week, inst.On = l.world.Week, l.world.On
	default:
		if problem := planProblem(inst.Week, inst.On); problem != "" {
			l.problem("", problem, "migrateOn")
		}
	}
	for _, text := range v.RemovedMPxNs {
		m, _ := ident.ParseMPxN([]byte(text))
		inst.Removed = append(inst.Removed, m)
	}
	l.readDevices(v)
	return inst
}

func (l *lineWorker) readDevices(v *line) {
	hubs, meters := 0, 0
	for k := range v.Devices {
		d := &v.Devices[k]
		if d.DeviceType == mcf.CHF {
			hubs++
		}
		if !inTestBlock(d.DeviceID) {
			l.problem(dummyHint, fmt.Sprintf("deviceID %v is not in the test block %s", d.DeviceID, testBlockShown), "devices", k, "deviceID")
		}
		out := Device{ID: d.DeviceID, Type: d.DeviceType, Manufacturer: d.Manufacturer, Model: d.Model, Firmware: d.FirmwareVersion}
		if out.IsMeter() {
			meters++
			l.meter(&out, d, k)
		} else if !d.MPxN.IsZero() || d.Status != "" || d.ResponsibleSupplier != "" || d.NetworkOperator != "" {
			l.problem("", fmt.Sprintf("a %s is no meter and has no mpxn, status, responsibleSupplier or networkOperator", d.DeviceType), "devices", k)
		}
		if d.ESMEVariant != "" && d.DeviceType != mcf.ESME {
			l.problem("", fmt.Sprintf("a %s has no esmeVariant", d.DeviceType), "devices", k, "esmeVariant")
		}
		l.devices = append(l.devices, out)
	}
	if hubs != 1 {
		l.problem("", fmt.Sprintf("the installation has %d devices of type CHF, expected one", hubs), "devices")
	}
	if meters == 0 {
		l.problem("", "the installation has no meter", "devices")
	}
}

func (l *lineWorker) meter(out *Device, d *mcf.Device, k int) {
	out.MPxN, out.Active, out.Variant = d.MPxN, d.Status == mcf.Active, l.variant(d.ESMEVariant)
	switch {
	case d.MPxN.IsZero():
		l.problem("", "mpxn is missing from this meter", "devices", k)
	case d.MPxN.IsMPAN() == out.IsGas():
		l.problem("", fmt.Sprintf("the mpxn of a %s is %v, expected an %s", d.DeviceType, d.MPxN, mpxnOf(out.IsGas())), "devices", k, "mpxn")
	case d.MPxN.IsMPAN() && d.MPxN.Distributor() != ident.DummyDistributor:
		l.problem(dummyHint, fmt.Sprintf("mpxn %v has distributor %02d, expected %d", d.MPxN, d.MPxN.Distributor(), ident.DummyDistributor), "devices", k, "mpxn")
	}
	if d.Status == "" {
		l.problem("", "status is missing from this meter", "devices", k)
	}
	m := lineMeter{mpxn: out.MPxN, active: out.Active, supplier: -1}
	out.Network, m.network = l.organisation(d.NetworkOperator, envelope.NetworkOperator, k, "networkOperator")
	if d.ResponsibleSupplier != "" {
		out.Supplier, m.supplier = l.organisation(d.ResponsibleSupplier, envelope.Supplier, k, "responsibleSupplier")
	}
	l.meters = append(l.meters, m)
}

func mpxnOf(gas bool) string {
	if gas {
		return "MPRN"
	}
	return "MPAN"
}

func (l *lineWorker) organisation(name string, kind envelope.Kind, k int, field string) (own string, at int) {
	if i, ok := l.world.organisationAt(name); ok && l.world.organisations[i].Kind == kind {
		return l.world.organisations[i].Name, i
	}
	l.problem("", fmt.Sprintf("%s is %q, expected an organisation of world.yaml of kind %s", field, name, kind), "devices", k, field)
	return "", -1
}

// variant returns a copy of the text, the same one for equal texts.
func (l *lineWorker) variant(text string) string {
	if text == "" {
		return ""
	}
	own, ok := l.variants[text]
	if !ok {
		own = string([]byte(text))
		l.variants[own] = own
	}
	return own
}

// covers reports whether an EPCL entry has the device's model, and, where it
// lists firmware, its firmware (4.4).
func covers(e *rule.EPCLEntry, d *Device) bool {
	return slices.ContainsFunc(e.Models, func(m rule.Model) bool {
		return sameModel(&m, d) && (len(m.Firmware) == 0 || slices.Contains(m.Firmware, d.Firmware))
	})
}
