package mutate

// setMutators break what files are to one another.
func setMutators() []Mutator {
	all := []Mutator{
		{Code: "X-PARENT-MISSING", Name: "an MCF left out", Types: types("MCF"), Apply: without("MCF")},
		onFirst("X-PARENT-MISSING", "another version of the parent", types("MVF", "SCF"), nil, func(_ *Set, d *document) (Change, error) {
			old := d.tree.header.at("parents", 0, "digest").value()
			return d.change(text(old[:len(old)-1]+other(old[len(old)-1:], []string{"0", "1"})), "header", "parents", 0, "digest"), nil
		}),
		{Code: "X-SET-INCOMPLETE", Name: "an MEF left out", Types: types("MEF"), Apply: without("MEF")},
		{Code: "X-SET-INCOMPLETE", Name: "both group files of one of two groups left out", Types: types("MGF"), Apply: withoutGroup},
		onLatest("X-NO-AUTHORISATION", "an installation that names no authorisation", types("MCF"), authorised, set(list1(), 0, "authorisationIDs")),
		onLatest("X-NO-AUTHORISATION", "an installation that names another authorisation", types("MCF"), authorised, set(texts("nobody"), 0, "authorisationIDs")),
		onFirst("X-NO-AUTHORISATION", "an authorisation taken out of its MAF", types("MAF"), twoRecords, func(s *Set, d *document) (Change, error) {
			s.until("MCF")
			c := d.change(nil, 0)
			c.After = "(absent)"
			return c, nil
		}),
		{Code: "X-DORMANT-NOT-READY", Name: "an installation taken off the ready-for-migration report", Types: types("READY-REPORT"), Apply: offReport},
		onLatest("X-LOST", "an installation left out of an MVF", types("MVF"), twoRecords, set(nil, 1)),
		onLatest("X-LOST", "an installation left out of an MGF", types("MGF"), twoRecords, lostFromGroup),
		onLatest("X-LOST", "a device left out of an MEF", types("MEF"), nil, set(nil, 0, "devices", 1)),
		onLatest("X-LOST", "a device left out of an SCF", types("SCF"), nil, set(nil, 0, "devices", 1)),
		onLatest("X-LOST", "a device left out of a COF", types("COF"), nil, set(nil, 0, "devices", 1)),
		onLatest("X-LOST", "an installation left out of a COF", types("COF"), twoRecords, set(nil, 1)),
		onLatest("X-EXTRA", "an installation that no MCF has, in an MVF", types("MVF"), nil, func(_ *Set, d *document) (Change, error) {
			twin := d.tree.records[0].clone()
			twin.put("installationID", text("I-X9"))
			return d.change(twin, len(d.tree.records)), nil
		}),
		{Code: "X-EXTRA", Name: "an installation that failed, in its group files", Types: types("MGF"), Apply: failedGoesOn},
		onLatest("X-EXTRA", "a device that no MGF has, in an SCF", types("SCF"), nil, func(_ *Set, d *document) (Change, error) {
			twin := d.tree.records[0].at("devices", 0).clone()
			twin.put("deviceID", text("90-B3-D5-1F-3F-FF-FF-FF"))
			return d.change(twin, 0, "devices", len(d.tree.records[0].get("devices").items)), nil
		}),
		onLatest("X-CHANGED", "a device moved to another installation, in an MEF", types("MEF"), twoRecords, moved),
		onLatest("X-CHANGED", "a device moved to another installation, in an SCF", types("SCF"), twoRecords, moved),
		onLatest("X-CHANGED", "a device moved to another installation, in a COF", types("COF"), twoRecords, moved),
		{Code: "X-COF-NOT-IN-SCF", Name: "a device that the SCF says is not ready", Types: types("SCF"), Apply: notReady},
	}
	for i := range all {
		all[i] = all[i].together()
	}
	return all
}

func authorised(t *tree) bool { return len(t.records[0].at("authorisationIDs").items) > 0 }

// without leaves out the first file of a type, of those that nothing which is
// still there was made from but what says so.
func without(name string) func(*Set) (Change, error) {
	return func(s *Set) (Change, error) {
		d, _, err := s.first(types(name), nil)
		if err != nil {
			return Change{}, err
		}
		if name == "MEF" {
			s.until(name)
		}
		s.drop(d)
		return Change{File: d.path, Pointer: "the file", Before: "there", After: "(absent)"}, nil
	}
}

// withoutGroup leaves out both files of one group of an SMSO that has two.
func withoutGroup(s *Set) (Change, error) {
	s.until("MEF")
	group := func(d *document) (smso, id string) {
		t := d.mustParse()
		return t.header.get("smso").value(), t.header.get("groupID").value()
	}
	seen := map[string]string{}
	for _, d := range s.documents("MGF") {
		smso, id := group(d)
		if seen[smso] == "" {
			seen[smso] = id
			continue
		}
		s.keepOnly(func(k *document) bool {
			if k.fileType.Name != "MGF" && k.fileType.Name != "MEF" {
				return true
			}
			_, other := group(k)
			return other != id
		})
		return Change{File: d.path, Pointer: "the MGF and the MEF of group " + id, Before: "there", After: "(absent)"}, nil
	}
	return Change{}, notApplicable("no SMSO has files of two groups")
}

// offReport takes an installation off the ready-for-migration report that goes on
// into an MCF.
func offReport(s *Set) (Change, error) {
	s.until("MCF")
	for _, d := range s.documents("READY-REPORT") {
		for i, r := range d.mustParse().records {
			if id := r.get("installationID").value(); s.inMCF(id) {
				s.touch(d)
				return d.change(nil, i), nil
			}
		}
	}
	return Change{}, notApplicable("no MCF has an installation that was reported ready")
}

func (s *Set) inMCF(id string) bool {
	for _, d := range s.documents("MCF") {
		for _, r := range d.mustParse().records {
			if r.get("installationID").value() == id {
				return true
			}
		}
	}
	return false
}

// lostFromGroup leaves the second installation out of an MGF and of its MEF.
func lostFromGroup(s *Set, d *document) (Change, error) {
	group := d.tree.header.get("groupID").value()
	for _, e := range s.documents("MEF") {
		if t := e.mustParse(); t.header.get("groupID").value() == group {
			s.touch(e)
			e.change(nil, 1)
		}
	}
	return d.change(nil, 1), nil
}

// failedGoesOn has an installation fail in the MVF and stay in the group files.
func failedGoesOn(s *Set) (Change, error) {
	d, _, err := s.first(types("MVF"), nil)
	if err != nil {
		return Change{}, err
	}
	s.until("MEF")
	return failed(list1(object1("code", text("X-MCF-NO-CHF"), "detail", text("no CHF"))))(s, d)
}

// moved moves the second device of the first installation to the second.
func moved(_ *Set, d *document) (Change, error) {
	device := d.tree.records[0].at("devices", 1)
	d.change(nil, 0, "devices", 1)
	d.change(device, 1, "devices", len(d.tree.records[1].get("devices").items))
	return Change{of: d, Pointer: d.pointer([]any{0, "devices", 1}), Before: d.tree.records[0].get("installationID").value(),
		After: d.tree.records[1].get("installationID").value()}, nil
}

// notReady has a device without checks be not ready in the SCF, although the COF
// says that it was commissioned.
func notReady(s *Set) (Change, error) {
	d, _, err := s.first(types("SCF"), func(t *tree) bool { return len(t.records[0].at("devices", 1, "checks").items) == 0 })
	if err != nil {
		return Change{}, err
	}
	s.until("COF")
	return d.change(raw("false"), 0, "devices", 1, "ready"), nil
}
