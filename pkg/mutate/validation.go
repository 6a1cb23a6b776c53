package mutate

// validationMutators spoil an MVF.
func validationMutators() []Mutator {
	mvf := types("MVF")
	reason := func() *node { return list1(object1("code", text("X-MCF-NO-CHF"), "detail", text("no CHF"))) }
	return []Mutator{
		onLatest("X-MVF-REASONS", "an installation that failed for no reason", mvf, nil, set(text("Fail"), 0, "outcome")),
		onLatest("X-MVF-REASONS", "an installation that passed, with a reason", mvf, nil, set(reason(), 0, "reasons")),
		onLatest("X-MVF-REASONS", "an installation that failed for a reason", mvf, nil, failed(reason())).good(),
		onLatest("X-MVF-REASONS", "an MCF that is accepted, with a reason", mvf, nil, set(reason(), "header", "reasons")),
		onLatest("X-MVF-REASONS", "an MCF that is rejected for no reason", mvf, nil, func(_ *Set, d *document) (Change, error) {
			d.tree.records = nil
			return d.change(text("Rejected"), "header", "mcfOutcome"), nil
		}),
		onLatest("X-MVF-REJECTED", "an MCF that is rejected, and outcomes", mvf, nil, rejected(reason(), true)),
		onLatest("X-MVF-REJECTED", "an MCF that is rejected, and no outcomes", mvf, nil, rejected(reason(), false)).good(),
		onLatest("X-MVF-ORDER", "two outcomes changed over", mvf, twoRecords, func(_ *Set, d *document) (Change, error) {
			r := d.tree.records
			r[0], r[1] = r[1], r[0]
			return Change{of: d, Pointer: d.pointer([]any{0, "installationID"}), Before: r[1].get("installationID").String(), After: r[0].get("installationID").String()}, nil
		}).together(),
	}
}

// failed has the first installation fail for a reason.
func failed(reasons *node) changer {
	return func(_ *Set, d *document) (Change, error) {
		d.change(reasons.clone(), 0, "reasons")
		return d.change(text("Fail"), 0, "outcome"), nil
	}
}

// rejected has the MCF be rejected as a whole.
func rejected(reasons *node, keepRecords bool) changer {
	return func(_ *Set, d *document) (Change, error) {
		if !keepRecords {
			d.tree.records = nil
		}
		d.change(reasons.clone(), "header", "reasons")
		return d.change(text("Rejected"), "header", "mcfOutcome"), nil
	}
}

// object1 makes an object of names and values in turn.
func object1(pairs ...any) *node {
	n := &node{form: object}
	for i := 0; i < len(pairs); i += 2 {
		n.members = append(n.members, member{pairs[i].(string), pairs[i+1].(*node)})
	}
	return n
}

func list1(items ...*node) *node { return &node{form: list, items: items} }

// together says that the mutator needs a set: one file by itself does not show
// the fault.
func (m Mutator) together() Mutator {
	apply := m.Apply
	m.Apply = func(s *Set) (Change, error) {
		if s.alone() {
			return Change{}, notApplicable("one file by itself does not show it")
		}
		return apply(s)
	}
	return m
}
