package rules

import (
	"strings"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

var (
	mafWeek      = maf.Record.MustRef("migrationWeek")
	mafMigrateOn = maf.Record.MustRef("migrateOn")
	mafParty     = maf.Record.MustRef("commissioningParty")

	meterMPxN          = maf.Meters.MustRef("mpxn")
	meterSupplierCerts = maf.Meters.MustRef("supplierCertificateIDs")
	meterNetworkCert   = maf.Meters.MustRef("networkOperatorCertificateID")
)

// line is a meter line of the authorisation under judgement with what the
// register says of it.
type line struct {
	meter *maf.Meter
	facts rule.MeterFacts
	asked bool // the register was asked
	known bool // and has a current entry

	networkCert *rule.CertificateFacts // its network operator's, if one is given
}

// current reports whether the register holds the line as a meter that has not
// been migrated yet.
func (l *line) current() bool { return l.known && !l.facts.Migrated }

// othersMeter reports whether the register was asked and does not hold the line
// as a meter of the submitter: 17.20(a) or (f), or migrated already.
func (l *line) othersMeter() bool {
	return l.asked && (!l.current() || l.facts.Supplier != rule.MatchYes)
}

// dormant reports whether the register holds the line as a Dormant Meter.
func (l *line) dormant() bool { return l.known && !l.facts.Active }

// authorisation applies the rules of a MAF to one record: the eight in the order
// of the clause, then the others (requirements A.5).
func (j *Judge) authorisation(a *maf.Authorisation) {
	j.eight = false
	j.ask(a)
	j.notRegistered(a)
	j.weekNotMonday(a)
	j.weekStarted(a)
	j.migrateOnOutsideWeek(a)
	j.migrateOnPast(a)
	j.supplierNotIdentified(a)
	j.supplierCertsMissing(a)
	j.networkCertIncorrect(a)
	if j.in.FirstOnly && len(j.found) > 0 {
		j.found = j.found[:1] // in the order of the clause: the first is the primary
		return
	}

	j.checkDigits(a)
	j.distributors(a)
	j.alreadyMigrated(a)
	j.mafDormant(a)
	j.supplierCertWrong(a)
	j.networkCertMissing(a)
	j.certStatus(a)
	j.authTwoInstallations(a)
	j.authIncomplete(a)
	j.combination(a)
	j.weekend(a)
	j.weekFar(a)
	if j.in.dust && !j.eight {
		j.dustClosed(a)
		j.notice(a)
		j.notEligible(a)
		j.epclDUST(a)
	}
}

// ask asks the register about each line that has an MPxN.
func (j *Judge) ask(a *maf.Authorisation) {
	j.lines = j.lines[:0]
	register := j.in.Facts.Register
	for i := range a.Meters {
		l := line{meter: &a.Meters[i]}
		if register != nil && j.in.header.smso && l.meter.OK(meterMPxN) {
			l.asked = true
			l.facts, l.known = register.Meter(j.in.Header.SMSO, j.in.sender.Name, l.meter.MPxN)
		}
		j.lines = append(j.lines, l)
	}
}

// certificateCache remembers what the directory said of an id: a file names few
// certificates, each many times, and a record asks for the same ones again.
type certificateCache struct {
	all    map[ident.CertificateID]*certificateAnswer
	recent [64]*certificateAnswer // by the end of the id
}

type certificateAnswer struct {
	id    ident.CertificateID
	facts rule.CertificateFacts
	err   error
}

// maxCertificates bounds the cache against a file that names a new one in every
// record.
const maxCertificates = 1024

func newCertificateCache() certificateCache {
	return certificateCache{all: map[ident.CertificateID]*certificateAnswer{}}
}

// certificate asks the directory. What it returns is not to be changed.
func (j *Judge) certificate(id ident.CertificateID) (*rule.CertificateFacts, error) {
	recent := &j.certs.recent[slotOf(id)]
	if *recent != nil && (*recent).id == id {
		return &(*recent).facts, (*recent).err
	}
	answer := j.certs.all[id]
	if answer == nil {
		answer = &certificateAnswer{id: ident.CertificateID(strings.Clone(string(id)))}
		answer.facts, answer.err = j.in.Facts.Certificates.Certificate(answer.id)
		if len(j.certs.all) >= maxCertificates {
			return &answer.facts, answer.err
		}
		j.certs.all[answer.id] = answer
	}
	*recent = answer
	return &answer.facts, answer.err
}

// slotOf returns the slot of an id among the recent ones: certificates of one
// issuer differ in their last digits.
func slotOf(id ident.CertificateID) int {
	if len(id) < 2 {
		return 0
	}
	return int(id[len(id)-1]+id[len(id)-2]<<4) & 63
}
