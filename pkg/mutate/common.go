package mutate

// commonMutators spoil the installations of an MCF.
func commonMutators() []Mutator {
	mcf := types("MCF")
	return []Mutator{
		onLatest("X-NOT-COMMISSIONED", "never commissioned with the SMSO", mcf, nil, set(raw("false"), 0, "commissionedWithSMSO")),
		onLatest("X-MCF-NO-CHF", "no CHF", mcf, hasDevice("CHF"), func(_ *Set, d *document) (Change, error) {
			return d.change(nil, 0, "devices", d.tree.device("CHF")), nil
		}),
		onLatest("X-MCF-NO-CHF", "two CHFs", mcf, hasDevice("GPF"), func(_ *Set, d *document) (Change, error) {
			return d.change(text("CHF"), 0, "devices", d.tree.device("GPF"), "deviceType"), nil
		}),
		onLatest("X-MCF-NO-METER", "no meter", mcf, nil, func(_ *Set, d *document) (Change, error) {
			rest := &node{form: list}
			for _, device := range d.tree.records[0].get("devices").items {
				if device.get("mpxn") == nil {
					rest.items = append(rest.items, device)
				}
			}
			c := d.change(rest, 0, "devices")
			c.Before, c.After = "with meters", "without"
			return c, nil
		}),
		onLatest("X-METER-FIELDS", "a meter without its network operator", mcf, hasDevice("ESME"), onDevice("ESME", "networkOperator", nil)),
		onLatest("X-METER-FIELDS", "an ESME without its variant", mcf, hasDevice("ESME"), onDevice("ESME", "esmeVariant", nil)),
		onLatest("X-METER-FIELDS", "a CHF with the variant of an ESME", mcf, hasDevice("CHF"), onDevice("CHF", "esmeVariant", text("A"))),
		onLatest("X-METER-FIELDS", "a CHF with a network operator", mcf, hasDevice("CHF"), onDevice("CHF", "networkOperator", text("NETE"))),
		onLatest("X-EPCL", "an entry that the list does not have", mcf, nil, set(text("EPCL-9999"), 0, "epclEntry")),
		onLatest("X-EPCL", "another communications service provider", mcf, nil, set(text("CSP9"), 0, "communicationsServiceProvider")),
		onLatest("X-EPCL", "a model that the entry does not list", mcf, hasDevice("ESME"), onDevice("ESME", "model", text("0000FFFF"))),
		onLatest("X-EPCL", "a firmware that the entry does not list", mcf, hasDevice("ESME"), onDevice("ESME", "firmwareVersion", text("FFFFFFFF"))),
		onLatest("X-EPCL", "another firmware that the entry lists", mcf, hasDevice("ESME"), otherFirmware).good(),
		onLatest("X-EPCL", "the entry of another SMSO", mcf, nil, otherEntry),
		onLatest("X-DUPLICATE-DEVICE", "a device in two installations", types("MCF"), twoRecords, func(_ *Set, d *document) (Change, error) {
			return d.change(d.tree.records[0].at("devices", 0, "deviceID").clone(), 1, "devices", 0, "deviceID"), nil
		}),
		onLatest("X-DUPLICATE-INSTALLATION", "one record twice", types("MVF"), nil, func(_ *Set, d *document) (Change, error) {
			return d.change(d.tree.records[0].clone(), len(d.tree.records)), nil
		}),
		onLatest("X-GROUP-SMSO", "an installation in the group of another SMSO", mcf, nil, func(s *Set, d *document) (Change, error) {
			for _, g := range s.world.Groups() {
				if g.SMSO != d.tree.header.get("smso").value() {
					return d.change(text(g.ID), 0, "groupID"), nil
				}
			}
			return Change{}, notApplicable("all groups are of one SMSO")
		}),
	}
}

// hasDevice says that the first installation of a file has a device of a type.
func hasDevice(deviceType string) chooser {
	return func(t *tree) bool { return t.device(deviceType) >= 0 }
}

// device is the index of the first device of a type in the first record, or -1.
func (t *tree) device(deviceType string) int {
	for i, d := range t.records[0].get("devices").items {
		if d.get("deviceType").value() == deviceType {
			return i
		}
	}
	return -1
}

// onDevice sets a field of the first device of a type; nil takes it off.
func onDevice(deviceType, field string, value *node) changer {
	return func(_ *Set, d *document) (Change, error) {
		return d.change(value.clone(), 0, "devices", d.tree.device(deviceType), field), nil
	}
}

// otherFirmware gives the first ESME another firmware that its entry lists.
func otherFirmware(s *Set, d *document) (Change, error) {
	at := d.tree.device("ESME")
	esme := d.tree.records[0].at("devices", at)
	entry, _ := s.world.EPCLEntry(d.tree.records[0].get("epclEntry").value())
	for _, m := range entry.Models {
		if m.DeviceType != "ESME" || m.Model.String() != esme.get("model").value() {
			continue
		}
		for _, f := range m.Firmware {
			if f.String() != esme.get("firmwareVersion").value() {
				return d.change(text(f.String()), 0, "devices", at, "firmwareVersion"), nil
			}
		}
	}
	return Change{}, notApplicable("the entry lists one firmware alone")
}

// otherEntry names the entry of another SMSO that fits the installation
// otherwise.
func otherEntry(s *Set, d *document) (Change, error) {
	for _, e := range s.world.EPCL() {
		if e.SMSO != d.tree.header.get("smso").value() {
			return d.change(text(e.ID), 0, "epclEntry"), nil
		}
	}
	return Change{}, notApplicable("all entries are of one SMSO")
}
