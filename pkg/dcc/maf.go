package dcc

import (
	"context"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/registeranswer"
	"s1mig/pkg/filetype/registerquery"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// registerWait is how long DCC waits for a register answer before it asks once
// more, and then before it gives up [SIM].
const registerWait = 2 * time.Hour

// takeMAF receives a MAF (B.2 step 2). What can be judged from the file and the
// clock is judged, and the SMSO is asked about the rest; the outcome is written
// when its answer is there.
func (d *DCC) takeMAF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{Stages: validate.Receipt}, func(_ *codec.Record, m *maf.Authorisation, found []finding.Finding) asked {
		return newAsked(m, found)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	m := &mafFile{dcc: d, arrival: a, from: a.From, smso: a.Header.SMSO}
	d.mafs = append(d.mafs, m)
	return nil, d.ask(ctx, m, newQuestions(list))
}

// ask sends the register query of a MAF. A MAF of which nothing can be asked is
// judged as it is.
func (d *DCC) ask(ctx context.Context, m *mafFile, q *questions) error {
	if len(q.list) == 0 {
		return d.judge(ctx, m, nil)
	}
	ref, err := d.Send(ctx, party.Draft{Type: registerquery.Type, To: d.smso(m.smso), SMSO: m.smso,
		Parents: []party.Ref{m.arrival.Ref()}, Keep: true,
		Records: func(w *codec.Writer) error {
			q.write(w, m.from)
			return nil
		}})
	if err != nil {
		return err
	}
	d.awaitAnswer(m, ref)
	return nil
}

func (d *DCC) awaitAnswer(m *mafFile, query party.Ref) {
	d.queries[query.Digest] = m
	d.At(query.CreatedAt.Add(registerWait), func(ctx context.Context, _ time.Time) error {
		if m.judged {
			return nil
		}
		ref, ok, err := d.Resend(ctx, query.File)
		if ok || err != nil {
			d.awaitAnswer(m, ref)
			return err
		}
		d.Note(m.arrival.Name, "the register query was sent twice and never answered")
		return d.judge(ctx, m, nil)
	})
}

// takeAnswer judges a MAF with what the SMSO's register says of its meters.
func (d *DCC) takeAnswer(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	answers := &answers{}
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, r *registeranswer.Authorisation, _ []finding.Finding) answered {
		return newAnswered(r)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	answers.lines = make(map[ident.MPxN]*rule.MeterFacts, len(list))
	for _, r := range list {
		for i := range r.lines {
			if l := &r.lines[i]; l.known {
				answers.lines[l.meter] = &l.facts
			}
		}
	}
	for _, p := range a.Header.Parents {
		d.Forget(p.File)
		if m := d.queries[p.Digest]; m != nil && !m.judged {
			return nil, d.judge(ctx, m, answers)
		}
	}
	return nil, nil
}

// answers is what one register answer says: a register of the meters asked for,
// as seen by the submitter of the MAF.
type answers struct {
	lines map[ident.MPxN]*rule.MeterFacts
}

// Meter answers for the one SMSO that was asked.
func (r *answers) Meter(_, _ string, m ident.MPxN) (rule.MeterFacts, bool) {
	if f := r.lines[m]; f != nil {
		return *f, true
	}
	return rule.MeterFacts{}, false
}

// facts is what the answer says of a meter; nothing where it knows none.
func (r *answers) facts(m ident.MPxN) rule.MeterFacts {
	f, _ := r.Meter("", "", m)
	return f
}

// Elsewhere is not for DCC to know from one SMSO's answer.
func (r *answers) Elsewhere(ident.MPxN) string { return "" }

// answered is what a register answers about the meters of one authorisation.
type answered struct{ lines []answeredLine }

type answeredLine struct {
	meter ident.MPxN
	known bool
	facts rule.MeterFacts
}

func newAnswered(r *registeranswer.Authorisation) answered {
	a := answered{make([]answeredLine, 0, len(r.Meters))}
	common := rule.MeterFacts{InstallationID: strings.Clone(r.InstallationID), GroupID: party.Keep(r.GroupID), EPCLEntry: party.Keep(r.EPCLEntry),
		ActiveMeters: int(r.ActiveMeters), DormantMeters: int(r.DormantMeters), ActiveSuppliers: int(r.ActiveSuppliers), SubmitterMeters: int(r.SubmitterMeters)}
	for i := range r.Meters {
		m := &r.Meters[i]
		f := common
		f.Active, f.Migrated = m.Status == "Active", m.AlreadyMigrated
		f.Supplier, f.NetworkOperator = rule.Match(m.Supplier), party.Keep(m.NetworkOperator)
		a.lines = append(a.lines, answeredLine{m.MPxN, m.Known, f})
	}
	return a
}

// judge reads a MAF again, now with the register's answer, so that all that
// applies is found in one go (A.5). Without an answer nothing in it can be
// migrated.
func (d *DCC) judge(ctx context.Context, m *mafFile, register *answers) error {
	facts := *d.Facts
	if register != nil {
		facts.Register = register
	}
	v, list, err := party.Read(ctx, d.Desk, m.arrival, party.ReadOptions{Facts: &facts, Stages: validate.AllStages}, func(rec *codec.Record, r *maf.Authorisation, found []finding.Finding) read {
		return d.newAuthorisation(m, rec.Index, r, found, register)
	})
	if err != nil {
		return err
	}
	m.keep(list)
	m.addAcrossRecords(list, v, register)
	for a := range m.all {
		d.place(a, register)
	}
	d.flushSoon()
	return nil
}

func (d *DCC) newAuthorisation(m *mafFile, index int, r *maf.Authorisation, found []finding.Finding, register *answers) (a read) {
	a.index = index
	a.authorisation = authorisation{week: r.MigrationWeek, on: r.MigrateOn, changed: true,
		submits: r.CommissioningParty == string(envelope.Supplier)}
	if r.CommissioningParty == "" {
		a.submits = d.Facts.Participants.Submits(m.from)
	}
	a.id, a.meters = strings.Clone(r.AuthorisationID), make([]ident.MPxN, len(r.Meters))
	for i := range r.Meters {
		a.meters[i] = r.Meters[i].MPxN
	}
	for _, f := range found {
		a.exceptions = append(a.exceptions, exception(f, a.meters, register))
	}
	return a
}

// today is the civil date of what DCC is doing.
func (d *DCC) today() civil.Date { return civil.DateOf(d.Now()) }

// rejection is where an authorisation ends that carries this code, or "" where
// the code does not reject (requirements B.2, "How a fault maps to a state").
func rejection(code finding.Code) state.State {
	switch code {
	case codeIncomplete, codeConflict:
		return ""
	case "X-DUST-CLOSED", "X-NOTICE", "X-NOT-ELIGIBLE", "X-EPCL-DUST", "X-RS-CHANGED":
		return state.NotInMCF
	}
	return state.MAFRejected
}

const (
	codeIncomplete = "X-AUTH-INCOMPLETE"
	codeConflict   = "X-AUTH-CONFLICT"
)
