package generate

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/world"
)

// Authorisation is a supplier's permission to migrate one installation, with
// what else is known of it when it is made.
type Authorisation struct {
	maf.Authorisation
	Submitter    string // the organisation that sends it
	SMSO         string // the SMSO whose installation it is
	Installation string // the installation's id
}

// Authorisations calls yield with each authorisation of an installation: one for
// each Responsible Supplier of its Active Meters (A.7), in the order of the
// meters. A dormant-only installation has none (17.18).
func Authorisations(w *world.World, in *world.Installation, yield func(Authorisation)) {
	for k := range in.Devices {
		d := &in.Devices[k]
		if !d.IsMeter() || !d.Active || firstMeterOf(in, d.Supplier) != k {
			continue
		}
		yield(authorisation(w, in, d.Supplier))
	}
}

// AuthorisationOf is the authorisation of one supplier for an installation; ok is
// false where none of its Active Meters is the supplier's.
func AuthorisationOf(w *world.World, in *world.Installation, supplier string) (Authorisation, bool) {
	if firstMeterOf(in, supplier) < 0 {
		return Authorisation{}, false
	}
	return authorisation(w, in, supplier), true
}

func firstMeterOf(in *world.Installation, supplier string) int {
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && d.Active && d.Supplier == supplier {
			return k
		}
	}
	return -1
}

func authorisation(w *world.World, in *world.Installation, supplier string) Authorisation {
	a := Authorisation{Submitter: supplier, SMSO: in.SMSO, Installation: in.ID}
	a.AuthorisationID = AuthorisationID(in.ID, supplier)
	a.MigrationWeek, a.MigrateOn = in.Week, in.On
	if in.SupplierSubmits {
		a.CommissioningParty = string(envelope.Supplier)
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		if d.IsMeter() && d.Active && d.Supplier == supplier {
			a.Meters = append(a.Meters, Meter(w, d))
		}
	}
	return a
}

// AuthorisationID is the id of a supplier's authorisation for an installation.
func AuthorisationID(installation, supplier string) string {
	return installation + authorisationMark + supplier
}

// authorisationMark stands between the installation and the supplier in the id
// of an authorisation.
const authorisationMark = "."

// Meter is the line of a MAF for one meter, with its own fuel's certificates.
func Meter(w *world.World, d *world.Device) maf.Meter {
	return maf.Meter{
		MPxN:                         d.MPxN,
		SupplierCertificateIDs:       append([]ident.CertificateID(nil), w.SupplierCertificates(d.Supplier, d.MPxN.IsMPRN())...),
		NetworkOperatorCertificateID: w.NetworkCertificate(d.Network),
	}
}
