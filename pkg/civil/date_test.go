package civil

import (
	"testing"
	"time"
)

// dateReference reads a date the slow way: time.Parse, then the text must come
// back unchanged, as time.Parse accepts more than one spelling.
func dateReference(layout, s string) (time.Time, bool) {
	t, err := time.Parse(layout, s)
	return t, err == nil && t.Year() >= 1 && t.Format(layout) == s
}

func TestEveryDay(t *testing.T) {
	want := Date(1)
	for day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= 9999; day = day.AddDate(0, 0, 1) {
		text := day.Format("2006-01-02")
		got, ok := ParseDate([]byte(text))
		y, m, dom := got.YMD()
		if !ok || got != want || got.String() != text || got.Weekday() != day.Weekday() ||
			y != day.Year() || m != day.Month() || dom != day.Day() || NewDate(y, m, dom) != want {
			t.Fatalf("%s: got day %d (%v), %v, want day %d", text, got, ok, got, want)
		}
		want++
	}
	if last := want - 1; last != MustDate("9999-12-31") {
		t.Errorf("the last day counted is %v", last)
	}
}

func TestParseDateBad(t *testing.T) {
	for _, s := range []string{
		"", "2022-06-1", "2022-06-133", "2022-6-13", "2022/06/13", "13/06/2022", "20220613", "2022-W24",
		"0000-01-01", "2022-00-10", "2022-13-01", "2022-06-00", "2022-06-31", "2022-02-29", "1900-02-29",
		"2100-02-29", "2022-06-13 ", " 2022-06-13", "2022-06-1x", "2022-06-:1", "+022-06-13", "２022-06-1",
		"2022-99-13", "2022\xad06-13", "2022-06\xad13",
	} {
		if d, ok := ParseDate([]byte(s)); ok || d != 0 {
			t.Errorf("ParseDate(%q) = %v, true", s, d)
		}
	}
}

func TestNewDateCarriesOver(t *testing.T) {
	for _, c := range []struct{ year, month, day int }{
		{2022, 3, 0}, {2024, 3, 0}, {2022, 14, 1}, {2022, 0, 1}, {2022, -13, 40}, {2022, 12, 32}, {1, 1, 0}, {0, 2, 29}, {-1, 1, 1},
	} {
		want := time.Date(c.year, time.Month(c.month), c.day, 0, 0, 0, 0, time.UTC)
		y, m, d := NewDate(c.year, time.Month(c.month), c.day).YMD()
		if y != want.Year() || m != want.Month() || d != want.Day() {
			t.Errorf("NewDate(%v) = %d-%d-%d, want %v", c, y, m, d, want)
		}
	}
}

func TestZeroDate(t *testing.T) {
	var d Date
	if !d.IsZero() || d.String() != "" || !d.Midnight().IsZero() || !DateOf(time.Time{}).IsZero() {
		t.Errorf("zero Date: %q %v %v", d, d.Midnight(), DateOf(time.Time{}))
	}
	if MustDate("0001-01-01") != 1 {
		t.Error("0001-01-01 is not day 1")
	}
	if s := Date(0).AddDays(-1).String(); s != "0000-12-30" {
		t.Errorf("the day before no date prints as %q", s)
	}
	if s := NewDate(-44, 3, 15).String(); s != "-0044-03-15" {
		t.Errorf("a year before 0 prints as %q", s)
	}
	if s := NewDate(12022, 6, 8).String(); s != "12022-06-08" {
		t.Errorf("a year of five digits prints as %q", s)
	}
}

func TestMustDatePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("MustDate of 30 February did not panic")
		}
	}()
	MustDate("2022-02-30")
}

func TestNoAllocation(t *testing.T) {
	date, instant, buf := []byte("2022-06-08"), []byte("2022-06-08T09:00:00Z"), make([]byte, 0, 64)
	n := testing.AllocsPerRun(100, func() {
		d, _ := ParseDate(date)
		i, _ := ParseInstant(instant)
		buf = i.AppendTo(d.AppendTo(buf[:0]))
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2022-06-13", "2024-02-29", "2022-02-29", "0000-01-01", "9999-12-31", "2022-6-13"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		want, wantOK := dateReference("2006-01-02", string(b))
		got, ok := ParseDate(b)
		if ok != wantOK {
			t.Fatalf("ParseDate(%q) = %v, want %v", b, ok, wantOK)
		}
		if ok && (got.String() != string(b) || got.Weekday() != want.Weekday()) {
			t.Fatalf("ParseDate(%q) = %v, %v", b, got, got.Weekday())
		}
	})
}

func BenchmarkParseDate(b *testing.B) {
	text := []byte("2022-06-13")
	for b.Loop() {
		if _, ok := ParseDate(text); !ok {
			b.Fatal("not a date")
		}
	}
}
