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
	meter        *maf.Meter
	facts        *rule.MeterFacts // as rule.Cursor gives them
	room         rule.MeterFacts
	installation string
	asked        bool   // the register was asked
	known        bool   // and has a current entry
	place        uint32 // of the meter in the register; see Judge.Place

	// What follows is found out where the rules of single lines are applied.
	supplierCerts []*certificate // of each id of the line; nil for a placeholder
	networkCert   *certificate   // where it is the network operator's of the line
}

// current reports whether the register holds the line as a meter that has not
// been migrated yet.
func (l *line) current() bool { return l.known && !l.facts.Migrated }

// submitters reports whether the register names the submitter as Responsible
// Supplier of the line.
func (l *line) submitters() bool { return l.facts.Supplier == rule.MatchYes }

// othersMeter reports whether the register was asked and does not hold the line
// as a meter of the submitter: 17.20(a) or (f), or migrated already.
func (l *line) othersMeter() bool {
	return l.asked && (!l.current() || !l.submitters())
}

// dormant reports whether the register holds the line as a Dormant Meter.
func (l *line) dormant() bool { return l.known && !l.facts.Active }

// ofMPxN says of which meter the line is, for the end of a message; nothing where it
// does not say so itself.
func (l *line) ofMPxN() string {
	if !l.meter.OK(meterMPxN) {
		return ""
	}
	return " for MPxN " + l.meter.MPxN.String()
}

// authorisation applies the rules of a MAF to one record: the eight in the order
// of the clause, then the others (requirements A.5). Those of the dates, and those
// of single lines, need not be applied where they found nothing the last time.
// What most records need not go through is kept out of the way of the rest.
func (j *Judge) authorisation(a *maf.Authorisation) {
	j.eight = false
	j.ask(a)
	d := daysOf(a)
	daysClear, linesClear := j.clearDays.holds(d), j.clearLines.holdAll(j.lines)
	clear := daysClear && linesClear
	if !clear {
		j.theEight(d, daysClear, linesClear)
		if j.in.FirstOnly && len(j.found) > 0 {
			j.found = j.found[:1] // in the order of the clause: the first is the primary
			return
		}
	}
	j.checkDigits(a)
	j.distributors(a)
	if !linesClear {
		j.ofLines()
	}
	j.authTwoInstallations()
	j.authIncomplete()
	j.combination(a)
	if !daysClear {
		j.weekend(d)
		j.weekFar(d)
	}
	if !clear {
		j.remember(d)
	}
	if j.in.dust && !j.eight {
		j.ofDUST(a)
	}
}

// theEight applies 17.20(a) to (h).
func (j *Judge) theEight(d days, daysClear, linesClear bool) {
	if !linesClear {
		j.askDirectory()
		j.notRegistered()
	}
	if !daysClear {
		j.weekNotMonday(d)
		j.weekStarted(d)
		j.migrateOnOutsideWeek(d)
		j.migrateOnPast(d)
	}
	if !linesClear {
		j.supplierNotIdentified()
		j.supplierCertsMissing()
		j.networkCertIncorrect()
	}
}

// ofLines applies the other rules of single lines, less those of the number alone.
func (j *Judge) ofLines() {
	j.alreadyMigrated()
	j.mafDormant()
	j.supplierCertWrong()
	j.networkCertMissing()
	j.certStatus()
}

// ofDUST applies the rules of Migration DUST.
func (j *Judge) ofDUST(a *maf.Authorisation) {
	j.dustClosed(a)
	j.notice(a)
	j.notEligible()
	j.epclDUST()
}

// remember notes the days and the kinds of line of an authorisation with which
// nothing is wrong. Where one of the eight holds, though it be switched off and
// not told, some rules have not been applied.
func (j *Judge) remember(d days) {
	if j.eight || len(j.found) > 0 {
		return
	}
	j.clearDays.put(d)
	for i := range j.lines {
		j.clearLines.put(&j.lines[i])
	}
}

// askDirectory asks the directory about the supplier certificates of each line.
func (j *Judge) askDirectory() {
	for i := range j.lines {
		l := &j.lines[i]
		l.supplierCerts = j.supplierCerts(l.supplierCerts[:0], l.meter)
	}
}

// ask asks the register about each line that has an MPxN.
func (j *Judge) ask(a *maf.Authorisation) {
	if cap(j.lines) < len(a.Meters) {
		j.lines = make([]line, len(a.Meters))
	}
	j.lines = j.lines[:len(a.Meters)]
	for i := range a.Meters {
		l := &j.lines[i]
		l.meter, l.networkCert = &a.Meters[i], nil
		if l.asked = j.register != nil && l.meter.OK(meterMPxN); l.asked {
			l.facts, l.installation, l.known = j.register.Meter(l.meter.MPxN, &l.room)
			l.place = j.register.Place()
		} else {
			l.room = rule.MeterFacts{}
			l.facts, l.installation, l.known, l.place = &l.room, "", false, 0
		}
	}
}
