package generate

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// MCFInstallation is the record of an installation in an MCF (5.3(b)).
func MCFInstallation(in *world.Installation, authorisations []string) *mcf.Installation {
	r := &mcf.Installation{
		InstallationID: in.ID, GroupID: in.Group, AuthorisationIDs: authorisations, EPCLEntry: in.EPCL,
		CommunicationsServiceProvider: in.CSP, CommissionedWithSMSO: in.CommissionedWithSMSO,
		Devices: make([]mcf.Device, len(in.Devices)),
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		to := &r.Devices[k]
		to.DeviceID, to.DeviceType = d.ID, d.Type
		to.Manufacturer, to.Model, to.FirmwareVersion = d.Manufacturer, d.Model, d.Firmware
		if d.IsMeter() {
			to.MPxN, to.Status, to.ResponsibleSupplier, to.NetworkOperator = d.MPxN, d.Status(), d.Supplier, d.Network
			to.ESMEVariant = d.Variant
		}
	}
	return r
}

// MGFInstallation is the record of an installation in an MGF: its SIM and, for
// its meters, the certificates to notify (5.3(d)).
func MGFInstallation(w *world.World, in *world.Installation) *mgf.Installation {
	sim := in.SIM()
	r := &mgf.Installation{InstallationID: in.ID, GroupID: in.Group, Devices: make([]mgf.Device, len(in.Devices))}
	r.SIM.ICCID, r.SIM.IMSI, r.SIM.MSISDN, r.SIM.APN, r.SIM.IPAddress = sim.ICCID, sim.IMSI, sim.MSISDN, sim.APN, sim.IPAddress
	for k := range in.Devices {
		d := &in.Devices[k]
		to := &r.Devices[k]
		to.DeviceID = d.ID
		if !d.IsMeter() {
			continue
		}
		to.CriticalSupplierCertificateID, to.NonCriticalSupplierCertificateID = supplierPair(w, d)
		network := w.NetworkCertificate(d.Network)
		to.CriticalNetworkOperatorCertificateID, to.NonCriticalNetworkOperatorCertificateID = network, network
	}
	return r
}

// supplierPair is the critical and the non-critical certificate of a meter's
// supplier; where the world knows one, it serves as both.
func supplierPair(w *world.World, d *world.Device) (critical, nonCritical ident.CertificateID) {
	ids := w.SupplierCertificates(d.Supplier, d.MPxN.IsMPRN())
	if len(ids) == 0 {
		return "", ""
	}
	return ids[0], ids[len(ids)-1]
}

// Sealer seals the credentials of devices for one MEF (5.3(e)). It is not for
// concurrent use; Clone gives another goroutine its own.
type Sealer struct {
	World    *world.World
	Seal     *seal.Sealer
	Sender   ident.EUI64
	Sequence int64
	Group    string

	aad, plain []byte
}

// Installation is the record of an installation in the MEF. leaveOut, which may
// be nil, names devices whose credential is missing.
func (s *Sealer) Installation(in *world.Installation, leaveOut func(*world.Device) bool) *mef.Installation {
	r := &mef.Installation{InstallationID: in.ID, Devices: make([]mef.Device, 0, len(in.Devices))}
	for k := range in.Devices {
		d := &in.Devices[k]
		if leaveOut != nil && leaveOut(d) {
			continue
		}
		r.Devices = append(r.Devices, mef.Device{DeviceID: d.ID, Sealed: s.device(in, d)})
	}
	return r
}

func (s *Sealer) device(in *world.Installation, d *world.Device) string {
	s.aad = seal.AAD(s.aad[:0], s.Sender, s.Sequence, s.Group, in.ID, d.ID)
	credentials := s.World.Credentials(d.ID)
	s.plain = credentials.AppendJSON(s.plain[:0])
	sealed := string(s.Seal.Seal(nil, s.aad, s.plain))
	clear(s.plain)
	return sealed
}

// ReadyInstallation is the record of an installation in a ready-for-migration
// report: its Dormant Meters (6.3(a)(iv)).
func ReadyInstallation(in *world.Installation) *readyreport.Installation {
	r := &readyreport.Installation{InstallationID: in.ID, GroupID: in.Group, MigrateOn: in.On}
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && !d.Active {
			r.Devices = append(r.Devices, readyreport.Device{DeviceID: d.ID, MPxN: d.MPxN, Status: d.Status()})
		}
	}
	return r
}
