package rules_test

import (
	"testing"

	"s1mig/pkg/civil"
)

// dateSets goes through every Migration Week and Migrate On near a fixed day and
// returns one record's dates for each set of (b)–(e) that A.2 in plain words
// gives; the words are written out here once more, apart from the rules.
func dateSets() map[string][2]civil.Date {
	today := civil.MustDate("2022-06-08")
	sets := map[string][2]civil.Date{}
	for w := today.AddDays(-16); w <= today.AddDays(16); w++ {
		for m := today.AddDays(-24); m <= today.AddDays(24); m++ {
			set := ""
			if w.Weekday().String() != "Monday" {
				set += "b"
			}
			if !(today < w) {
				set += "c"
			}
			if int(m)-int(w) < 0 || int(m)-int(w) >= 7 {
				set += "d"
			}
			if m < today {
				set += "e"
			}
			sets[set] = [2]civil.Date{w, m}
		}
	}
	return sets
}

// lineSets are the ten sets of (a), (f), (g), (h) that one line can have (A.4),
// each with the submitter and what to replace in R0.
func lineSets() map[string][]string {
	noCerts := []string{`["Z9:5A0101","Z9:5A0102"]`, `[]`}
	wrongNet := []string{"4E0001", "4E0002"}
	unknown := []string{"9900000000089", "9900000000098"}
	return map[string][]string{
		"": {supaEUI}, "f": {supbEUI},
		"g": append([]string{supaEUI}, noCerts...), "fg": append([]string{supbEUI}, noCerts...),
		"h": append([]string{supaEUI}, wrongNet...), "fh": append([]string{supbEUI}, wrongNet...),
		"gh": append(append([]string{supaEUI}, noCerts...), wrongNet...), "fgh": append(append([]string{supbEUI}, noCerts...), wrongNet...),
		"a": append([]string{supaEUI}, unknown...), "ag": append(append([]string{supaEUI}, unknown...), noCerts...),
	}
}

// TestReachableSets checks requirements A.4: of a single-line authorisation
// exactly 140 sets of exceptions can be found, and each is found exactly.
//
//trace:shows 17.20
func TestReachableSets(t *testing.T) {
	dates, lines, w := dateSets(), lineSets(), newWorld()
	if len(dates) != 14 || len(lines) != 10 {
		t.Fatalf("%d sets of dates and %d of lines, want 14 and 10", len(dates), len(lines))
	}
	for _, set := range []string{"e", "be"} {
		if _, reachable := dates[set]; reachable {
			t.Errorf("{%s} is reachable", set)
		}
	}
	found := map[string]bool{}
	for dateSet, d := range dates {
		for lineSet, how := range lines {
			record := replaced(r0("2022-06-13", d[0].String(), "2022-06-15", d[1].String()), how[1:])
			want := merge(lineSet, dateSet)
			got := letters(judge(t, file{Type: "MAF", Sender: how[0], Records: []string{record}}, w.facts(t0), nil))
			if got != want {
				t.Errorf("%s: found {%s}, want {%s}", record, got, want)
			}
			found[got] = true
		}
	}
	if len(found) != 140 {
		t.Errorf("%d sets found, want 140", len(found))
	}
}

// merge puts the letters of two sets into order.
func merge(a, b string) string {
	s := ""
	for c := 'a'; c <= 'h'; c++ {
		for _, d := range a + b {
			if c == d {
				s += string(c)
			}
		}
	}
	return s
}

// TestNothingElse checks that whatever a line may be, no set but the ten of A.4
// is found: every combination of MPxN, submitter and certificates.
//
//trace:shows 17.20
func TestNothingElse(t *testing.T) {
	w, sets := newWorld(), lineSets()
	for _, m := range []string{"9900000000089", "9900000000098", "9900000000103", "9900000000015"} {
		for _, sender := range []string{supaEUI, supbEUI} {
			for _, supplier := range []string{`["Z9:5A0101"]`, `[]`, `["Z9:5B0101"]`, `["N/A"]`} {
				for _, network := range []string{"Z9:4E0001", "Z9:4E0002", "Z9:470001", "", "Z9:FF"} {
					record := r0("9900000000089", m, `["Z9:5A0101","Z9:5A0102"]`, supplier, "Z9:4E0001", network)
					got := letters(judge(t, file{Type: "MAF", Sender: sender, Records: []string{record}}, w.facts(t0), nil))
					if _, legal := sets[got]; !legal {
						t.Errorf("%s by %s: {%s}", record, sender, got)
					}
				}
			}
		}
	}
}
