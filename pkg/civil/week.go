package civil

// NearestMondays returns the Monday of the week (Monday to Sunday) that d lies
// in, which is d itself on a Monday, and the Monday after it.
func NearestMondays(d Date) (before, after Date) {
	before = d.AddDays(-(int(d.Weekday()) + 6) % 7)
	return before, before.AddDays(7)
}

// ISOWeekMonday returns the Monday of a week of ISO 8601, in which week 1 is the
// one that holds 4 January. It reports false if that year has no such week.
func ISOWeekMonday(year, week int) (Date, bool) {
	if year < 1 || year > 9999 || week < 1 {
		return 0, false
	}
	first, _ := NearestMondays(NewDate(year, 1, 4))
	next, _ := NearestMondays(NewDate(year+1, 1, 4))
	monday := first.AddDays(7 * (week - 1))
	return monday, monday < next
}
