package party

import (
	"fmt"
	"slices"
	"sync"

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
	Omit               []Omission
	Withhold           []Withheld // authorisations that are not sent
	Resubmit           []Withheld // authorisations that are sent once more, unspoilt, in a MAF of their own
	Redate             []Redated
	NotReady           []string // installations left off the ready-for-migration report
	NoResult           []string // installations for which a supplier sends no commissioning result
	Inject             []Injection

	used *usage // nil: not watched
}

// usage is which items of a script have had their effect.
type usage struct {
	mu   sync.Mutex
	hits map[hit]bool
}

// hit is an item of one of a script's lists.
type hit struct {
	list string
	item int
}

// Watched is the same script, which notes what of it has had its effect.
func (s *Script) Watched() *Script {
	watched := *s
	watched.used = &usage{hits: map[hit]bool{}}
	return &watched
}

// use notes that an item has its effect.
func (s *Script) use(list string, item int) {
	if s.used != nil {
		s.used.mu.Lock()
		s.used.hits[hit{list, item}] = true
		s.used.mu.Unlock()
	}
}

// The lists of a script, as a scenario file names them, whose items can miss.
const (
	listChecks    = "failChecks"
	listSRVs      = "failRequests"
	listMissing   = "missingCredentials"
	listOmit      = "omit"
	listS1SP      = "s1spAlerts"
	listSuppliers = "supplierChanges"
	listNotReady  = "notReady"
	listNoResult  = "noCommissioningResult"
)

// Unused describes the items of a watched script that had no effect: what they
// wait for never happened.
func (s *Script) Unused() []string {
	var list []string
	for _, l := range []struct {
		name string
		n    int
	}{{listChecks, len(s.FailChecks)}, {listSRVs, len(s.FailSRVs)}, {listMissing, len(s.MissingCredentials)}, {listS1SP, len(s.S1SPAlerts)}, {listOmit, len(s.Omit)},
		{listSuppliers, len(s.SupplierChanges)}, {listNotReady, len(s.NotReady)}, {listNoResult, len(s.NoResult)}} {
		for i := range l.n {
			if s.used != nil && !s.used.hits[hit{l.name, i}] {
				list = append(list, fmt.Sprintf("%s, item %d: what it waits for never happened", l.name, i+1))
			}
		}
	}
	return list
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

// Omission leaves a device out of the record of its installation in a MAF, an
// MCF or an MGF. What is missing in an MEF is a missing credential.
type Omission struct {
	DeviceOf
	From string // type of the file
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

// find returns the item of a list that means the same, or -1, and notes that it
// has its effect.
func find[T any](s *Script, name string, list []T, same func(T) bool) int {
	i := slices.IndexFunc(list, same)
	if i >= 0 {
		s.use(name, i)
	}
	return i
}

// Fails reports whether the check is to fail on the device, and why.
func (s *Script) Fails(installation, device, check string) (string, bool) {
	if s == nil {
		return "", false
	}
	i := find(s, listChecks, s.FailChecks, func(f FailCheck) bool { return f.DeviceOf == DeviceOf{installation, device} && f.Check == check })
	if i < 0 {
		return "", false
	}
	return s.FailChecks[i].Reason, true
}

// SRVFails reports whether the request is to fail on the device, and with which
// response code.
func (s *Script) SRVFails(installation, device, srv string) (string, bool) {
	if s == nil {
		return "", false
	}
	i := find(s, listSRVs, s.FailSRVs, func(f FailSRV) bool { return f.DeviceOf == DeviceOf{installation, device} && f.SRV == srv })
	if i < 0 {
		return "", false
	}
	return s.FailSRVs[i].ResponseCode, true
}

// MissesCredential reports whether the device's credential is to be missing.
func (s *Script) MissesCredential(installation, device string) bool {
	return s != nil && find(s, listMissing, s.MissingCredentials, func(m DeviceOf) bool { return m == DeviceOf{installation, device} }) >= 0
}

// Omits reports whether a file of that type is to leave the device out.
func (s *Script) Omits(fileType, installation, device string) bool {
	return s != nil && find(s, listOmit, s.Omit, func(o Omission) bool { return o == Omission{DeviceOf{installation, device}, fileType} }) >= 0
}

// RaisesN55 reports whether an S1SP alert is to follow the SRV on the device.
func (s *Script) RaisesN55(installation, device, srv string) bool {
	return s != nil && find(s, listS1SP, s.S1SPAlerts, func(a S1SPAlert) bool { return a.DeviceOf == DeviceOf{installation, device} && a.After == srv }) >= 0
}

// NewSupplier returns the supplier that the register names after a scripted
// change, or "".
func (s *Script) NewSupplier(installation, device string) string {
	if s == nil {
		return ""
	}
	i := find(s, listSuppliers, s.SupplierChanges, func(c SupplierChange) bool { return c.DeviceOf == DeviceOf{installation, device} })
	if i < 0 {
		return ""
	}
	return s.SupplierChanges[i].To
}

// IsNotReady reports whether the installation is kept off the ready report.
func (s *Script) IsNotReady(installation string) bool {
	return s != nil && find(s, listNotReady, s.NotReady, func(id string) bool { return id == installation }) >= 0
}

// SendsNoResult reports whether a supplier is to send no result for it.
func (s *Script) SendsNoResult(installation string) bool {
	return s != nil && find(s, listNoResult, s.NoResult, func(id string) bool { return id == installation }) >= 0
}
