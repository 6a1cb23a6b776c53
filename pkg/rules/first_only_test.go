package rules_test

import (
	"testing"

	"s1mig/pkg/rules"
)

// TestFirstOnly: where the first exception alone is asked for, nothing is told
// behind it, and what shows none of the eight is judged as ever (A.5).
func TestFirstOnly(t *testing.T) {
	first := func(in *rules.Input) { in.FirstOnly = true }
	for _, c := range []struct{ name, record, want string }{
		{"clean", r0(), ""},
		{"d before e", r0("2022-06-15", "2022-06-07"), "MTAD-17.20d"},
		{"b before h", r0("2022-06-13", "2022-06-14", "4E0001", "4E0002"), "MTAD-17.20b"},
		{"nothing of the others behind one of the eight", r0("9900000000089", "9900000000016"), "MTAD-17.20a"},
		{"none of the eight", r0("Z9:5A0101", "Z9:5B0101"), "X-SUPPLIER-CERT-WRONG"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := judge(t, file{Type: "MAF", Records: []string{c.record}}, newWorld().facts(t0), first)
			if got := codes(found); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}
