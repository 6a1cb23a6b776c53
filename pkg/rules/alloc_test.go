package rules_test

import (
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/source"
)

type firmware = ident.Firmware

var mafType = maf.Type

// fixed answers every question in the same way, without allocating.
type fixed struct{}

func (fixed) Meter(_, _ string, _ ident.MPxN) (rule.MeterFacts, bool) {
	return rule.MeterFacts{InstallationID: "I", Active: true, Supplier: rule.MatchYes, NetworkOperator: "NETE", ActiveMeters: 1, ActiveSuppliers: 1, SubmitterMeters: 1}, true
}
func (fixed) Elsewhere(ident.MPxN) string { return "" }
func (fixed) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	f := rule.CertificateFacts{Organisation: "SUPA", Kind: envelope.Supplier, Electricity: true, NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)}
	if id == "Z9:4E0001" {
		f.Organisation, f.Kind = "NETE", envelope.NetworkOperator
	}
	return f, nil
}

func cleanFacts() *rule.Facts {
	at, _ := time.Parse(time.RFC3339, t0)
	return &rule.Facts{Clock: &rule.Clock{Now: at}, Register: fixed{}, Certificates: fixed{}, Organisations: newWorld()}
}

func mafHeader() *envelope.Header {
	h := &envelope.Header{SMSO: "SMSO4", TestData: true}
	h.Sender, _ = ident.ParseEUI64([]byte(supaEUI))
	for _, name := range []string{"smso", "testData", "sender"} {
		h.Set(maf.Type.Header.MustRef(name))
	}
	return h
}

func cleanAuthorisation() *maf.Authorisation {
	a := &maf.Authorisation{AuthorisationID: "A-1", MigrationWeek: civil.MustDate("2022-06-13"), MigrateOn: civil.MustDate("2022-06-15"),
		Meters: []maf.Meter{{MPxN: mpxn("9900000000089"), SupplierCertificateIDs: []ident.CertificateID{"Z9:5A0101"}, NetworkOperatorCertificateID: "Z9:4E0001"}}}
	for _, name := range []string{"authorisationID", "migrationWeek", "migrateOn", "meters"} {
		a.Set(maf.Record.MustRef(name))
	}
	for _, name := range []string{"mpxn", "supplierCertificateIDs", "networkOperatorCertificateID"} {
		a.Meters[0].Set(maf.Meters.MustRef(name))
	}
	return a
}

// nowhere places nothing.
type nowhere struct{}

func (nowhere) At(...any) (source.Position, string) { return source.Position{}, "" }

var _ rules.Place = nowhere{}
