package participant

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/filetype/suppliercommissioning"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
)

// mcfSlice is what the participant needs of an MCF that was released to it: the
// meters, by their EUI-64. All else is DCC's to commission.
type mcfSlice struct {
	ref    party.Ref
	meters []meter
}

type meter struct {
	id         ident.EUI64
	mpxn       ident.MPxN
	deviceType string
}

func byID(a, b meter) int { return cmp.Compare(a.id, b.id) }

// newMCFSlice keeps the meters of a slice. Of two with one id the last counts.
func newMCFSlice(ref party.Ref, list [][]meter) *mcfSlice {
	s := &mcfSlice{ref, slices.Concat(list...)}
	slices.Reverse(s.meters)
	slices.SortStableFunc(s.meters, byID)
	return s
}

// meter finds a meter; nil where it is none.
func (s *mcfSlice) meter(id ident.EUI64) *meter {
	i, ok := slices.BinarySearchFunc(s.meters, meter{id: id}, byID)
	if !ok {
		return nil
	}
	return &s.meters[i]
}

// takeMCF keeps the meters of an MCF released under 17.22(a).
func (p *Participant) takeMCF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, p.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *mcf.Installation, _ []finding.Finding) (meters []meter) {
		for i := range in.Devices {
			if d := &in.Devices[i]; d.MPxN != 0 {
				meters = append(meters, meter{d.DeviceID, d.MPxN, d.DeviceType})
			}
		}
		return meters
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	p.common[a.Digest] = newMCFSlice(a.Ref(), list)
	return nil, nil
}

type checkedInstallation struct {
	id    string
	ready []ident.EUI64
}

// takeSCF commissions what an SCF released under 17.22(b) says is ready. The MCF
// slice that it goes with is among its parents.
func (p *Participant) takeSCF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, p.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *scf.Installation, _ []finding.Finding) checkedInstallation {
		c := checkedInstallation{id: strings.Clone(in.InstallationID)}
		for i := range in.Devices {
			if in.Devices[i].Ready {
				c.ready = append(c.ready, in.Devices[i].DeviceID)
			}
		}
		return c
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, parent := range a.Header.Parents {
		if s, ok := p.common[parent.Digest]; ok {
			return nil, p.commission(ctx, a, s, list)
		}
	}
	p.Note(a.Name, "no MCF released to this participant goes with it; nothing is commissioned")
	return nil, nil
}

func (p *Participant) commission(ctx context.Context, a *party.Arrival, s *mcfSlice, list []checkedInstallation) error {
	requests := suppliercommissioning.Requests()
	_, err := p.Send(ctx, party.Draft{
		Type: suppliercommissioning.Type, To: p.World.DCC().Name, SMSO: a.Header.SMSO, Parents: []party.Ref{s.ref, a.Ref()},
		At: a.At.Add(time.Duration(len(requests)) * time.Second), // when the last request has been answered
		Records: func(w *codec.Writer) error {
			for _, in := range list {
				if p.Script.SendsNoResult(in.id) {
					continue
				}
				w.Write(p.result(a, s, in))
			}
			return nil
		}})
	return err
}

func (p *Participant) result(a *party.Arrival, s *mcfSlice, in checkedInstallation) *suppliercommissioning.Installation {
	r := &suppliercommissioning.Installation{InstallationID: in.id}
	at := civil.InstantOf(a.At)
	for _, id := range in.ready {
		m := s.meter(id)
		if m == nil {
			continue // the CHF and the GPF are DCC's
		}
		steps := suppliercommissioning.Device{DeviceID: id}
		for n, srv := range suppliercommissioning.Requests() {
			step := suppliercommissioning.Step{SRV: srv, At: at.Add(int64(n) + 1), Outcome: cof.Success, ResponseCode: cof.CodeSuccess}
			if code, fails := p.fails(in.id, m, srv); fails {
				step.Outcome, step.ResponseCode = cof.Failure, code
			}
			steps.Steps = append(steps.Steps, step)
			if step.Outcome == cof.Failure {
				break
			}
		}
		r.Devices = append(r.Devices, steps)
	}
	return r
}

// fails reports whether a request fails: by script, or because the supplier has
// not passed the Eligibility Tests for it (17.14).
func (p *Participant) fails(installation string, m *meter, srv string) (string, bool) {
	if !p.Facts.Participants.MayCommission(p.Name(), m.mpxn.IsMPRN(), srv) {
		return cof.CodeNotEligible, true
	}
	return p.Script.SRVFails(installation, m.deviceType, srv)
}
