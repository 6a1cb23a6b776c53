package generate

import (
	"slices"

	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// Sealer seals the credentials of devices for one MEF (5.3(e)). It is for one
// goroutine; Clone gives another its own.
type Sealer struct {
	World    *world.World
	Seal     *seal.Sealer
	Sender   ident.EUI64
	Sequence int64
	Group    string

	source     *seal.CredentialSource
	text       text
	record     mef.Installation
	aad, plain []byte
}

// Clone makes a sealer for the same file for another goroutine.
func (s *Sealer) Clone() *Sealer {
	return &Sealer{World: s.World, Seal: s.Seal.Clone(), Sender: s.Sender, Sequence: s.Sequence, Group: s.Group}
}

// Installation is the record of an installation in the MEF. It holds until the
// next call. leaveOut, which may be nil, names devices whose credential is
// missing.
func (s *Sealer) Installation(in *world.Installation, leaveOut func(*world.Device) bool) *mef.Installation {
	s.text.begin()
	r := &s.record
	*r = mef.Installation{InstallationID: in.ID, Devices: slices.Grow(r.Devices[:0], len(in.Devices))}
	for k := range in.Devices {
		d := &in.Devices[k]
		if leaveOut != nil && leaveOut(d) {
			continue
		}
		r.Devices = append(r.Devices, mef.Device{DeviceID: d.ID, Sealed: s.device(in, d)})
	}
	return r
}

func (s *Sealer) device(in *world.Installation, d *world.Device) string {
	if s.source == nil {
		s.source = seal.NewCredentialSource(s.World.Seed)
	}
	s.aad = seal.AAD(s.aad[:0], s.Sender, s.Sequence, s.Group, in.ID, d.ID)
	s.plain = s.source.AppendJSON(s.plain[:0], d.ID)
	from := len(s.text.room)
	s.text.room = s.Seal.Seal(s.text.room, s.aad, s.plain)
	clear(s.plain)
	return s.text.since(from)
}
