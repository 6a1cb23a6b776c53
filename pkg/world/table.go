package world

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// line is one line of a register.
type line struct {
	spec.Object
	InstallationID       string
	GroupID              string
	EPCLEntry            string
	CommissionedWithSMSO bool
	Migrated             bool
	MigrationWeek        civil.Date
	MigrateOn            civil.Date
	SupplierSubmits      bool
	Ready                bool
	DMRT                 string
	RemovedMPxNs         []string
	Devices              []mcf.Device
}

// What DCC instructs for an installation's dormant meters before their
// migration: the three combinations of 6.4. Empty is none of them.
const (
	DMRTFirmware      = "firmware"      // 6.4(a)
	DMRTConfiguration = "configuration" // 6.4(b)
	DMRTBoth          = "both"          // 6.4(c)
)

// registerTable describes a line of a register: one installation, whose devices
// are described as in the MCF. It is simulator-defined.
var registerTable = spec.New("installation", "One installation of an SMSO's register, on a line of its own.",
	spec.Def[line]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.3(b)",
		Doc: "The SMSO's reference for the installation, unique in the world.",
		At:  func(l *line) any { return &l.InstallationID },
	},
	spec.Def[line]{
		Name: "groupID", Lex: ident.GroupIDType, Required: true, Clause: "5.3(d), Table 17.6",
		Doc: "The GroupID that the installation belongs to, one of this SMSO's.",
		At:  func(l *line) any { return &l.GroupID },
	},
	spec.Def[line]{
		Name: "epclEntry", Lex: ident.ReferenceType, Required: true, Clause: "4.4",
		Doc: "The EPCL entry, of this SMSO, that covers the installation's device models.",
		At:  func(l *line) any { return &l.EPCLEntry },
	},
	spec.Def[line]{
		Name: "commissionedWithSMSO", Required: true, Clause: "2.1 (Migration ST)",
		Doc: "Whether the installation was commissioned with the SMSO acting for a supplier. Only such an installation may be migrated.",
		At:  func(l *line) any { return &l.CommissionedWithSMSO },
	},
	spec.Def[line]{
		Name: "migrated", Clause: "17.20(a), requirements A.2",
		Doc: "Whether the installation has been migrated already. Absent means no.",
		At:  func(l *line) any { return &l.Migrated },
	},
	spec.Def[line]{
		Name: "migrationWeek", Lex: ident.DateType, Clause: "17.20(b)",
		Doc: "The Monday of the week in which its suppliers plan to migrate it. Absent means as the world's plan says.",
		At:  func(l *line) any { return &l.MigrationWeek },
	},
	spec.Def[line]{
		Name: "migrateOn", Lex: ident.DateType, Clause: "17.20(d)",
		Doc: "The day of that week on which they plan to; present exactly where migrationWeek is.",
		At:  func(l *line) any { return &l.MigrateOn },
	},
	spec.Def[line]{
		Name: "supplierSubmits", Clause: "5.2(b), 17.22",
		Doc: "Whether its one Responsible Supplier says that it submits the commissioning requests itself. Absent means no.",
		At:  func(l *line) any { return &l.SupplierSubmits },
	},
	spec.Def[line]{
		Name: "ready", Clause: "6.3(a)(iv)",
		Doc: "Whether its dormant meters are on the ready-for-migration report. Absent means no.",
		At:  func(l *line) any { return &l.Ready },
	},
	spec.Def[line]{
		Name: "dmrt", Enum: []string{DMRTFirmware, DMRTConfiguration, DMRTBoth}, Clause: "6.4",
		Doc: "What DCC instructs for its dormant meters beforehand. Absent means nothing.",
		At:  func(l *line) any { return &l.DMRT },
	},
	spec.Def[line]{
		Name: "removedMPxNs", Lex: ident.MPxNType, Max: 16, Clause: "17.20(a), requirements A.2",
		Doc: "Supply points of meters that have been removed. They are no current entries, and may have one elsewhere.",
		At:  func(l *line) any { return &l.RemovedMPxNs },
	},
	spec.Def[line]{
		Name: "devices", Table: mcf.Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.3(b)",
		Doc: "Every device of the installation, the CHF included.",
		At:  func(l *line) any { return &l.Devices },
	},
)
