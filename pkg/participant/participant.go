// Package participant is the simulated supplier: it authorises the migration of
// its Active Meters by MAF (17.18), acknowledges what it is given, and, where it
// has said that it will, submits the requests that commission the devices other
// than the CHF (5.2(b), 17.14).
//
// It may import party, generate, world, validate and filetype; never a stub.
package participant

import (
	"context"
	"strings"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/migrationreport"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// Participant is one simulated supplier.
type Participant struct {
	*party.Desk
	sent   map[string]*mafSent  // by file name
	order  []string             // the same, in the order sent
	common map[string]*mcfSlice // MCF slices by the digest of what they are cut from
}

// Work is what a supplier has decided to send: its MAFs, in this order.
type Work []MAF

// MAF is one file of authorisations, all of installations of one SMSO.
type MAF struct {
	SMSO  string
	After time.Duration // since the start
	// Each calls yield with each authorisation of the file, in order, as often as it
	// is called.
	Each func(yield func(*generate.Authorisation))
}

type mafSent struct {
	MAF
	answered bool
}

// New makes the supplier of that name.
func New(c party.Config, self world.Organisation, work Work) (*Participant, error) {
	p := &Participant{sent: map[string]*mafSent{}, common: map[string]*mcfSlice{}}
	desk, err := party.NewDesk(c, self, c.World.DCCFacts(), p.handle)
	if err != nil {
		return nil, err
	}
	p.Desk = desk
	for _, m := range work {
		p.At(c.Start.Add(m.After), func(ctx context.Context, now time.Time) error { return p.authorise(ctx, m, now) })
	}
	return p, nil
}

// authorise sends one MAF.
func (p *Participant) authorise(ctx context.Context, m MAF, now time.Time) error {
	ref, err := p.Send(ctx, party.Draft{Type: maf.Type, To: p.World.DCC().Name, SMSO: m.SMSO, At: now,
		Records: func(w *codec.Writer) error {
			m.Each(func(a *generate.Authorisation) {
				w.Write(&a.Authorisation)
				p.Authorised(a.AuthorisationID, a.SMSO, a.Installation)
			})
			return nil
		}})
	if err != nil {
		return err
	}
	p.sent[ref.File] = &mafSent{MAF: m}
	p.order = append(p.order, ref.File)
	return nil
}

func (p *Participant) handle(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	switch a.Type {
	case mcf.Type:
		return p.takeMCF(ctx, a)
	case scf.Type:
		return p.takeSCF(ctx, a)
	case ack.Type:
		return p.takeAck(ctx, a)
	case nack.Type:
		return p.takeNack(ctx, a)
	case mafoutcome.Type:
		return p.takeOutcome(ctx, a)
	case cof.Type, alerts.Type, migrationreport.Type:
		return p.look(ctx, a)
	}
	return []envelope.Reason{{Code: string(finding.FieldValue), Detail: "a supplier has no use for a " + a.Type.Name}}, nil
}

// look validates a file of which only the receipt matters.
func (p *Participant) look(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, err := party.Look(ctx, p.Desk, a, party.ReadOptions{})
	if err != nil {
		return nil, err
	}
	return party.Refusal(v, a.Type), nil
}

// takeOutcome reads what DCC says of a MAF. An outcome answers the MAF even
// where its acknowledgement was lost.
func (p *Participant) takeOutcome(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	refused, err := p.look(ctx, a)
	if err == nil && len(refused) == 0 {
		for _, parent := range a.Header.Parents {
			if m := p.sent[parent.File]; m != nil {
				m.answered = true
			}
		}
	}
	return refused, err
}

func (p *Participant) takeAck(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, files, err := party.Read(ctx, p.Desk, a, party.ReadOptions{}, func(_ *codec.Record, d *ack.Delivery, _ []finding.Finding) string {
		return strings.Clone(d.File)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, f := range files {
		if m := p.sent[f]; m != nil {
			m.answered = true
		}
	}
	return nil, nil
}

// takeNack notes a MAF that was refused as a whole: nothing in it is migrated.
func (p *Participant) takeNack(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	type refusal struct{ file, why string }
	v, list, err := party.Read(ctx, p.Desk, a, party.ReadOptions{}, func(_ *codec.Record, d *nack.Delivery, _ []finding.Finding) refusal {
		r := refusal{file: strings.Clone(d.File)}
		if len(d.Reasons) > 0 {
			r.why = d.Reasons[0].Code + ": " + d.Reasons[0].Detail
		}
		return r
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, r := range list {
		m := p.sent[r.file]
		if m == nil || m.answered {
			continue
		}
		m.answered = true
		p.giveUp(m, state.MAFRejected, "the MAF was refused as a whole: "+r.why)
	}
	return nil, nil
}

// Close gives up on MAFs that nobody answered.
func (p *Participant) Close(context.Context, time.Time) error {
	for _, file := range p.order {
		if m := p.sent[file]; !m.answered {
			p.giveUp(m, state.NoAuthorisation, file+" was never acknowledged")
		}
	}
	return nil
}

// giveUp ends every authorisation of a MAF.
func (p *Participant) giveUp(m *mafSent, s state.State, why string) {
	m.Each(func(a *generate.Authorisation) { p.EndAuthorisation(a.AuthorisationID, p.Name(), s, why) })
}
