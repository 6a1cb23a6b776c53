package validate

import (
	"strings"

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
	"s1mig/pkg/ident"
	"s1mig/pkg/source"
)

// ledger is what the set needs to know of a file: who stands in it, and where.
type ledger struct {
	installations []installation
	start         spot // of the header
}

// spot is a place in a file.
type spot struct {
	pos  source.Position
	path string
}

// installation is one record of a file, as far as the set concerns it. Of a MAF
// it is an authorisation, with its own id.
type installation struct {
	id      string
	group   string
	auths   []string
	passed  bool   // MVF
	outcome string // COF
	index   int
	pos     source.Position
	devices []device
}

// device is one device, or one line of a MAF.
type device struct {
	id       ident.EUI64
	mpxn     ident.MPxN
	supplier string
	kind     string // the device type: MCF
	flags    flags
}

type flags uint8

const (
	isActive       flags = 1 << iota // MCF
	isDormant                        // MCF
	isReady                          // SCF
	isCommissioned                   // COF
	isAttempted                      // COF: it has steps
	bySupplier                       // COF
)

func flag(f flags, on bool) flags {
	if on {
		return f
	}
	return 0
}

// keepsLedger reports whether files of the type take part in the ledger.
func keepsLedger(t *envelope.Type) bool { return t.Seven || t == readyreport.Type }

// appendLedger notes a record. Slices take no part.
func (w *worker) appendLedger(r *codec.Record) {
	in := installation{index: r.Index, pos: r.Pos}
	switch v := r.Value.(type) {
	case *maf.Authorisation:
		in.id = v.AuthorisationID
		for i := range v.Meters {
			in.devices = append(in.devices, device{mpxn: v.Meters[i].MPxN})
		}
	case *readyreport.Installation:
		in.id = v.InstallationID
		for i := range v.Devices {
			in.devices = append(in.devices, device{id: v.Devices[i].DeviceID, mpxn: v.Devices[i].MPxN})
		}
	case *mcf.Installation:
		w.commonLedger(&in, v)
	case *mvf.Outcome:
		in.id, in.passed = v.InstallationID, v.Outcome == mvf.Pass
	case *mgf.Installation:
		in.id, in.group = v.InstallationID, v.GroupID
		for i := range v.Devices {
			in.devices = append(in.devices, device{id: v.Devices[i].DeviceID})
		}
	case *mef.Installation:
		in.id = v.InstallationID
		for i := range v.Devices {
			in.devices = append(in.devices, device{id: v.Devices[i].DeviceID})
		}
	case *scf.Installation:
		in.id = v.InstallationID
		for i := range v.Devices {
			in.devices = append(in.devices, device{id: v.Devices[i].DeviceID, flags: flag(isReady, v.Devices[i].Ready)})
		}
	case *cof.Installation:
		in.id, in.outcome = v.InstallationID, v.Outcome
		for i := range v.Devices {
			d := &v.Devices[i]
			in.devices = append(in.devices, device{id: d.DeviceID, flags: flag(isCommissioned, d.Outcome == cof.Commissioned) |
				flag(isAttempted, len(d.Steps) > 0) | flag(bySupplier, d.CommissioningParty == string(envelope.Supplier))})
		}
	default:
		return
	}
	in.id, in.group = strings.Clone(in.id), w.kept(in.group)
	w.out.ledger = append(w.out.ledger, in)
}

func (w *worker) commonLedger(in *installation, v *mcf.Installation) {
	in.id, in.group = v.InstallationID, v.GroupID
	for _, id := range v.AuthorisationIDs {
		in.auths = append(in.auths, strings.Clone(id))
	}
	for i := range v.Devices {
		d := &v.Devices[i]
		in.devices = append(in.devices, device{id: d.DeviceID, mpxn: d.MPxN, supplier: w.kept(d.ResponsibleSupplier), kind: d.DeviceType,
			flags: flag(isActive, d.Status == mcf.Active) | flag(isDormant, d.Status == mcf.Dormant)})
	}
}

// kept returns a copy of a short text of which a file has few different ones.
func (w *worker) kept(s string) string {
	if s == "" {
		return ""
	}
	if w.names == nil {
		w.names = map[string]string{}
	}
	if have, ok := w.names[s]; ok {
		return have
	}
	s = strings.Clone(s)
	if len(w.names) < 1024 {
		w.names[s] = s
	}
	return s
}
