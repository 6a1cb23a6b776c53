package civil

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Calendar knows which days are Working Days: not a Saturday, a Sunday or one of
// its holidays. The MTAD uses the SEC's term without defining it; holidays are
// proclaimed, so they are data, and the data ends somewhere.
type Calendar struct {
	first, last Date
	holidays    []Date // ascending
}

// RangeError says that a question about Working Days needs a day for which the
// calendar has no data.
type RangeError struct {
	Date        Date // the first day that is not covered
	First, Last Date // what the calendar covers
}

// Error implements error.
func (e *RangeError) Error() string {
	return fmt.Sprintf("the working day calendar covers %v to %v and not %v", e.First, e.Last, e.Date)
}

//go:embed holidays.txt
var englandAndWalesText string

var englandAndWales = mustCalendar(englandAndWalesText)

// EnglandAndWales returns the calendar of England and Wales, 2019 to 2027.
func EnglandAndWales() *Calendar { return englandAndWales }

func mustCalendar(text string) *Calendar {
	c, err := ParseCalendar(text)
	if err != nil {
		panic("civil: " + err.Error())
	}
	return c
}

// ParseCalendar reads a calendar from text: a line "covers FIRST LAST", then one
// holiday a line in ascending order, dates as YYYY-MM-DD. From # to the end of a
// line is a comment. The error names the line.
func ParseCalendar(text string) (*Calendar, error) {
	c := &Calendar{}
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 0 {
			if err := c.parseLine(words); err != nil {
				return nil, fmt.Errorf("holidays line %d: %w", number, err)
			}
		}
	}
	if c.first.IsZero() {
		return nil, fmt.Errorf(`holidays: no line "covers FIRST LAST"`)
	}
	return c, nil
}

func (c *Calendar) parseLine(words []string) error {
	if words[0] == "covers" && len(words) == 3 && c.first.IsZero() {
		first, ok1 := ParseDate([]byte(words[1]))
		last, ok2 := ParseDate([]byte(words[2]))
		if !ok1 || !ok2 || last < first {
			return fmt.Errorf("expected covers FIRST LAST, found %q to %q", words[1], words[2])
		}
		c.first, c.last = first, last
		return nil
	}
	d, ok := ParseDate([]byte(words[0]))
	if !ok || len(words) != 1 {
		return fmt.Errorf("expected one date, found %q", strings.Join(words, " "))
	}
	if !c.Covers(d) {
		return fmt.Errorf("%v lies outside what the calendar covers", d)
	}
	if n := len(c.holidays); n > 0 && d <= c.holidays[n-1] {
		return fmt.Errorf("%v does not come after %v", d, c.holidays[n-1])
	}
	c.holidays = append(c.holidays, d)
	return nil
}

// Covers reports whether the calendar has data for d.
func (c *Calendar) Covers(d Date) bool { return c.first <= d && d <= c.last && !d.IsZero() }

// IsWorkingDay reports whether d is a Working Day. Of a day that the calendar
// does not cover only the weekend is known.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, holiday := slices.BinarySearch(c.holidays, d)
	return !holiday
}

// AddWorkingDays returns the n-th Working Day after d, or before d for a
// negative n; d itself, the trigger, is never counted. Zero gives d. The error is
// a *RangeError where the count leaves what the calendar covers.
func (c *Calendar) AddWorkingDays(d Date, n int) (Date, error) {
	step := 1
	if n < 0 {
		step = -1
	}
	if !c.Covers(d) {
		return 0, c.outside(d)
	}
	for n != 0 {
		d = d.AddDays(step)
		if !c.Covers(d) {
			return 0, c.outside(d)
		}
		if c.IsWorkingDay(d) {
			n -= step
		}
	}
	return d, nil
}

// WorkingDaysBetween counts the Working Days after from, up to and including to.
// Where to comes first, the count is that from to to from, negated. The error is
// a *RangeError where the calendar does not cover both.
func (c *Calendar) WorkingDaysBetween(from, to Date) (int, error) {
	if to < from {
		n, err := c.WorkingDaysBetween(to, from)
		return -n, err
	}
	if !c.Covers(from) {
		return 0, c.outside(from)
	}
	if !c.Covers(to) {
		return 0, c.outside(max(from, c.last).AddDays(1))
	}
	n := 0
	for d := from.AddDays(1); d <= to; d = d.AddDays(1) {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n, nil
}

func (c *Calendar) outside(d Date) error {
	return &RangeError{Date: d, First: c.first, Last: c.last}
}
