package smso

import (
	"context"
	"strings"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/dmrtresult"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/world"
)

// planDormant plans the ready-for-migration report, the dormant meters' way into
// the migration (6.3(a)(iv)), and the days of the installations that have no
// Active Meter. Installations that DCC has configured or upgraded first are
// reported when that is done (6.2).
func (s *SMSO) planDormant() {
	report := false
	for _, in := range s.register.All() {
		if !in.HasDormant() || in.Migrated {
			continue
		}
		if !in.HasActive() {
			s.planDay(in.On)
		}
		report = report || s.mayReport(in) && in.DMRT == ""
	}
	if report {
		s.At(s.Start, func(ctx context.Context, now time.Time) error {
			return s.reportReady(ctx, now, nil, func(in *world.Installation) bool { return in.DMRT == "" })
		})
	}
}

func (s *SMSO) mayReport(in *world.Installation) bool {
	return in.Ready && in.HasDormant() && !in.Migrated && !s.Script.IsNotReady(in.ID)
}

// reportReady sends a report of the installations that are ready and wanted.
func (s *SMSO) reportReady(ctx context.Context, now time.Time, parents []party.Ref, wanted func(*world.Installation) bool) error {
	ref, err := s.Send(ctx, party.Draft{Type: readyreport.Type, To: s.dcc(), SMSO: s.tag, At: now, Parents: parents,
		Records: func(w *codec.Writer) error {
			records := generate.NewRecords(s.World)
			for i, in := range s.register.All() {
				if s.mayReport(in) && wanted(in) {
					s.under[i].ready = true
					w.Write(records.Ready(in))
				}
			}
			return nil
		}})
	s.reports = append(s.reports, ref)
	return err
}

// takeDMRT applies what DCC instructs for Dormant Meters (6.2, 6.4), says so,
// and reports the installations as ready.
func (s *SMSO) takeDMRT(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *dmrtinstruction.Installation, _ []finding.Finding) *dmrtresult.Installation {
		return applied(in)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	result, err := s.Send(ctx, party.Draft{Type: dmrtresult.Type, To: s.dcc(), SMSO: s.tag, Parents: []party.Ref{a.Ref()},
		Records: func(w *codec.Writer) error {
			for _, r := range list {
				w.Write(r)
			}
			return nil
		}})
	if err != nil {
		return nil, err
	}
	done := map[string]bool{}
	for _, r := range list {
		done[r.InstallationID] = true
	}
	return nil, s.reportReady(ctx, s.Now(), []party.Ref{result}, func(in *world.Installation) bool { return done[in.ID] })
}

// applied is the result of an instruction that every device carried out.
func applied(in *dmrtinstruction.Installation) *dmrtresult.Installation {
	r := &dmrtresult.Installation{InstallationID: strings.Clone(in.InstallationID)}
	for i := range in.Devices {
		d := &in.Devices[i]
		r.Devices = append(r.Devices, dmrtresult.Device{DeviceID: d.DeviceID, Action: d.Action, Outcome: dmrtresult.Applied,
			ConfigurationID: strings.Clone(d.ConfigurationID), FirmwareVersion: d.FirmwareVersion})
	}
	return r
}
