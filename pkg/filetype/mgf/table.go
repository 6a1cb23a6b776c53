package mgf

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Record describes an Installation.
var Record = guarded(spec.New("installation", "One installation of the group, with its SIM and its devices.",
	spec.Def[Installation]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.3(d)",
		Doc: "The installation, as the MCF names it.",
		At:  func(i *Installation) any { return &i.InstallationID },
	},
	spec.Def[Installation]{
		Name: "groupID", Lex: ident.GroupIDType, Required: true, Clause: "5.3(d), Table 17.6",
		Doc: "The GroupID of the installation, which is that of the file.",
		At:  func(i *Installation) any { return &i.GroupID },
	},
	spec.Def[Installation]{
		Name: "sim", Table: SIMs, Required: true, Clause: "5.3(d)",
		Doc: "The SIM of the Communications Hub.",
		At:  func(i *Installation) any { return &i.SIM },
	},
	spec.Def[Installation]{
		Name: "devices", Table: Devices, Min: 1, Max: mcf.MaxDevices, Required: true, Clause: "5.3(d)",
		Doc: "The devices of the installation, exactly those of its MCF.",
		At:  func(i *Installation) any { return &i.Devices },
	},
))

// SIMs describes a SIM.
var SIMs = guarded(spec.New("sim", "How the Communications Hub is reached over the mobile network.",
	spec.Def[SIM]{
		Name: "iccid", Lex: ident.ICCIDType, Required: true, Clause: "5.3(d), ITU-T E.118",
		Doc: "The serial number of the SIM.",
		At:  func(s *SIM) any { return &s.ICCID },
	},
	spec.Def[SIM]{
		Name: "imsi", Lex: ident.IMSIType, Required: true, Clause: "5.3(d), ITU-T E.212",
		Doc: "The identity of the mobile subscription.",
		At:  func(s *SIM) any { return &s.IMSI },
	},
	spec.Def[SIM]{
		Name: "msisdn", Lex: ident.MSISDNType, Required: true, Clause: "5.3(d), ITU-T E.164",
		Doc: "The telephone number of the SIM, in international form without a plus sign.",
		At:  func(s *SIM) any { return &s.MSISDN },
	},
	spec.Def[SIM]{
		Name: "apn", Lex: ident.APNType, Required: true, Clause: "5.3(d), 3GPP TS 23.003 clause 9",
		Doc: "The access point that the SIM connects to.",
		At:  func(s *SIM) any { return &s.APN },
	},
	spec.Def[SIM]{
		Name: "ipAddress", Lex: ident.IPAddressType, Required: true, Clause: "5.3(d)",
		Doc: "The address of the SIM at that access point.",
		At:  func(s *SIM) any { return &s.IPAddress },
	},
))

// Devices describes a Device.
var Devices = guarded(spec.New("device", "One device and the certificates notified for it.",
	spec.Def[Device]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "5.3(d)",
		Doc: "The EUI-64 that identifies the device.",
		At:  func(d *Device) any { return &d.DeviceID },
	},
	spec.Def[Device]{
		Name: "criticalSupplierCertificateID", Lex: ident.CertificateIDType, Clause: "5.3(d), S1SR (Notified Critical Supplier Certificate ID)",
		Doc: "For a meter, the supplier certificate that critical commands are signed with.",
		At:  func(d *Device) any { return &d.CriticalSupplierCertificateID },
	},
	spec.Def[Device]{
		Name: "nonCriticalSupplierCertificateID", Lex: ident.CertificateIDType, Clause: "5.3(d), S1SR (Notified Non-Critical Supplier Certificate ID)",
		Doc: "For a meter, the supplier certificate for commands that are not critical.",
		At:  func(d *Device) any { return &d.NonCriticalSupplierCertificateID },
	},
	spec.Def[Device]{
		Name: "criticalNetworkOperatorCertificateID", Lex: ident.CertificateIDType, Clause: "5.3(d), S1SR (Notified Critical Network Operator Certificate ID)",
		Doc: "For a meter, the network operator's certificate for critical commands.",
		At:  func(d *Device) any { return &d.CriticalNetworkOperatorCertificateID },
	},
	spec.Def[Device]{
		Name: "nonCriticalNetworkOperatorCertificateID", Lex: ident.CertificateIDType, Clause: "5.3(d), S1SR (Notified Non-Critical Network Operator Certificate ID)",
		Doc: "For a meter, the network operator's certificate for commands that are not critical.",
		At:  func(d *Device) any { return &d.NonCriticalNetworkOperatorCertificateID },
	},
))
