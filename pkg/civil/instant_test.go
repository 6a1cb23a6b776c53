package civil

import (
	"math/rand/v2"
	"testing"
	"time"
)

func mustInstant(t testing.TB, s string) Instant {
	t.Helper()
	i, ok := ParseInstant([]byte(s))
	if !ok {
		t.Fatalf("%q is not an instant", s)
	}
	return i
}

// The clock vectors of requirements.md A.3: T is the London date of receipt,
// the week W has started (c) if T >= W, Migrate On M is past (e) if M < T, and
// outside its week (d) unless W <= M <= W+6.
//
//trace:shows 17.20(c), 17.20(e)
func TestClockVectors(t *testing.T) {
	for _, v := range []struct {
		at, w, m string
		want     string
	}{
		{"2022-06-12T22:59:59Z", "2022-06-13", "2022-06-13", ""},
		{"2022-06-12T23:00:00Z", "2022-06-13", "2022-06-13", "c"},
		{"2022-12-11T23:59:59Z", "2022-12-12", "2022-12-12", ""},
		{"2022-12-12T00:00:00Z", "2022-12-12", "2022-12-12", "c"},
		{"2022-06-08T22:59:59Z", "2022-06-06", "2022-06-08", "c"},
		{"2022-06-08T23:00:00Z", "2022-06-06", "2022-06-08", "ce"},
		{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-13", ""},
		{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-19", ""},
		{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-12", "d"},
		{"2022-06-08T09:00:00Z", "2022-06-13", "2022-06-20", "d"},
		{"2022-06-08T09:00:00Z", "2022-06-06", "2022-06-08", "c"},
		{"2022-10-20T09:00:00Z", "2022-10-24", "2022-10-30", ""},
		{"2022-12-20T09:00:00Z", "2022-12-26", "2023-01-01", ""},
		{"2024-02-20T09:00:00Z", "2024-02-26", "2024-02-29", ""},
	} {
		at, w, m := mustInstant(t, v.at).Date(), MustDate(v.w), MustDate(v.m)
		got := ""
		if w.Weekday() != time.Monday {
			got += "b"
		}
		if at >= w {
			got += "c"
		}
		if m < w || m > w.AddDays(6) {
			got += "d"
		}
		if m < at {
			got += "e"
		}
		if got != v.want {
			t.Errorf("received %s, week %s, migrate on %s: %q, want %q", v.at, v.w, v.m, got, v.want)
		}
	}
}

func TestMidnight(t *testing.T) {
	for _, v := range []struct{ date, want string }{
		{"2019-04-01", "2019-03-31T23:00:00Z"}, // domain.md section 10
		{"2022-06-13", "2022-06-12T23:00:00Z"},
		{"2022-12-12", "2022-12-12T00:00:00Z"},
		{"2022-10-30", "2022-10-29T23:00:00Z"},
		{"2022-10-31", "2022-10-31T00:00:00Z"},
	} {
		at := InstantOf(MustDate(v.date).Midnight())
		if at.String() != v.want {
			t.Errorf("midnight of %s is %v, want %s", v.date, at, v.want)
		}
		if before := at.Add(-1).Date(); at.Date() != MustDate(v.date) || before != MustDate(v.date).AddDays(-1) {
			t.Errorf("%v is %v, a second before is %v", at, at.Date(), before)
		}
	}
}

func TestWeekLengths(t *testing.T) {
	for _, v := range []struct {
		monday string
		hours  float64
	}{
		{"2019-03-25", 167}, {"2019-10-21", 169}, {"2019-04-01", 168}, {"2022-10-24", 169}, {"2022-03-21", 167},
	} {
		d := MustDate(v.monday)
		if got := d.AddDays(7).Midnight().Sub(d.Midnight()).Hours(); got != v.hours || d.Weekday() != time.Monday {
			t.Errorf("the week of %v, a %v, has %v hours, want %v", d, d.Weekday(), got, v.hours)
		}
	}
}

func TestDateOfAgreesWithTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		at := time.Unix(rng.Int64N(253402300800+62135596800)-62135596800+86400, rng.Int64N(1e9))
		y, m, d := at.In(London()).Date()
		if got := DateOf(at); got != NewDate(y, m, d) {
			t.Fatalf("DateOf(%v) = %v, want %d-%d-%d", at, got, y, m, d)
		}
		i := InstantOf(at)
		if want := at.UTC().Format("2006-01-02T15:04:05Z"); at.Year() <= 9999 && i.String() != want {
			t.Fatalf("%v prints as %v", at, i)
		}
		if back, ok := ParseInstant([]byte(i.String())); at.UTC().Year() <= 9999 && (!ok || back != i || !back.Time().Equal(at.Truncate(time.Second))) {
			t.Fatalf("%v came back as %v", i, back)
		}
	}
}

func TestParseInstantBad(t *testing.T) {
	for _, s := range []string{
		"", "2022-06-08", "2022-06-08T09:00:00", "2022-06-08t09:00:00Z", "2022-06-08T09:00:00z", "2022-06-08 09:00:00Z",
		"2022-06-08T24:00:00Z", "2022-06-08T09:60:00Z", "2016-12-31T23:59:60Z", "2022-06-08T09-00-00Z",
		"2022-02-29T09:00:00Z", "2022-06-08T9:00:00Z", "2022-06-08T09:00:0:Z", "2022-06-08T09:00:00.0Z", "2022-06-08T09:00+01",
	} {
		if i, ok := ParseInstant([]byte(s)); ok || i != 0 {
			t.Errorf("ParseInstant(%q) = %v, true", s, i)
		}
	}
}

func TestZeroInstant(t *testing.T) {
	var i Instant
	if !i.IsZero() || i.String() != "" || !i.Time().IsZero() || !i.Date().IsZero() || InstantOf(time.Time{}) != 0 {
		t.Errorf("zero Instant: %q %v %v", i, i.Time(), i.Date())
	}
	if at := mustInstant(t, "1969-12-31T23:59:59Z"); at != -1 || at.String() != "1969-12-31T23:59:59Z" {
		t.Errorf("the second before 1970 is %d, %v", int64(at), at)
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2022-06-08T09:00:00Z", "2024-02-29T23:59:59Z", "0001-01-01T00:00:00Z", "2022-06-08T9:04:05.Z"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		const layout = "2006-01-02T15:04:05Z"
		want, wantOK := dateReference(layout, string(b))
		got, ok := ParseInstant(b)
		if ok != wantOK || ok && int64(got) != want.Unix() {
			t.Fatalf("ParseInstant(%q) = %v, %v, want %v, %v", b, got, ok, want, wantOK)
		}
	})
}

func BenchmarkParseInstant(b *testing.B) {
	text := []byte("2022-06-08T09:00:00Z")
	for b.Loop() {
		if _, ok := ParseInstant(text); !ok {
			b.Fatal("not an instant")
		}
	}
}

func BenchmarkInstantDate(b *testing.B) {
	at := mustInstant(b, "2022-06-08T09:00:00Z")
	for b.Loop() {
		if at.Date() == 0 {
			b.Fatal("no date")
		}
	}
}
