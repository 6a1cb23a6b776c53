package mutate

import (
	"fmt"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/finding"
)

// The codes of the eight exceptions of 17.20, by letter.
const (
	notRegistered finding.Code = "MTAD-17.20a"
	notMonday     finding.Code = "MTAD-17.20b"
	started       finding.Code = "MTAD-17.20c"
	outsideWeek   finding.Code = "MTAD-17.20d"
	past          finding.Code = "MTAD-17.20e"
	notIdentified finding.Code = "MTAD-17.20f"
	certsMissing  finding.Code = "MTAD-17.20g"
	netIncorrect  finding.Code = "MTAD-17.20h"
	weekend       finding.Code = "X-WEEKEND"
	weekFar       finding.Code = "X-WEEK-FAR"
)

// weekMutators move the Migration Week of an authorisation, or the moment at
// which its file is received.
func weekMutators() []Mutator {
	return []Mutator{
		dated(notMonday, "a week from a Tuesday", +1, +2),
		dated(notMonday, "a week from a Sunday", -1, +2),
		dated(notMonday, "a week from a Saturday, a Migrate On of the week after", +5, +7).in(inTesting),
		dated(started, "a week that started on Monday, to migrate today", -7, -5),
		dated(started, "the week after next", +7, +9).good().in(inTesting),
		vector(started, "the last second of the Sunday before, in summer", "2022-06-12T22:59:59Z", "2022-06-13", "2022-06-15").good(),
		vector(started, "the first second of the Monday, in summer", "2022-06-12T23:00:00Z", "2022-06-13", "2022-06-15"),
		vector(started, "the last second of the Sunday before, in winter", "2022-12-11T23:59:59Z", "2022-12-12", "2022-12-14").good(),
		vector(started, "the first second of the Monday, in winter", "2022-12-12T00:00:00Z", "2022-12-12", "2022-12-14"),
		vector(notMonday, "a Monday that is a bank holiday", "2022-12-20T09:00:00Z", "2022-12-26", "2022-12-28").good(),
		vector(notMonday, "the week of a leap day", "2024-02-20T09:00:00Z", "2024-02-26", "2024-02-29").good(),
		vector(weekFar, "a week 52 weeks and a day ahead", "2022-06-12T09:00:00Z", "2023-06-12", "2023-06-14"),
		vector(weekFar, "a week 52 weeks ahead", "2022-06-13T09:00:00Z", "2023-06-12", "2023-06-14").good(),
	}
}

// dayMutators move the Migrate On date.
func dayMutators() []Mutator {
	return []Mutator{
		dated(outsideWeek, "the day before the week", 0, -1),
		dated(outsideWeek, "the first day of the week", 0, 0).good(),
		dated(outsideWeek, "the last day of the week", 0, +6).also(weekend).good().in(inTesting),
		dated(outsideWeek, "the day after the week", 0, +7),
		vector(outsideWeek, "the Sunday on which clocks change", "2022-10-20T09:00:00Z", "2022-10-24", "2022-10-30").also(weekend).good(),
		vector(outsideWeek, "the day after it", "2022-10-20T09:00:00Z", "2022-10-24", "2022-10-31"),
		vector(outsideWeek, "New Year's Day, in the week of a bank holiday", "2022-12-20T09:00:00Z", "2022-12-26", "2023-01-01").also(weekend).good(),
		vector(past, "yesterday, in a week that has started", "2022-06-08T09:00:00Z", "2022-06-06", "2022-06-07").also(started),
		vector(past, "yesterday, outside a week to come", "2022-06-08T09:00:00Z", "2022-06-13", "2022-06-07").also(outsideWeek),
		vector(past, "today, in a week that has started", "2022-06-08T09:00:00Z", "2022-06-06", "2022-06-08").also(started).good(),
		vector(past, "the last second of the day", "2022-06-08T22:59:59Z", "2022-06-06", "2022-06-08").also(started).good(),
		vector(past, "the first second of the day after", "2022-06-08T23:00:00Z", "2022-06-06", "2022-06-08").also(started),
		dated(weekend, "a Saturday", 0, +5).in(inTesting),
		dated(weekend, "a Sunday", 0, +6).in(inTesting),
		dated(weekend, "a Friday", 0, +4).good(),
	}
}

// dated makes a mutator of the dates of the first authorisation of a MAF, in
// days from the next Monday to come.
func dated(code finding.Code, name string, week, on int) Mutator {
	return onLatest(code, name, types("MAF"), nil, func(s *Set, d *document) (Change, error) {
		_, monday := civil.NearestMondays(civil.DateOf(s.world.Start))
		return d.setDates(0, monday.AddDays(week), monday.AddDays(on)), nil
	})
}

// vector makes a mutator of the dates of every authorisation of a MAF and of the
// instant at which the MAF is received (requirements A.3).
func vector(code finding.Code, name, received, week, on string) Mutator {
	return onLatest(code, name, types("MAF"), nil, func(s *Set, d *document) (Change, error) {
		at, err := time.Parse(time.RFC3339, received)
		if err != nil {
			return Change{}, err
		}
		var c Change
		for i := range d.tree.records {
			c = d.setDates(i, civil.MustDate(week), civil.MustDate(on))
		}
		s.receipt(d, at)
		c.Pointer += ", and the receipt beside the file"
		c.After += " received at " + received
		return c, nil
	}).in(inTesting)
}

// setDates sets both dates of an authorisation.
func (d *document) setDates(record int, week, on civil.Date) Change {
	w := d.change(text(week.String()), record, "migrationWeek")
	m := d.change(text(on.String()), record, "migrateOn")
	return Change{of: d, Pointer: d.pointer([]any{record}),
		Before: fmt.Sprintf("migrationWeek %s, migrateOn %s", w.Before, m.Before),
		After:  fmt.Sprintf("migrationWeek %s, migrateOn %s", w.After, m.After)}
}
