package mutate

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/world"
)

// meterLine is one meter line of a MAF with what the register says of it.
type meterLine struct {
	doc           *document
	record, meter int
	mpxn          ident.MPxN
	sender        world.Organisation
	facts         rule.MeterFacts
	smso          string
}

func (l *meterLine) node() *node { return l.doc.tree.records[l.record].at("meters", l.meter) }

// path is that of a field of the line.
func (l *meterLine) path(name string) []any { return []any{l.record, "meters", l.meter, name} }

// set changes a field of the line.
func (l *meterLine) set(name string, value *node) Change {
	return l.doc.change(value, l.path(name)...)
}

// onLine makes a mutator of a change to the first meter line that is fit; nil
// takes any.
func onLine(code finding.Code, name string, fit func(*Set, *meterLine) bool, change func(*Set, *meterLine) (Change, error)) Mutator {
	return Mutator{Code: code, Name: name, Types: types("MAF"), Apply: func(s *Set) (Change, error) {
		l, err := s.line(fit)
		if err != nil {
			return Change{}, err
		}
		s.until("MAF")
		s.touch(l.doc)
		return change(s, l)
	}}
}

// line finds the first meter line that is fit.
func (s *Set) line(fit func(*Set, *meterLine) bool) (*meterLine, error) {
	register := s.world.Facts().Register
	for _, d := range s.documents("MAF") {
		t, err := d.parse()
		if err != nil {
			return nil, err
		}
		sender, _ := s.organisation(t)
		l := meterLine{doc: d, sender: sender, smso: t.header.get("smso").value()}
		for i, r := range t.records {
			l.record = i
			for k, m := range r.get("meters").items {
				l.meter = k
				l.mpxn, _ = ident.ParseMPxN([]byte(m.get("mpxn").value()))
				l.facts, _ = register.Meter(l.smso, sender.Name, l.mpxn)
				if fit == nil || fit(s, &l) {
					return &l, nil
				}
			}
		}
	}
	return nil, notApplicable("no meter line of a MAF is fit")
}

// field makes a change of one field of the line.
func field(name string, value *node) func(*Set, *meterLine) (Change, error) {
	return func(_ *Set, l *meterLine) (Change, error) {
		if value == nil {
			return l.set(name, nil), nil
		}
		return l.set(name, value.clone()), nil
	}
}

// lineMutators make what a register knows of an MPxN wrong: (a), (f) and what
// stands beside them.
func lineMutators() []Mutator {
	return []Mutator{
		onLine(notRegistered, "an MPxN that no SMSO has", nil, func(s *Set, l *meterLine) (Change, error) {
			return l.set("mpxn", text(s.world.Absent(l.mpxn.IsMPRN()).String())), nil
		}),
		onLine(notRegistered, "an MPxN of another SMSO", nil, func(s *Set, l *meterLine) (Change, error) {
			m, ok := s.meter(func(in *world.Installation, d *world.Device) bool {
				return in.SMSO != l.smso && d.MPxN.IsMPAN() == l.mpxn.IsMPAN()
			})
			if !ok {
				return Change{}, notApplicable("all meters are of one SMSO")
			}
			return l.set("mpxn", text(m.MPxN.String())), nil
		}),
		onLine(notIdentified, "the active meter of another supplier", nil, othersMeter),
		onLatest(notIdentified, "sent by another supplier", types("MAF"), nil, sentByOtherSupplier),
		onLine("X-MAF-DORMANT", "a dormant meter of the submitter", nil, func(s *Set, l *meterLine) (Change, error) {
			m, ok := s.meter(func(in *world.Installation, d *world.Device) bool {
				return in.SMSO == l.smso && !d.Active && d.Supplier == l.sender.Name && d.MPxN.IsMPAN() == l.mpxn.IsMPAN()
			})
			if !ok {
				return Change{}, notApplicable("the submitter has no dormant meter with the SMSO")
			}
			return l.set("mpxn", text(m.MPxN.String())), nil
		}).fitting(hasDormantNeighbour).in(inTesting),
		onLine("X-ALREADY-MIGRATED", "an installation that the register says is migrated", nil, migrated),
		onLatest("X-DISTRIBUTOR", "the dummy distributor in data that is not test data", types("MAF"), hasMPAN, set(raw("false"), "header", "testData")),
	}
}

// fitting gives a mutator of a line a condition on the line.
func (m Mutator) fitting(fit func(*Set, *meterLine) bool) Mutator {
	apply := m.Apply
	m.Apply = func(s *Set) (Change, error) {
		l, err := s.line(fit)
		if err != nil {
			return Change{}, err
		}
		s.until("MAF")
		s.keepOnly(func(d *document) bool { return d == l.doc || d.fileType.Name != "MAF" })
		return apply(s)
	}
	return m
}

func hasDormantNeighbour(s *Set, l *meterLine) bool {
	_, ok := s.meter(func(in *world.Installation, d *world.Device) bool {
		return in.SMSO == l.smso && !d.Active && d.Supplier == l.sender.Name && d.MPxN.IsMPAN() == l.mpxn.IsMPAN()
	})
	return ok
}

func hasMPAN(t *tree) bool {
	m, ok := ident.ParseMPxN([]byte(t.records[0].at("meters", 0, "mpxn").value()))
	return ok && m.IsMPAN() && m.Distributor() == ident.DummyDistributor
}

// meter finds the first meter of the world for which want holds.
func (s *Set) meter(want func(*world.Installation, *world.Device) bool) (*world.Device, bool) {
	for _, o := range s.world.SMSOs() {
		r := s.world.Register(o.SMSO)
		if r == nil {
			continue
		}
		for i := range r.Len() {
			in := r.At(i)
			for k := range in.Devices {
				if d := &in.Devices[k]; d.IsMeter() && want(in, d) {
					return d, true
				}
			}
		}
	}
	return nil, false
}

// othersMeter puts the meter of another supplier into a line, with the network
// operator's certificate that goes with it.
func othersMeter(s *Set, l *meterLine) (Change, error) {
	m, ok := s.meter(func(in *world.Installation, d *world.Device) bool {
		return d.Active && d.Supplier != l.sender.Name && in.SMSO == l.smso
	})
	if !ok {
		m, ok = s.otherSMSOsMeter(l)
	}
	if !ok {
		return Change{}, notApplicable("no active meter of the SMSO is another supplier's")
	}
	l.set("networkOperatorCertificateID", text(string(s.world.NetworkCertificate(m.Network))))
	return l.set("mpxn", text(m.MPxN.String())), nil
}

// otherSMSOsMeter looks for a MAF to an SMSO that has a meter of another supplier.
func (s *Set) otherSMSOsMeter(l *meterLine) (found *world.Device, ok bool) {
	next, err := s.line(func(s *Set, c *meterLine) bool {
		found, ok = s.meter(func(in *world.Installation, d *world.Device) bool {
			return d.Active && d.Supplier != c.sender.Name && in.SMSO == c.smso
		})
		return ok
	})
	if err != nil {
		return nil, false
	}
	*l = *next
	s.touch(l.doc)
	return found, true
}

// sentByOtherSupplier has another supplier send and sign the MAF, under its own
// next number.
func sentByOtherSupplier(s *Set, d *document) (Change, error) {
	sender, _ := s.organisation(d.tree)
	for _, o := range s.world.Suppliers() {
		if o.Name == sender.Name {
			continue
		}
		lane := o.EUI.String() + d.tree.header.get("recipient").value()
		s.keepOnly(func(k *document) bool { return k == d || k.fileType != d.fileType })
		if last := s.lastOf(d.fileType.Name, lane); last != nil {
			return Change{}, notApplicable("the lane is taken")
		}
		return d.change(text(o.EUI.String()), "header", "sender"), nil
	}
	return Change{}, notApplicable("there is one supplier alone")
}

// migrated has the register say that the installation of the line is migrated.
func migrated(s *Set, l *meterLine) (Change, error) {
	id := string(quoted(l.facts.InstallationID))
	name := "register/" + l.smso + ".ndjson"
	err := s.editWorld(name, `{"installationID":`+id+`,`, `{"installationID":`+id+`,"migrated":true,`)
	s.forget(l.doc)
	return Change{File: "world/" + name, Pointer: l.facts.InstallationID + ", migrated", Before: "(absent)", After: "true"}, err
}

// forget takes back that a document was touched and not changed.
func (s *Set) forget(d *document) { d.touched, d.tree = false, nil }
