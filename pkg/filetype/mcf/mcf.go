// Package mcf defines the Migration Common File (MTAD 5.3(b)): the basic data
// from which Commissioning Requests are made. The SMSO makes it from its register
// at 00:00 London time on the Migrate On date, for that day's accepted
// authorisations and ready dormant meters; DCC reads it and releases it to a
// supplier that commissions (17.22(a)). The layout is simulator-defined, format
// version 1.0.
//
// One record is one installation with all of its devices:
//
//	{"installationID":"I-E1","groupID":"EA","authorisationIDs":["AUTH-000001"],
//	 "epclEntry":"EPCL-EA-1","communicationsServiceProvider":"CSP-1","commissionedWithSMSO":true,
//	 "devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","deviceType":"ESME","manufacturer":"AB01",
//	 "model":"010A030B","firmwareVersion":"0002012F","mpxn":"9900000000089","status":"Active",
//	 "responsibleSupplier":"SUPA","networkOperator":"NETE","esmeVariant":"A"}]}
//
// What a device must have beside its identity depends on its type; the rules
// judge that, so that a file which lacks it can still be read.
//
// The package may import spec, ident and envelope.
package mcf

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// The types of device.
const (
	CHF   = "CHF"
	GPF   = "GPF"
	ESME  = "ESME"
	GSME  = "GSME"
	PPMID = "PPMID"
	IHD   = "IHD"
)

// DeviceTypes lists the types of device.
func DeviceTypes() []string { return []string{CHF, GPF, ESME, GSME, PPMID, IHD} }

// The status of a meter in the SMSO's register: whether its Responsible Supplier
// operates it as a smart meter.
const (
	Active  = "Active"
	Dormant = "Dormant"
)

// Statuses lists both statuses.
func Statuses() []string { return []string{Active, Dormant} }

// Installation is one record: one installation and its devices.
type Installation struct {
	spec.Object
	InstallationID                string
	GroupID                       string
	AuthorisationIDs              []string
	EPCLEntry                     string
	CommunicationsServiceProvider string
	CommissionedWithSMSO          bool
	Devices                       []Device
}

// Device is one device of an installation.
type Device struct {
	spec.Object
	DeviceID            ident.EUI64
	DeviceType          string
	Manufacturer        ident.Manufacturer
	Model               ident.Model
	FirmwareVersion     ident.Firmware
	MPxN                ident.MPxN
	Status              string
	ResponsibleSupplier string
	NetworkOperator     string
	ESMEVariant         string
}

// Type is the Migration Common File.
var Type = &envelope.Type{
	Name:   "MCF",
	Long:   "Migration Common File",
	Clause: "5.3(b)",
	Doc: "Gives the basic data needed to make the Commissioning Requests that enrol the devices. " +
		"Made by the SMSO from its register on the Migrate On date; read by DCC, and by a supplier that commissions.",
	Records:   "installations",
	Header:    envelope.HeaderTable("MCF", envelope.HeaderOptions{Slice: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.SMSO},
	Seven:     true,
}
