package world

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestConfigErrors makes one thing wrong at a time. Each error must name its
// place and say what is wrong.
//
//trace:shows 1.2, 2.4, 4.4
func TestConfigErrors(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		at, want       string // text on the line of the place, and of the error
	}{
		{"unknown release", "{id: AA, smso: SMSO1, release: IOC", "{id: AA, smso: SMSO1, release: XOC", "{id: AA,", "expected IOC, MOC or FOC"},
		{"releases of one SMSO", "{id: BA, smso: SMSO1, release: IOC", "{id: BA, smso: SMSO1, release: FOC", "{id: BA,", "group AA of the same SMSO is IOC"},
		{"endpoint", "capacities: [supplierContractor, dccServiceProvider]\n    certificates:\n      - {serial: \"500001\"",
			"capacities: [supplierContractor]\n    certificates:\n      - {serial: \"500001\"", "{id: AA,", "MTAD 2.4"},
		{"no CSP", "    communicationsServiceProvider: CSP1\n", "", "- id: EPCL-0001", "communicationsServiceProvider is missing"},
		{"no capacity", "smso: SMSO1\n    capacities: [supplierContractor, dccServiceProvider]\n", "smso: SMSO1\n    capacities: []\n", "capacities: []", "at least one of supplierContractor and dccServiceProvider (4.4)"},
		{"no scope", "    scope: active\n", "", "- id: EPCL-0001", `scope is "", expected dormant, active or either`},
		{"scope", "scope: dormant", "scope: mixed", "scope: mixed", `scope is "mixed", expected dormant, active or either`},
		{"no standing", "    standing: planned\n", "", "- id: EPCL-0005", `standing is "", expected listed or planned`},
		{"no phase", "    phaseComplete: true\n", "", "- id: EPCL-0001", "phaseComplete is missing"},
		{"no models", "    models:\n      - {deviceType: CHF, manufacturer: \"1004\", model: \"00040001\"}\n      - {deviceType: GPF, manufacturer: \"1004\", model: \"00040001\"}\n      - {deviceType: ESME, manufacturer: \"1004\", model: \"00040011\", firmware: [\"04000001\"]}\n",
			"    models: []\n", "models: []", "models is missing"},
		{"entry's SMSO", "- id: EPCL-0001\n    smso: SMSO1", "- id: EPCL-0001\n    smso: SUPA", "smso: SUPA", "expected an SMSO of this world (4.4)"},
		{"unknown field", "environment: migration-testing", "enviroment: migration-testing", "enviroment:", `unknown field "enviroment"`},
		{"environment", "environment: migration-testing", "environment: production", "environment: p", "expected migration-testing or migration-dust"},
		{"number", `"470001"`, "470001", "470001", "is a number"},
		{"anchor", "name: W1", "name: &a W1", "name: &a", "anchors"},
		{"real EUI", "90-B3-D5-1F-30-01-00-00", "70-B3-D5-1F-30-01-00-00", "", "not in the test block"},
		{"same EUI", "90-B3-D5-1F-30-03-00-00", "90-B3-D5-1F-30-01-00-00", "", "has the name or the eui of"},
		{"serial twice", "serial: 5B0001", "serial: 5A0001", "", "in the directory already"},
		{"no signing", "      - {serial: 5A0001, use: signing}\n", "", "", "no certificate for signing"},
		{"no agreement", "      - {serial: D00002, use: agreement}\n", "", "", "no certificate for agreement"},
		{"role", "userRoles: [Gas Transporter]", "userRoles: [Gas Carrier]", "", `userRoles is "Gas Carrier"`},
		{"eligible distributor", "userRoles: [Gas Transporter]", "userRoles: [Gas Transporter]\n    eligibility: [{role: Gas Transporter, srvs: [\"8.11\"]}]", "role: Gas Transporter", "17.14"},
		{"empty use", "use: authorisations of installations shared with another supplier", `use: ""`, "", "use is missing"},
		{"notice too late", "given: 2022-04-06 #", "given: 2027-12-20 #", "", "covers 2019-01-01 to 2027-12-31"},
		{"date", "final: 2023-01-31", "final: 31/01/2023", "{id: DA,", `final is "31/01/2023", expected a date`},
		{"plan", "migrationWeek: 2022-06-13", "migrationWeek: 2022-06-14", "", "not a Monday"},
		{"absent one that is there", `mpans: ["9900000000098"]`, `mpans: ["9900000000015"]`, "", "SMSO1 has it in its register"},
		{"absent check digit", `mpans: ["9900000000098"]`, `mpans: ["9900000000016"]`, "", "valid check digits"},
		{"format", `format: "1"`, `format: "2"`, "format:", `format is "2", expected 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := configError(t, yamlFile, c.old, c.new)
			text, _, _ := strings.Cut(string(edited(t, yamlFile, c.old, c.new)[yamlFile].Data), c.at)
			if line := 1 + strings.Count(text, "\n"); c.at != "" && bad.Line != line {
				t.Errorf("place is line %d, want %d: %v", bad.Line, line, bad)
			}
			if bad.File != "w/world.yaml" || bad.Line == 0 || !strings.Contains(bad.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", bad, c.want)
			}
		})
	}
}

func TestHostileConfig(t *testing.T) {
	for _, text := range []string{"", "[]", "a: b\n---\na: b\n", "{", "a: *x\n", "\x00", strings.Repeat("[", 10000), "name: {a: b}\n", "groups: [x]\n", "? a\n", "format: \"1\"\nformat: \"1\"\n", "roles: {\"0[0\" }\n", "roles: {\"x'\": 1}\n",
		strings.Repeat("#", maxConfig+1)} {
		files := edited(t)
		files[yamlFile] = &fstest.MapFile{Data: []byte(text)}
		if _, err := load(files, "w", 1); err == nil {
			t.Errorf("%.20q loads", text)
		} else if _, ok := err.(*ConfigError); !ok {
			t.Errorf("%.20q: %T %v", text, err, err)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("format: \"1\"\ngroups: [{id: AA}]\norganisations:\n  - {name: A, certificates: [{serial: x}]}\n")
	f.Add("a: [\n")
	f.Add("roles: {\"x.y[0]\": 1}\n")
	f.Fuzz(func(t *testing.T, text string) {
		files := edited(t)
		files[yamlFile] = &fstest.MapFile{Data: []byte(text)}
		if w, err := load(files, "w", 1); (w == nil) == (err == nil) {
			t.Errorf("%v, %v", w, err)
		}
	})
}
