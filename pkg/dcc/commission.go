package dcc

import (
	"context"
	"slices"
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

// batch is a group from its SCF to its COF.
type batch struct {
	group   *group
	scf     party.Ref
	checked []checked
	records []scf.Installation // of what is checked, until all that is cut from them has been sent
	members []member           // the installations that are ready
	pending map[int32]*member  // by the installation's number, those that wait for their supplier
	slabs
	awaiting int // suppliers whose commissioning result is missing
	results  []party.Ref
	finished bool
}

// checked is an installation and, by their places, which of its devices are ready
// for commissioning.
type checked struct {
	in    *installation
	ready uint32
}

// member is an installation that is commissioned, with what its COF record says: it
// is begun at once where a supplier has to add to it, else when the COF is made.
type member struct {
	in       *installation
	devices  []commissioned
	outcome  word // of cof, once it is finished
	supplier bool // its commissioner was a supplier when its group was checked
	pending  bool // waits for that supplier
}

// commissioned is what came of commissioning a device. It holds when the
// installation has been forgotten, as long as the COF may have to be sent again.
type commissioned struct {
	id       ident.EUI64
	requests *[]cof.Step
	place    uint8 // of the device, among those of its installation
	outcome  word  // of cof
	supplier bool  // the supplier is its Commissioning Party; else DCC is
}

// steps are the requests and what came of them.
func (c *commissioned) steps() []cof.Step {
	if c.requests == nil {
		return nil
	}
	return *c.requests
}

// of is what the MCF says of the device.
func (m *member) of(c *commissioned) *device { return &m.in.common.devices[c.place] }

// add takes an installation in; why is what failed in its checks, or "".
func (b *batch) add(in *installation, r scf.Installation, why string) {
	c := checked{in: in}
	for i := range r.Devices {
		if r.Devices[i].Ready {
			c.ready |= 1 << i
		}
	}
	b.checked, b.records = append(b.checked, c), append(b.records, r)
	if why == "" {
		b.members = append(b.members, member{in: in, supplier: in.commissioner() != ""})
	}
}

const (
	codeFailed = "E100"         // where a script names no response code
	resultWait = 24 * time.Hour // for a supplier's result [SIM]
	maxAlerts  = 3              // of one request
)

// commission commissions the CHF of each installation, always first and by DCC,
// and then the other devices, or waits for the supplier that does (B.2 step 10).
func (d *DCC) commission(ctx context.Context, b *batch) error {
	d.batches[b.scf.Digest] = b
	for i := range b.members {
		if m := &b.members[i]; m.supplier {
			if m.pending = d.begin(b, m); m.pending {
				b.pending[m.in.number] = m
			}
		}
	}
	if err := d.releaseToCommissioners(ctx, b); err != nil {
		return err
	}
	b.records, b.checks, b.ready = nil, recent[scf.Check]{}, slab[scf.Device]{}
	if b.awaiting == 0 {
		return d.finish(ctx, b)
	}
	d.At(b.scf.CreatedAt.Add(resultWait), func(ctx context.Context, _ time.Time) error { return d.finish(ctx, b) })
	return nil
}

// begin notes all that DCC does itself for an installation, and reports whether its
// CHF was commissioned.
func (d *DCC) begin(b *batch, m *member) (hub bool) {
	at := civil.InstantOf(b.scf.CreatedAt)
	m.devices = b.devices.cut(len(m.in.common.devices))
	hub = d.commissionHub(b, m, at)
	for i := range m.in.common.devices {
		if dev := &m.in.common.devices[i]; dev.deviceType != mcf.CHF {
			c := d.commissionDevice(b, m, dev, hub, at)
			c.id, c.place = dev.id, uint8(i)
			m.devices = append(m.devices, c)
		}
	}
	return hub
}

func (d *DCC) commissionHub(b *batch, m *member, at civil.Instant) bool {
	for i := range m.in.common.devices {
		dev := &m.in.common.devices[i]
		if dev.deviceType != mcf.CHF {
			continue
		}
		c := commissioned{id: dev.id, place: uint8(i), outcome: wordOf(cof.Commissioned)}
		c.requests = b.steps.keep([]cof.Step{d.step(b, m.in, dev, cof.SRVHub, at.Add(1))}, sameStep)
		if c.steps()[0].Outcome != cof.Success {
			c.outcome = wordOf(cof.Failed)
		}
		m.devices = append(m.devices, c)
		return c.is(cof.Commissioned)
	}
	return false
}

// commissionDevice commissions a device other than the CHF. The GPF is part of
// the hub and needs no step of its own.
func (d *DCC) commissionDevice(b *batch, m *member, dev *device, hub bool, at civil.Instant) commissioned {
	meter := dev.mpxn != 0
	c := commissioned{outcome: wordOf(cof.NotAttempted), supplier: meter && m.supplier}
	if c.supplier || !hub {
		return c
	}
	c.outcome = wordOf(cof.Commissioned)
	if dev.deviceType == mcf.GPF {
		return c
	}
	requests := []string{cof.SRVAdd, cof.SRVHandover}
	if !meter {
		requests = requests[:1]
	}
	var room [2]cof.Step
	steps := room[:0]
	for n, srv := range requests {
		s := d.step(b, m.in, dev, srv, at.Add(int64(n)+2))
		steps = append(steps, s)
		if s.Outcome != cof.Success {
			c.outcome = wordOf(cof.Failed)
			break
		}
	}
	c.requests = b.steps.keep(steps, sameStep)
	return c
}

// is reports whether that is the outcome.
func (c *commissioned) is(outcome string) bool { return c.outcome.String() == outcome }

// step submits one service request to the simulated device.
func (d *DCC) step(b *batch, in *installation, dev *device, srv string, at civil.Instant) cof.Step {
	s := cof.Step{SRV: srv, At: at, Outcome: cof.Success, ResponseCode: cof.CodeSuccess}
	if code, fails := d.Script.SRVFails(in.id(), dev.deviceType, srv); fails {
		s.Outcome, s.ResponseCode = cof.Failure, code
		if code == "" {
			s.ResponseCode = codeFailed
		}
		return s
	}
	d.addAlerts(b, in, dev, &s)
	return s
}

// addAlerts notes the alerts that a successful request raises (Table 5.2).
func (d *DCC) addAlerts(b *batch, in *installation, dev *device, s *cof.Step) {
	var room [maxAlerts]cof.Alert
	list := room[:0]
	add := func(code string) {
		list = append(list, cof.Alert{Code: code, At: s.At.Add(int64(len(list)))})
	}
	for _, code := range cof.AlertsOf(s.SRV) {
		add(code)
	}
	if d.Script.RaisesN55(in.id(), dev.deviceType, s.SRV) {
		add(cof.AlertS1SP)
	}
	s.Alerts = *b.alerts.keep(list, sameAlert)
}

// supplierResult is what a supplier tells of an installation.
type supplierResult struct {
	in      int32 // its number, -1 where DCC knows none
	devices []deviceSteps
}

type deviceSteps struct {
	id    ident.EUI64
	steps []cof.Step
}

// of is the list of the steps on a device, which is made where there is none.
func (r *supplierResult) of(id ident.EUI64) *[]cof.Step {
	i := slices.IndexFunc(r.devices, func(d deviceSteps) bool { return d.id == id })
	if i < 0 {
		i = len(r.devices)
		r.devices = append(r.devices, deviceSteps{id: id})
	}
	return &r.devices[i].steps
}

// takeResult reads what came of the requests that a supplier submitted (5.2(b)).
func (d *DCC) takeResult(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *suppliercommissioning.Installation, _ []finding.Finding) supplierResult {
		return d.newSupplierResult(in)
	})
	if err != nil {
		return nil, err
	}
	if refused := party.Refusal(v, a.Type); len(refused) > 0 {
		return refused, nil
	}
	b := d.batchOf(a)
	if b == nil || b.finished {
		return []envelope.Reason{{Code: "X-PARENT-MISSING", Detail: "it answers no SCF that is still open"}}, nil
	}
	for i := range list {
		r := &list[i]
		if m := b.pending[r.in]; m != nil && m.pending && m.in.commissioner() == a.From {
			d.apply(b, m, r)
		}
	}
	b.results = append(b.results, a.Ref())
	if b.awaiting--; b.awaiting == 0 {
		return nil, d.finish(ctx, b)
	}
	return nil, nil
}

// batchOf finds the batch that a supplier's result is of: the SCF slice among
// its parents is cut from the batch's SCF.
func (d *DCC) batchOf(a *party.Arrival) *batch {
	for _, p := range a.Header.Parents {
		if b := d.batches[p.Digest]; b != nil {
			return b
		}
	}
	return nil
}

func (d *DCC) newSupplierResult(in *suppliercommissioning.Installation) supplierResult {
	r := supplierResult{in: -1}
	if n, ok := d.ids.Find(in.InstallationID); ok {
		r.in = int32(n)
	}
	for i := range in.Devices {
		dev := &in.Devices[i]
		list := r.of(dev.DeviceID)
		for _, s := range dev.Steps {
			*list = append(*list, cof.Step{SRV: party.Keep(s.SRV), At: s.At, Outcome: s.Outcome, ResponseCode: party.Keep(s.ResponseCode)})
		}
	}
	return r
}

// apply puts a supplier's steps to what is known of an installation.
func (d *DCC) apply(b *batch, m *member, r *supplierResult) {
	m.pending = false
	for i := range m.devices {
		c := &m.devices[i]
		dev := m.of(c)
		steps := *r.of(dev.id)
		if dev.deviceType == mcf.CHF && len(steps) > 0 {
			d.Note(m.in.id(), "refused: a participant submits no request for a CHF (17.14): "+dev.id.String())
		}
		if !c.supplier || len(steps) == 0 {
			continue
		}
		c.outcome = wordOf(cof.Commissioned)
		for k := range steps {
			if steps[k].Outcome != cof.Success {
				c.outcome = wordOf(cof.Failed)
				continue
			}
			d.addAlerts(b, m.in, dev, &steps[k])
		}
		c.requests = b.steps.keep(steps, sameStep)
	}
}

// device returns what the MCF says of a device.
func (in *installation) device(id ident.EUI64) *device {
	for i := range in.common.devices {
		if in.common.devices[i].id == id {
			return &in.common.devices[i]
		}
	}
	return nil
}
