package rules

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

var (
	mcfCommissioned = mcf.Record.MustRef("commissionedWithSMSO")
	mcfEntry        = mcf.Record.MustRef("epclEntry")
	mcfCSP          = mcf.Record.MustRef("communicationsServiceProvider")
	mcfDevices      = mcf.Record.MustRef("devices")

	mcfType         = mcf.Devices.MustRef("deviceType")
	mcfManufacturer = mcf.Devices.MustRef("manufacturer")
	mcfModel        = mcf.Devices.MustRef("model")
	mcfFirmware     = mcf.Devices.MustRef("firmwareVersion")
	mcfMPxN         = mcf.Devices.MustRef("mpxn")
	mcfStatus       = mcf.Devices.MustRef("status")
	mcfSupplier     = mcf.Devices.MustRef("responsibleSupplier")
	mcfNetwork      = mcf.Devices.MustRef("networkOperator")
	mcfVariant      = mcf.Devices.MustRef("esmeVariant")
)

// common applies the rules of an MCF to one record.
func (j *Judge) common(r *mcf.Installation) {
	if r.OK(mcfGroup) {
		j.recordGroup(r.GroupID)
	}
	j.notCommissioned(r)
	j.mcfDevices(r)
	j.checkDigitsMCF(r)
	j.meterFields(r)
	j.epcl(r)
}

// IsMeter reports whether the type of device is a meter.
func IsMeter(deviceType string) bool { return deviceType == mcf.ESME || deviceType == mcf.GSME }

// typesKnown reports whether the type of every device is known, so that devices
// can be counted by type.
func typesKnown(r *mcf.Installation) bool {
	for i := range r.Devices {
		if !r.Devices[i].OK(mcfType) {
			return false
		}
	}
	return r.Has(mcfDevices) && len(r.Devices) > 0
}

// NotCommissioned says that the installation was never commissioned with the
// SMSO.
var NotCommissioned = &rule.Rule{
	Code: "X-NOT-COMMISSIONED", Name: "NOT_COMMISSIONED", Title: "Not previously commissioned with the SMSO",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF"}, Clause: "2.1 (Migration ST)",
	Doc:  "Migration Solution Testing is of installations that were commissioned before with an SMSO acting for an Energy Supplier. Any other is refused.",
	Fix:  "Leave the installation out.",
	Good: `{"commissionedWithSMSO":true}`, Bad: `{"commissionedWithSMSO":false}`, Since: "1",
}

func (j *Judge) notCommissioned(r *mcf.Installation) {
	if r.OK(mcfCommissioned) && !r.CommissionedWithSMSO {
		j.report(NotCommissioned, "the installation was not previously commissioned with the SMSO", "leave the installation out", "commissionedWithSMSO")
	}
}
