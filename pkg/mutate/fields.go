package mutate

import (
	"fmt"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
)

// fieldMutators spoil one field: whether it is there, and its form.
func fieldMutators() []Mutator {
	return []Mutator{
		onLatest(finding.DuplicateName, "a member that stands twice in a record", nil, nil, func(_ *Set, d *document) (Change, error) {
			r := d.tree.records[0]
			m := r.members[0]
			r.members = append(r.members, member{m.name, m.value.clone()})
			return Change{of: d, Pointer: d.pointer([]any{0, m.name}), Before: "once", After: "twice"}, nil
		}),
		onLatest(finding.UnknownField, "a name that no record has", nil, nil, set(text("2022-06-15"), 0, "migrationDate")),
		onLatest(finding.UnknownField, "a name that no header has", nil, nil, set(text("1"), "header", "comment")),
		onLatest(finding.MissingField, "a record without its id", nil, nil, func(_ *Set, d *document) (Change, error) {
			return d.change(nil, 0, d.fileType.Record.Fields[0].Name), nil
		}),
		onLatest(finding.MissingField, "a header without testData", types("MVF", "MCF", "MGF", "MEF", "SCF", "COF"), nil, set(nil, "header", "testData")),
		onLatest(finding.FieldType, "an id that is a number", nil, nil, func(_ *Set, d *document) (Change, error) {
			return d.change(number(1), 0, d.fileType.Record.Fields[0].Name), nil
		}),
		onLatest(finding.FieldForm, "a date as spreadsheets write it", types("MAF"), nil, set(text("15/06/2022"), 0, "migrateOn")),
		onLatest(finding.FieldForm, "a date that no calendar has", types("MAF"), nil, set(text("2022-02-30"), 0, "migrateOn")),
		onLatest(finding.FieldForm, "a firmware version with dots", types("MCF"), nil, set(text("1.0.5"), 0, "devices", 0, "firmwareVersion")),
		onLatest(finding.FieldValue, "a capability release that is none", nil, nil, set(text("XOC"), "header", "capabilityRelease")),
		onLatest(finding.FieldValue, "a status that is none", types("READY-REPORT"), nil, set(text("Asleep"), 0, "devices", 0, "status")),
		onLatest(finding.FieldItems, "an authorisation without meters", types("MAF"), nil, set(&node{form: list}, 0, "meters")),
		onLatest(finding.FieldItems, "one supplier certificate too many", types("MAF"), nil, certificates(maf.MaxSupplierCertificates+1)),
		onLatest(finding.FieldItems, "as many supplier certificates as may be", types("MAF"), nil, certificates(maf.MaxSupplierCertificates)).good(),
		onLatest(finding.FieldItems, "three meters of one installation", types("READY-REPORT"), oneDevice, moreMeters("9900000000098", "9999000901")),
		onLatest(finding.FieldItems, "two meters of one installation", types("READY-REPORT"), oneDevice, moreMeters("9999000901")).good(),
		onLatest(finding.NumberSpelling, "a sequence with a decimal point", nil, nil, func(_ *Set, d *document) (Change, error) {
			return d.change(raw(d.tree.header.get("sequence").raw+".0"), "header", "sequence"), nil
		}),
		mpxn(finding.MPxNFormat, "an MPxN as spreadsheets write it", "9.9E+12"),
		mpxn(finding.MPxNFormat, "an MPRN of 5 digits", "99990"),
		mpxn(finding.MPxNFormat, "an MPRN of 6 digits", "999902").good(), // 9*4+9*3+9*2+9*1 = 90, mod 11 = 2
		mpxn(finding.MPxNFormat, "an MPRN of 10 digits", "9999000901").good(),
		mpxn(finding.MPxNFormat, "11 digits", "99990009011"),
		mpxn(finding.MPxNFormat, "12 digits", "990000000009"),
		mpxn(finding.MPxNFormat, "an MPAN of 13 digits", "9900000000098").good(),
		mpxn(finding.MPxNFormat, "14 digits", "99000000000981"),
		mpxn(finding.MPxNFormat, "an MPAN with its top line", "008011119900000000098"),
		mpxn(finding.MPxNCheckDigit, "an MPAN with another check digit", "9900000000016"),
		mpxn(finding.MPxNCheckDigit, "an MPRN with other check digits", "9999000902"),
	}
}

func oneDevice(t *tree) bool { return len(t.records[0].get("devices").items) == 1 }

// moreMeters adds meters of these numbers to the first installation of a
// ready-for-migration report.
func moreMeters(numbers ...string) changer {
	return func(_ *Set, d *document) (Change, error) {
		devices := d.tree.records[0].get("devices").clone()
		for i, n := range numbers {
			twin := devices.items[0].clone()
			twin.put("mpxn", text(n))
			twin.put("deviceID", text(fmt.Sprintf("90-B3-D5-1F-3F-FF-FF-%02X", i)))
			devices.items = append(devices.items, twin)
		}
		return d.change(devices, 0, "devices"), nil
	}
}

// certificates fills the list of supplier certificates of the first line up to n.
func certificates(n int) changer {
	return func(_ *Set, d *document) (Change, error) {
		old := d.tree.records[0].at("meters", 0, "supplierCertificateIDs")
		if old == nil || len(old.items) == 0 {
			return Change{}, notApplicable("the first line has no supplier certificate")
		}
		full := &node{form: list}
		for range n {
			full.items = append(full.items, old.items[0].clone())
		}
		return d.change(full, 0, "meters", 0, "supplierCertificateIDs"), nil
	}
}

// mpxn puts a number into a ready-for-migration report, where no register is
// asked for it.
func mpxn(code finding.Code, name, number string) Mutator {
	return onLatest(code, name, types("READY-REPORT"), nil, set(text(number), 0, "devices", 0, "mpxn"))
}
