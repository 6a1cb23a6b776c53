package rules

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// ReadyActive says that an Active Meter is on the ready-for-migration report.
var ReadyActive = &rule.Rule{
	Code: "X-READY-ACTIVE", Name: "READY_ACTIVE", Title: "An Active Meter on the ready-for-migration report",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"READY-REPORT"}, Clause: "6.3(a)(iv), 3.2",
	Doc:  "The report is the way in for Dormant Meters. An Active Meter migrates by a MAF of its Responsible Supplier, and nothing is configured or upgraded on it before.",
	Fix:  "Leave the meter out.",
	Good: `{"status":"Dormant"}`, Bad: `{"status":"Active"}`, Since: "1",
}

var (
	readyMPxN   = readyreport.Devices.MustRef("mpxn")
	readyStatus = readyreport.Devices.MustRef("status")
)

// ready applies the rules of a ready-for-migration report to one record.
func (j *Judge) ready(r *readyreport.Installation) {
	if r.OK(readyGroup) {
		j.recordGroup(r.GroupID)
	}
	j.checkDigitsReady(r)
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.OK(readyStatus) && d.Status == mcf.Active || j.activeInRegister(d) {
			j.tell(ReadyActive, func() (string, string) {
				return "device " + d.DeviceID.String() + " is an active meter", "leave the meter out: an active meter migrates by a MAF"
			}, "devices", i, "status")
		}
	}
}

// activeInRegister reports whether the register, where it is at hand, holds the
// meter as active whatever the report says.
func (j *Judge) activeInRegister(d *readyreport.Device) bool {
	if j.in.Facts.Register == nil || !j.in.header.smso || !d.OK(readyMPxN) {
		return false
	}
	f, ok := j.in.Facts.Register.Meter(j.in.Header.SMSO, "", d.MPxN)
	return ok && f.Active
}
