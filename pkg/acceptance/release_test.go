package acceptance

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/pipeline"
	"s1mig/pkg/world"
)

// releaseChecks are of 17.21 and 17.22: who gets what, and of whom.
func releaseChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"17.21":    testReleaseToOthers,
		"17.22":    testReleaseToCommissioner,
		"17.21(c)": testNothingOfOthers,
		"17.22(d)": testReportsToCommissioner,
	}
}

// only withholds every authorisation of SUPA but one, by installation.
func only(installation string) string {
	var lines []string
	for _, id := range []string{"I-A1", "I-A2", "I-A3", "I-E1", "I-M1"} {
		if id != installation {
			lines = append(lines, "{installation: "+id+", supplier: SUPA}")
		}
	}
	return "withhold: [" + strings.Join(lines, ", ") + "]"
}

// holding lists the types of the files in SUPA's outbox with a record of the
// installation; alerts are records of an installation as well.
func holding(list []document, installation string) []string {
	return typesIn(slices.DeleteFunc(slices.Clone(list), func(d document) bool { return d.installation(installation) == nil }))
}

func testReleaseToOthers(t *testing.T) {
	granted := []string{"ALERTS", "COF", "MAF-OUTCOME", "MIGRATION-REPORT"}
	if got := typesIn(run(t, pipeline.Options{}, only("I-A1")).outbox(t, "SUPA")); !slices.Equal(got, granted) {
		t.Errorf("with I-A1 alone SUPA gets %v, want %v", got, granted)
	}
	outbox := run(t, pipeline.Options{}, "").outbox(t, "SUPA")
	for _, id := range []string{"I-A1", "I-A3", "I-E1", "I-M1"} {
		if got := holding(outbox, id); !slices.Equal(got, granted) {
			t.Errorf("of %s SUPA gets %v, want %v", id, got, granted)
		}
	}
	for _, id := range []string{"I-M2", "I-D1", "I-D2"} {
		if got := holding(outbox, id); len(got) > 0 {
			t.Errorf("of %s SUPA gets %v, and its meter there is dormant", id, got)
		}
	}
}

func testReleaseToCommissioner(t *testing.T) {
	granted := []string{"ALERTS", "MAF-OUTCOME", "MCF", "MIGRATION-REPORT", "SCF"}
	if got := typesIn(run(t, pipeline.Options{}, only("I-A2")).outbox(t, "SUPA")); !slices.Equal(got, granted) {
		t.Errorf("with I-A2 alone SUPA gets %v, want %v", got, granted)
	}
	m := run(t, pipeline.Options{}, "")
	if got := holding(m.outbox(t, "SUPA"), "I-A2"); !slices.Equal(got, granted) {
		t.Errorf("of I-A2 SUPA gets %v, want %v", got, granted)
	}
	sealed := 0
	for path, text := range m.files {
		if !strings.Contains(text, `"sealed":`) && !strings.Contains(path, "/MEF_") {
			continue
		}
		sealed++
		if !strings.HasPrefix(path, "dcc/") && !strings.HasPrefix(path, "smso/") {
			t.Errorf("an MEF lies at %s", path)
		}
	}
	if sealed == 0 {
		t.Error("the run made no MEF")
	}
}

// traces are what would tell a supplier of another one's meters.
func traces(t *testing.T, w *world.World, other string) []string {
	t.Helper()
	o, _ := w.Organisation(other)
	list := []string{other, o.EUI.String()}
	for _, c := range o.Certificates {
		list = append(list, string(c.ID), strings.TrimPrefix(string(c.ID), "Z9:"))
	}
	for _, s := range w.SMSOs() {
		for _, in := range w.Register(s.SMSO).All() {
			for i := range in.Devices {
				d := &in.Devices[i]
				if d.IsMeter() && d.Supplier == other {
					list = append(list, d.MPxN.String(), d.ID.String())
				}
			}
		}
	}
	return list
}

// shown is everything that a file says, also inside its signature.
func shown(text string) string {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '"' || r == '.' }) {
		if inner, err := base64.RawURLEncoding.DecodeString(part); err == nil && len(part) > 20 {
			text += "\n" + string(inner)
		}
	}
	return text
}

// everywhere is all that a participant's outbox says, receipts included.
func (m *migration) everywhere(t testing.TB, org string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, path := range m.outboxPaths(org) {
		all[path] = path + "\n" + shown(m.files[path])
	}
	if len(all) == 0 {
		t.Fatalf("nothing lies in the outbox of %s", org)
	}
	return all
}

func testNothingOfOthers(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	gpf := device(t, installation(t, w, "I-A3"), "GPF") // goes with the gas supplier
	for _, c := range []struct {
		org, other string
		more       []string
	}{{"SUPA", "SUPB", []string{"9999000306", "Z9:5B", gpf}}, {"SUPB", "SUPA", []string{"9900000000033", "Z9:5A"}}} {
		for name, text := range m.everywhere(t, c.org) {
			for _, trace := range append(traces(t, w, c.other), c.more...) {
				if strings.Contains(text, trace) {
					t.Errorf("%s tells %s of %s", name, c.org, trace)
				}
			}
		}
	}
	_, own := m.having(t, "COF", "SUPB", "I-A3")
	in := installation(t, w, "I-A3")
	if own.device(device(t, in, "GSME")) == nil || own.device(gpf) == nil || own.device(device(t, in, "CHF")) == nil || len(own.Devices) != 3 {
		t.Errorf("SUPB's slice of I-A3 is %+v, want CHF, GPF and GSME", own.Devices)
	}
	released := map[string]int{}
	for _, org := range []string{"SUPA", "SUPB"} {
		for _, d := range m.sent(t, "ALERTS", org) {
			for _, r := range d.Records {
				released[org+" "+r.Code]++
			}
		}
	}
	for _, code := range []string{"N16", "N24", "N42"} {
		if released["SUPA "+code] != 7 || released["SUPB "+code] != 2 {
			t.Errorf("%s: %d to SUPA and %d to SUPB, want 7 and 2", code, released["SUPA "+code], released["SUPB "+code])
		}
	}
}

func testReportsToCommissioner(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	_, r := m.having(t, "MIGRATION-REPORT", "SUPA", "I-A2")
	for _, dev := range installation(t, w, "I-A2").Devices {
		if r.device(dev.ID.String()) == nil {
			t.Errorf("the report does not speak of the %s of I-A2", dev.Type)
		}
	}
	if r.State != "COMMISSIONED" {
		t.Errorf("the report says %s of I-A2", r.State)
	}
	for name, text := range m.everywhere(t, "SUPB") {
		for _, own := range []string{"I-A2", "I-A1", "9900000000024", "9999000205"} {
			if strings.Contains(text, own) {
				t.Errorf("%s tells SUPB of %s", name, own)
			}
		}
	}
}
