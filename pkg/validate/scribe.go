package validate

import (
	"bytes"
	"encoding/binary"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/rules"
)

// flags are what a ledger says of a device. The lower half means something else
// in each type of file.
type flags uint8

// In a Migration Common File.
const (
	isActive flags = 1 << iota
	isDormant
	isHub // a CHF
	isMeter
)

// In a S1SP Commissioning File.
const isReady flags = 1

// In a Commissioning Outcome File.
const (
	isCommissioned flags = 1 << iota
	isAttempted          // it has steps
	bySupplier
)

// What is noted of a device.
const (
	hasID flags = 1 << (iota + 4)
	hasNumber
	hasSupplier
)

func flag(f flags, on bool) flags {
	if on {
		return f
	}
	return 0
}

// scribe writes the records of a block of a file into pages. A record is its
// place, its id, a text, its passing, its authorisations and its devices.
type scribe struct {
	buf   []byte
	page  page
	pages []page
}

// record writes a record. Slices take no part.
func (s *scribe) record(r *codec.Record) {
	switch v := r.Value.(type) {
	case *maf.Authorisation:
		s.begin(r, v.AuthorisationID, "", false, nil, len(v.Meters))
		for i := range v.Meters {
			s.device(device{mpxn: v.Meters[i].MPxN}, "")
		}
	case *readyreport.Installation:
		s.begin(r, v.InstallationID, "", false, nil, len(v.Devices))
		for i := range v.Devices {
			s.device(device{id: v.Devices[i].DeviceID, mpxn: v.Devices[i].MPxN}, "")
		}
	case *mcf.Installation:
		s.common(r, v)
	case *mvf.Outcome:
		s.begin(r, v.InstallationID, "", v.Outcome == mvf.Pass, nil, 0)
	case *mgf.Installation:
		s.begin(r, v.InstallationID, v.GroupID, false, nil, len(v.Devices))
		for i := range v.Devices {
			s.device(device{id: v.Devices[i].DeviceID}, "")
		}
	case *mef.Installation:
		s.begin(r, v.InstallationID, "", false, nil, len(v.Devices))
		for i := range v.Devices {
			s.device(device{id: v.Devices[i].DeviceID}, "")
		}
	case *scf.Installation:
		s.begin(r, v.InstallationID, "", false, nil, len(v.Devices))
		for i := range v.Devices {
			s.device(device{id: v.Devices[i].DeviceID, flags: flag(isReady, v.Devices[i].Ready)}, "")
		}
	case *cof.Installation:
		s.commissioned(r, v)
	}
}

func (s *scribe) common(r *codec.Record, v *mcf.Installation) {
	s.begin(r, v.InstallationID, v.GroupID, false, v.AuthorisationIDs, len(v.Devices))
	for i := range v.Devices {
		d := &v.Devices[i]
		s.device(device{id: d.DeviceID, mpxn: d.MPxN, flags: flag(isActive, d.Status == mcf.Active) | flag(isDormant, d.Status == mcf.Dormant) |
			flag(isHub, d.DeviceType == mcf.CHF) | flag(isMeter, rules.IsMeter(d.DeviceType))}, d.ResponsibleSupplier)
	}
}

func (s *scribe) commissioned(r *codec.Record, v *cof.Installation) {
	s.begin(r, v.InstallationID, v.Outcome, false, nil, len(v.Devices))
	for i := range v.Devices {
		d := &v.Devices[i]
		s.device(device{id: d.DeviceID, flags: flag(isCommissioned, d.Outcome == cof.Commissioned) |
			flag(isAttempted, len(d.Steps) > 0) | flag(bySupplier, d.CommissioningParty == string(envelope.Supplier))}, "")
	}
}

// begin writes what stands before the devices of a record.
func (s *scribe) begin(r *codec.Record, id, text string, passed bool, auths []string, devices int) {
	if len(s.buf) >= pageSize {
		s.endPage()
	}
	if s.page.records == 0 {
		s.page.start, s.page.index = r.Pos, r.Index
	}
	s.number(r.Pos.Line - s.page.start.Line)
	s.number(r.Pos.Column)
	s.number(int(r.Pos.Offset - s.page.start.Offset))
	s.number(r.Index - s.page.index)
	s.text(id)
	s.text(text)
	s.buf = append(s.buf, byte(flag(1, passed)))
	s.number(len(auths))
	for _, id := range auths {
		s.text(id)
	}
	s.number(devices)
	s.page.records++
	s.page.items += devices
}

func (s *scribe) device(d device, supplier string) {
	d.flags |= flag(hasID, !d.id.IsZero()) | flag(hasNumber, !d.mpxn.IsZero()) | flag(hasSupplier, supplier != "")
	s.buf = append(s.buf, byte(d.flags))
	if d.flags&hasID != 0 {
		s.buf = binary.LittleEndian.AppendUint64(s.buf, uint64(d.id))
	}
	if d.flags&hasNumber != 0 {
		s.buf = binary.LittleEndian.AppendUint64(s.buf, uint64(d.mpxn))
	}
	if d.flags&hasSupplier != 0 {
		s.text(supplier)
	}
}

func (s *scribe) number(n int) { s.buf = binary.AppendUvarint(s.buf, uint64(n)) }

func (s *scribe) text(t string) {
	s.number(len(t))
	s.buf = append(s.buf, t...)
}

func (s *scribe) endPage() {
	if s.page.records == 0 {
		return
	}
	s.page.data, s.page.size = bytes.Clone(s.buf), len(s.buf)
	s.pages = append(s.pages, s.page)
	s.buf, s.page = s.buf[:0], page{}
}

// end returns the pages of a block.
func (s *scribe) end() []page {
	s.endPage()
	pages := s.pages
	s.pages = nil
	return pages
}
