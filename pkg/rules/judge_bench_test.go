package rules_test

import (
	"strings"
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// BenchmarkJudge applies every rule of a MAF to records with nothing wrong, with
// facts that answer at once: to one record again and again, and to the records of
// a MAF, of one line or two, of several networks and days.
func BenchmarkJudge(b *testing.B) {
	b.Run("one record", func(b *testing.B) { benchmarkJudge(b, cleanFacts(), []*maf.Authorisation{cleanAuthorisation()}) })
	facts := cleanFacts()
	facts.Register, facts.Certificates = networks{}, networks{}
	b.Run("many records", func(b *testing.B) { benchmarkJudge(b, facts, manyAuthorisations()) })
}

func benchmarkJudge(b *testing.B, facts *rule.Facts, records []*maf.Authorisation) {
	judge := rules.NewJudge(rules.NewInput(rules.Input{Facts: facts, Type: mafType, Header: mafHeader()}))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if found := judge.Record(records[i%len(records)], nowhere{}); len(found) != 0 {
			b.Fatal(found)
		}
	}
}

// networks is fixed with seven networks, told apart by the last digits of the
// body of an MPxN.
type networks struct{ fixed }

var networkNames = [7]string{"NETE1", "NETE2", "NETE3", "NETE4", "NETG1", "NETG2", "NETG3"}

// network is the number of the network that a meter is connected to.
func (networks) network(m ident.MPxN) int {
	if m.IsMPAN() {
		return int(m % 4)
	}
	return 4 + int(m%3)
}

// certificate is the id of a network's certificate.
func (networks) certificate(network int) string { return "Z9:4E000" + string(rune('0'+network)) }

// names are two texts of one InstallationID, as a register has one for each meter.
var names = [2]string{strings.Clone("I-00000001"), strings.Clone("I-00000001")}

func (n networks) Meter(smso, submitter string, m ident.MPxN) (rule.MeterFacts, bool) {
	f, ok := n.fixed.Meter(smso, submitter, m)
	f.NetworkOperator, f.InstallationID = networkNames[n.network(m)], names[m&1]
	return f, ok
}

func (n networks) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	f, err := n.fixed.Certificate("")
	f.Gas = strings.HasPrefix(string(id), "Z9:A0002")
	f.Electricity = !f.Gas
	if id, ok := strings.CutPrefix(string(id), "Z9:4E000"); ok {
		f.Organisation, f.Kind = networkNames[id[0]-'0'], envelope.NetworkOperator
	}
	return f, err
}

// manyAuthorisations are as those of a MAF: of eight, five have a second line.
func manyAuthorisations() []*maf.Authorisation {
	var made []*maf.Authorisation
	for i := range uint64(1000) {
		a := cleanAuthorisation()
		a.MigrationWeek = civil.MustDate("2022-06-13").AddDays(int(i/500) * 7)
		a.MigrateOn = a.MigrationWeek.AddDays(int(i % 5))
		a.Meters = append(a.Meters[:0], manyMeter(a.Meters[0], ident.MPANWithCheck(990000000000+i*7919), "Z9:A0001"))
		if i%8 < 5 {
			a.Meters = append(a.Meters, manyMeter(a.Meters[0], ident.MPRNWithCheck(90000000+i*7919, 10), "Z9:A0002"))
		}
		made = append(made, a)
	}
	return made
}

func manyMeter(like maf.Meter, m ident.MPxN, supplier string) maf.Meter {
	like.MPxN = m
	like.SupplierCertificateIDs = []ident.CertificateID{ident.CertificateID(supplier + "1"), ident.CertificateID(supplier + "2")}
	like.NetworkOperatorCertificateID = ident.CertificateID(networks{}.certificate(networks{}.network(m)))
	return like
}
