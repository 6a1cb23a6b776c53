package dcc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/seal"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// group is what has passed of one GroupID in one MCF, with its two files.
type group struct {
	id            string
	val           *validation
	installations []*installation
	mgf, mef      *groupFile
	missing       map[ident.EUI64]bool // devices without a credential
	done          bool
}

// groupFile is which installations and devices a group file holds.
type groupFile struct {
	ref  party.Ref
	list []deviceSet
}

type deviceSet struct {
	id      string
	devices []ident.EUI64
}

// failGroup ends all of a group: nothing of it proceeds, other groups are not
// affected (B.2 steps 6 and 7).
func (d *DCC) failGroup(g *group, why string) {
	g.done = true
	for _, in := range g.installations {
		if in.waitsIn() == g && in.end == nil {
			d.end(in, state.GroupFailed, why)
			in.forget(nil)
		}
	}
	g.installations, g.mgf, g.mef = nil, nil, nil
}

// groupOf finds the group that a group file is of, by its parents.
func (d *DCC) groupOf(a *party.Arrival) *group {
	for _, p := range a.Header.Parents {
		if val := d.validations[p.Digest]; val != nil {
			return val.groups[a.Header.GroupID]
		}
	}
	return nil
}

var noGroup = []envelope.Reason{{Code: "X-PARENT-MISSING", Detail: "it belongs to no group that has passed validation"}}

func (d *DCC) takeMGF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{}, func(_ *codec.Record, in *mgf.Installation, _ []finding.Finding) deviceSet {
		s := deviceSet{id: strings.Clone(in.InstallationID), devices: make([]ident.EUI64, 0, len(in.Devices))}
		for i := range in.Devices {
			s.devices = append(s.devices, in.Devices[i].DeviceID)
		}
		return s
	})
	if err != nil {
		return nil, err
	}
	return d.takeGroupFile(ctx, a, v, list, func(g *group, f *groupFile) { g.mgf = f })
}

// takeMEF opens the encrypted credentials. Nothing of the file is used unless
// all of it opens; an opened credential is judged and forgotten.
func (d *DCC) takeMEF(ctx context.Context, a *party.Arrival) ([]envelope.Reason, error) {
	v, list, err := party.Read(ctx, d.Desk, a, party.ReadOptions{Keys: d.World}, func(_ *codec.Record, in *mef.Installation, _ []finding.Finding) deviceSet {
		s := deviceSet{id: strings.Clone(in.InstallationID), devices: make([]ident.EUI64, 0, len(in.Devices))}
		for i := range in.Devices {
			s.devices = append(s.devices, in.Devices[i].DeviceID)
		}
		return s
	})
	if errors.Is(err, seal.ErrWrongKey) {
		if g := d.groupOf(a); g != nil && !g.done {
			d.failGroup(g, "the MEF is not encrypted to DCC's key")
		}
		return []envelope.Reason{{Code: "X-MEF-OPEN", Detail: "the content key is not encrypted to the key of this recipient"}}, nil
	}
	if err != nil {
		return nil, err
	}
	return d.takeGroupFile(ctx, a, v, list, func(g *group, f *groupFile) { g.mef = f })
}

// takeGroupFile keeps one file of a group; with the second, the group proceeds.
func (d *DCC) takeGroupFile(ctx context.Context, a *party.Arrival, v *validate.File, list []deviceSet, keep func(*group, *groupFile)) ([]envelope.Reason, error) {
	g := d.groupOf(a)
	if wrong := allErrors(v); len(wrong) > 0 {
		if g != nil && !g.done {
			d.failGroup(g, a.Type.Name+" refused: "+wrong[0].Code+": "+wrong[0].Detail)
		}
		return wrong, nil
	}
	if g == nil {
		return noGroup, nil
	}
	if g.done {
		return []envelope.Reason{{Code: "X-GROUP-CLOSED", Detail: "this group has failed or is checked already"}}, nil
	}
	keep(g, &groupFile{a.Ref(), list})
	if g.mgf == nil || g.mef == nil {
		return nil, nil
	}
	if why := g.match(); why != "" {
		d.failGroup(g, why)
		return []envelope.Reason{{Code: "X-LOST", Detail: party.Text(why)}}, nil
	}
	g.done = true
	return nil, d.check(ctx, g)
}

// allErrors lists every error of a group file: one bad record spoils the group.
func allErrors(v *validate.File) []envelope.Reason {
	var reasons []envelope.Reason
	for _, f := range v.Findings {
		if f.Severity == finding.Error && len(reasons) < 20 {
			reasons = append(reasons, party.Reason(f))
		}
	}
	return reasons
}

// match says where the two files do not hold exactly what has passed, or "". A
// credential that is missing in the MEF is not a mismatch: the checks of that
// device fail (B.2 step 7).
func (g *group) match() string {
	if len(g.mgf.list) != len(g.installations) || len(g.mef.list) != len(g.installations) {
		return fmt.Sprintf("%d installations have passed; the MGF has %d and the MEF %d", len(g.installations), len(g.mgf.list), len(g.mef.list))
	}
	for i, in := range g.installations {
		plain, sealed := &g.mgf.list[i], &g.mef.list[i]
		if id := in.id(); plain.id != id || sealed.id != id {
			return fmt.Sprintf("record %d is of %s in the MVF, of %s in the MGF and of %s in the MEF", i+1, id, plain.id, sealed.id)
		}
		if why := g.matchDevices(in, plain, sealed); why != "" {
			return why
		}
	}
	return ""
}

func (g *group) matchDevices(in *installation, plain, sealed *deviceSet) string {
	if len(plain.devices) != len(in.common.devices) {
		return fmt.Sprintf("%s has %d devices in the MCF and %d in the MGF", in.id(), len(in.common.devices), len(plain.devices))
	}
	for i := range in.common.devices {
		id := in.common.devices[i].id
		if !slices.Contains(plain.devices, id) {
			return fmt.Sprintf("device %s of %s is in the MCF and not in the MGF", id, in.id())
		}
		if !slices.Contains(sealed.devices, id) {
			g.missing[id] = true
		}
	}
	for _, id := range sealed.devices {
		if !slices.Contains(plain.devices, id) {
			return fmt.Sprintf("device %s of %s is in the MEF and not in the MGF", id, in.id())
		}
	}
	return ""
}
