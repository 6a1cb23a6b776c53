package generate

import (
	"context"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/dmrtresult"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/world"
)

// recordOf makes the record of installation i of the register.
type recordOf func(i int, in *world.Installation) any

// fill has the file hold the records of the installations at those places of the
// register.
func (e *estate) fill(f *File, index []int32, newRecord func() recordOf) *File {
	f.n = len(index)
	f.maker = func() codec.Maker {
		record, in := newRecord(), new(world.Installation)
		return func(to *codec.Batch, k int) error {
			i := int(index[k])
			e.register.Read(i, in)
			to.Write(record(i, in))
			return nil
		}
	}
	return f
}

// judged is fill, with every record judged on the way: turned is called with what
// speaks against it. refused says why the file is refused as a whole; then no
// record is judged.
func (e *estate) judged(f *File, index []int32, newRecord func() recordOf, turned func(i int, why []envelope.Reason)) (refused string) {
	refused, records := f.judge()
	if refused != "" || records == nil {
		e.fill(f, index, newRecord)
		return refused
	}
	e.fill(f, index, func() recordOf {
		record, judge := newRecord(), records()
		return func(i int, in *world.Installation) any {
			v := record(i, in)
			if why := judge(v); len(why) > 0 {
				turned(i, why)
			}
			return v
		}
	})
	return ""
}

// mafRecords makes the authorisations of a supplier.
func (e *estate) mafRecords(supplier string) func() recordOf {
	return func() recordOf {
		r := NewRecords(e.World)
		return func(_ int, in *world.Installation) any { return r.MAF(in, supplier) }
	}
}

// authorise has every supplier send its MAF at the start, and finds out what DCC
// turns away. An installation migrates as one unit (5.2(c)), so one authorisation
// that is missing is one too few.
func (e *estate) authorise(ctx context.Context) (err error) {
	for k := range e.suppliers {
		s := &e.suppliers[k]
		if len(s.index) == 0 {
			continue
		}
		f := e.draft(maf.Type, s.Organisation, e.dcc, e.smso.SMSO, "", e.start)
		refused := e.judged(f, s.index, e.mafRecords(s.Name), func(i int, _ []envelope.Reason) { e.away[i] = true })
		if refused != "" {
			e.away.all(s.index)
		}
		if s.maf, err = f.hash(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m marks) all(index []int32) {
	for _, i := range index {
		m[i] = true
	}
}

// reportReady sends DCC the ready-for-migration reports: at the start of what
// needs nothing done first, and of the rest when DCC's instruction has been
// carried out (6.2, 6.3(a)(iv)).
func (e *estate) reportReady(ctx context.Context) error {
	var now, later []int32
	for i, in := range e.register.All() {
		switch planned := e.isPlanned(i); {
		case !e.reportable(in):
		case in.DMRT == "":
			now = append(now, int32(i))
		case planned:
			later = append(later, int32(i))
		}
	}
	if len(now) > 0 {
		if err := e.report(ctx, now, e.start); err != nil {
			return err
		}
	}
	if len(e.plan) == 0 {
		return nil
	}
	result, err := e.instruct(ctx)
	if err != nil {
		return err
	}
	return e.report(ctx, later, e.start.Add(1), result)
}

// report sends one ready-for-migration report.
func (e *estate) report(ctx context.Context, index []int32, due civil.Instant, parents ...parent) error {
	f := e.draft(readyreport.Type, e.smso, e.dcc, e.smso.SMSO, "", due, parents...)
	refused := e.judged(f, index, func() recordOf {
		r := NewRecords(e.World)
		return func(_ int, in *world.Installation) any { return r.Ready(in) }
	}, func(i int, _ []envelope.Reason) { e.dubious[i] = true })
	if refused != "" {
		e.dubious.all(index)
	}
	p, err := f.hash(ctx)
	e.reports = append(e.reports, p)
	return err
}

// instruct has DCC instruct the SMSO at the start, which does all of it and says
// so.
func (e *estate) instruct(ctx context.Context) (parent, error) {
	order := e.draft(dmrtinstruction.Type, e.dcc, e.smso, e.smso.SMSO, "", e.start)
	order.n = len(e.plan)
	order.maker = func() codec.Maker {
		m := e.newInstructor()
		return func(to *codec.Batch, k int) error { to.Write(m.instruction(k)); return nil }
	}
	p, err := order.hash(ctx)
	if err != nil {
		return parent{}, err
	}
	result := e.draft(dmrtresult.Type, e.smso, e.dcc, e.smso.SMSO, "", e.start.Add(1), p)
	result.n = len(e.plan)
	result.maker = func() codec.Maker {
		var r dmrtresult.Installation
		m := e.newInstructor()
		return func(to *codec.Batch, k int) error { apply(&r, m.instruction(k)); to.Write(&r); return nil }
	}
	return result.hash(ctx)
}

// instructor makes DCC's instructions, one after the other in one struct.
type instructor struct {
	*estate
	in     world.Installation
	record dmrtinstruction.Installation
}

func (e *estate) newInstructor() *instructor { return &instructor{estate: e} }

// instruction is the k-th of the plan.
func (m *instructor) instruction(k int) *dmrtinstruction.Installation {
	m.register.Read(int(m.plan[k]), &m.in)
	m.World.DMRT(&m.in, &m.record)
	return &m.record
}

// apply is the result of an instruction that every device carried out.
func apply(r *dmrtresult.Installation, in *dmrtinstruction.Installation) {
	*r = dmrtresult.Installation{InstallationID: in.InstallationID, Devices: r.Devices[:0]}
	for i := range in.Devices {
		d := &in.Devices[i]
		r.Devices = append(r.Devices, dmrtresult.Device{DeviceID: d.DeviceID, Action: d.Action, Outcome: dmrtresult.Applied,
			ConfigurationID: d.ConfigurationID, FirmwareVersion: d.FirmwareVersion})
	}
}
