package dcc

import (
	"context"
	"maps"
	"slices"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/party"
)

// NOTE. This file cuts what a participant is granted out of what DCC holds
// (17.21, 17.22, B.4). A slice holds the participant's own devices alone: its
// Active Meters, the CHF that they share with everyone in the home, and the GPF
// where it is the gas supplier. Nothing of another supplier is in it.

// owns reports whether a device belongs into the slice of a supplier.
func (in *installation) owns(supplier string, dev *device) bool {
	switch dev.deviceType {
	case mcf.CHF:
		return true
	case mcf.GPF:
		return in.supplies(supplier, mcf.GSME)
	}
	return dev.mpxn != 0 && dev.status == mcf.Active && dev.supplier == supplier
}

// supplies reports whether the supplier is the Responsible Supplier of an Active
// Meter of that type, or of any where the type is "".
func (in *installation) supplies(supplier, deviceType string) bool {
	for i := range in.common.devices {
		dev := &in.common.devices[i]
		if dev.mpxn != 0 && dev.status == mcf.Active && dev.supplier == supplier && (deviceType == "" || dev.deviceType == deviceType) {
			return true
		}
	}
	return false
}

// activeSuppliers calls yield with the supplier of each Active Meter; one that has
// two comes twice.
func (in *installation) activeSuppliers(yield func(string)) {
	for i := range in.common.devices {
		if dev := &in.common.devices[i]; dev.mpxn != 0 && dev.status == mcf.Active {
			yield(dev.supplier)
		}
	}
}

// places lists items of a list by the supplier that they concern.
type places map[string][]int32

// add notes that item i, which is not before one that was added, concerns the
// supplier.
func (p places) add(supplier string, i int) {
	if list := p[supplier]; len(list) == 0 || list[len(list)-1] != int32(i) {
		p[supplier] = append(list, int32(i))
	}
}

// suppliers lists the suppliers that anything concerns, sorted.
func (p places) suppliers() []string { return slices.Sorted(maps.Keys(p)) }

// releaseToCommissioners gives MCF and SCF to the suppliers that commission
// (17.22(a) and (b)).
func (d *DCC) releaseToCommissioners(ctx context.Context, b *batch) error {
	var suppliers []string
	for _, c := range b.checked {
		if by := c.in.commissioner(); by != "" && !slices.Contains(suppliers, by) {
			suppliers = append(suppliers, by)
		}
	}
	slices.Sort(suppliers)
	for _, supplier := range suppliers {
		common, err := d.releaseMCF(ctx, b, supplier)
		if err != nil {
			return err
		}
		ref, err := d.releaseSCF(ctx, b, supplier, common)
		if err != nil {
			return err
		}
		d.batches[ref.Digest] = b
		if slices.ContainsFunc(b.members, func(m member) bool { return m.pending && m.in.commissioner() == supplier }) {
			b.awaiting++
		}
	}
	return nil
}

func (d *DCC) releaseMCF(ctx context.Context, b *batch, supplier string) (party.Ref, error) {
	origin := b.group.val.mcf
	return d.Send(ctx, party.Draft{Type: mcf.Type, To: supplier, SMSO: b.group.val.smso, Parents: []party.Ref{origin}, SliceOf: origin.Digest,
		At: b.scf.CreatedAt,
		Records: func(w *codec.Writer) error {
			for _, c := range b.checked {
				if c.in.commissioner() == supplier {
					w.Write(c.in.mcfSlice(supplier))
				}
			}
			return nil
		}})
}

func (in *installation) mcfSlice(supplier string) *mcf.Installation {
	r := in.common.record()
	r.AuthorisationIDs = in.acceptedIDs(supplier)
	for i := range in.common.devices {
		if dev := &in.common.devices[i]; in.owns(supplier, dev) {
			r.Devices = append(r.Devices, dev.record())
		}
	}
	return r
}

func (d *DCC) releaseSCF(ctx context.Context, b *batch, supplier string, common party.Ref) (party.Ref, error) {
	return d.Send(ctx, party.Draft{Type: scf.Type, To: supplier, SMSO: b.group.val.smso, Group: b.group.id,
		Parents: []party.Ref{b.scf, common}, SliceOf: b.scf.Digest,
		Records: func(w *codec.Writer) error {
			for i, c := range b.checked {
				if c.in.commissioner() == supplier {
					r := &scf.Installation{InstallationID: c.in.id()}
					for _, dev := range b.records[i].Devices {
						if c.in.owns(supplier, c.in.device(dev.DeviceID)) {
							r.Devices = append(r.Devices, dev)
						}
					}
					w.Write(r)
				}
			}
			return nil
		}})
}

// releaseCOF gives each supplier that does not commission the outcome of its own
// devices (17.21(a)).
func (d *DCC) releaseCOF(ctx context.Context, b *batch, origin party.Ref) error {
	own := places{}
	for i := range b.members {
		if m := &b.members[i]; m.in.commissioner() == "" {
			m.in.activeSuppliers(func(supplier string) { own.add(supplier, i) })
		}
	}
	var drafts []party.Draft
	for _, supplier := range own.suppliers() {
		list := own[supplier]
		drafts = append(drafts, party.Draft{Type: cof.Type, To: supplier, SMSO: b.group.val.smso, Group: b.group.id,
			Parents: []party.Ref{origin}, SliceOf: origin.Digest,
			Records: party.Fill(ctx, d.Desk, len(list), func(r *cof.Installation, i int) bool {
				b.members[list[i]].fillSlice(r, supplier)
				return true
			})})
	}
	_, err := d.SendAll(ctx, drafts)
	return err
}
