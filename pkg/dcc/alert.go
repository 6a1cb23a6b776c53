package dcc

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
)

// raised is an alert, and whom it concerns.
type raised struct {
	*party.AlertKind
	id     string
	in     *installation
	device ident.EUI64
	at     civil.Instant
}

// fill makes the record of the alert.
func (r *raised) fill(a *alerts.Alert) {
	*a = alerts.Alert{AlertID: r.id, Code: r.Code, SRV: r.SRV, DeviceID: r.device, InstallationID: r.in.id(), At: r.at,
		Recipient: r.Recipient, Requested: r.Requested}
}

// number gives alerts that have none DCC's reference, in their order.
func (d *DCC) number(list []raised) {
	const prefix, digits = "ALERT-", 8 // and more where they do not do
	text, ends := make([]byte, 0, len(list)*(len(prefix)+digits)), make([]int, len(list))
	for i := range list {
		d.alerts++
		text = append(text, prefix...)
		for limit := 10_000_000; limit > max(d.alerts, 1); limit /= 10 {
			text = append(text, '0')
		}
		text = strconv.AppendInt(text, int64(d.alerts), 10)
		ends[i] = len(text)
	}
	all, from := string(text), 0
	for i := range list {
		list[i].id = all[from:ends[i]]
		from = ends[i]
	}
}

// raiseAlerts writes the alerts of a COF: all of them for DCC's own records, and
// to each supplier those of its own Active devices (Table 5.2, 17.21(b),
// 17.22(c)).
func (d *DCC) raiseAlerts(ctx context.Context, b *batch, origin party.Ref) error {
	all := d.alertsOf(b)
	if len(all) == 0 {
		return nil
	}
	d.writeDown(all)
	full, err := d.Send(ctx, d.alertsTo(ctx, b.group.val.smso, d.Name(), "", []party.Ref{origin}, all, nil))
	if err != nil {
		return err
	}
	own := places{}
	for i := range all {
		if all[i].Released {
			own.add(all[i].Recipient, i)
		}
	}
	var drafts []party.Draft
	for _, supplier := range own.suppliers() {
		drafts = append(drafts, d.alertsTo(ctx, b.group.val.smso, supplier, full.Digest, []party.Ref{full}, all, own[supplier]))
	}
	_, err = d.SendAll(ctx, drafts)
	return err
}

// alertsOf lists the alerts of a batch, and numbers them.
func (d *DCC) alertsOf(b *batch) []raised {
	all := make([]raised, 0, 8*len(b.members))
	for n := range b.members {
		m := &b.members[n]
		for i := range m.devices {
			dev := m.of(&m.devices[i])
			for _, s := range m.devices[i].steps() {
				for _, a := range s.Alerts {
					kind := party.AlertKind{Code: a.Code, SRV: s.SRV, Recipient: dev.supplier, Released: dev.status == mcf.Active}
					all = append(all, raised{d.alertKinds.Of(kind), "", m.in, dev.id, a.At})
				}
			}
		}
	}
	d.number(all)
	return all
}

func (d *DCC) writeDown(all []raised) {
	if d.Journal == nil {
		return
	}
	for i := range all {
		d.Journal.Alerts.Add(party.Alert{AlertKind: all[i].AlertKind, Device: all[i].device})
	}
}

// alertsTo is the file of those alerts of a list that a party is to have, by
// their places: all of them where nil.
func (d *DCC) alertsTo(ctx context.Context, smso, to, sliceOf string, parents []party.Ref, list []raised, own []int32) party.Draft {
	n := len(list)
	if own != nil {
		n = len(own)
	}
	return party.Draft{Type: alerts.Type, To: to, SMSO: smso, Parents: parents, SliceOf: sliceOf,
		Records: party.Fill(ctx, d.Desk, n, func(a *alerts.Alert, i int) bool {
			if own != nil {
				i = int(own[i])
			}
			list[i].fill(a)
			return true
		})}
}

// RequestedAlert checks a participant's request for an alert: in Migration DUST
// DCC supports N16 and N55 alone, on request, for a device in a DCC physical
// test laboratory (17.7).
func RequestedAlert(environment string, r party.AlertRequest) error {
	switch {
	case environment != envelope.MigrationDUST:
		return fmt.Errorf("alerts are generated on request in Migration DUST alone (17.7)")
	case r.Code != cof.AlertAdded && r.Code != cof.AlertS1SP:
		return fmt.Errorf("%s cannot be requested: DCC supports N16 and N55 alone (17.7)", r.Code)
	case !r.InLab:
		return fmt.Errorf("the device is not in a DCC physical test laboratory (17.7)")
	case r.Participant == "":
		return fmt.Errorf("no Testing Participant has requested it (17.7)")
	}
	return nil
}

// answerRequests generates the alerts that participants have asked for (17.7).
func (d *DCC) answerRequests(ctx context.Context) error {
	if d.Script == nil {
		return nil
	}
	for _, r := range d.Script.AlertRequests {
		err := RequestedAlert(d.Environment, r)
		in := d.find(r.Installation)
		if err == nil && (in == nil || in.packed == 0) {
			err = fmt.Errorf("DCC knows no such installation")
		}
		if err != nil {
			d.Note(strings.Join([]string{"alert request", r.Code, r.Installation, r.Device}, " "), "refused: "+err.Error())
			continue
		}
		if err := d.answerRequest(ctx, in, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *DCC) answerRequest(ctx context.Context, in *installation, r party.AlertRequest) error {
	for dev := range in.reported {
		if dev.kind.String() != r.Device || !in.ownedBy(r.Participant, dev) {
			continue
		}
		kind := party.AlertKind{Code: r.Code, SRV: cof.SRVAdd, Recipient: r.Participant, Released: true, Requested: true}
		a := []raised{{d.alertKinds.Of(kind), "", in, dev.id, civil.InstantOf(d.Now())}}
		d.number(a)
		d.writeDown(a)
		_, err := d.Send(ctx, d.alertsTo(ctx, in.home.smso, r.Participant, "", nil, a, nil))
		return err
	}
	d.Note("alert request "+r.Code+" "+r.Installation+" "+r.Device, "refused: the device is not the participant's own")
	return nil
}
