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

	dates   map[string]map[string]civil.Date        // Migrate On, by digest of the MAF and authorisation id
	reports []party.Ref                             // ready-for-migration reports sent
	under   map[*world.Installation]*underMigration // what is known of those that are met
	days    map[civil.Date]bool                     // days that an MCF is planned for
	mcfs    map[string]*mcfSent                     // by digest
}

// underMigration is what the SMSO knows of an installation beside its register.
type underMigration struct {
	accepted []accepted
	on       civil.Date // the day that they name
	ready    bool       // it is on a ready-for-migration report
	built    bool       // it was put into an MCF, or left out for good
}

// accepted is an authorisation that DCC has accepted.
type accepted struct {
	id  string
	maf *party.Ref
}

// known is the id of an installation, which is copied unless it is in the
// register. It may be called concurrently.
func (s *SMSO) known(id string) string {
	if in := s.register.ByID(id); in != nil {
		return in.ID
	}
	return strings.Clone(id)
}

// of returns what is known of an installation.
func (s *SMSO) of(in *world.Installation) *underMigration {
	u := s.under[in]
	if u == nil {
		u = &underMigration{}
		s.under[in] = u
	}
	return u
}

// New makes the SMSO of that organisation.
func New(c party.Config, self world.Organisation) (*SMSO, error) {
	s := &SMSO{tag: self.SMSO, register: c.World.Register(self.SMSO),
		dates: map[string]map[string]civil.Date{}, under: map[*world.Installation]*underMigration{}, days: map[civil.Date]bool{}, mcfs: map[string]*mcfSent{}}
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
