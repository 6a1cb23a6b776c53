package dcc

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// exception puts a finding into an outcome.
func exception(f finding.Finding, meters []ident.MPxN, register *answers) mafoutcome.Exception {
	e := mafoutcome.Exception{Code: string(f.Code), DetectedBy: f.DetectedBy, Severity: f.Severity.String(),
		Detail: party.Text(f.Message), Hint: party.Text(f.Hint)}
	if e.DetectedBy == "" {
		e.DetectedBy = string(envelope.DCC)
	}
	line, ok := meterLine(f.Path)
	if !ok || line >= len(meters) {
		return e
	}
	e.Line, e.MPxN = int64(line)+1, meters[line]
	if f.Code == "MTAD-17.20f" && register != nil {
		e.SubReason = mafoutcome.SupplierMismatch
		if register.facts(meters[line]).Supplier == rule.MatchNone {
			e.SubReason = mafoutcome.SupplierNone
		}
	}
	return e
}

// addAcrossRecords adds what was found by comparing records with each other, such
// as a meter that is authorised twice.
func (m *mafFile) addAcrossRecords(list []read, v *validate.File, register *answers) {
	if len(v.Findings) == 0 {
		return
	}
	byIndex := make(map[int]*authorisation, len(list))
	for i := range list {
		byIndex[list[i].index] = m.dcc.auths.At(m.first + i)
	}
	for _, f := range v.Findings {
		index, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "/"+maf.Type.Records+"/"), "/")
		n, err := strconv.Atoi(index)
		if a := byIndex[n]; err == nil && a != nil && !a.has(f) {
			a.setExceptions(append(a.exceptions(), exception(f, a.meters(), register)))
		}
	}
}

func (a *authorisation) has(f finding.Finding) bool {
	return slices.ContainsFunc(a.exceptions(), func(e mafoutcome.Exception) bool {
		return e.Code == string(f.Code) && e.Detail == party.Text(f.Message)
	})
}

// meterLine is the index of the meter that a JSON Pointer leads into.
func meterLine(path string) (int, bool) {
	_, rest, ok := strings.Cut(path, "/meters/")
	if !ok {
		return 0, false
	}
	index, _, _ := strings.Cut(rest, "/")
	n, err := strconv.Atoi(index)
	return n, err == nil
}

// place puts a judged authorisation where it belongs: rejected, or standing with
// the others of its installation.
func (d *DCC) place(a *authorisation, register *answers) {
	for _, e := range a.exceptions() {
		if e.Severity != mafoutcome.SeverityError {
			continue
		}
		if s := rejection(finding.Code(e.Code)); s != "" {
			d.endAuthorisation(a, mafoutcome.Rejected, s, e.Code+": "+e.Detail)
			return
		}
		a.incomplete = true
	}
	if register == nil {
		d.endAuthorisation(a, mafoutcome.Lapsed, state.HeldLapsed, "the register was never heard of")
		return
	}
	f := register.facts(a.meters()[0])
	in := d.installationOf(f.InstallationID, a.maf.smso, f.GroupID)
	a.in, in.suppliers = in.number+1, int16(min(f.ActiveSuppliers, manySuppliers))
	a.outcome = wordOf(mafoutcome.Held)
	d.supersede(in, a)
	in.add(a)
	d.unsettled = append(d.unsettled, in)
	d.holdUntil(a)
}

// manySuppliers are more than an installation has authorisations: that many are as
// good as more.
const manySuppliers = 1000

// supersede lets a later authorisation of the same meter take the place of an
// earlier one, as long as its week has not started (A.5).
func (d *DCC) supersede(in *installation, a *authorisation) {
	for _, old := range in.authorisations {
		if old.standing() && old.maf.from == a.maf.from && sharesMeter(old, a) && d.today() < old.week {
			d.endAuthorisation(old, mafoutcome.Superseded, state.Superseded, "a later authorisation of the same meter was received: "+a.id())
		}
	}
}

func sharesMeter(a, b *authorisation) bool {
	return slices.ContainsFunc(a.meters(), b.lists)
}

// holdUntil has an authorisation given up if it is still held when its week
// starts (A.7).
func (d *DCC) holdUntil(a *authorisation) {
	if d.lapsing[a.week] == nil {
		d.At(a.week.Midnight(), func(context.Context, time.Time) error {
			for _, at := range d.lapsing[a.week] {
				d.lapse(d.auths.At(int(at)))
			}
			delete(d.lapsing, a.week)
			return nil
		})
	}
	d.lapsing[a.week] = append(d.lapsing[a.week], a.number)
}

func (d *DCC) lapse(a *authorisation) {
	if a.is(mafoutcome.Held) {
		d.endAuthorisation(a, mafoutcome.Lapsed, state.HeldLapsed, "held until its Migration Week started: "+d.whyHeld(a))
		d.flushSoon()
	}
}

func (d *DCC) whyHeld(a *authorisation) string {
	switch {
	case a.incomplete:
		return "it does not list all Active Meters of the supplier"
	case slices.ContainsFunc(a.exceptions(), isConflict):
		return "the authorisations of the installation name different dates"
	}
	return "the authorisation of another supplier is missing"
}

// flushSoon has the outcomes written one second from now, when everything that
// came at the same time has been judged.
func (d *DCC) flushSoon() {
	if d.flushing {
		return
	}
	d.flushing = true
	d.At(d.Now().Add(time.Second), func(ctx context.Context, _ time.Time) error {
		d.flushing = false
		for _, in := range d.unsettled {
			d.settle(in)
		}
		d.unsettled = nil
		return d.sendOutcomes(ctx)
	})
}

// settle accepts the authorisations of an installation once those of all its
// suppliers are there and agree; an installation migrates as one unit (5.2(c)).
func (d *DCC) settle(in *installation) {
	var room [maxAuthorisations]*authorisation
	standing := room[:0]
	for _, a := range in.authorisations {
		a.commissions = false
		if a.standing() {
			standing = append(standing, a)
		}
	}
	complete, agreed := len(standing) == int(in.suppliers), true
	for _, a := range standing {
		complete = complete && !a.incomplete
		agreed = agreed && a.week == standing[0].week && a.on == standing[0].on
	}
	var last *authorisation // of those that submit
	for _, a := range standing {
		if complete && !agreed {
			d.conflict(a)
			continue
		}
		a.setExceptions(slices.DeleteFunc(a.exceptions(), isConflict))
		if !complete {
			d.set(a, mafoutcome.Held)
			continue
		}
		d.set(a, mafoutcome.Accepted)
		if a.submits {
			last = a
		}
	}
	if last != nil {
		last.commissions = true
	}
}

func isConflict(e mafoutcome.Exception) bool { return e.Code == codeConflict }

func (d *DCC) set(a *authorisation, outcome string) {
	a.changed = a.changed || !a.is(outcome)
	a.outcome = wordOf(outcome)
	switch outcome {
	case mafoutcome.Accepted:
		d.expect(a.on)
	case mafoutcome.Held:
		d.expect(a.week) // when it lapses
	}
}

// conflict holds an authorisation whose dates differ from the other supplier's.
func (d *DCC) conflict(a *authorisation) {
	d.set(a, mafoutcome.Held)
	if slices.ContainsFunc(a.exceptions(), isConflict) {
		return
	}
	a.changed = true
	a.setExceptions(append(a.exceptions(), mafoutcome.Exception{Code: codeConflict, DetectedBy: string(envelope.DCC), Severity: mafoutcome.SeverityError,
		Detail: "the authorisations for this installation do not agree on Migration Week and Migrate On",
		Hint:   "agree on the dates with the other Responsible Supplier and send a corrected authorisation"}))
}

// sendOutcomes tells suppliers, and the SMSO that has to act on it, what has
// changed.
func (d *DCC) sendOutcomes(ctx context.Context) error {
	var drafts []party.Draft
	for _, m := range d.mafs {
		var changed []int32 // their places
		for a := range m.all {
			if a.changed {
				a.changed = false
				changed = append(changed, a.number)
			}
		}
		if len(changed) == 0 {
			continue
		}
		for _, to := range []string{m.from, d.smso(m.smso)} {
			drafts = append(drafts, party.Draft{Type: mafoutcome.Type, To: to, SMSO: m.smso, Parents: []party.Ref{m.arrival.Ref()},
				Records: party.Fill(ctx, d.Desk, len(changed), func(r *mafoutcome.Authorisation, i int) bool {
					d.auths.At(int(changed[i])).fill(r)
					return true
				})})
		}
	}
	_, err := d.SendAll(ctx, drafts)
	return err
}

func (a *authorisation) fill(r *mafoutcome.Authorisation) {
	*r = mafoutcome.Authorisation{AuthorisationID: a.id(), Outcome: a.outcome.String(), CommissioningParty: a.commissioner(),
		Exceptions: a.exceptions()[:min(len(a.exceptions()), mafoutcome.MaxExceptions)]}
	if in := a.installation(); in != nil {
		r.InstallationID = in.id()
		r.WaitingForOtherParty = a.is(mafoutcome.Held) && in.suppliers > 1 && !a.incomplete
	}
}
