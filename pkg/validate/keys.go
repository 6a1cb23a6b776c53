package validate

import (
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
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/spec"
)

// once is something that may stand once in a file of a type: where it stands in
// a record, and the rule that says so.
type once struct {
	rule *rule.Rule
	id   string // name of the record's own id
	list string // the list that holds the numbers; "" where there is none
	name string // of a number within an item of the list
	what string // what the number is, for a message
}

// onceIn says what may stand once in each type of file.
func onceIn(t *envelope.Type) (byRecord, byItem once) {
	switch t {
	case maf.Type:
		o := once{rule: rules.Duplicate, id: "authorisationID", list: "meters", name: "mpxn", what: "MPxN"}
		return o, o
	case mvf.Type:
		return once{rule: rules.DuplicateInstallation, id: "installationID"}, once{}
	case mcf.Type, mgf.Type, mef.Type, scf.Type, cof.Type, readyreport.Type:
		return once{rule: rules.DuplicateInstallation, id: "installationID"},
			once{rule: rules.DuplicateDevice, list: "devices", name: "deviceID", what: "device"}
	}
	return once{}, once{}
}

// keysOf appends the keys of a record.
type keysOf struct {
	id   spec.Ref
	item *itemsOf
	has  bool
	u    *unique
}

// idOf returns the id of a record. It may stand once in a JSON file, where it is
// well formed. In a CSV, where it holds rows together whatever its form, records
// of one id are the parts of an authorisation that is split.
func (k *keysOf) idOf(r *codec.Record, t *envelope.Type) (id string, ok bool) {
	if rows, ok := r.Rows(); ok {
		return rows.ID, rows.ID != ""
	}
	base := t.Record.Base(r.Value)
	if !spec.ObjectAt(base).OK(k.id) {
		return "", false
	}
	return *t.Record.Fields[k.id].Text(base), true
}

// itemsOf finds the numbers in the items of a record.
type itemsOf struct {
	count  func(v any) int
	number func(v any, item int) (n uint64, ok bool)
	keys   func(to []uint64, v any, mix *mixer) []uint64 // appends those of all items
}

func (v *reading) keysFor() keysOf {
	byRecord, _ := onceIn(v.codec.Type)
	if byRecord.rule == nil {
		return keysOf{}
	}
	return keysOf{id: v.codec.Type.Record.MustRef(byRecord.id), item: itemsFor(v.codec.Type), has: true, u: v.stands}
}

func (k *keysOf) of(to *keys, r *codec.Record, t *envelope.Type) {
	if !k.has {
		return
	}
	if id, ok := k.idOf(r, t); ok {
		to[byID] = append(to[byID], k.u.id(id))
	}
	if k.item != nil {
		to[byNumber] = k.item.keys(to[byNumber], r.Value, &k.u.mix)
	}
}

var (
	mafNumber   = maf.Meters.MustRef("mpxn")
	mcfNumber   = mcf.Devices.MustRef("deviceID")
	mgfNumber   = mgf.Devices.MustRef("deviceID")
	mefNumber   = mef.Devices.MustRef("deviceID")
	scfNumber   = scf.Devices.MustRef("deviceID")
	cofNumber   = cof.Devices.MustRef("deviceID")
	readyNumber = readyreport.Devices.MustRef("deviceID")
)

// itemsFor returns how the numbers of a type's records are found.
func itemsFor(t *envelope.Type) *itemsOf {
	switch t {
	case maf.Type:
		return items(func(r *maf.Authorisation) []maf.Meter { return r.Meters },
			func(m *maf.Meter) (uint64, bool) { return uint64(m.MPxN), m.OK(mafNumber) })
	case mcf.Type:
		return items(func(r *mcf.Installation) []mcf.Device { return r.Devices },
			func(d *mcf.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(mcfNumber) })
	case mgf.Type:
		return items(func(r *mgf.Installation) []mgf.Device { return r.Devices },
			func(d *mgf.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(mgfNumber) })
	case mef.Type:
		return items(func(r *mef.Installation) []mef.Device { return r.Devices },
			func(d *mef.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(mefNumber) })
	case scf.Type:
		return items(func(r *scf.Installation) []scf.Device { return r.Devices },
			func(d *scf.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(scfNumber) })
	case cof.Type:
		return items(func(r *cof.Installation) []cof.Device { return r.Devices },
			func(d *cof.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(cofNumber) })
	case readyreport.Type:
		return items(func(r *readyreport.Installation) []readyreport.Device { return r.Devices },
			func(d *readyreport.Device) (uint64, bool) { return uint64(d.DeviceID), d.OK(readyNumber) })
	}
	return nil
}

func items[R, I any](list func(*R) []I, number func(*I) (uint64, bool)) *itemsOf {
	return &itemsOf{
		count:  func(v any) int { return len(list(v.(*R))) },
		number: func(v any, i int) (uint64, bool) { return number(&list(v.(*R))[i]) },
		keys: func(to []uint64, v any, mix *mixer) []uint64 {
			all := list(v.(*R))
			for i := range all {
				if n, ok := number(&all[i]); ok {
					to = append(to, mix.of(n))
				}
			}
			return to
		},
	}
}

// numberText shows a number of a type's items.
func numberText(t *envelope.Type, n uint64) string {
	if t == maf.Type {
		return ident.MPxN(n).String()
	}
	return ident.EUI64(n).String()
}
