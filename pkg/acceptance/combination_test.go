package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/generate"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// combinationChecks are of clause 5.2.
func combinationChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"5.2": testCombinations,
		"5.2(a)": func(t *testing.T) {
			wantCombination(t, "I-A1", state.A)
			wantCombination(t, "I-E1", state.A)
		},
		"5.2(b)":     testSupplierCommissions,
		"5.2(c)":     testTwoSuppliers,
		"5.2(d)":     testDormantOnly,
		"5.2(e)(i)":  func(t *testing.T) { testMixed(t, "I-M1", state.E1, "SUPA", "9900000000060", "9999000609") },
		"5.2(e)(ii)": func(t *testing.T) { testMixed(t, "I-M2", state.E2, "SUPB", "9999000710", "9900000000070") },
	}
}

func wantCombination(t *testing.T, id string, want state.Combination) {
	t.Helper()
	if got, err := installation(t, w1(t), id).Combination(); err != nil || got != want {
		t.Errorf("%s is %q, %v; want %q", id, got, err, want)
	}
}

// wantNone fails unless the installation is no combination once its supplier
// submits the commissioning requests.
func wantNone(t *testing.T, id string) {
	t.Helper()
	in := *installation(t, w1(t), id)
	in.SupplierSubmits = true
	if got, err := in.Combination(); err == nil || !strings.Contains(err.Error(), "not a combination of MTAD clause 5.2") {
		t.Errorf("%s with a supplier submitting is %q, %v; want an error", id, got, err)
	}
}

func testCombinations(t *testing.T) {
	want := []string{"5.2(a)", "5.2(b)", "5.2(c)", "5.2(d)", "5.2(e)(i)", "5.2(e)(ii)"}
	if got := state.Combinations(); !slices.Equal(got, want) {
		t.Errorf("combinations %v, want %v", got, want)
	}
	out := program(t, t.TempDir(), 0, "scenario", "list", "--format", "json")
	var listed []struct {
		Combination   string
		Installations []string
	}
	if err := json.Unmarshal([]byte(out), &listed); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range listed {
		if got = append(got, c.Combination); len(c.Installations) == 0 {
			t.Errorf("W1 has no installation of %s", c.Combination)
		}
		if c.Combination == "5.2(d)" && !slices.Equal(c.Installations, []string{"I-D1", "I-D2"}) {
			t.Errorf("(d) is shown by %v, want one supplier (I-D1) and two (I-D2)", c.Installations)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("scenario list says %v, want %v", got, want)
	}
	for _, id := range []string{"I-A3", "I-D1", "I-D2", "I-M1", "I-M2"} {
		wantNone(t, id)
	}
}

func testSupplierCommissions(t *testing.T) {
	wantCombination(t, "I-A2", state.B)
	w := w1(t)
	in := installation(t, w, "I-A2")
	m := run(t, pipeline.Options{World: w}, "")
	_, outcome := m.having(t, "COF", "SMSO1", "I-A2")
	for deviceType, by := range map[string]string{"CHF": "DCC", "ESME": "Supplier", "GSME": "Supplier"} {
		if d := outcome.device(device(t, in, deviceType)); d == nil || d.CommissioningParty != by || d.Outcome != "Commissioned" {
			t.Errorf("the COF says %+v of the %s, want Commissioned by %s", d, deviceType, by)
		}
	}
	d, result := m.having(t, "SUPPLIER-COMMISSIONING", "DCC", "I-A2")
	supa, _ := w.Organisation("SUPA")
	if d.Header.Sender != supa.EUI.String() || len(result.Devices) != 2 ||
		result.device(device(t, in, "ESME")) == nil || result.device(device(t, in, "GSME")) == nil {
		t.Errorf("%s submitted requests for %+v, want SUPA for ESME and GSME", d.Header.Sender, result.Devices)
	}
}

func testTwoSuppliers(t *testing.T) {
	wantCombination(t, "I-A3", state.C)
	wantNone(t, "I-A3")
	w := w1(t)
	name, text := draft{fileType: "MAF", sender: "SUPB", smso: "SMSO2", records: []string{`{"authorisationID":"A-1","migrationWeek":"2022-06-13",` +
		`"migrateOn":"2022-06-15","commissioningParty":"Supplier","meters":[{"mpxn":"9999000306",` +
		`"supplierCertificateIDs":["Z9:5B0201","Z9:5B0202"],"networkOperatorCertificateID":"Z9:470001"}]}`}}.made(t, w)
	f := judge(t, w, name, text, t0)
	wantCodes(t, f, "X-COMBINATION")
	if found := wantIn(t, f, "X-COMBINATION", "A-1"); !strings.Contains(found.Message, "not a clause 5.2 combination") {
		t.Errorf("the message is %q", found.Message)
	}
}

func testDormantOnly(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	for _, id := range []string{"I-D1", "I-D2"} {
		wantCombination(t, id, state.D)
		wantNone(t, id)
		for _, a := range authorisationsOf(w, id, t) {
			t.Errorf("%s has an authorisation by %s", id, a.Submitter)
		}
		for _, a := range m.Authorisations {
			if a.Installation == id {
				t.Errorf("%s authorised %s in the run", a.Submitter, id)
			}
		}
	}
}

func authorisationsOf(w *world.World, id string, t *testing.T) (list []generate.Authorisation) {
	generate.Authorisations(w, installation(t, w, id), func(a generate.Authorisation) { list = append(list, a) })
	return list
}

// testMixed checks that the one authorisation of a mixed installation is by that
// supplier and lists the active meter alone.
func testMixed(t *testing.T, id string, want state.Combination, supplier, active, dormant string) {
	wantCombination(t, id, want)
	m := run(t, pipeline.Options{}, "")
	by := map[string]int{}
	for _, a := range m.Authorisations {
		if a.Installation == id {
			by[a.Submitter]++
		}
	}
	if len(by) != 1 || by[supplier] != 1 {
		t.Errorf("authorisations of %s by supplier: %v, want one by %s", id, by, supplier)
	}
	listed := 0
	for _, d := range m.sent(t, "MAF", "DCC") {
		if strings.Contains(d.raw, dormant) {
			t.Errorf("%s lists the dormant meter %s", d.path, dormant)
		}
		for _, r := range d.Records {
			if len(r.Meters) == 1 && r.Meters[0].MPxN == active {
				listed++
			}
		}
	}
	if listed != 1 {
		t.Errorf("%d authorisations list %s alone, want 1", listed, active)
	}
}
