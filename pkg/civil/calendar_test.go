package civil

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// The worked examples of requirements.md 15.4 and 17.15.
//
//trace:shows 17.15
func TestWorkingDayExamples(t *testing.T) {
	c := EnglandAndWales()
	for _, v := range []struct {
		from string
		n    int
		want string
	}{
		{"2022-12-23", 5, "2023-01-04"},  // 15.4
		{"2022-04-06", 40, "2022-06-08"}, // 17.15
		{"2022-12-05", 40, "2023-02-02"},
		{"2022-12-01", 40, "2023-01-31"},
		{"2022-09-16", 1, "2022-09-20"}, // the State Funeral
		{"2022-06-11", 1, "2022-06-13"}, // from a Saturday
		{"2022-06-13", -1, "2022-06-10"},
		{"2022-06-08", 0, "2022-06-08"},
	} {
		from, want := MustDate(v.from), MustDate(v.want)
		got, err := c.AddWorkingDays(from, v.n)
		if err != nil || got != want {
			t.Errorf("%s + %d = %v, %v, want %s", v.from, v.n, got, err, v.want)
		}
		if v.n > 0 {
			if n, err := c.WorkingDaysBetween(from, want); err != nil || n != v.n {
				t.Errorf("%s to %s is %d, %v, want %d", v.from, v.want, n, err, v.n)
			}
		}
	}
	if n, _ := c.WorkingDaysBetween(MustDate("2022-04-06"), MustDate("2022-06-07")); n != 39 {
		t.Errorf("notice of %d Working Days, want 39", n)
	}
	if late, _ := c.AddWorkingDays(MustDate("2022-12-02"), 40); late <= MustDate("2023-01-31") {
		t.Errorf("notice on 2022-12-02 runs to %v, want after 2023-01-31", late)
	}
}

func TestHolidays(t *testing.T) {
	c := EnglandAndWales()
	for _, s := range []string{
		"2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03", "2022-09-19", "2022-12-26",
		"2020-05-08", "2023-05-08", "2027-12-28", "2022-06-11", "2022-06-12",
	} {
		if c.IsWorkingDay(MustDate(s)) {
			t.Errorf("%s is a Working Day", s)
		}
	}
	for _, s := range []string{"2020-05-04", "2022-05-30", "2022-06-01", "2022-06-06", "2022-12-28", "2023-01-03"} {
		if !c.IsWorkingDay(MustDate(s)) {
			t.Errorf("%s is not a Working Day", s)
		}
	}
	perYear := map[int]int{}
	for _, d := range c.holidays {
		y, _, _ := d.YMD()
		perYear[y]++
		if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
			t.Errorf("the holiday %v is a %v", d, w)
		}
	}
	for y := 2019; y <= 2027; y++ {
		want := 8 + map[int]int{2022: 2, 2023: 1}[y]
		if perYear[y] != want {
			t.Errorf("%d has %d holidays, want %d", y, perYear[y], want)
		}
	}
}

func TestCalendarRange(t *testing.T) {
	c := EnglandAndWales()
	var out *RangeError
	for _, v := range []struct {
		from string
		n    int
		at   string
	}{
		{"2018-12-31", 1, "2018-12-31"}, {"2027-12-31", 1, "2028-01-01"}, {"2019-01-02", -1, "2018-12-31"},
		{"2022-06-08", 1 << 40, "2028-01-01"}, {"2022-06-08", -(1 << 40), "2018-12-31"},
	} {
		_, err := c.AddWorkingDays(MustDate(v.from), v.n)
		if !errors.As(err, &out) || out.Date != MustDate(v.at) {
			t.Errorf("%s + %d: %v, want a RangeError at %s", v.from, v.n, err, v.at)
		}
	}
	for _, v := range [][2]string{{"2018-12-31", "2019-01-02"}, {"2027-12-30", "2028-01-04"}, {"2028-02-01", "2028-02-02"}} {
		if _, err := c.WorkingDaysBetween(MustDate(v[0]), MustDate(v[1])); !errors.As(err, &out) {
			t.Errorf("%v: %v, want a RangeError", v, err)
		}
	}
	if n, err := c.WorkingDaysBetween(MustDate("2023-01-04"), MustDate("2022-12-23")); n != -5 || err != nil {
		t.Errorf("backwards: %d, %v, want -5", n, err)
	}
	if c.Covers(0) || !c.Covers(MustDate("2019-01-01")) || !c.Covers(MustDate("2027-12-31")) {
		t.Error("the calendar does not cover exactly 2019 to 2027")
	}
	if _, err := c.AddWorkingDays(0, 1); err == nil || !strings.Contains(err.Error(), "2019-01-01 to 2027-12-31") {
		t.Errorf("error of no date: %v", err)
	}
}

func TestParseCalendarBad(t *testing.T) {
	for _, v := range []struct{ text, want string }{
		{"", "no line"},
		{"2022-06-02", "outside"},
		{"covers 2022-01-01", "line 1"},
		{"covers 2022-12-31 2022-01-01", "covers FIRST LAST"},
		{"covers 2022-01-01 2022-12-31\n\n2022-02-30 # no", "line 3"},
		{"covers 2022-01-01 2022-12-31\n2022-06-02 2022-06-03", "one date"},
		{"covers 2022-01-01 2022-12-31\n2022-06-03\n2022-06-02", "does not come after"},
		{"covers 2022-01-01 2022-12-31\n2023-06-03", "outside"},
		{"covers 2022-01-01 2022-12-31\ncovers 2022-01-01 2022-12-31", "one date"},
	} {
		if _, err := ParseCalendar(v.text); err == nil || !strings.Contains(err.Error(), v.want) {
			t.Errorf("ParseCalendar(%q): %v, want %q", v.text, err, v.want)
		}
	}
}

func TestNearestMondays(t *testing.T) {
	for _, v := range []struct{ date, before, after string }{
		{"2022-06-14", "2022-06-13", "2022-06-20"}, // requirements.md part D, rank 1
		{"2022-06-13", "2022-06-13", "2022-06-20"},
		{"2022-06-12", "2022-06-06", "2022-06-13"},
		{"2023-01-01", "2022-12-26", "2023-01-02"},
	} {
		if b, a := NearestMondays(MustDate(v.date)); b != MustDate(v.before) || a != MustDate(v.after) {
			t.Errorf("NearestMondays(%s) = %v, %v", v.date, b, a)
		}
	}
}

func TestISOWeekMonday(t *testing.T) {
	for day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2300; day = day.AddDate(0, 0, 7) {
		y, w := day.ISOWeek()
		if got, ok := ISOWeekMonday(y, w); !ok || got.String() != day.Format("2006-01-02") {
			t.Fatalf("week %d-W%d is %v, %v, want %v", y, w, got, ok, day)
		}
	}
	for _, v := range [][2]int{{2022, 0}, {2022, 53}, {2022, -1}, {0, 1}, {10000, 1}, {2020, 54}} {
		if _, ok := ISOWeekMonday(v[0], v[1]); ok {
			t.Errorf("%v is a week", v)
		}
	}
}
