// Package dcc is the stub DCC. It receives MAFs and answers them, validates what
// the SMSOs send, opens the encrypted credentials, runs the S1SP checks of 5.5,
// commissions (or lets the supplier commission, 5.2(b)), raises the alerts of
// Table 5.2, reports, and releases to each participant what 17.21 and 17.22
// grant. What it knows of an SMSO's register it has asked by file.
//
// It may import party, generate, world, validate, filetype and spec; never the stub
// SMSO.
package dcc

import (
	"context"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/dmrtresult"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/migrationreport"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/registeranswer"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/filetype/suppliercommissioning"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
)

// DCC is the stub DCC.
type DCC struct {
	*party.Desk

	mafs     []*mafFile          // in the order received
	queries  map[string]*mafFile // by digest of the query
	flushing bool                // outcomes are due

	ids           party.Index                // of the installations
	installations party.Store[installation]  // in the order met, each where its id is in ids
	auths         party.Store[authorisation] // in the order judged
	devices       party.Pack                 // of installations that have ended, as reports need them
	firstDevice   ident.EUI64                // that was packed: others differ little from it
	homes         party.Shared[home]
	kinds         kinds
	unfinished    party.Shared[party.End]
	unsettled     []*installation        // whose authorisations have changed
	lapsing       map[civil.Date][]int32 // places of authorisations, by Migration Week
	ready         party.Index            // ids of what is on a ready report
	validations   map[string]*validation // by digest of the MCF, and of its MVF
	batches       map[string]*batch      // by digest of the SCF
	counts        []party.CheckCount
	countOf       map[party.CheckCount]int // where in counts, by all but the number
	alerts        int                      // raised so far
	alertKinds    party.Shared[party.AlertKind]

	lastDay   time.Time // midnight of the last day that anything is planned for
	reporting bool      // the reports are planned
}

// New makes the stub DCC.
func New(c party.Config) (*DCC, error) {
	d := &DCC{queries: map[string]*mafFile{},
		validations: map[string]*validation{}, batches: map[string]*batch{},
		countOf: map[party.CheckCount]int{}, lapsing: map[civil.Date][]int32{}}
	desk, err := party.NewDesk(c, c.World.DCC(), c.World.DCCFacts(), d.handle)
	if err != nil {
		return nil, err
	}
	d.Desk = desk
	d.planDMRT()
	d.lastDay = c.Start
	d.planReport()
	return d, nil
}

func (d *DCC) handle(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	switch a.Type {
	case maf.Type:
		return d.takeMAF(ctx, a)
	case registeranswer.Type:
		return d.takeAnswer(ctx, a)
	case readyreport.Type:
		return d.takeReady(ctx, a)
	case dmrtresult.Type:
		return d.takeDMRT(ctx, a)
	case mcf.Type:
		return d.takeMCF(ctx, a)
	case mgf.Type:
		return d.takeMGF(ctx, a)
	case mef.Type:
		return d.takeMEF(ctx, a)
	case suppliercommissioning.Type:
		return d.takeResult(ctx, a)
	case nack.Type:
		return d.takeNack(ctx, a)
	case ack.Type:
		d.Acknowledged(a)
		return d.look(ctx, a)
	case scf.Type, alerts.Type, migrationreport.Type:
		return d.look(ctx, a)
	}
	return []envelope.Reason{{Code: string(finding.FieldValue), Detail: "DCC has no use for a " + a.Type.Name}}, nil
}

// look validates a file of which only the receipt matters: acknowledgements, and
// what DCC writes to itself as Commissioning Party and for its own records.
func (d *DCC) look(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, err := party.Look(ctx, d.Desk, a, party.ReadOptions{})
	if err != nil {
		return nil, err
	}
	return party.Refusal(v, a.Type), nil
}

// smso is the name of the organisation with that tag.
func (d *DCC) smso(tag string) string {
	for _, o := range d.World.SMSOs() {
		if o.SMSO == tag {
			return o.Name
		}
	}
	return ""
}

// A party that refused an MVF or a COF gets it once more (B.2 steps 6 and 13).
func (d *DCC) takeNack(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, files, err := party.RefusedFiles(ctx, d.Desk, a)
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, file := range files {
		ref, ok, err := d.Resend(ctx, file)
		if err != nil {
			return nil, err
		}
		for _, val := range d.validations {
			if ok && val.mvf.File == file {
				val.mvf = ref // what the SMSO answers names this one
				d.validations[ref.Digest] = val
				break
			}
		}
	}
	return nil, nil
}
