package mcf

import (
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Bounds of the lists of a record.
const (
	// MaxDevices is the number of devices of an installation that a file may
	// hold: a Communications Hub serves at most 16 beside itself.
	MaxDevices = 17
	// MaxAuthorisations is one for each meter.
	MaxAuthorisations = 2
)

// Record describes an Installation.
var Record = spec.New("installation", "One installation that is to be migrated today, with all of its devices.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.3(b)",
		Doc: "The SMSO's reference for the installation; every later file uses it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "groupID", Lex: ident.GroupIDType, Required: true, Clause: "5.3(d), Table 17.6",
		Doc: "The GroupID that the installation belongs to.",
		At:  func(i *Installation) any { return &i.GroupID },
	},
	spec.Def[Installation]{
		Name: "authorisationIDs", Lex: ident.RecordIDType, Max: MaxAuthorisations, Required: true, Clause: "5.3(b), 17.18",
		Doc: "The accepted authorisations of the installation, one for each Responsible Supplier of an Active Meter; empty where all meters are dormant.",
		At:  func(i *Installation) any { return &i.AuthorisationIDs },
	},
	spec.Def[Installation]{
		Name: "epclEntry", Lex: ident.ReferenceType, Required: true, Clause: "4.4",
		Doc: "The planned entry of the Eligible Product Combinations List that covers the installation's device models.",
		At:  func(i *Installation) any { return &i.EPCLEntry },
	},
	spec.Def[Installation]{
		Name: "communicationsServiceProvider", Lex: ident.ReferenceType, Required: true, Clause: "4.4",
		Doc: "The communications service provider of the EPCL entry.",
		At:  func(i *Installation) any { return &i.CommunicationsServiceProvider },
	},
	spec.Def[Installation]{
		Name: "commissionedWithSMSO", Required: true, Clause: "2.1 (Migration ST)",
		Doc: "Whether the installation was commissioned with the SMSO acting for a supplier. Only such an installation may be migrated.",
		At:  func(i *Installation) any { return &i.CommissionedWithSMSO },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: MaxDevices, Required: true, Clause: "5.3(b)",
		Doc: "Every device of the installation, the CHF included.",
		At:  func(i *Installation) any { return &i.Devices },
	},
)

// Devices describes a Device.
var Devices = spec.New("device", "One device of an installation.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.3(b)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "deviceType", Enum: DeviceTypes(), Required: true, Clause: "5.3(b), 5.5",
		Doc: "What the device is.",
		At:  func(d *Device) any { return &d.DeviceType },
	},
	spec.Def[Device]{
		Name: "manufacturer", Lex: ident.ManufacturerType, Required: true, Clause: "5.3(b), 4.4",
		Doc: "The manufacturer in the device model combination.",
		At:  func(d *Device) any { return &d.Manufacturer },
	},
	spec.Def[Device]{
		Name: "model", Lex: ident.ModelType, Required: true, Clause: "5.3(b), 4.4",
		Doc: "The model in the device model combination.",
		At:  func(d *Device) any { return &d.Model },
	},
	spec.Def[Device]{
		Name: "firmwareVersion", Lex: ident.FirmwareType, Required: true, Clause: "5.3(b), 4.4",
		Doc: "The firmware that the device runs.",
		At:  func(d *Device) any { return &d.FirmwareVersion },
	},
	spec.Def[Device]{
		Name: "mpxn", Lex: ident.MPxNType, Clause: "5.3(b)",
		Doc: "For a meter, its MPAN or MPRN.",
		At:  func(d *Device) any { return &d.MPxN },
	},
	spec.Def[Device]{
		Name: "status", Enum: Statuses(), Clause: "5.2",
		Doc: "For a meter, whether it is an Active or a Dormant Meter.",
		At:  func(d *Device) any { return &d.Status },
	},
	spec.Def[Device]{
		Name: "responsibleSupplier", Lex: ident.OrganisationType, Clause: "5.2, 17.20(f)",
		Doc: "For a meter, its Responsible Supplier as the SMSO's register has it.",
		At:  func(d *Device) any { return &d.ResponsibleSupplier },
	},
	spec.Def[Device]{
		Name: "networkOperator", Lex: ident.OrganisationType, Clause: "17.20(h)",
		Doc: "For a meter, the operator of the network that it is connected to.",
		At:  func(d *Device) any { return &d.NetworkOperator },
	},
	spec.Def[Device]{
		Name: "esmeVariant", Lex: ESMEVariantType, Clause: "5.3(b)",
		Doc: "For an ESME, its variant.",
		At:  func(d *Device) any { return &d.ESMEVariant },
	},
)
