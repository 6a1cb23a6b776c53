package rules

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/maf"
)

// days is what the rules of the dates are told of an authorisation. Nothing else
// of the record decides what they find.
type days struct {
	week, on       civil.Date
	hasWeek, hasOn bool // stood in the file, well formed
}

// daysOf are the days of an authorisation.
func daysOf(a *maf.Authorisation) days {
	return days{week: a.MigrationWeek, on: a.MigrateOn, hasWeek: a.OK(mafWeek), hasOn: a.OK(mafMigrateOn)}
}

// clearDays remembers days with which nothing is wrong: the authorisations of a
// file name few, each many times. A pair of days has one place, which it shares.
type clearDays [64]struct {
	days
	clear bool
}

// holds reports whether nothing is wrong with the days, as it was found before.
func (c *clearDays) holds(d days) bool {
	at := &c[uint32(d.on)%uint32(len(c))]
	return at.clear && at.days == d
}

// put remembers that nothing is wrong with the days.
func (c *clearDays) put(d days) {
	at := &c[uint32(d.on)%uint32(len(c))]
	at.days, at.clear = d, true
}
