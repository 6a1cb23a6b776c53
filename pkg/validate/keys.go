package validate

import (
	"unsafe"

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

// keysOf finds what may stand once in the records of a type, and makes keys of it.
// It is for one goroutine.
type keysOf struct {
	record *spec.Table // nil where nothing may stand once
	id     *spec.Field
	list   *spec.Field // that holds the numbers; nil where there is none
	number *spec.Field // in an item of the list
	u      *unique
	form   *idForm // of the ids that are numbered

	value any // the record that base belongs to
	base  unsafe.Pointer
}

func (v *reading) keysFor() keysOf {
	byRecord, byItem := onceIn(v.codec.Type)
	if byRecord.rule == nil {
		return keysOf{}
	}
	record := v.codec.Type.Record
	k := keysOf{record: record, id: record.Field(byRecord.id), u: v.stands}
	if byItem.rule != nil {
		k.list = record.Field(byItem.list)
		k.number = k.list.Table.Field(byItem.name)
	}
	return k
}

// at returns the address of a record. A worker is shown all its records at one
// address, and to check what stands there is not for each of them.
func (k *keysOf) at(r *codec.Record) unsafe.Pointer {
	if k.value != r.Value {
		k.value, k.base = r.Value, k.record.Base(r.Value)
	}
	return k.base
}

// idOf returns the id of a record, which stands at base. It may stand once in a
// JSON file, where it is well formed. In a CSV, where it holds rows together
// whatever its form, records of one id are the parts of an authorisation that is
// split.
func (k *keysOf) idOf(r *codec.Record, base unsafe.Pointer) (id string, ok bool) {
	if rows, ok := r.Rows(); ok {
		return rows.ID, rows.ID != ""
	}
	if !spec.ObjectAt(base).OK(spec.Ref(k.id.Index)) {
		return "", false
	}
	return *k.id.Text(base), true
}

// items is the number of items in the list of the record at base.
func (k *keysOf) items(base unsafe.Pointer) int {
	if k.list == nil {
		return 0
	}
	return k.list.Len(base)
}

// numberOf returns the number in an item of it, if it is well formed.
func (k *keysOf) numberOf(base unsafe.Pointer, item int) (n uint64, ok bool) {
	at := k.list.Item(base, item)
	if !spec.ObjectAt(at).OK(spec.Ref(k.number.Index)) {
		return 0, false
	}
	if k.number.Op == spec.OpMPxN {
		return uint64(*k.number.MPxN(at)), true
	}
	return uint64(*k.number.EUI64(at)), true
}

// places tells the place in the register of the meter in an item of a record, 0
// where it has none.
type places interface{ Place(item int) uint32 }

// of appends the keys of a record.
func (k *keysOf) of(to *keys, r *codec.Record, places places) {
	if k.record == nil {
		return
	}
	base := k.at(r)
	record := notedAs(r)
	if id, ok := k.idOf(r, base); ok {
		if n, ok := k.numbered(id); ok {
			to.placed[byID] = append(to.placed[byID], standing{n, record})
		} else {
			to.of[byID] = append(to.of[byID], k.u.id(id))
		}
	}
	for i := range k.items(base) {
		n, ok := k.numberOf(base, i)
		if !ok {
			continue
		}
		if at := places.Place(i); at != 0 {
			to.placed[byNumber] = append(to.placed[byNumber], standing{at, record})
		} else {
			to.of[byNumber] = append(to.of[byNumber], k.u.number(n))
		}
	}
}

// notedAs is what a record is noted as among firsts.
func notedAs(r *codec.Record) uint32 { return uint32(min(uint64(r.Index), lastNoted)) }

// numbered returns the number of an id, if it is numbered.
func (k *keysOf) numbered(id string) (n uint32, ok bool) {
	if k.form == nil {
		k.form = k.u.formFor(id)
	}
	return k.form.number(id)
}

// numberText shows a number of a type's items.
func numberText(t *envelope.Type, n uint64) string {
	if t == maf.Type {
		return ident.MPxN(n).String()
	}
	return ident.EUI64(n).String()
}
