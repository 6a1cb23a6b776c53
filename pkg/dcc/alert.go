package dcc

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
)

// raised is an alert of a batch: where the step is that raised it.
type raised struct {
	member        int32
	step          uint16
	device, alert uint8
}

// raisedList is the alerts of a batch. It holds as long as what the batch knows of
// its installations.
type raisedList struct {
	*batch
	list []raised
	ids  alertIDs
}

// alertIDs are DCC's references of alerts, numbered from first.
type alertIDs struct {
	first int
	text  string // all of them, where they are of one length
}

const (
	alertPrefix = "ALERT-"
	alertDigits = 8 // and more where they do not do
	alertLimit  = 100_000_000
	alertLen    = len(alertPrefix) + alertDigits
)

// of is the reference of the alert of that place.
func (a *alertIDs) of(i int) string {
	if a.text == "" {
		return fmt.Sprintf("%s%0*d", alertPrefix, alertDigits, a.first+i)
	}
	return a.text[i*alertLen:][:alertLen]
}

// number gives n alerts DCC's reference, in their order.
func (d *DCC) number(n int) alertIDs {
	ids := alertIDs{first: d.alerts + 1}
	d.alerts += n
	if d.alerts >= alertLimit {
		return ids
	}
	text := make([]byte, 0, n*alertLen)
	for i := range n {
		text = append(text, alertPrefix...)
		for limit := alertLimit / 10; limit > ids.first+i; limit /= 10 {
			text = append(text, '0')
		}
		text = strconv.AppendInt(text, int64(ids.first+i), 10)
	}
	ids.text = string(text)
	return ids
}

// raiseAlerts writes the alerts of a COF: all of them for DCC's own records, and
// to each supplier those of its own Active devices (Table 5.2, 17.21(b),
// 17.22(c)).
func (d *DCC) raiseAlerts(ctx context.Context, b *batch, origin party.Ref) error {
	all := d.alertsOf(b)
	if len(all.list) == 0 {
		return nil
	}
	own := places{}
	for i := range all.list {
		dev, kind, _ := all.at(i)
		if d.Journal != nil {
			d.Journal.Alerts.Add(party.Alert{AlertKind: d.alertKinds.Of(kind), Device: dev.id})
		}
		if kind.Released {
			own.add(kind.Recipient, i)
		}
	}
	full, err := d.Send(ctx, d.alertsTo(ctx, d.Name(), "", []party.Ref{origin}, all, nil))
	if err != nil {
		return err
	}
	var drafts []party.Draft
	for _, supplier := range own.suppliers() {
		drafts = append(drafts, d.alertsTo(ctx, supplier, full.Digest, []party.Ref{full}, all, own[supplier]))
	}
	_, err = d.SendAll(ctx, drafts)
	return err
}

// alertsOf lists the alerts of a batch, and numbers them.
func (d *DCC) alertsOf(b *batch) *raisedList {
	all := &raisedList{batch: b}
	for n := range b.members {
		m := &b.members[n]
		for i := range m.devices {
			for k, s := range m.devices[i].steps() {
				for j := range s.Alerts {
					all.list = append(all.list, raised{int32(n), uint16(k), uint8(i), uint8(j)})
				}
			}
		}
	}
	all.ids = d.number(len(all.list))
	return all
}

// at is the device that an alert is of, and what it says.
func (l *raisedList) at(i int) (*device, party.AlertKind, civil.Instant) {
	r := &l.list[i]
	m := &l.members[r.member]
	c := &m.devices[r.device]
	dev, s := m.of(c), &c.steps()[r.step]
	a := &s.Alerts[r.alert]
	return dev, party.AlertKind{Code: a.Code, SRV: s.SRV, Recipient: dev.supplier, Released: dev.status == mcf.Active}, a.At
}

// fill makes the record of an alert.
func (l *raisedList) fill(to *alerts.Alert, i int) {
	dev, kind, at := l.at(i)
	*to = alertOf(l.ids.of(i), l.members[l.list[i].member].in, dev.id, &kind, at)
}

func alertOf(id string, in *installation, device ident.EUI64, kind *party.AlertKind, at civil.Instant) alerts.Alert {
	return alerts.Alert{AlertID: id, Code: kind.Code, SRV: kind.SRV, DeviceID: device, InstallationID: in.id(), At: at,
		Recipient: kind.Recipient, Requested: kind.Requested}
}

// alertsTo is the file of those alerts of a list that a party is to have, by
// their places: all of them where nil.
func (d *DCC) alertsTo(ctx context.Context, to, sliceOf string, parents []party.Ref, all *raisedList, own []int32) party.Draft {
	n := len(all.list)
	if own != nil {
		n = len(own)
	}
	return party.Draft{Type: alerts.Type, To: to, SMSO: all.group.val.smso, Parents: parents, SliceOf: sliceOf,
		Records: party.Fill(ctx, d.Desk, n, func(a *alerts.Alert, i int) bool {
			if own != nil {
				i = int(own[i])
			}
			all.fill(a, i)
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
		kind := &party.AlertKind{Code: r.Code, SRV: cof.SRVAdd, Recipient: r.Participant, Released: true, Requested: true}
		if d.Journal != nil {
			d.Journal.Alerts.Add(party.Alert{AlertKind: d.alertKinds.Of(*kind), Device: dev.id})
		}
		ids := d.number(1)
		record := alertOf(ids.of(0), in, dev.id, kind, civil.InstantOf(d.Now()))
		_, err := d.Send(ctx, party.Draft{Type: alerts.Type, To: r.Participant, SMSO: in.home.smso,
			Records: func(w *codec.Writer) error {
				w.Write(&record)
				return nil
			}})
		return err
	}
	d.Note("alert request "+r.Code+" "+r.Installation+" "+r.Device, "refused: the device is not the participant's own")
	return nil
}
