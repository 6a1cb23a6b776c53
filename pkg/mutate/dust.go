package mutate

import (
	"strings"
	"time"

	"s1mig/pkg/civil"
)

// dustMutators break the gates of Migration DUST: 17.10, 17.13, 17.15 and 17.24.
func dustMutators() []Mutator {
	all := []Mutator{
		onLine("X-DUST-CLOSED", "the day after the last of the group", closesOnWeekday, lastDayOf(+1)),
		onLine("X-DUST-CLOSED", "the last day of the group", closesOnWeekday, lastDayOf(0)).good(),
		onLine("X-NOTICE", "the day before the notice has run", noticeRunsOnWeekday, noticeOf(-1)),
		onLine("X-NOTICE", "the day on which the notice has run", noticeRunsOnWeekday, noticeOf(0)).good(),
		onLine("X-NOT-ELIGIBLE", "the submitter without the user role of the fuel", noEligibility, withoutRole),
		onLine("X-EPCL-DUST", "a planned entry whose test phase has not completed", nil, entryIs("planned", "false")),
		onLine("X-EPCL-DUST", "a planned entry whose test phase has completed", nil, entryIs("planned", "true")).good(),
		onLine("X-EPCL-DUST", "a listed entry", nil, entryIs("listed", "true")).good(),
	}
	for i := range all {
		all[i] = all[i].in(inDUST)
	}
	return all
}

func isWeekday(d civil.Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// sharedWeek is the Monday of the week of both days, zero where they lie in two
// weeks or one of them at the weekend.
func sharedWeek(a, b civil.Date) civil.Date {
	monday, _ := civil.NearestMondays(a)
	if !isWeekday(a) || !isWeekday(b) || a < monday || b > monday.AddDays(6) {
		return 0
	}
	return monday
}

// closesOnWeekday holds of a line whose group is open to the world's clock and
// closes between two days of one working week.
func closesOnWeekday(s *Set, l *meterLine) bool {
	g, ok := s.world.Group(l.facts.GroupID)
	last := g.LastDay()
	return ok && !last.IsZero() && sharedWeek(last, last.AddDays(1)) > civil.DateOf(s.world.Start)
}

func lastDayOf(days int) func(*Set, *meterLine) (Change, error) {
	return func(s *Set, l *meterLine) (Change, error) {
		g, _ := s.world.Group(l.facts.GroupID)
		last := g.LastDay()
		return l.doc.setDates(l.record, sharedWeek(last, last.AddDays(1)), last.AddDays(days)), nil
	}
}

// noticeRunsOnWeekday holds of a line whose submitter may start on the second or
// a later day of a working week.
func noticeRunsOnWeekday(s *Set, l *meterLine) bool {
	first, _, ok := l.sender.EarliestDUST()
	return ok && !sharedWeek(first.AddDays(-1), first).IsZero() && len(l.doc.mustParse().records) == 1
}

func noticeOf(days int) func(*Set, *meterLine) (Change, error) {
	return func(s *Set, l *meterLine) (Change, error) {
		first, _, _ := l.sender.EarliestDUST()
		week := sharedWeek(first.AddDays(-1), first)
		s.receipt(l.doc, week.AddDays(-3).Midnight())
		return l.doc.setDates(l.record, week, first.AddDays(days)), nil
	}
}

// mustParse takes apart a document that has been before.
func (d *document) mustParse() *tree {
	t, err := d.parse()
	if err != nil {
		panic("mutate: " + err.Error())
	}
	return t
}

// noEligibility holds of a line whose submitter has passed no Eligibility Tests,
// which presuppose the User Role.
func noEligibility(_ *Set, l *meterLine) bool { return len(l.sender.Eligibility) == 0 }

// withoutRole takes from the submitter the User Role that the fuel calls for.
func withoutRole(s *Set, l *meterLine) (Change, error) {
	role, keep := "Import Supplier", "Gas Supplier"
	if l.mpxn.IsMPRN() {
		role, keep = keep, role
	}
	s.forget(l.doc)
	first := "  - name: " + l.sender.Name + "\n"
	const both = "userRoles: [Import Supplier, Gas Supplier]"
	err := s.editBlock(first, both, "userRoles: ["+keep+"]")
	return Change{File: "world/world.yaml", Pointer: l.sender.Name + ", userRoles", Before: both, After: "without " + role}, err
}

// entryIs sets the standing of the EPCL entry of a line and whether its test
// phase has completed.
func entryIs(standing, complete string) func(*Set, *meterLine) (Change, error) {
	return func(s *Set, l *meterLine) (Change, error) {
		s.forget(l.doc)
		first := "  - id: " + l.facts.EPCLEntry + "\n"
		block, ok := s.blockOf(first)
		if !ok {
			return Change{}, notApplicable("world.yaml has no entry %s", l.facts.EPCLEntry)
		}
		e, _ := s.world.EPCLEntry(l.facts.EPCLEntry)
		before := "standing: " + map[bool]string{true: "listed", false: "planned"}[e.Listed]
		if !strings.Contains(block, before) || !strings.Contains(block, "phaseComplete: true") {
			return Change{}, notApplicable("world.yaml says otherwise of %s", l.facts.EPCLEntry)
		}
		after := strings.Replace(block, before, "standing: "+standing, 1)
		after = strings.Replace(after, "phaseComplete: true", "phaseComplete: "+complete, 1)
		err := s.editWorld("world.yaml", block, after)
		return Change{File: "world/world.yaml", Pointer: l.facts.EPCLEntry, Before: before + ", phaseComplete: true",
			After: "standing: " + standing + ", phaseComplete: " + complete}, err
	}
}
