package rules

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/spec"
)

// MeterFields says that a meter lacks what a meter has, or that another device
// has it.
var MeterFields = &rule.Rule{
	Code: "X-METER-FIELDS", Name: "METER_FIELDS", Title: "The fields of a meter, on a meter and nowhere else",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF"}, Clause: "5.3(b), 5.2",
	Doc:  "A meter has an mpxn of its fuel, a status, a responsibleSupplier and a networkOperator, and an ESME a variant as well; no other device has any of them.",
	Fix:  "Add the field to the meter, or take it off the other device.",
	Good: `{"deviceType":"ESME","mpxn":"9900000000089","status":"Active","responsibleSupplier":"SUPA","networkOperator":"NETE","esmeVariant":"A"}`,
	Bad:  `{"deviceType":"CHF","mpxn":"9900000000089"}`, Since: "1",
}

// meterField is a field of a meter; of an ESME alone where esme is true.
type meterField struct {
	name string
	ref  spec.Ref
	esme bool
}

var meterFields = [...]meterField{
	{"mpxn", mcfMPxN, false}, {"status", mcfStatus, false}, {"responsibleSupplier", mcfSupplier, false},
	{"networkOperator", mcfNetwork, false}, {"esmeVariant", mcfVariant, true},
}

// wants reports whether a device of the type has the field.
func (f *meterField) wants(deviceType string) bool {
	return IsMeter(deviceType) && (!f.esme || deviceType == mcf.ESME)
}

// meterBits are the fields of meterFields that a device of the type has, as
// presence bits.
func meterBits(deviceType string) (bits uint32) {
	for i := range meterFields {
		if f := &meterFields[i]; f.wants(deviceType) {
			bits |= 1 << f.ref
		}
	}
	return bits
}

var (
	esmeBits = meterBits(mcf.ESME) // of all meterFields
	gsmeBits = meterBits(mcf.GSME)
)

// meterBitsOK reports whether the device has the fields of meterFields that its
// type has, and no other of them. It is what nearly all devices need asking.
func meterBitsOK(d *mcf.Device) bool {
	have, _ := d.Bits()
	switch have &= esmeBits; d.DeviceType {
	case mcf.ESME:
		return have == esmeBits
	case mcf.GSME:
		return have == gsmeBits
	}
	return have == 0
}

func (j *Judge) meterFields(r *mcf.Installation) {
	for i := range r.Devices {
		d := &r.Devices[i]
		if !d.OK(mcfType) {
			continue
		}
		if !meterBitsOK(d) {
			j.meterBits(d, i)
		}
		if d.OK(mcfMPxN) && (d.DeviceType == mcf.ESME && !d.MPxN.IsMPAN() || d.DeviceType == mcf.GSME && !d.MPxN.IsMPRN()) {
			j.tell(MeterFields, func() (string, string) {
				return "the MPxN " + d.MPxN.String() + " of " + article(d.DeviceType) + " is one of " + fuel(d.MPxN), "an ESME has an MPAN, a GSME an MPRN"
			}, "devices", i, "mpxn")
		}
	}
}

// meterBits says which fields the device lacks, and which it must not have.
func (j *Judge) meterBits(d *mcf.Device, i int) {
	for k := range meterFields {
		f := &meterFields[k]
		switch wanted := f.wants(d.DeviceType); {
		case wanted && !d.Has(f.ref):
			j.tell(MeterFields, func() (string, string) {
				return "the " + d.DeviceType + " has no " + f.name, "add the field"
			}, "devices", i, f.name)
		case !wanted && d.Has(f.ref):
			j.tell(MeterFields, func() (string, string) {
				return article(d.DeviceType) + " has no " + f.name, "take the field off"
			}, "devices", i, f.name)
		}
	}
}
