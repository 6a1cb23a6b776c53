package mutate

import "s1mig/pkg/ident"

// authorisationMutators make an authorisation wrong as a whole.
func authorisationMutators() []Mutator {
	return []Mutator{
		onLatest("X-AUTH-INCOMPLETE", "one of two active meters left out", types("MAF"), twoMeters, func(_ *Set, d *document) (Change, error) {
			return d.change(nil, record(d.tree, twoLines), "meters", 1), nil
		}),
		onLatest("X-AUTH-TWO-INSTALLATIONS", "the gas meters of two installations changed over", types("MAF"), twoDualFuel, swapLines),
		onLine("X-COMBINATION", "the supplier submits for an installation of two suppliers, or with a dormant meter", func(_ *Set, l *meterLine) bool {
			return l.facts.ActiveSuppliers > 1 || l.facts.DormantMeters > 0
		}, commissionedBy("Supplier")),
		onLine("X-COMBINATION", "the supplier submits for an installation of its own alone", func(_ *Set, l *meterLine) bool {
			return l.facts.ActiveSuppliers == 1 && l.facts.DormantMeters == 0
		}, commissionedBy("Supplier")).good(),
		onLine("X-COMBINATION", "DCC submits for an installation of two suppliers, or with a dormant meter", func(_ *Set, l *meterLine) bool {
			return l.facts.ActiveSuppliers > 1 || l.facts.DormantMeters > 0
		}, commissionedBy("DCC")).good(),
		onLatest("X-DUPLICATE", "the same meters in two authorisations", types("MAF"), nil, func(_ *Set, d *document) (Change, error) {
			twin := d.tree.records[0].clone()
			twin.put("authorisationID", text("twin"))
			return d.change(twin, len(d.tree.records)), nil
		}),
		onLatest("X-DUPLICATE", "one id of two authorisations", types("MAF"), twoRecords, func(_ *Set, d *document) (Change, error) {
			return d.change(d.tree.records[0].get("authorisationID").clone(), 1, "authorisationID"), nil
		}),
		onLatest("X-DUPLICATE", "the same meter twice in one authorisation", types("MAF"), oneMeter, func(_ *Set, d *document) (Change, error) {
			i := record(d.tree, oneLine)
			return d.change(d.tree.records[i].at("meters", 0).clone(), i, "meters", 1), nil
		}),
	}
}

func oneLine(r *node) bool  { return len(r.get("meters").items) == 1 }
func twoLines(r *node) bool { return len(r.get("meters").items) == 2 }

func oneMeter(t *tree) bool   { return record(t, oneLine) >= 0 }
func twoMeters(t *tree) bool  { return record(t, twoLines) >= 0 }
func twoRecords(t *tree) bool { return len(t.records) > 1 }
func twoDualFuel(t *tree) bool {
	return twoRecords(t) && twoLines(t.records[0]) && twoLines(t.records[1])
}

// record is the index of the first record for which want holds, or -1.
func record(t *tree, want func(*node) bool) int {
	for i, r := range t.records {
		if want(r) {
			return i
		}
	}
	return -1
}

// swapLines changes over the second lines of the first two authorisations.
func swapLines(_ *Set, d *document) (Change, error) {
	second := d.tree.records[1].at("meters", 1)
	c := d.change(second, 0, "meters", 1)
	old, err := parse([]byte(c.Before))
	if err != nil {
		return Change{}, err
	}
	d.change(old, 1, "meters", 1)
	return Change{of: d, Pointer: c.Pointer + "/mpxn", Before: mpxnOf(old).String(), After: mpxnOf(second).String()}, nil
}

func mpxnOf(line *node) ident.MPxN {
	m, _ := ident.ParseMPxN([]byte(line.get("mpxn").value()))
	return m
}

// commissionedBy states who submits the commissioning requests.
func commissionedBy(party string) func(*Set, *meterLine) (Change, error) {
	return func(_ *Set, l *meterLine) (Change, error) {
		return l.doc.change(text(party), l.record, "commissioningParty"), nil
	}
}
