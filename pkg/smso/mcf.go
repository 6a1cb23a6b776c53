package smso

import (
	"context"
	"fmt"
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// mcfSent is an MCF whose validation is awaited.
type mcfSent struct {
	ref           party.Ref
	installations []int32 // places in the register
	validated     bool
	again         bool // it was sent a second time
}

// answerWait is how long an SMSO waits for the MVF before it sends the MCF once
// more, and then before it gives up [SIM].
const answerWait = 2 * time.Hour

// planDay has an MCF built at 00:00 London on that day.
func (s *SMSO) planDay(day civil.Date) {
	if s.days[day] {
		return
	}
	s.days[day] = true
	s.At(day.Midnight(), func(ctx context.Context, now time.Time) error {
		delete(s.days, day)
		return s.buildMCF(ctx, day, now)
	})
}

// buildMCF sends the basic data of all that is due on the day (5.3(b)).
func (s *SMSO) buildMCF(ctx context.Context, day civil.Date, now time.Time) error {
	var entries []int32 // places in the register
	var parents []party.Ref
	authorising := map[string]bool{}
	dormant := false
	for i, in := range s.register.All() {
		known := &s.under[i]
		if known.built || !known.isDue(in, day) {
			continue
		}
		known.built = true
		if why := s.leftOut(in, known); why != "" {
			s.EndInstallation(in.ID, state.NotInMCF, why)
			continue
		}
		s.authorisations(known, func(maf *askedOf, _ string) {
			if !authorising[maf.ref.Digest] {
				authorising[maf.ref.Digest] = true
				parents = append(parents, maf.ref)
			}
		})
		dormant = dormant || in.HasDormant()
		entries = append(entries, int32(i))
	}
	if len(entries) == 0 {
		return nil
	}
	if dormant {
		parents = append(parents, s.reports...)
	}
	return s.sendMCF(ctx, slices.Clip(entries), parents, now)
}

func (u *underMigration) isDue(in *world.Installation, day civil.Date) bool {
	if in.Migrated {
		return false
	}
	if in.HasActive() {
		return u.accepted != 0 && u.on == day
	}
	return in.On == day
}

// leftOut says why an installation that is due does not go into the MCF after
// all, or "".
func (s *SMSO) leftOut(in *world.Installation, known *underMigration) string {
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && d.Active && s.Script.NewSupplier(in.ID, d.Type) != "" {
			return fmt.Sprintf("X-RS-CHANGED: the Responsible Supplier of the %s is no longer the one that authorised", d.Type)
		}
	}
	if in.HasDormant() && !known.ready {
		return "X-DORMANT-NOT-READY: a Dormant Meter is not on the ready-for-migration report"
	}
	if s.Environment == envelope.MigrationDUST && !s.eligible(in) {
		return "X-EPCL-DUST: Migration DUST is not provided for installations of Dormant Meters alone (17.10)"
	}
	return ""
}

// eligible reports whether the installation's combination may take part in
// Migration DUST (17.10).
func (s *SMSO) eligible(in *world.Installation) bool {
	e, ok := s.Facts.EPCL.EPCLEntry(in.EPCL)
	return ok && world.DUSTEligible(e)
}

func (s *SMSO) sendMCF(ctx context.Context, entries []int32, parents []party.Ref, now time.Time) error {
	ref, err := s.Send(ctx, party.Draft{Type: mcf.Type, To: s.dcc(), SMSO: s.tag, At: now, Parents: parents, Keep: true,
		Records: s.each(ctx, entries, func() func(in *world.Installation, i int32) any {
			records, ids := generate.NewRecords(s.World), []string(nil)
			return func(in *world.Installation, i int32) any {
				ids = ids[:0]
				s.authorisations(&s.under[i], func(_ *askedOf, id string) { ids = append(ids, id) })
				r := records.MCFWith(in, ids)
				r.Devices = slices.DeleteFunc(r.Devices, func(d mcf.Device) bool { return s.Script.Omits(mcf.Type.Name, in.ID, d.DeviceType) })
				return r
			}
		})})
	s.await(&mcfSent{ref: ref, installations: entries})
	return err
}

// each writes the records that the functions of newRecord make of installations,
// by their places in the register: the Records of a draft.
func (s *SMSO) each(ctx context.Context, places []int32, newRecord func() func(in *world.Installation, i int32) any) func(w *codec.Writer) error {
	return func(w *codec.Writer) error {
		return w.WriteAll(ctx, len(places), s.Workers, func() codec.Maker {
			record, in := newRecord(), new(world.Installation)
			return func(to *codec.Batch, i int) error {
				s.register.Read(int(places[i]), in)
				to.Write(record(in, places[i]))
				return nil
			}
		})
	}
}

// await waits for the MVF of an MCF.
func (s *SMSO) await(m *mcfSent) {
	s.mcfs[m.ref.Digest] = m
	s.At(m.ref.CreatedAt.Add(answerWait), func(ctx context.Context, _ time.Time) error {
		if m.validated {
			return nil
		}
		return s.sendAgain(ctx, m, "no MVF came in time")
	})
}

// sendAgain sends an MCF a second time, under a new sequence number; the second
// time is the last.
func (s *SMSO) sendAgain(ctx context.Context, m *mcfSent, why string) error {
	m.validated = true
	ref, ok, err := s.Resend(ctx, m.ref.File)
	if err != nil {
		return err
	}
	if !ok {
		for _, i := range m.installations {
			s.EndInstallation(s.register.ID(int(i)), state.MCFFailed, "the MCF was sent twice: "+why)
		}
		return nil
	}
	s.Note(ref.File, "sent in place of "+m.ref.File+": "+why)
	s.await(&mcfSent{ref: ref, installations: m.installations, again: true})
	return nil
}
