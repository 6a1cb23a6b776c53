package world

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// Facts returns what rules may ask of this world. Register is that of every
// SMSO; the clock is the caller's to set. None of the answers allocates.
func (w *World) Facts() *rule.Facts {
	f := w.DCCFacts()
	f.Register = w.register()
	return f
}

// register answers for the registers of all SMSOs.
func (w *World) register() rule.Register {
	if w.index != nil {
		return indexFacts{w}
	}
	return registerFacts{w}
}

// DCCFacts returns what DCC itself knows: everything but the registers.
func (w *World) DCCFacts() *rule.Facts {
	return &rule.Facts{
		Certificates:  certificateFacts{w},
		Organisations: organisationFacts{w},
		EPCL:          epclFacts{w},
		Groups:        w,
		Participants:  participantFacts{w},
	}
}

// SMSOFacts returns what an SMSO knows: as DCCFacts, and its own register alone.
// It cannot say where else a supply point is registered.
func (w *World) SMSOFacts(smso string) *rule.Facts {
	f := w.DCCFacts()
	f.Register = ownRegister{w.Register(smso)}
	return f
}

type ownRegister struct{ r *Register }

// Meter implements rule.Register.
func (f ownRegister) Meter(smso, submitter string, m ident.MPxN) (rule.MeterFacts, bool) {
	if f.r == nil || f.r.SMSO != smso {
		return rule.MeterFacts{}, false
	}
	return f.r.Meter(submitter, m)
}

// Elsewhere implements rule.Register.
func (f ownRegister) Elsewhere(ident.MPxN) string { return "" }

type registerFacts struct{ w *World }

// Meter implements rule.Register.
func (f registerFacts) Meter(smso, submitter string, m ident.MPxN) (rule.MeterFacts, bool) {
	r := f.w.Register(smso)
	if r == nil {
		return rule.MeterFacts{}, false
	}
	return r.Meter(submitter, m)
}

// Elsewhere implements rule.Register.
func (f registerFacts) Elsewhere(m ident.MPxN) string {
	at, ok := f.w.installations.byMPxN(m)
	if !ok {
		return ""
	}
	return f.w.installations.all.smso(at)
}

// Meter returns what the register holds of a supply point, as seen by a
// submitter; ok is false where it is no current entry.
func (r *Register) Meter(submitter string, m ident.MPxN) (f rule.MeterFacts, ok bool) {
	at, ok := r.find(m)
	if !ok {
		return f, false
	}
	inst := r.lookup.spare.Get().(*Installation)
	defer r.lookup.spare.Put(inst)
	r.Read(at, inst)
	d := inst.meter(m)
	f = rule.MeterFacts{
		InstallationID: inst.ID, GroupID: inst.Group, EPCLEntry: inst.EPCL,
		Active: d.Active, Migrated: inst.Migrated, Supplier: match(d.Supplier, submitter), NetworkOperator: d.Network,
	}
	s := inst.summary()
	f.ActiveMeters, f.DormantMeters, f.ActiveSuppliers = s.active, s.dormant, s.activeSuppliers
	for k := range inst.Devices {
		if d := &inst.Devices[k]; d.IsMeter() && d.Active && d.Supplier != "" && d.Supplier == submitter {
			f.SubmitterMeters++
		}
	}
	return f, true
}

func match(supplier, submitter string) rule.Match {
	switch supplier {
	case "":
		return rule.MatchNone
	case submitter:
		return rule.MatchYes
	}
	return rule.MatchNo
}

type certificateFacts struct{ w *World }

// Certificate implements rule.Certificates. A certificate of the directory that
// no organisation of the world holds, such as an authority's, has no holder.
func (f certificateFacts) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	p := f.w.pki
	cert, err := p.directory.Lookup(id)
	if err != nil {
		return rule.CertificateFacts{}, err
	}
	return p.facts[cert], nil
}

type organisationFacts struct{ w *World }

// ByEUI implements rule.Organisations.
func (f organisationFacts) ByEUI(eui ident.EUI64) (rule.Organisation, bool) {
	i, ok := f.w.byEUI[eui]
	if !ok {
		return rule.Organisation{}, false
	}
	return f.w.organisations[i].Organisation, true
}

// ByName implements rule.Organisations.
func (f organisationFacts) ByName(name string) (rule.Organisation, bool) {
	i, ok := f.w.organisationAt(name)
	if !ok {
		return rule.Organisation{}, false
	}
	return f.w.organisations[i].Organisation, true
}

type epclFacts struct{ w *World }

// EPCLEntry implements rule.EPCL.
func (f epclFacts) EPCLEntry(id string) (rule.EPCLEntry, bool) {
	e := f.w.epclEntry(id)
	if e == nil {
		return rule.EPCLEntry{}, false
	}
	return e.EPCLEntry, true
}

type participantFacts struct{ w *World }

func (f participantFacts) of(name string) *Organisation {
	if i, ok := f.w.organisationAt(name); ok {
		return &f.w.organisations[i]
	}
	return &Organisation{} // of which nothing is true
}

// MayTakeDUST implements rule.Participants.
func (f participantFacts) MayTakeDUST(org string, gas bool) bool {
	return f.of(org).MayTakeDUST(SupplierRole(gas))
}

// EarliestDUST implements rule.Participants.
func (f participantFacts) EarliestDUST(org string) (day civil.Date, agreed, ok bool) {
	return f.of(org).EarliestDUST()
}

// MayCommission implements rule.Participants.
func (f participantFacts) MayCommission(org string, gas bool, srv string) bool {
	return f.of(org).MayCommission(SupplierRole(gas), srv)
}

// Submits implements rule.Participants.
func (f participantFacts) Submits(org string) bool { return f.of(org).Submits }
