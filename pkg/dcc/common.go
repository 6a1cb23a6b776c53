package dcc

import (
	"strings"
	"sync"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/spec"
)

// mcfInstallation is a record of an MCF, but for its authorisations, with what DCC
// finds in it.
type mcfInstallation struct {
	id string
	in *installation // nil where DCC had not met it
	*mcfKind
	devices []device
	reasons []envelope.Reason
	group   *group // that it waits for the files of, or past them
}

// mcfKind is what many records of an MCF have in common.
type mcfKind struct {
	object                  spec.Object
	groupID, epcl, provider string
	commissionedWithSMSO    bool
}

// device is a device as an MCF tells of it.
type device struct {
	id   ident.EUI64
	mpxn ident.MPxN
	*deviceKind
}

// deviceKind is what many devices have in common.
type deviceKind struct {
	object             spec.Object
	deviceType, status string
	supplier, network  string
	variant            string
	model              ident.Model
	firmware           ident.Firmware
	manufacturer       ident.Manufacturer
}

// kinds keeps those that were met. It may be used concurrently.
type kinds struct {
	mu      sync.Mutex
	records party.Shared[mcfKind]
	devices party.Shared[deviceKind]
}

// newMCFInstallation keeps what a record says.
func (d *DCC) newMCFInstallation(in *mcf.Installation, found []finding.Finding) mcfInstallation {
	c := mcfInstallation{in: d.find(in.InstallationID), devices: make([]device, len(in.Devices))}
	if c.in != nil {
		c.id = c.in.id()
	} else {
		c.id = strings.Clone(in.InstallationID)
	}
	d.kinds.of(in, &c)
	for _, f := range found {
		if f.Severity == finding.Error {
			c.reasons = append(c.reasons, party.Reason(f))
		}
	}
	return c
}

func (k *kinds) of(in *mcf.Installation, c *mcfInstallation) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c.mcfKind = k.record(mcfKind{in.Object, in.GroupID, in.EPCLEntry, in.CommunicationsServiceProvider, in.CommissionedWithSMSO})
	for i := range in.Devices {
		d := &in.Devices[i]
		c.devices[i] = device{d.DeviceID, d.MPxN, k.device(deviceKind{d.Object, d.DeviceType, d.Status,
			d.ResponsibleSupplier, d.NetworkOperator, d.ESMEVariant, d.Model, d.FirmwareVersion, d.Manufacturer})}
	}
}

// record is the kind, which is copied where it is new.
func (k *kinds) record(v mcfKind) *mcfKind {
	if known := k.records.Find(v); known != nil {
		return known
	}
	for _, s := range []*string{&v.groupID, &v.epcl, &v.provider} {
		*s = strings.Clone(*s)
	}
	return k.records.Of(v)
}

// device is the kind, which is copied where it is new.
func (k *kinds) device(v deviceKind) *deviceKind {
	if known := k.devices.Find(v); known != nil {
		return known
	}
	for _, s := range []*string{&v.deviceType, &v.status, &v.supplier, &v.network, &v.variant} {
		*s = strings.Clone(*s)
	}
	return k.devices.Of(v)
}

// record is what the MCF says, but for the devices and the authorisations: a slice
// names those that were accepted.
func (c *mcfInstallation) record() *mcf.Installation {
	return &mcf.Installation{Object: c.object, InstallationID: c.id, GroupID: c.groupID, EPCLEntry: c.epcl,
		CommunicationsServiceProvider: c.provider, CommissionedWithSMSO: c.commissionedWithSMSO}
}

// record is what the MCF says of the device.
func (d *device) record() mcf.Device {
	return mcf.Device{Object: d.object, DeviceID: d.id, DeviceType: d.deviceType, Manufacturer: d.manufacturer, Model: d.model,
		FirmwareVersion: d.firmware, MPxN: d.mpxn, Status: d.status, ResponsibleSupplier: d.supplier,
		NetworkOperator: d.network, ESMEVariant: d.variant}
}

// waitsIn is the group whose files the installation waits for, or past them, until
// it has ended.
func (in *installation) waitsIn() *group {
	if in.common == nil {
		return nil
	}
	return in.common.group
}
