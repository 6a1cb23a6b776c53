package mutate

import (
	"strings"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/world"
)

// certificateMutators spoil the certificates of a meter line: (g), (h) and those
// that the document has no exception for.
func certificateMutators() []Mutator {
	const supplier, network = "supplierCertificateIDs", "networkOperatorCertificateID"
	const wrong = "X-SUPPLIER-CERT-WRONG"
	return []Mutator{
		onLine(certsMissing, "an empty list", nil, field(supplier, texts())),
		onLine(certsMissing, "no list", nil, field(supplier, nil)),
		onLine(certsMissing, "a placeholder", nil, field(supplier, texts("N/A"))),
		onLine(certsMissing, "blanks and placeholders", nil, field(supplier, texts(" ", "-", "0", ""))),
		onLine(certsMissing, "one certificate", nil, func(s *Set, l *meterLine) (Change, error) {
			return l.set(supplier, texts(string(s.world.SupplierCertificates(l.sender.Name, l.mpxn.IsMPRN())[0]))), nil
		}).good(),
		onLine(certsMissing, "one certificate beside a placeholder", nil, func(s *Set, l *meterLine) (Change, error) {
			return l.set(supplier, texts("-", string(s.world.SupplierCertificates(l.sender.Name, l.mpxn.IsMPRN())[0]))), nil
		}).good(),
		onLine(wrong, "a certificate of another supplier", nil, func(s *Set, l *meterLine) (Change, error) {
			for _, o := range s.world.Suppliers() {
				if ids := s.world.SupplierCertificates(o.Name, l.mpxn.IsMPRN()); o.Name != l.sender.Name && len(ids) > 0 {
					return l.set(supplier, texts(string(ids[0]))), nil
				}
			}
			return Change{}, notApplicable("there is one supplier alone")
		}),
		onLine(wrong, "a certificate for the other fuel", nil, func(s *Set, l *meterLine) (Change, error) {
			ids := s.world.SupplierCertificates(l.sender.Name, !l.mpxn.IsMPRN())
			if len(ids) == 0 {
				return Change{}, notApplicable("the supplier has one fuel")
			}
			return l.set(supplier, texts(string(ids[0]))), nil
		}),
		onLine(wrong, "a certificate that nobody has", nil, field(supplier, texts("Z9:FFFFFF"))),
		onLine(wrong, "the certificate of the network operator", nil, func(_ *Set, l *meterLine) (Change, error) {
			return l.set(supplier, texts(l.node().get(network).value())), nil
		}),
		onLine(netIncorrect, "another network operator's", nil, func(s *Set, l *meterLine) (Change, error) {
			return s.otherNetwork(l, true)
		}),
		onLine(netIncorrect, "that of an operator of the other fuel", nil, func(s *Set, l *meterLine) (Change, error) {
			return s.otherNetwork(l, false)
		}),
		onLine(netIncorrect, "a certificate that nobody has", nil, field(network, text("Z9:FFFFFF"))),
		onLine(netIncorrect, "the supplier's own", nil, func(_ *Set, l *meterLine) (Change, error) {
			return l.set(network, text(l.node().at(supplier, 0).value())), nil
		}),
		onLine(netIncorrect, "the same serial in lower case with leading zeros", nil, func(_ *Set, l *meterLine) (Change, error) {
			issuer, serial, _ := strings.Cut(l.node().get(network).value(), ":")
			return l.set(network, text(issuer+":00"+strings.ToLower(serial))), nil
		}).good(),
		onLine("X-NETWORK-CERT-MISSING", "an empty field", nil, field(network, text(""))),
		onLine("X-NETWORK-CERT-MISSING", "no field", nil, field(network, nil)),
		onLine("X-NETWORK-CERT-MISSING", "a placeholder", nil, field(network, text("N/A"))),
		onLine("X-CERT-STATUS", "the network operator's certificate revoked", nil, certificateIs(network, ", revoked: true")),
		onLine("X-CERT-STATUS", "a supplier certificate revoked", nil, certificateIs(supplier, ", revoked: true")),
		onLine("X-CERT-STATUS", "a certificate valid to the day before", nil, certificateIs(network, ", validity: {from: 2019-01-01, to: DAY}")),
		onLine("X-CERT-STATUS", "a certificate valid to the day", nil, certificateIs(network, ", validity: {from: 2019-01-01, to: NEXT}")).good(),
	}
}

// otherNetwork states the certificate of another network operator, of the same
// fuel or of the other.
func (s *Set) otherNetwork(l *meterLine, sameFuel bool) (Change, error) {
	for _, o := range s.world.Organisations() {
		id := s.world.NetworkCertificate(o.Name)
		if id == "" || o.Name == l.facts.NetworkOperator {
			continue
		}
		if sameFuel == (isGas(o) == l.mpxn.IsMPRN()) {
			return l.set("networkOperatorCertificateID", text(string(id))), nil
		}
	}
	return Change{}, notApplicable("there is no such network operator")
}

func isGas(o world.Organisation) bool {
	for _, c := range o.Certificates {
		if c.Fuel == world.Gas {
			return true
		}
	}
	return false
}

// certificateIs has the world say something more of a certificate that the line
// names. DAY is the day before the world's clock, NEXT the day of the clock.
func certificateIs(name, more string) func(*Set, *meterLine) (Change, error) {
	return func(s *Set, l *meterLine) (Change, error) {
		id := l.node().get(name)
		if name == "supplierCertificateIDs" {
			id = id.at(0)
		}
		key := ident.CertificateID(id.value())
		if maf.IsPlaceholder(key) {
			return Change{}, notApplicable("the line names no certificate")
		}
		s.forget(l.doc)
		more := s.withDays(more)
		line, ok := s.certificateLine(key)
		if !ok {
			return Change{}, notApplicable("world.yaml has no line of the certificate %s", key)
		}
		err := s.editWorld("world.yaml", line, strings.TrimSuffix(line, "}")+more+"}")
		return Change{File: "world/world.yaml", Pointer: "the certificate " + id.value(), Before: line, After: strings.TrimPrefix(more, ", ")}, err
	}
}
