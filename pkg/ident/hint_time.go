package ident

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"s1mig/pkg/civil"
)

func dateHint(s string) string {
	for _, h := range []hinter{isoWeekHint, dateTimeHint, compactDateHint, dayFirstHint, noSuchDayHint} {
		if hint := h(s); hint != "" {
			return hint
		}
	}
	if strings.ContainsAny(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") {
		return "write the date in digits: YYYY-MM-DD"
	}
	return ""
}

// isoWeekHint turns 2022-W24, 2022W24 or 2022-W24-1 into the Monday of that week.
func isoWeekHint(s string) string {
	year, week, ok := strings.Cut(strings.ToUpper(s), "W")
	week, _, _ = strings.Cut(week, "-")
	y, yearOK := number(strings.TrimSuffix(year, "-"), 4)
	w, weekOK := number(week, 2)
	if monday, real := civil.ISOWeekMonday(y, w); ok && yearOK && weekOK && real {
		return "this is an ISO week; its Monday is " + monday.String()
	}
	return ""
}

func dateTimeHint(s string) string {
	if len(s) <= 10 || !strings.ContainsRune("Tt ", rune(s[10])) {
		return ""
	}
	if d, ok := civil.ParseDate([]byte(s[:10])); ok {
		return "a date without a time is expected: " + d.String()
	}
	return ""
}

// compactDateHint knows YYYYMMDD and the day numbers of spreadsheets, which
// count from 1899-12-30.
func compactDateHint(s string) string {
	if !isDigits(s) {
		return ""
	}
	if len(s) == 8 {
		if d, ok := civil.ParseDate([]byte(s[:4] + "-" + s[4:6] + "-" + s[6:])); ok {
			return "write the date with hyphens: " + d.String()
		}
	}
	if n, ok := number(s, 5); ok && n >= 10000 {
		return "looks like a spreadsheet's day number; " + s + " stands for " + civil.NewDate(1899, 12, 30).AddDays(n).String()
	}
	return ""
}

// dayFirstHint knows dates in three numbers that are not YYYY-MM-DD.
func dayFirstHint(s string) string {
	part := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(part) != 3 || s == strings.Join(part, "-") && len(s) == 10 && len(part[0]) == 4 {
		return ""
	}
	var n [3]int
	for i, p := range part {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || !isDigits(p) || len(p) > 4 {
			return ""
		}
	}
	if len(part[0]) == 4 {
		return orders("write the date as YYYY-MM-DD", [3]int{n[0], n[1], n[2]})
	}
	if len(part[2]) == 4 {
		return orders("write the year first, YYYY-MM-DD", [3]int{n[2], n[1], n[0]}, [3]int{n[2], n[0], n[1]})
	}
	return "write the year first and in four digits: YYYY-MM-DD"
}

// orders adds to advice the real dates among those given as year, month, day.
func orders(advice string, dates ...[3]int) string {
	joint := ": "
	seen := civil.Date(0)
	for _, x := range dates {
		d, ok := civil.ParseDate(fmt.Appendf(nil, "%04d-%02d-%02d", x[0], x[1], x[2]))
		if ok && d != seen {
			advice += joint + d.String()
			joint, seen = " or ", d
		}
	}
	return advice
}

// noSuchDayHint explains a date in the right form that no calendar has.
func noSuchDayHint(s string) string {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return ""
	}
	year, ok1 := number(s[:4], 4)
	month, ok2 := number(s[5:7], 2)
	_, ok3 := number(s[8:], 2)
	switch {
	case !ok1 || !ok2 || !ok3:
		return ""
	case year == 0:
		return "years begin with 0001"
	case month < 1 || month > 12:
		return "there is no month " + s[5:7] + "; a date is written YYYY-MM-DD"
	}
	_, _, last := civil.NewDate(year, time.Month(month)+1, 0).YMD()
	return fmt.Sprintf("there is no such day: %v %d has %d days", time.Month(month), year, last)
}

func instantHint(s string) string {
	if realDate(s) {
		return "add the time in UTC, as in " + s + "T00:00:00Z"
	}
	if len(s) > 10 {
		if hint := noSuchDayHint(s[:10]); hint != "" && !realDate(s[:10]) {
			return hint
		}
	}
	if strings.Contains(s, ":60") {
		return "leap seconds cannot be written; use :59"
	}
	upper := strings.Replace(strings.ToUpper(s), " ", "T", 1)
	if t, err := time.Parse(time.RFC3339, upper); err == nil {
		return "write it in UTC, in whole seconds and with a Z: " + civil.InstantOf(t).String()
	}
	if _, ok := civil.ParseInstant([]byte(upper + "Z")); ok {
		return "the time zone is missing; write the time in UTC, with a Z at the end"
	}
	return ""
}

func realDate(s string) bool {
	_, ok := civil.ParseDate([]byte(s))
	return ok
}

// number reads s as exactly that many digits.
func number(s string, digits int) (int, bool) {
	if len(s) != digits || !isDigits(s) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
