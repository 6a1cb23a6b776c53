package dcc

import (
	"context"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/dmrtresult"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/finding"
	"s1mig/pkg/party"
)

// planDMRT has the SMSOs configure and upgrade the Dormant Meters that DCC plans
// to (6.2, 6.3).
func (d *DCC) planDMRT() {
	for _, o := range d.World.SMSOs() {
		plan := d.World.DMRTPlan(o.SMSO)
		if len(plan) == 0 {
			continue
		}
		d.At(d.Start, func(ctx context.Context, now time.Time) error {
			_, err := d.Send(ctx, party.Draft{Type: dmrtinstruction.Type, To: o.Name, SMSO: o.SMSO, At: now,
				Records: func(w *codec.Writer) error {
					var record dmrtinstruction.Installation
					for _, in := range d.World.Register(o.SMSO).Selected(plan) {
						d.World.DMRT(in, &record)
						w.Write(&record)
					}
					return nil
				}})
			return err
		})
	}
}

// takeDMRT reads what came of an instruction. The configuration applied must be
// the one asked for (6.3(a)(iii)); what differs is noted, and the installation
// comes into the migration by the ready report alone.
func (d *DCC) takeDMRT(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *dmrtresult.Installation, _ []finding.Finding) (failed []string) {
		for i := range in.Devices {
			if in.Devices[i].Outcome == dmrtresult.Failed {
				failed = append(failed, in.InstallationID+" "+in.Devices[i].DeviceID.String())
			}
		}
		return failed
	})
	if err != nil {
		return nil, err
	}
	for _, failed := range list {
		for _, what := range failed {
			d.Note(a.Name, "readiness testing failed on "+what)
		}
	}
	return party.Refusal(v, a.Type), nil
}

type readyInstallation struct {
	id  string
	on  civil.Date
	bad bool
}

// takeReady notes which installations' Dormant Meters are ready for migration to
// commence (6.3(a)(iv)).
func (d *DCC) takeReady(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *readyreport.Installation, found []finding.Finding) readyInstallation {
		return readyInstallation{strings.Clone(in.InstallationID), in.MigrateOn, hasError(found)}
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, r := range list {
		if !r.bad && r.on != 0 {
			d.ready.Add(r.id)
			d.expect(r.on)
		}
	}
	return nil, nil
}

func hasError(found []finding.Finding) bool {
	for _, f := range found {
		if f.Severity == finding.Error {
			return true
		}
	}
	return false
}
