package smso

import (
	"context"
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
	s.remember(a, questions)
	_, err = s.Send(ctx, party.Draft{Type: registeranswer.Type, To: s.dcc(), SMSO: s.tag, Parents: []party.Ref{a.Ref()},
		Records: party.Fill(ctx, s.Desk, len(questions), func(r *registeranswer.Authorisation, i int) bool {
			s.answer(r, &questions[i])
			return true
		})})
	return nil, err
}

// remember keeps when each authorisation of a MAF is to be migrated. The MAF is
// the query's parent.
func (s *SMSO) remember(a *party.Arrival, questions []question) {
	for _, parent := range a.Header.Parents {
		s.asked[parent.Digest] = newAsked(questions)
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
	id       string
	at       int32 // the installation's place in the register; -1: an unregistered MPxN, nothing to migrate
	accepted bool
}

func (s *SMSO) newOutcome(o *mafoutcome.Authorisation) outcome {
	out := outcome{strings.Clone(o.AuthorisationID), -1, o.Outcome == mafoutcome.Accepted}
	if i, ok := s.register.Find(o.InstallationID); ok {
		out.at = int32(i)
	}
	return out
}

// takeOutcome notes which authorisations DCC has accepted, and plans the MCF of
// their day. An authorisation that is superseded later is taken out again.
func (s *SMSO) takeOutcome(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, o *mafoutcome.Authorisation, _ []finding.Finding) outcome {
		return s.newOutcome(o)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, parent := range a.Header.Parents {
		asked := s.asked[parent.Digest]
		if asked == nil {
			continue
		}
		s.mafs = append(s.mafs, askedOf{party.Ref{File: parent.File, Digest: parent.Digest}, asked})
		places := places{asked: asked}
		for i := range list {
			if at, ok := places.find(list[i].id); ok && list[i].at >= 0 {
				s.note(&list[i], at)
			}
		}
	}
	return nil, nil
}

// note notes the outcome of one authorisation of the last of s.mafs. What is in
// an MCF already stays as it is there.
func (s *SMSO) note(o *outcome, at int32) {
	maf := &s.mafs[len(s.mafs)-1]
	known, on := &s.under[o.at], maf.asked.on[at]
	if !o.accepted {
		if !known.built {
			s.remove(known, o.id, maf.ref.Digest)
		}
		return
	}
	if !known.built {
		if known.on != on {
			known.on, known.accepted = on, 0
		}
		s.accept(known, int32(len(s.mafs)-1), at)
	}
	s.planDay(on)
}
