package maf

import "s1mig/pkg/spec"

// Column is one column of a MAF written as CSV (RFC 4180): one row for each
// meter, the rows of one authorisation next to each other and alike in the
// columns that belong to the authorisation.
type Column struct {
	Name  string      // the heading
	Table *spec.Table // Record, or Meters where the value is the row's own
	Field *spec.Field // what the column fills
	Split bool        // the cell holds several values, parted by a space
}

// Columns returns the columns in their order. Their names are those of the
// fields with a capital first letter, as suppliers write them.
func Columns() []Column {
	return []Column{
		column("AuthorisationID", Record, "authorisationID"),
		column("MigrationWeek", Record, "migrationWeek"),
		column("MigrateOn", Record, "migrateOn"),
		column("CommissioningParty", Record, "commissioningParty"),
		column("MPxN", Meters, "mpxn"),
		column("SupplierCertificateIDs", Meters, "supplierCertificateIDs"),
		column("NetworkOperatorCertificateID", Meters, "networkOperatorCertificateID"),
	}
}

func column(name string, t *spec.Table, field string) Column {
	f := &t.Fields[t.MustRef(field)]
	return Column{Name: name, Table: t, Field: f, Split: f.Op == spec.OpTexts}
}
