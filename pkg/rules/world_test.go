package rules_test

import (
	"errors"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// t0 is the frozen clock of the reference world: Wed 2022-06-08 10:00 London.
const t0 = "2022-06-08T09:00:00Z"

// world is a small part of the reference world W1 (requirements, section 1).
type world struct {
	register     map[ident.MPxN]meter
	certificates map[string]rule.CertificateFacts
	groups       map[string]rule.Group
	entries      map[string]rule.EPCLEntry
	dust         map[string]bool // "SUPA gas"
	earliest     map[string]civil.Date
	submits      map[string]bool
}

// meter is a meter of a register, with its supplier's name.
type meter struct {
	rule.MeterFacts
	smso, supplier string
}

const (
	supaEUI  = "90-B3-D5-1F-30-00-00-0A"
	supbEUI  = "90-B3-D5-1F-30-00-00-0B"
	dccEUI   = "90-B3-D5-1F-30-00-00-01"
	smsoEUI  = "90-B3-D5-1F-30-00-00-14"
	otherEUI = "90-B3-D5-1F-30-00-00-FF"
)

func mpxn(s string) ident.MPxN {
	m, ok := ident.ParseMPxN([]byte(s))
	if !ok {
		panic(s)
	}
	return m
}

func newWorld() *world {
	w := &world{register: map[ident.MPxN]meter{}, certificates: map[string]rule.CertificateFacts{},
		groups: map[string]rule.Group{}, entries: map[string]rule.EPCLEntry{},
		dust:     map[string]bool{"SUPA": true, "SUPA gas": true, "SUPB": true, "SUPB gas": true},
		earliest: map[string]civil.Date{"SUPA": civil.MustDate("2022-06-08"), "SUPB": civil.MustDate("2022-06-08")},
		submits:  map[string]bool{}}
	one := rule.MeterFacts{ActiveMeters: 1, ActiveSuppliers: 1, Active: true, NetworkOperator: "NETE"}
	two := rule.MeterFacts{ActiveMeters: 2, ActiveSuppliers: 1, Active: true, NetworkOperator: "NETE"}
	mixed := rule.MeterFacts{ActiveMeters: 1, DormantMeters: 1, ActiveSuppliers: 1, Active: true, NetworkOperator: "NETE"}
	w.add("9900000000089", "SMSO4", "I-E1", "EA", "SUPA", one)
	w.add("9900000000015", "SMSO1", "I-A1", "AA", "SUPA", two)
	w.add("9999000104", "SMSO1", "I-A1", "AA", "SUPA", gas(two))
	w.add("9900000000024", "SMSO1", "I-A2", "AA", "SUPA", two)
	w.add("9999000205", "SMSO1", "I-A2", "AA", "SUPA", gas(two))
	split := two
	split.ActiveSuppliers = 2
	w.add("9900000000033", "SMSO2", "I-A3", "CA", "SUPA", split)
	w.add("9999000306", "SMSO2", "I-A3", "CA", "SUPB", gas(split))
	w.add("9900000000060", "SMSO3", "I-M1", "DA", "SUPA", mixed)
	dormant := gas(mixed)
	dormant.Active = false
	w.add("9999000609", "SMSO3", "I-M1", "DA", "SUPB", dormant)
	nobody := one
	w.add("9900000000103", "SMSO4", "I-X1", "EA", "", nobody)
	migrated := one
	migrated.Migrated = true
	w.add("9900000000112", "SMSO4", "I-X2", "EA", "SUPA", migrated)
	w.addCertificates()
	for _, g := range []struct{ id, smso, release, final string }{
		{"AA", "SMSO1", "IOC", "2022-06-17"}, {"CA", "SMSO2", "MOC", "2022-06-17"},
		{"DA", "SMSO3", "MOC", "2023-01-31"}, {"EA", "SMSO4", "FOC", ""}} {
		group := rule.Group{ID: g.id, SMSO: g.smso, Release: g.release}
		if g.final != "" {
			group.Final = civil.MustDate(g.final)
		}
		w.groups[g.id] = group
		w.entries["EPCL-"+g.id] = rule.EPCLEntry{ID: "EPCL-" + g.id, SMSO: g.smso, CSP: "CSP-1", Scope: rule.Either, Listed: true}
	}
	return w
}

func gas(f rule.MeterFacts) rule.MeterFacts {
	f.NetworkOperator = "NETG"
	return f
}

func (w *world) add(m, smso, installation, group, supplier string, f rule.MeterFacts) {
	f.InstallationID, f.GroupID, f.EPCLEntry = installation, group, "EPCL-"+group
	w.register[mpxn(m)] = meter{f, smso, supplier}
}

func (w *world) addCertificates() {
	from, to := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2032, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		serial, org string
		kind        envelope.Kind
		gas         bool
	}{
		{"5A0101", "SUPA", envelope.Supplier, false}, {"5A0102", "SUPA", envelope.Supplier, false},
		{"5A0201", "SUPA", envelope.Supplier, true}, {"5A0202", "SUPA", envelope.Supplier, true},
		{"5B0101", "SUPB", envelope.Supplier, false}, {"5B0201", "SUPB", envelope.Supplier, true},
		{"4E0001", "NETE", envelope.NetworkOperator, false}, {"4E0002", "NETE2", envelope.NetworkOperator, false},
		{"4E0003", "NETE", envelope.NetworkOperator, false}, {"4E0004", "NETE", envelope.NetworkOperator, false},
		{"470001", "NETG", envelope.NetworkOperator, true},
	} {
		w.certificates[c.serial] = rule.CertificateFacts{Organisation: c.org, Kind: c.kind, Gas: c.gas, Electricity: !c.gas, NotBefore: from, NotAfter: to}
	}
	expired, revoked := w.certificates["4E0003"], w.certificates["4E0004"]
	expired.NotAfter, revoked.Revoked = from.AddDate(0, 1, 0), true
	w.certificates["4E0003"], w.certificates["4E0004"] = expired, revoked
}

// facts are those of the world at an instant.
func (w *world) facts(now string) *rule.Facts {
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		panic(err)
	}
	return &rule.Facts{Clock: &rule.Clock{Now: at, Source: "flag"}, Register: w, Certificates: w, Organisations: w, EPCL: w, Groups: w, Participants: w}
}

func (w *world) Meter(smso, submitter string, m ident.MPxN) (rule.MeterFacts, bool) {
	found, ok := w.register[m]
	if !ok || found.smso != smso {
		return rule.MeterFacts{}, false
	}
	f := found.MeterFacts
	switch found.supplier {
	case "":
		f.Supplier = rule.MatchNone
	case submitter:
		f.Supplier = rule.MatchYes
	default:
		f.Supplier = rule.MatchNo
	}
	for _, other := range w.register {
		if other.InstallationID == f.InstallationID && other.Active && other.supplier == submitter {
			f.SubmitterMeters++
		}
	}
	return f, true
}

func (w *world) Elsewhere(m ident.MPxN) string { return w.register[m].smso }

func (w *world) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	for serial, f := range w.certificates {
		if id.Equal(ident.CertificateID("Z9:"+serial)) || id.Equal(ident.CertificateID(serial)) {
			return f, nil
		}
	}
	return rule.CertificateFacts{}, errors.New("certificate is not in the directory")
}

func organisations() []rule.Organisation {
	eui := func(s string) ident.EUI64 { e, _ := ident.ParseEUI64([]byte(s)); return e }
	return []rule.Organisation{
		{Name: "SUPA", EUI: eui(supaEUI), Kind: envelope.Supplier}, {Name: "SUPB", EUI: eui(supbEUI), Kind: envelope.Supplier},
		{Name: "DCC", EUI: eui(dccEUI), Kind: envelope.DCC}, {Name: "SMSO4", EUI: eui(smsoEUI), Kind: envelope.SMSO, SMSO: "SMSO4"},
	}
}

func (w *world) ByEUI(e ident.EUI64) (rule.Organisation, bool) {
	for _, o := range organisations() {
		if o.EUI == e {
			return o, true
		}
	}
	return rule.Organisation{}, false
}

func (w *world) ByName(name string) (rule.Organisation, bool) {
	for _, o := range organisations() {
		if o.Name == name {
			return o, true
		}
	}
	return rule.Organisation{}, false
}

func (w *world) EPCLEntry(id string) (rule.EPCLEntry, bool) { e, ok := w.entries[id]; return e, ok }
func (w *world) Group(id string) (rule.Group, bool)         { g, ok := w.groups[id]; return g, ok }

func (w *world) MayTakeDUST(org string, gas bool) bool {
	if gas {
		org += " gas"
	}
	return w.dust[org]
}

func (w *world) EarliestDUST(org string) (civil.Date, bool, bool) {
	d, ok := w.earliest[org]
	return d, false, ok
}

func (w *world) MayCommission(string, bool, string) bool { return true }
func (w *world) Submits(org string) bool                 { return w.submits[org] }
