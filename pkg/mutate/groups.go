package mutate

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
)

// groupMutators spoil an MGF.
func groupMutators() []Mutator {
	mgf := types("MGF")
	const critical, second, network = "criticalSupplierCertificateID", "nonCriticalSupplierCertificateID", "criticalNetworkOperatorCertificateID"
	return []Mutator{
		onLatest("X-MGF-GROUP-MIX", "an installation of another group", mgf, nil, func(s *Set, d *document) (Change, error) {
			group := d.tree.header.get("groupID").value()
			for _, g := range s.world.Groups() {
				if g.ID != group {
					return d.change(text(g.ID), 0, "groupID"), nil
				}
			}
			return Change{}, notApplicable("there is one group alone")
		}),
		onLatest(finding.SecretInClear, "a master key on a device", mgf, nil, func(_ *Set, d *document) (Change, error) {
			c := d.change(text("000102030405060708090a0b0c0d0e0f"), 0, "devices", 0, "masterKey")
			c.After = "(a made-up key, not shown)"
			return c, nil
		}),
		onLatest("X-MGF-CERTIFICATE", "the network operator's certificate as the supplier's", mgf, nil, copied(network, critical)),
		onLatest("X-MGF-CERTIFICATE", "the supplier's certificate as the network operator's", mgf, nil, copied(critical, network)),
		onLatest("X-MGF-CERTIFICATE", "a certificate that nobody has", mgf, nil, onNotified(critical, "Z9:FFFFFF")),
		onLatest("X-MGF-CERTIFICATE", "one certificate as both of the supplier's", mgf, nil, copied(critical, second)).good(),
		onLatest("X-MGF-CERTIFICATE", "certificates of two suppliers", mgf, nil, func(s *Set, d *document) (Change, error) {
			at, ok := d.tree.notified(critical)
			if !ok {
				return Change{}, notApplicable("no device has certificates")
			}
			have := d.tree.records[0].at("devices", at, critical).value()
			facts := s.world.Facts().Certificates
			own, _ := facts.Certificate(ident.CertificateID(have))
			for _, o := range s.world.Suppliers() {
				if ids := s.world.SupplierCertificates(o.Name, own.Gas); o.Name != own.Organisation && len(ids) > 0 {
					return d.change(text(string(ids[0])), 0, "devices", at, second), nil
				}
			}
			return Change{}, notApplicable("there is one supplier alone")
		}),
	}
}

// notified is the first device of the first installation that has a certificate.
func (t *tree) notified(field string) (int, bool) {
	for i, d := range t.records[0].get("devices").items {
		if d.get(field) != nil {
			return i, true
		}
	}
	return 0, false
}

func onNotified(field, id string) changer {
	return func(_ *Set, d *document) (Change, error) {
		at, ok := d.tree.notified(field)
		if !ok {
			return Change{}, notApplicable("no device has certificates")
		}
		return d.change(text(id), 0, "devices", at, field), nil
	}
}

// copied puts what stands in one field into another.
func copied(from, to string) changer {
	return func(_ *Set, d *document) (Change, error) {
		at, ok := d.tree.notified(from)
		if !ok {
			return Change{}, notApplicable("no device has certificates")
		}
		return d.change(d.tree.records[0].at("devices", at, from).clone(), 0, "devices", at, to), nil
	}
}

// sealedMutators spoil what an MEF holds sealed.
func sealedMutators() []Mutator {
	mef := types("MEF")
	return []Mutator{
		onLatest("X-MEF-OPEN", "the value of another device", mef, nil, func(_ *Set, d *document) (Change, error) {
			d.tree.keep = true
			c := d.change(d.tree.records[0].at("devices", 1, "sealed").clone(), 0, "devices", 0, "sealed")
			c.Before, c.After = "sealed for this device", "sealed for the next one"
			return c, nil
		}),
		onLatest("X-MEF-OPEN", "a changed value", mef, nil, func(_ *Set, d *document) (Change, error) {
			d.tree.keep = true
			value := d.tree.records[0].at("devices", 0, "sealed").value()
			c := d.change(text(other(value[:1], []string{"A", "B"})+value[1:]), 0, "devices", 0, "sealed")
			c.Before, c.After = "as sealed", "one letter changed"
			return c, nil
		}),
		onLatest("X-MEF-OPEN", "values sealed for another number", mef, nil, func(_ *Set, d *document) (Change, error) {
			d.tree.keep = true
			return d.change(number(d.tree.header.get("sequence").integer()+1), "header", "sequence"), nil
		}),
		onLatest("X-MEF-OPEN", "all values sealed again for the next number", mef, nil, func(_ *Set, d *document) (Change, error) {
			return d.change(number(d.tree.header.get("sequence").integer()+1), "header", "sequence"), nil
		}).good(),
		onLatest("X-MEF-CREDENTIALS", "a master key of 15 octets", mef, nil, sealedText(`{"masterKey":"000102030405060708090a0b0c0d0e","installCode":"83fed3407a93","authenticationKey":"101112131415161718191a1b1c1d1e1f","encryptionKey":"202122232425262728292a2b2c2d2e2f"}`)),
		onLatest("X-MEF-CREDENTIALS", "no encryption key", mef, nil, sealedText(`{"masterKey":"000102030405060708090a0b0c0d0e0f","installCode":"83fed3407a93","authenticationKey":"101112131415161718191a1b1c1d1e1f"}`)),
		onLatest("X-MEF-CREDENTIALS", "the example of the format", mef, nil, sealedText(`{"masterKey":"000102030405060708090a0b0c0d0e0f","installCode":"83fed3407a93","authenticationKey":"101112131415161718191a1b1c1d1e1f","encryptionKey":"202122232425262728292a2b2c2d2e2f"}`)).good(),
	}
}

// sealedText seals a text for the first device.
func sealedText(plain string) changer {
	return func(s *Set, d *document) (Change, error) {
		sealer, err := s.sealer(d.tree)
		if err != nil {
			return Change{}, err
		}
		installation := d.tree.records[0]
		device := installation.at("devices", 0)
		aad := d.tree.associated(installation, device)
		c := d.change(text(string(sealer.Seal(nil, aad, []byte(plain)))), 0, "devices", 0, "sealed")
		device.get("sealed").bound = aad
		c.Before, c.After = "credentials", "made-up credentials, not shown"
		return c, nil
	}
}
