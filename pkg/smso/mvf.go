package smso

import (
	"context"
	"fmt"
	"slices"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/world"
)

// judged is one outcome of an MVF.
type judged struct {
	id   string
	pass bool
}

// takeMVF reads what DCC found in an MCF. A whole MCF that was rejected is sent
// once more; of the installations that passed, the group files are sent.
func (s *SMSO) takeMVF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, o *mvf.Outcome, _ []finding.Finding) judged {
		return judged{s.known(o.InstallationID), o.Outcome == mvf.Pass}
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	m := s.answered(a)
	switch {
	case m == nil:
		return []envelope.Reason{{Code: "X-PARENT-MISSING", Detail: "this MVF answers no MCF that was sent"}}, nil
	case m.validated:
		return nil, nil
	case a.Header.MCFOutcome == mvf.Rejected:
		return nil, s.sendAgain(ctx, m, "DCC rejected it as a whole")
	}
	if why := s.covers(m, list); why != "" {
		return []envelope.Reason{{Code: "X-LOST", Detail: why}}, nil
	}
	m.validated = true
	s.Forget(m.ref.File)
	return nil, s.sendGroups(ctx, a, m, list)
}

// answered is the MCF that an MVF is about.
func (s *SMSO) answered(a *party.Arrival) *mcfSent {
	for _, p := range a.Header.Parents {
		if m := s.mcfs[p.Digest]; m != nil {
			return m
		}
	}
	return nil
}

// covers says where an MVF does not have one outcome for each installation of
// its MCF, or "".
func (s *SMSO) covers(m *mcfSent, list []judged) string {
	if len(list) != len(m.installations) {
		return fmt.Sprintf("the MVF has %d outcomes; its MCF has %d installations", len(list), len(m.installations))
	}
	for i, o := range list {
		if sent := s.register.ID(int(m.installations[i])); o.id != sent {
			return fmt.Sprintf("outcome %d is of %s; installation %d of the MCF is %s", i+1, o.id, i+1, sent)
		}
	}
	return ""
}

// sendGroups sends an MGF and an MEF for each GroupID of what has passed (5.3(d)
// and (e)).
func (s *SMSO) sendGroups(ctx context.Context, a *party.Arrival, m *mcfSent, list []judged) error {
	groups := map[string][]int32{}
	var names []string
	var in world.Installation
	for k, o := range list {
		if !o.pass {
			continue
		}
		i := m.installations[k] // of which the outcome is
		s.register.Read(int(i), &in)
		if groups[in.Group] == nil {
			names = append(names, in.Group)
		}
		groups[in.Group] = append(groups[in.Group], i)
	}
	slices.Sort(names)
	for _, group := range names {
		plain, err := s.sendMGF(ctx, group, a.Ref(), groups[group])
		if err != nil {
			return err
		}
		if err := s.sendMEF(ctx, group, []party.Ref{plain, m.ref}, groups[group]); err != nil {
			return err
		}
	}
	return nil
}

func (s *SMSO) sendMGF(ctx context.Context, group string, parent party.Ref, places []int32) (party.Ref, error) {
	return s.Send(ctx, party.Draft{Type: mgf.Type, To: s.dcc(), SMSO: s.tag, Group: group, Parents: []party.Ref{parent},
		Records: s.each(ctx, places, func() func(*world.Installation, int32) any {
			records := generate.NewRecords(s.World)
			return func(in *world.Installation, _ int32) any {
				r := records.MGF(in)
				r.Devices = slices.DeleteFunc(r.Devices, func(d mgf.Device) bool { return s.Script.Omits(mgf.Type.Name, in.ID, typeOf(in, d.DeviceID)) })
				return r
			}
		})})
}

func typeOf(in *world.Installation, id ident.EUI64) string {
	for k := range in.Devices {
		if in.Devices[k].ID == id {
			return in.Devices[k].Type
		}
	}
	return ""
}

func (s *SMSO) sendMEF(ctx context.Context, group string, parents []party.Ref, places []int32) error {
	first := &generate.Sealer{World: s.World, Sender: s.Self.EUI, Group: group}
	_, err := s.Send(ctx, party.Draft{Type: mef.Type, To: s.dcc(), SMSO: s.tag, Group: group, Parents: parents,
		Random: s.World.KeySeed() == nil,
		Complete: func(h *envelope.Header) (err error) {
			first.Sequence = h.Sequence
			first.Seal, err = generate.ContentKey(s.World, h)
			return err
		},
		Records: s.each(ctx, places, func() func(*world.Installation, int32) any {
			sealer := first.Clone()
			return func(in *world.Installation, _ int32) any {
				return sealer.Installation(in, func(d *world.Device) bool { return s.Script.MissesCredential(in.ID, d.Type) })
			}
		})})
	return err
}

// takeCOF reads the outcome of commissioning. It is the end of the chain.
func (s *SMSO) takeCOF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, s.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *cof.Installation, _ []finding.Finding) string {
		return s.known(in.InstallationID)
	})
	if err != nil {
		return nil, err
	}
	refused := party.Refusal(v, a.Type)
	for _, id := range list {
		if i, ok := s.register.Find(id); !ok || !s.under[i].built {
			refused = append(refused, envelope.Reason{Code: "X-EXTRA", Detail: id + " was never in an MCF of this SMSO"})
			break
		}
	}
	return refused, nil
}

func (s *SMSO) takeAck(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	s.Acknowledged(a)
	v, err := party.Look(ctx, s.Desk, a, party.ReadOptions{})
	if err != nil {
		return nil, err
	}
	return party.Refusal(v, a.Type), nil
}

// takeNack sends an MCF that was refused once more.
func (s *SMSO) takeNack(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, files, err := party.RefusedFiles(ctx, s.Desk, a)
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	for _, file := range files {
		for _, m := range s.mcfs {
			if m.ref.File == file && !m.validated {
				if err := s.sendAgain(ctx, m, "it was refused"); err != nil {
					return nil, err
				}
				break
			}
		}
	}
	return nil, nil
}
