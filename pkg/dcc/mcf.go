package dcc

import (
	"context"
	"slices"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// validation is an MCF and what came of its validation.
type validation struct {
	mcf    party.Ref
	mvf    party.Ref
	smso   string
	groups map[string]*group
}

// groupWait is how long DCC waits for the group files of what has passed [SIM]:
// long enough for an SMSO that the MVF did not reach to send its MCF once more.
const groupWait = 6 * time.Hour

// takeMCF validates an MCF and answers with an MVF (B.2 step 5). What is wrong
// with the file as a whole rejects the file; what is wrong with an installation
// fails that installation alone.
func (d *DCC) takeMCF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *mcf.Installation, found []finding.Finding) mcfInstallation {
		return d.newMCFInstallation(in, found)
	})
	if err != nil {
		return nil, err
	}
	refused := party.Refusal(v, a.Type)
	if len(refused) == 0 && v.Records != int64(len(list)) {
		refused = []envelope.Reason{{Code: string(finding.Syntax), Detail: "a record of the MCF could not be read, so its outcomes cannot be given one by one"}}
	}
	val := &validation{mcf: a.Ref(), smso: d.smsoTag(a), groups: map[string]*group{}}
	if len(refused) > 0 {
		return nil, d.sendMVF(ctx, a, val, nil, refused)
	}
	addAcross(list, v)
	for i := range list {
		list[i].reasons = append(list[i].reasons, d.authorised(&list[i])...)
	}
	if err := d.sendMVF(ctx, a, val, list, nil); err != nil {
		return nil, err
	}
	d.passOn(val, list)
	return nil, nil
}

// smsoTag is the SMSO that an MCF is of: its header's, or its sender's where the
// header does not say.
func (d *DCC) smsoTag(a *party.Arrival) string {
	if a.Header.SMSO != "" {
		return a.Header.SMSO
	}
	o, _ := d.World.Organisation(a.From)
	return o.SMSO
}

// addAcross adds what was found by comparing the records with each other.
func addAcross(list []mcfInstallation, v *validate.File) {
	rejected := map[string]bool{}
	for _, id := range v.Rejected {
		rejected[id] = true
	}
	if len(rejected) == 0 {
		return
	}
	for i := range list {
		in := &list[i]
		if len(in.reasons) > 0 || !rejected[in.id] {
			continue
		}
		for _, f := range v.Findings {
			if f.Record == in.id && f.Severity == finding.Error {
				in.reasons = append(in.reasons, party.Reason(f))
			}
		}
	}
}

// authorised says what is missing for an installation to be migrated: an
// accepted authorisation of each Active Meter, and each Dormant Meter on the
// ready-for-migration report (B.2 step 5).
func (d *DCC) authorised(in *mcfInstallation) []envelope.Reason {
	var reasons []envelope.Reason
	known := in.in
	for i := range in.devices {
		m := &in.devices[i]
		switch {
		case m.mpxn == 0:
		case m.status == mcf.Active && (known == nil || !known.authorises(m.mpxn)):
			reasons = append(reasons, envelope.Reason{Code: "X-NO-AUTHORISATION", DeviceID: m.id,
				Detail: "no accepted authorisation covers this Active Meter"})
		case m.status == mcf.Dormant && !d.isReady(in.id):
			reasons = append(reasons, envelope.Reason{Code: "X-DORMANT-NOT-READY", DeviceID: m.id,
				Detail: "this Dormant Meter is on no ready-for-migration report"})
		}
	}
	if known != nil {
		reasons = append(reasons, known.lost(in)...)
	}
	return reasons
}

// isReady reports whether a ready-for-migration report has the installation.
func (d *DCC) isReady(id string) bool {
	_, ok := d.ready.Find(id)
	return ok
}

// lost names the authorised meters that an MCF leaves out: no installation is
// migrated by halves.
func (in *installation) lost(c *mcfInstallation) (reasons []envelope.Reason) {
	for _, a := range in.authorisations {
		for _, m := range a.meters() {
			there := slices.ContainsFunc(c.devices, func(dev device) bool { return dev.mpxn == m })
			if a.is(mafoutcome.Accepted) && !there {
				reasons = append(reasons, envelope.Reason{Code: "X-LOST", Detail: "meter " + m.String() + " is authorised and not in the MCF"})
			}
		}
	}
	return reasons
}

func (d *DCC) sendMVF(ctx context.Context, a *party.Arrival, val *validation, list []mcfInstallation, refused []envelope.Reason) error {
	ref, err := d.Send(ctx, party.Draft{Type: mvf.Type, To: a.From, SMSO: val.smso, Parents: []party.Ref{val.mcf}, Again: true,
		Complete: func(h *envelope.Header) error {
			h.MCFOutcome, h.Reasons = mvf.Accepted, refused
			if len(refused) > 0 {
				h.MCFOutcome = mvf.Rejected
			}
			return nil
		},
		Records: party.Fill(ctx, d.Desk, len(list), func(o *mvf.Outcome, i int) bool {
			*o = mvf.Outcome{InstallationID: list[i].id, Outcome: mvf.Pass, Reasons: list[i].reasons}
			if len(o.Reasons) > 0 {
				o.Outcome = mvf.Fail
			}
			return true
		})})
	val.mvf = ref
	d.validations[val.mcf.Digest], d.validations[ref.Digest] = val, val
	return err
}

// passOn waits for the group files of what has passed, and ends the rest. An MCF
// that is sent again takes the place of the first: its installations wait with
// the second.
func (d *DCC) passOn(val *validation, list []mcfInstallation) {
	for i := range list {
		common := &list[i]
		in := common.in
		if in == nil {
			in = d.installationOf(common.id, val.smso, common.groupID)
		}
		if g := in.waitsIn(); in.end != nil || g != nil && g.done {
			continue
		}
		if len(common.reasons) > 0 {
			d.end(in, state.MCFFailed, common.reasons[0].Code+": "+common.reasons[0].Detail)
			continue
		}
		g := d.groupIn(val, common.groupID)
		in.common, common.group = common, g
		g.installations = append(g.installations, in)
	}
}

// groupIn is the group of a validation, made when it is first asked for.
func (d *DCC) groupIn(val *validation, id string) *group {
	if g := val.groups[id]; g != nil {
		return g
	}
	g := &group{id: id, val: val, missing: map[ident.EUI64]bool{}}
	val.groups[id] = g
	d.At(val.mvf.CreatedAt.Add(groupWait), func(context.Context, time.Time) error {
		if !g.done {
			d.failGroup(g, "its MGF and MEF did not come in time")
		}
		return nil
	})
	return g
}
