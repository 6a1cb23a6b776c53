package dcc

import (
	"context"
	"fmt"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/party"
)

// raised is an alert with whom it concerns.
type raised struct {
	alerts.Alert
	released bool
}

// raiseAlerts writes the alerts of a COF: all of them for DCC's own records, and
// to each supplier those of its own Active devices (Table 5.2, 17.21(b),
// 17.22(c)).
func (d *DCC) raiseAlerts(ctx context.Context, b *batch, origin party.Ref) error {
	var all []raised
	for _, m := range b.members {
		for i := range m.record.Devices {
			dev := m.in.device(m.record.Devices[i].DeviceID)
			for _, s := range m.record.Devices[i].Steps {
				for _, a := range s.Alerts {
					d.alerts++
					all = append(all, raised{alerts.Alert{AlertID: fmt.Sprintf("ALERT-%08d", d.alerts), Code: a.Code, SRV: s.SRV,
						DeviceID: dev.DeviceID, InstallationID: m.in.id, At: a.At, Recipient: dev.ResponsibleSupplier},
						dev.Status == mcf.Active})
				}
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	d.writeDown(all)
	full, err := d.sendAlerts(ctx, b.group.val.smso, d.Name(), "", []party.Ref{origin}, all)
	if err != nil {
		return err
	}
	for _, supplier := range suppliersOf(b.installations()) {
		var own []raised
		for _, a := range all {
			if a.released && a.Recipient == supplier {
				own = append(own, a)
			}
		}
		if len(own) == 0 {
			continue
		}
		if _, err := d.sendAlerts(ctx, b.group.val.smso, supplier, full.Digest, []party.Ref{full}, own); err != nil {
			return err
		}
	}
	return nil
}

func (d *DCC) writeDown(all []raised) {
	if d.Journal == nil {
		return
	}
	for _, a := range all {
		kind := party.AlertKind{Code: a.Code, SRV: a.SRV, Recipient: a.Recipient, Released: a.released, Requested: a.Requested}
		if d.alertKinds[kind] == nil {
			d.alertKinds[kind] = &kind
		}
		d.Journal.Alerts = append(d.Journal.Alerts, party.Alert{AlertKind: d.alertKinds[kind], Device: a.DeviceID})
	}
}

func (d *DCC) sendAlerts(ctx context.Context, smso, to, sliceOf string, parents []party.Ref, list []raised) (party.Ref, error) {
	return d.Send(ctx, party.Draft{Type: alerts.Type, To: to, SMSO: smso, Parents: parents, SliceOf: sliceOf,
		Records: func(w *codec.Writer) error {
			for i := range list {
				w.Write(&list[i].Alert)
			}
			return nil
		}})
}

// RequestedAlert checks a participant's request for an alert: in Migration DUST
// DCC supports N16 and N55 alone, on request, for a device in a DCC physical
// test laboratory (17.7).
func RequestedAlert(environment string, r party.AlertRequest) error {
	switch {
	case environment != envelope.MigrationDUST:
		return fmt.Errorf("alerts are generated on request in Migration DUST alone (17.7)")
	case r.Code != alertAdded && r.Code != alertS1SP:
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
		in := d.installations[r.Installation]
		if err == nil && (in == nil || in.meters == nil) {
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
	for i := range in.meters {
		dev := &in.meters[i]
		if dev.kind != r.Device || !in.ownedBy(r.Participant, dev) {
			continue
		}
		d.alerts++
		a := raised{alerts.Alert{AlertID: fmt.Sprintf("ALERT-%08d", d.alerts), Code: r.Code, SRV: srvAdd, DeviceID: dev.id,
			InstallationID: in.id, At: civil.InstantOf(d.Now()), Recipient: r.Participant, Requested: true}, true}
		d.writeDown([]raised{a})
		_, err := d.sendAlerts(ctx, in.smso, r.Participant, "", nil, []raised{a})
		return err
	}
	d.Note("alert request "+r.Code+" "+r.Installation+" "+r.Device, "refused: the device is not the participant's own")
	return nil
}
