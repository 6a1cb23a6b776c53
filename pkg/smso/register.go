package smso

import (
	"context"
	"slices"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/registeranswer"
	"s1mig/pkg/filetype/registerquery"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/rule"
)

// question is one authorisation that DCC asks about.
type question struct {
	id, submitter string
	on            civil.Date
	meters        []ident.MPxN
}

// takeQuery answers a register query: it is how the SMSO judges 17.20(a) and
// (f), which speak of its system (A.6).
func (s *SMSO) takeQuery(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, questions, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, q *registerquery.Authorisation, _ []finding.Finding) question {
		to := question{id: strings.Clone(q.AuthorisationID), submitter: party.Keep(q.Submitter), on: q.MigrateOn}
		for i := range q.Meters {
			to.meters = append(to.meters, q.Meters[i].MPxN)
		}
		return to
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	s.rememberDates(a, questions)
	_, err = s.Send(ctx, party.Draft{Type: registeranswer.Type, To: s.dcc(), SMSO: s.tag, Parents: []party.Ref{a.Ref()},
		Records: party.Fill(ctx, s.Desk, len(questions), func(r *registeranswer.Authorisation, i int) bool {
			s.answer(r, &questions[i])
			return true
		})})
	return nil, err
}

// rememberDates keeps when each authorisation of a MAF is to be migrated. The
// MAF is the query's parent.
func (s *SMSO) rememberDates(a *party.Arrival, questions []question) {
	for _, parent := range a.Header.Parents {
		dates := make(map[string]civil.Date, len(questions))
		for _, q := range questions {
			dates[q.id] = q.on
		}
		s.dates[parent.Digest] = dates
	}
}

func (s *SMSO) answer(r *registeranswer.Authorisation, q *question) {
	*r = registeranswer.Authorisation{AuthorisationID: q.id, Meters: r.Meters[:0]}
	for _, m := range q.meters {
		line := registeranswer.Meter{MPxN: m}
		if f, ok := s.register.Meter(q.submitter, m); ok {
			line.Known = true
			line.AlreadyMigrated = f.Migrated
			line.Supplier = string(f.Supplier)
			line.Status = mcf.Dormant
			if f.Active {
				line.Status = mcf.Active
			}
			line.NetworkOperator = f.NetworkOperator
			fillInstallation(r, f)
		}
		r.Meters = append(r.Meters, line)
	}
}

func fillInstallation(r *registeranswer.Authorisation, f rule.MeterFacts) {
	if r.InstallationID != "" {
		return
	}
	r.InstallationID, r.GroupID, r.EPCLEntry = f.InstallationID, f.GroupID, f.EPCLEntry
	r.ActiveMeters, r.DormantMeters = int64(f.ActiveMeters), int64(f.DormantMeters)
	r.ActiveSuppliers, r.SubmitterMeters = int64(f.ActiveSuppliers), int64(f.SubmitterMeters)
}

type outcome struct {
	id, installation string
	accepted         bool
}

// takeOutcome notes which authorisations DCC has accepted, and plans the MCF of
// their day. An authorisation that is superseded later is taken out again.
func (s *SMSO) takeOutcome(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, o *mafoutcome.Authorisation, _ []finding.Finding) outcome {
		return outcome{strings.Clone(o.AuthorisationID), s.known(o.InstallationID), o.Outcome == mafoutcome.Accepted}
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, parent := range a.Header.Parents {
		dates := s.dates[parent.Digest]
		ref := &party.Ref{File: parent.File, Digest: parent.Digest}
		for _, o := range list {
			if on, ok := dates[o.id]; ok {
				s.note(o, on, ref)
			}
		}
	}
	return nil, nil
}

func (s *SMSO) note(o outcome, on civil.Date, maf *party.Ref) {
	in := s.register.ByID(o.installation)
	if in == nil {
		return // an unregistered MPxN: nothing to migrate
	}
	known := s.of(in)
	if !o.accepted {
		known.remove(o.id, maf.Digest)
		return
	}
	if known.on != on {
		known.on, known.accepted = on, nil
	}
	known.accepted = append(known.accepted, accepted{o.id, maf})
	s.planDay(on)
}

// remove takes an authorisation out that no longer stands.
func (u *underMigration) remove(id, digest string) {
	i := slices.IndexFunc(u.accepted, func(a accepted) bool { return a.id == id && a.maf.Digest == digest })
	if i >= 0 {
		u.accepted = slices.Delete(u.accepted, i, i+1)
	}
}
