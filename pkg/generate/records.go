package generate

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/ident"
	"s1mig/pkg/world"
)

// Records makes the records of installations, one after the other, in structs
// that it uses again: a record holds until the next one of its type is made, and
// nobody may change it. It is for one goroutine.
type Records struct {
	w        *world.World
	pairs    map[supplied][]ident.CertificateID
	networks map[string]ident.CertificateID

	texts [2]text // of maf and mcf

	maf   maf.Authorisation
	mcf   mcf.Installation
	mgf   mgf.Installation
	ready readyreport.Installation
}

// supplied is a supplier in one of its fuels.
type supplied struct {
	supplier string
	gas      bool
}

// NewRecords makes the maker of a world's records.
func NewRecords(w *world.World) *Records {
	return &Records{w: w, pairs: map[supplied][]ident.CertificateID{}, networks: map[string]ident.CertificateID{}}
}

// MAF is the authorisation of one supplier for an installation; nil where none
// of its Active Meters is the supplier's.
func (r *Records) MAF(in *world.Installation, supplier string) *maf.Authorisation {
	a := &r.maf
	*a = maf.Authorisation{MigrationWeek: in.Week, MigrateOn: in.On, Meters: a.Meters[:0]}
	for k := range in.Devices {
		if d := &in.Devices[k]; d.IsMeter() && d.Active && d.Supplier == supplier {
			a.Meters = append(a.Meters, maf.Meter{
				MPxN: d.MPxN, SupplierCertificateIDs: r.certificates(d), NetworkOperatorCertificateID: r.network(d.Network),
			})
		}
	}
	if len(a.Meters) == 0 {
		return nil
	}
	r.texts[0].begin()
	a.AuthorisationID = r.texts[0].join(in.ID, authorisationMark, supplier)
	if in.SupplierSubmits {
		a.CommissioningParty = string(envelope.Supplier)
	}
	return a
}

// MCF is the record of an installation in an MCF, with the authorisations of
// those suppliers (5.3(b)).
func (r *Records) MCF(in *world.Installation, suppliers []string) *mcf.Installation {
	r.texts[1].begin()
	ids := r.mcf.AuthorisationIDs[:0]
	for _, s := range suppliers {
		ids = append(ids, r.texts[1].join(in.ID, authorisationMark, s))
	}
	return r.MCFWith(in, ids)
}

// MCFWith is the record of an installation in an MCF, with the authorisations of
// those ids.
func (r *Records) MCFWith(in *world.Installation, ids []string) *mcf.Installation {
	fillMCF(&r.mcf, in, ids)
	return &r.mcf
}

// MGF is the record of an installation in an MGF (5.3(d)).
func (r *Records) MGF(in *world.Installation) *mgf.Installation {
	fillMGF(&r.mgf, in, r.certificates, r.network)
	return &r.mgf
}

// Ready is the record of an installation in a ready-for-migration report
// (6.3(a)(iv)).
func (r *Records) Ready(in *world.Installation) *readyreport.Installation {
	fillReady(&r.ready, in)
	return &r.ready
}

// certificates are those of a meter's supplier, for its fuel.
func (r *Records) certificates(d *world.Device) []ident.CertificateID {
	key := supplied{d.Supplier, d.MPxN.IsMPRN()}
	ids, ok := r.pairs[key]
	if !ok {
		ids = r.w.SupplierCertificates(key.supplier, key.gas)
		r.pairs[key] = ids
	}
	return ids
}

func (r *Records) network(name string) ident.CertificateID {
	id, ok := r.networks[name]
	if !ok {
		id = r.w.NetworkCertificate(name)
		r.networks[name] = id
	}
	return id
}
