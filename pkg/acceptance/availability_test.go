package acceptance

import (
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/world"
)

// availabilityChecks are of 17.24 and Table 17.6: how long Migration DUST is
// available.
func availabilityChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"17.24":      testAvailability,
		"Table 17.6": testFinalDays,
	}
}

// wantOpen fails unless Migration DUST is available for the group up to and
// including the day, and no longer.
func wantOpen(t *testing.T, w *world.World, group, last string) {
	t.Helper()
	g, ok := w.Group(group)
	day := civil.MustDate(last)
	if !ok || !g.DUSTAvailable(day) || g.DUSTAvailable(day.AddDays(1)) {
		t.Errorf("%s (known: %v) does not end with %s", group, ok, last)
	}
}

func testAvailability(t *testing.T) {
	wantOpen(t, w1(t), "AA", "2022-06-17")
	w := worldWith(t, worldFile, "{id: AA, smso: SMSO1, release: IOC, final: 2022-06-17}", "{id: AA, smso: SMSO1, release: IOC, final: 2022-06-17, rpDecommissioning: 2022-06-01}",
		worldFile, "{id: EA, smso: SMSO4, release: FOC}", "{id: EA, smso: SMSO4, release: FOC, rpDecommissioning: 2023-03-31}",
		worldFile, "{id: EB, smso: SMSO4, release: FOC, final: 2022-09-30}", "{id: EB, smso: SMSO4, release: FOC, final: 2022-09-30, rpDecommissioning: 2023-03-31}")
	wantOpen(t, w, "AA", "2022-06-01")
	wantOpen(t, w, "EA", "2023-03-31")
	wantOpen(t, w, "EB", "2022-09-30")
	ea, _ := w1(t).Group("EA")
	if !ea.DUSTAvailable(civil.MustDate("2099-12-31")) {
		t.Error("EA without RP Decommissioning Date ends")
	}
	for _, c := range []struct {
		exit int
		args []string
	}{
		{0, []string{"AA", "--on", "2022-06-17"}}, {1, []string{"AA", "--on", "2022-06-18"}},
		{1, []string{"AA", "--on", "2022-06-02", "--rp-date", "2022-06-01"}}, {0, []string{"EA", "--on", "2099-12-31"}},
		{0, []string{"EA", "--on", "2023-03-31", "--rp-date", "2023-03-31"}}, {1, []string{"EA", "--on", "2023-04-01", "--rp-date", "2023-03-31"}},
	} {
		program(t, t.TempDir(), c.exit, append([]string{"dust", "check", "--group"}, c.args...)...)
	}
}

func testFinalDays(t *testing.T) {
	w := w1(t)
	for group, last := range map[string]string{"AA": "2022-06-17", "BA": "2022-06-17", "CA": "2022-06-17", "CB": "2022-06-17",
		"DA": "2023-01-31", "EB": "2022-09-30"} {
		wantOpen(t, w, group, last)
	}
	document := civil.MustDate("2022-12-05")
	open := map[string]bool{"DA": true, "EA": true}
	groups := w.Groups()
	if len(groups) != 7 {
		t.Errorf("%d groups, want 7", len(groups))
	}
	for _, g := range groups {
		if g.DUSTAvailable(document) != open[g.ID] {
			t.Errorf("%s at the document's date: available %v, want %v", g.ID, !open[g.ID], open[g.ID])
		}
	}
	if _, ok := w.Group("ZZ"); ok {
		t.Error("there is a group ZZ")
	}
	program(t, t.TempDir(), 2, "dust", "check", "--group", "ZZ", "--on", "2022-06-08")
}
