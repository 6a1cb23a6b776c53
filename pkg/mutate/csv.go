package mutate

import (
	"bytes"
	"slices"
	"strings"

	"s1mig/pkg/finding"
)

// csvMutators spoil a MAF in the form that suppliers make: CSV, with its
// signature beside it. The MAF is taken from its JSON form.
func csvMutators() []Mutator {
	return []Mutator{
		onLatest(finding.CSVSplit, "a row of the first authorisation behind those of the second", types("MAF"), twoDualFuel, inCSV(func(rows []string) {
			rows[2], rows[3], rows[4] = rows[3], rows[4], rows[2]
		}, 1)).also("X-AUTH-INCOMPLETE"), // each part is judged as an authorisation
		onLatest(finding.CSVConflict, "two rows of an authorisation with two Migrate On dates", types("MAF"), twoMeters, inCSV(func(rows []string) {
			cells := strings.Split(rows[1], ",")
			cells[2] = "2022-06-16"
			rows[1] = strings.Join(cells, ",")
		}, 0)),
		onLatest(finding.CSVConflict, "the rows as they belong", types("MAF"), nil, inCSV(func([]string) {}, 0)).good(),
		onLatest(finding.Signature, "a CSV without a signature beside it", types("MAF"), nil, func(s *Set, d *document) (Change, error) {
			c, err := inCSV(func([]string) {}, 0)(s, d)
			s.docs = slices.DeleteFunc(s.docs, func(k *document) bool { return strings.HasSuffix(k.path, signatureSuffix) })
			return c, err
		}),
	}
}

// inCSV writes a MAF as CSV in the place of its JSON form, and lets its rows be
// changed before it is signed. more is how many authorisations the rows count as
// beyond those of the MAF.
func inCSV(edit func(rows []string), more int) changer {
	return func(s *Set, d *document) (Change, error) {
		rows := csvRows(d.tree)
		before := strings.Join(rows, "\n")
		edit(rows)
		data := []byte(strings.Join(rows, "\r\n") + "\r\n")
		signature, err := s.sign(d.tree, digestOf(data), int64(len(d.tree.records)+more))
		if err != nil {
			return Change{}, err
		}
		stem := strings.TrimSuffix(d.path, ".json")
		s.drop(d)
		s.docs = append(s.docs, newDocument(File{stem + ".csv", data}, len(s.docs)), newDocument(File{stem + ".csv" + signatureSuffix, []byte(signature)}, len(s.docs)+1))
		return Change{File: stem + ".csv", Pointer: "the rows", Before: shown(before), After: shown(string(bytes.TrimSpace(data)))}, nil
	}
}

// csvRows are the rows of a MAF, the names of the columns first.
func csvRows(t *tree) []string {
	rows := []string{"AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID"}
	for _, r := range t.records {
		for _, m := range r.get("meters").items {
			var ids []string
			if list := m.get("supplierCertificateIDs"); list != nil {
				for _, id := range list.items {
					ids = append(ids, id.value())
				}
			}
			rows = append(rows, strings.Join([]string{r.get("authorisationID").value(), r.get("migrationWeek").value(), r.get("migrateOn").value(),
				r.get("commissioningParty").value(), m.get("mpxn").value(), strings.Join(ids, " "), m.get("networkOperatorCertificateID").value()}, ","))
		}
	}
	return rows
}
