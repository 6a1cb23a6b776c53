package generate

import (
	"slices"

	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/ident"
	"s1mig/pkg/world"
)

// MCFInstallation is the record of an installation in an MCF (5.3(b)).
func MCFInstallation(in *world.Installation, authorisations []string) *mcf.Installation {
	r := &mcf.Installation{}
	fillMCF(r, in, authorisations)
	return r
}

func fillMCF(r *mcf.Installation, in *world.Installation, authorisations []string) {
	*r = mcf.Installation{
		InstallationID: in.ID, GroupID: in.Group, AuthorisationIDs: authorisations, EPCLEntry: in.EPCL,
		CommunicationsServiceProvider: in.CSP, CommissionedWithSMSO: in.CommissionedWithSMSO,
		Devices: slices.Grow(r.Devices[:0], len(in.Devices))[:len(in.Devices)],
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		to := &r.Devices[k]
		*to = mcf.Device{DeviceID: d.ID, DeviceType: d.Type, Manufacturer: d.Manufacturer, Model: d.Model, FirmwareVersion: d.Firmware}
		if d.IsMeter() {
			to.MPxN, to.Status, to.ResponsibleSupplier, to.NetworkOperator = d.MPxN, d.Status(), d.Supplier, d.Network
			to.ESMEVariant = d.Variant
		}
	}
}

// MGFInstallation is the record of an installation in an MGF: its SIM and, for
// its meters, the certificates to notify (5.3(d)).
func MGFInstallation(w *world.World, in *world.Installation) *mgf.Installation {
	r := &mgf.Installation{}
	fillMGF(r, in, func(d *world.Device) []ident.CertificateID {
		return w.SupplierCertificates(d.Supplier, d.MPxN.IsMPRN())
	}, w.NetworkCertificate)
	return r
}

func fillMGF(r *mgf.Installation, in *world.Installation, certificates func(*world.Device) []ident.CertificateID, network func(string) ident.CertificateID) {
	sim := in.SIM()
	*r = mgf.Installation{InstallationID: in.ID, GroupID: in.Group, Devices: slices.Grow(r.Devices[:0], len(in.Devices))[:len(in.Devices)],
		SIM: mgf.SIM{ICCID: sim.ICCID, IMSI: sim.IMSI, MSISDN: sim.MSISDN, APN: sim.APN, IPAddress: sim.IPAddress}}
	for k := range in.Devices {
		d := &in.Devices[k]
		to := &r.Devices[k]
		*to = mgf.Device{DeviceID: d.ID}
		if !d.IsMeter() {
			continue
		}
		// The first is the critical one; where the world knows one, it serves as both.
		if ids := certificates(d); len(ids) > 0 {
			to.CriticalSupplierCertificateID, to.NonCriticalSupplierCertificateID = ids[0], ids[len(ids)-1]
		}
		id := network(d.Network)
		to.CriticalNetworkOperatorCertificateID, to.NonCriticalNetworkOperatorCertificateID = id, id
	}
}

// ReadyInstallation is the record of an installation in a ready-for-migration
// report: its Dormant Meters (6.3(a)(iv)).
func ReadyInstallation(in *world.Installation) *readyreport.Installation {
	r := &readyreport.Installation{}
	fillReady(r, in)
	return r
}

func fillReady(r *readyreport.Installation, in *world.Installation) {
	*r = readyreport.Installation{InstallationID: in.ID, GroupID: in.Group, MigrateOn: in.On, Devices: r.Devices[:0]}
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && !d.Active {
			r.Devices = append(r.Devices, readyreport.Device{DeviceID: d.ID, MPxN: d.MPxN, Status: d.Status()})
		}
	}
}
