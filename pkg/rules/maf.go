package rules

import (
	"s1mig/pkg/filetype/maf"
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

	supplierCerts []*certificate // of each id of the line; nil for a placeholder
	networkCert   *certificate   // where it is the network operator's of the line
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

// ask asks the register about each line that has an MPxN, and the directory about
// its supplier certificates.
func (j *Judge) ask(a *maf.Authorisation) {
	if cap(j.lines) < len(a.Meters) {
		j.lines = make([]line, len(a.Meters))
	}
	j.lines = j.lines[:len(a.Meters)]
	for i := range a.Meters {
		l := &j.lines[i]
		*l = line{meter: &a.Meters[i], supplierCerts: j.supplierCerts(l.supplierCerts[:0], &a.Meters[i])}
		if j.register != nil && l.meter.OK(meterMPxN) {
			l.asked = true
			l.known = j.register.Meter(l.meter.MPxN, &l.facts)
		}
	}
}
