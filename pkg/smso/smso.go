// Package smso is the stub SMSO, acting as DCC Service Provider (2.4). It alone
// reads its register: DCC asks it by file. It makes MCF, MGF and MEF for what is
// due, and reads MVF and COF.
//
// It may import party, generate, world, validate and filetype; never the stub
// DCC.
package smso

import (
	"context"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/filetype/registerquery"
	"s1mig/pkg/finding"
	"s1mig/pkg/party"
	"s1mig/pkg/world"
)

// SMSO is one stub SMSO.
type SMSO struct {
	*party.Desk
	tag      string
	register *world.Register

	asked    map[string]*asked // by digest of the MAF
	mafs     []askedOf         // those that an outcome was of, one for each outcome
	under    []underMigration  // what is known of each installation of the register
	accepted []accepted
	reports  []party.Ref         // ready-for-migration reports sent
	days     map[civil.Date]bool // days that an MCF is planned for
	mcfs     map[string]*mcfSent // by digest
}

// known is the id of an installation, which is copied unless it is in the
// register. It may be called concurrently.
func (s *SMSO) known(id string) string {
	if i, ok := s.register.Find(id); ok {
		return s.register.ID(i)
	}
	return strings.Clone(id)
}

// New makes the SMSO of that organisation.
func New(c party.Config, self world.Organisation) (*SMSO, error) {
	s := &SMSO{tag: self.SMSO, register: c.World.Register(self.SMSO),
		asked: map[string]*asked{}, days: map[civil.Date]bool{}, mcfs: map[string]*mcfSent{}}
	s.under = make([]underMigration, s.register.Len())
	desk, err := party.NewDesk(c, self, c.World.DCCFacts(), s.handle)
	if err != nil {
		return nil, err
	}
	s.Desk = desk
	s.planDormant()
	return s, nil
}

func (s *SMSO) handle(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	switch a.Type {
	case registerquery.Type:
		return s.takeQuery(ctx, a)
	case mafoutcome.Type:
		return s.takeOutcome(ctx, a)
	case dmrtinstruction.Type:
		return s.takeDMRT(ctx, a)
	case mvf.Type:
		return s.takeMVF(ctx, a)
	case cof.Type:
		return s.takeCOF(ctx, a)
	case ack.Type:
		return s.takeAck(ctx, a)
	case nack.Type:
		return s.takeNack(ctx, a)
	}
	return []envelope.Reason{{Code: string(finding.FieldValue), Detail: "an SMSO has no use for a " + a.Type.Name}}, nil
}

// dcc is the name of the only organisation that an SMSO writes to.
func (s *SMSO) dcc() string { return s.World.DCC().Name }

// Close has nothing to do: whoever made the files reports on them.
func (s *SMSO) Close(context.Context, time.Time) error { return nil }
