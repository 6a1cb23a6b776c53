package dcc

import (
	"context"
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/migrationreport"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
)

// Close tells the onlooker how often each check ran.
func (d *DCC) Close(context.Context, time.Time) error {
	if d.Journal != nil {
		d.Journal.Checks = d.counts
	}
	return nil
}

// reportAfter is how long after the last day that anything is planned for DCC
// reports: longer than all that it waits for [SIM].
const reportAfter = 3 * 24 * time.Hour

// expect notes that something is planned for that day.
func (d *DCC) expect(day civil.Date) {
	if at := day.Midnight(); at.After(d.lastDay) {
		d.lastDay = at
		d.planReport()
	}
}

// planReport plans the reports, unless they are planned.
func (d *DCC) planReport() {
	if d.reporting {
		return
	}
	d.reporting = true
	d.At(d.lastDay.Add(reportAfter), func(ctx context.Context, now time.Time) error {
		d.reporting = false
		if d.lastDay.Add(reportAfter).After(now) {
			d.planReport()
			return nil
		}
		return d.conclude(ctx)
	})
}

// conclude ends what is still open, answers requests for alerts, and writes the
// migration reports: all of it for DCC, and to each participant what concerns
// its own meters (5.4, 17.21(c), 17.22(d)).
func (d *DCC) conclude(ctx context.Context) error {
	for n := range d.installations.Len() {
		if in := d.installations.At(n); in.end == nil {
			d.endUnfinished(in)
		}
	}
	if err := d.answerRequests(ctx); err != nil {
		return err
	}
	for _, o := range d.World.SMSOs() {
		if err := d.report(ctx, o.SMSO); err != nil {
			return err
		}
	}
	return nil
}

// endUnfinished ends an installation that DCC saw no end of, by what it knows
// from the authorisations alone.
func (d *DCC) endUnfinished(in *installation) {
	for _, a := range in.authorisations {
		if a.is(mafoutcome.Accepted) {
			d.end(in, state.NotInMCF, "it was in no MCF that DCC could validate")
			return
		}
	}
	end := party.End{State: state.NoAuthorisation}
	for _, a := range in.authorisations {
		if a.ends.String() == string(state.HeldLapsed) {
			end = party.End{State: state.HeldLapsed, Reason: d.whyHeld(a)}
		}
	}
	in.end = d.unfinished.Of(end)
}

func (d *DCC) report(ctx context.Context, smso string) error {
	var list []*installation
	for n := range d.installations.Len() {
		if in := d.installations.At(n); in.home.smso == smso {
			list = append(list, in)
		}
	}
	if len(list) == 0 {
		return nil
	}
	full, err := d.Send(ctx, d.reportTo(ctx, smso, d.Name(), "", nil, list))
	if err != nil {
		return err
	}
	var drafts []party.Draft
	for _, supplier := range d.concerned(list) {
		drafts = append(drafts, d.reportTo(ctx, smso, supplier, full.Digest, []party.Ref{full}, list))
	}
	_, err = d.SendAll(ctx, drafts)
	return err
}

// concerned lists the suppliers that a report of these installations is due to.
func (d *DCC) concerned(list []*installation) []string {
	var names []string
	for _, in := range list {
		for _, a := range in.authorisations {
			if !slices.Contains(names, a.maf.from) {
				names = append(names, a.maf.from)
			}
		}
	}
	slices.Sort(names)
	return names
}

func (in *installation) concerns(supplier string) bool {
	for _, a := range in.authorisations {
		if a.maf.from == supplier {
			return true
		}
	}
	return false
}

// reportTo is the report of those of the installations that concern a party: all
// of them for DCC.
func (d *DCC) reportTo(ctx context.Context, smso, to, sliceOf string, parents []party.Ref, list []*installation) party.Draft {
	supplier := to
	if to == d.Name() {
		supplier = ""
	}
	return party.Draft{Type: migrationreport.Type, To: to, SMSO: smso, SliceOf: sliceOf, Parents: parents,
		Records: party.Fill(ctx, d.Desk, len(list), func(r *migrationreport.Installation, i int) bool {
			if supplier != "" && !list[i].concerns(supplier) {
				return false
			}
			list[i].fillReport(r, supplier)
			return true
		})}
}

// fillReport fills in what a report says of an installation, cut to a supplier
// where one is named.
func (in *installation) fillReport(r *migrationreport.Installation, supplier string) {
	*r = migrationreport.Installation{InstallationID: in.id(), State: string(in.ends()), Combination: in.combination.String(),
		Authorisations: r.Authorisations[:0], Devices: r.Devices[:0]}
	if supplier == "" {
		r.Reason = party.Text(in.end.Reason)
	}
	for _, a := range in.authorisations {
		if supplier != "" && a.maf.from != supplier {
			continue
		}
		s := a.ends.String()
		if s == "" {
			s = string(in.ends())
		}
		r.Authorisations = append(r.Authorisations, migrationreport.Authorisation{AuthorisationID: a.id(), State: s})
	}
	for m := range in.reported {
		if supplier == "" || in.ownedBy(supplier, m) {
			r.Devices = append(r.Devices, migrationreport.Device{DeviceID: m.id, MPxN: m.mpxn, State: m.state.String()})
		}
	}
}
