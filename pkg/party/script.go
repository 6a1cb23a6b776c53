package party

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/finding"
)

// Script is what goes wrong on purpose in a run: things that a real system can
// do to its files and devices. A nil Script lets all go well.
type Script struct {
	FailChecks         []FailCheck
	FailSRVs           []FailSRV
	MissingCredentials []DeviceOf
	S1SPAlerts         []S1SPAlert
	AlertRequests      []AlertRequest
	SupplierChanges    []SupplierChange
	Withhold           []Withheld // authorisations that are not sent
	Resubmit           []Withheld // authorisations that are sent once more, in a MAF of their own
	Redate             []Redated
	NotReady           []string // installations left off the ready-for-migration report
	NoResult           []string // installations for which a supplier sends no commissioning result
	Inject             []Injection
}

// DeviceOf names a device by its installation and its type.
type DeviceOf struct{ Installation, Device string }

// FailCheck has one check of 5.5 fail on one device.
type FailCheck struct {
	DeviceOf
	Check, Reason string
}

// FailSRV has one service request fail on one device.
type FailSRV struct {
	DeviceOf
	SRV, ResponseCode string
}

// S1SPAlert has an N55 raised after an SRV on a device (Table 5.2).
type S1SPAlert struct {
	DeviceOf
	After string // the SRV
}

// AlertRequest is a participant's request for an alert (17.7).
type AlertRequest struct {
	DeviceOf
	Participant, Code string
	InLab             bool // the device is in a DCC physical test laboratory
}

// SupplierChange has the register name another supplier after the authorisations
// were judged.
type SupplierChange struct {
	DeviceOf
	To string
}

// Withheld names the authorisation of one supplier for one installation.
type Withheld struct{ Installation, Org string }

// Redated gives one supplier's authorisation other dates.
type Redated struct {
	Withheld
	Week, On civil.Date
}

// Injection spoils the authorisations of an installation, or one supplier's of
// them, with exactly these exceptions of 17.20.
type Injection struct {
	Withheld
	Codes []finding.Code
}

// Fails reports whether the check is to fail on the device, and why.
func (s *Script) Fails(installation, device, check string) (string, bool) {
	if s == nil {
		return "", false
	}
	for _, f := range s.FailChecks {
		if f.Installation == installation && f.Device == device && f.Check == check {
			return f.Reason, true
		}
	}
	return "", false
}

// SRVFails reports whether the request is to fail on the device, and with which
// response code.
func (s *Script) SRVFails(installation, device, srv string) (string, bool) {
	if s == nil {
		return "", false
	}
	for _, f := range s.FailSRVs {
		if f.Installation == installation && f.Device == device && f.SRV == srv {
			return f.ResponseCode, true
		}
	}
	return "", false
}

// MissesCredential reports whether the device's credential is to be missing.
func (s *Script) MissesCredential(installation, device string) bool {
	if s == nil {
		return false
	}
	for _, m := range s.MissingCredentials {
		if m == (DeviceOf{installation, device}) {
			return true
		}
	}
	return false
}

// RaisesN55 reports whether an S1SP alert is to follow the SRV on the device.
func (s *Script) RaisesN55(installation, device, srv string) bool {
	if s == nil {
		return false
	}
	for _, a := range s.S1SPAlerts {
		if a.DeviceOf == (DeviceOf{installation, device}) && a.After == srv {
			return true
		}
	}
	return false
}

// NewSupplier returns the supplier that the register names after a scripted
// change, or "".
func (s *Script) NewSupplier(installation, device string) string {
	if s == nil {
		return ""
	}
	for _, c := range s.SupplierChanges {
		if c.DeviceOf == (DeviceOf{installation, device}) {
			return c.To
		}
	}
	return ""
}

// IsNotReady reports whether the installation is kept off the ready report.
func (s *Script) IsNotReady(installation string) bool {
	return s != nil && has(s.NotReady, installation)
}

// SendsNoResult reports whether a supplier is to send no result for it.
func (s *Script) SendsNoResult(installation string) bool {
	return s != nil && has(s.NoResult, installation)
}

func has[T comparable](list []T, v T) bool {
	for _, e := range list {
		if e == v {
			return true
		}
	}
	return false
}
