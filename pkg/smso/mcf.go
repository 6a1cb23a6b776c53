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
	installations []string
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

// entry is an installation that goes into an MCF.
type entry struct {
	in  *world.Installation
	ids []string
}

// buildMCF sends the basic data of all that is due on the day (5.3(b)).
func (s *SMSO) buildMCF(ctx context.Context, day civil.Date, now time.Time) error {
	var entries []entry
	var parents []party.Ref
	authorising := map[string]bool{}
	dormant := false
	for i := range s.register.Len() {
		in := s.register.At(i)
		known := s.of(in)
		if known.built || !known.isDue(in, day) {
			continue
		}
		known.built = true
		if why := s.leftOut(in, known); why != "" {
			s.EndInstallation(in.ID, state.NotInMCF, why)
			continue
		}
		e := entry{in: in}
		for _, a := range known.accepted {
			e.ids = append(e.ids, a.id)
			if !authorising[a.maf.Digest] {
				authorising[a.maf.Digest] = true
				parents = append(parents, *a.maf)
			}
		}
		dormant = dormant || in.HasDormant()
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil
	}
	if dormant {
		parents = append(parents, s.reports...)
	}
	return s.sendMCF(ctx, entries, parents, now)
}

func (u *underMigration) isDue(in *world.Installation, day civil.Date) bool {
	if in.Migrated {
		return false
	}
	if in.HasActive() {
		return len(u.accepted) > 0 && u.on == day
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

func (s *SMSO) sendMCF(ctx context.Context, entries []entry, parents []party.Ref, now time.Time) error {
	sent := &mcfSent{}
	for _, e := range entries {
		sent.installations = append(sent.installations, e.in.ID)
	}
	ref, err := s.Send(ctx, party.Draft{Type: mcf.Type, To: s.dcc(), SMSO: s.tag, At: now, Parents: parents, Keep: true,
		Records: s.Each(ctx, len(entries), func(to *codec.Batch, i int) {
			e := &entries[i]
			r := generate.MCFInstallation(e.in, e.ids)
			r.Devices = slices.DeleteFunc(r.Devices, func(d mcf.Device) bool { return s.Script.Omits(mcf.Type.Name, e.in.ID, d.DeviceType) })
			to.Write(r)
		})})
	sent.ref = ref
	s.await(sent)
	return err
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
		for _, id := range m.installations {
			s.EndInstallation(id, state.MCFFailed, "the MCF was sent twice: "+why)
		}
		return nil
	}
	s.Note(ref.File, "sent in place of "+m.ref.File+": "+why)
	s.await(&mcfSent{ref: ref, installations: slices.Clone(m.installations), again: true})
	return nil
}
