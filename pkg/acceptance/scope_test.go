package acceptance

import (
	"testing"

	"s1mig/pkg/pipeline"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// scopeChecks are of clauses 2 and 4: who and what is tested.
func scopeChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"2.1 Migration ST": testNotCommissioned,
		"2.4":              testEndpointCapacity,
		"4.4":              testEPCLEntry,
		"4.7":              testPhaseOfScope,
	}
}

func testNotCommissioned(t *testing.T) {
	w := worldWith(t, register("SMSO4"), `"commissionedWithSMSO":true`, `"commissionedWithSMSO":false`)
	m := run(t, pipeline.Options{World: w}, "")
	_, outcome := m.having(t, "MVF", "", "I-E1")
	if outcome.Outcome != "Fail" || len(outcome.Reasons) != 1 || outcome.Reasons[0].Code != "X-NOT-COMMISSIONED" {
		t.Errorf("the MVF says %+v of I-E1, want Fail for X-NOT-COMMISSIONED", *outcome)
	}
	m.wantStates(t, map[string]state.State{"I-E1": state.MCFFailed})
}

func testEndpointCapacity(t *testing.T) {
	const both, certificate = "capacities: [supplierContractor, dccServiceProvider]\n    certificates:\n      - {serial: \"500001\"",
		"capacities: [supplierContractor]\n    certificates:\n      - {serial: \"500001\""
	refused(t, []string{worldFile, both, certificate}, "2.4", "SMSO1")
}

func testEPCLEntry(t *testing.T) {
	const entry = "  - id: EPCL-0001\n    smso: SMSO1\n    capacities: [supplierContractor, dccServiceProvider]\n    communicationsServiceProvider: CSP1\n    scope: active\n"
	for field, with := range map[string]string{
		"communicationsServiceProvider": "  - id: EPCL-0001\n    smso: SMSO1\n    capacities: [supplierContractor, dccServiceProvider]\n    scope: active\n",
		"capacities":                    "  - id: EPCL-0001\n    smso: SMSO1\n    capacities: []\n    communicationsServiceProvider: CSP1\n    scope: active\n",
		"smso":                          "  - id: EPCL-0001\n    capacities: [supplierContractor, dccServiceProvider]\n    communicationsServiceProvider: CSP1\n    scope: active\n",
		"scope":                         "  - id: EPCL-0001\n    smso: SMSO1\n    capacities: [supplierContractor, dccServiceProvider]\n    communicationsServiceProvider: CSP1\n",
	} {
		refused(t, []string{worldFile, entry, with}, field)
	}
	refused(t, []string{worldFile, "communicationsServiceProvider: CSP1\n    scope: active", "communicationsServiceProvider: CSP1\n    scope: both"}, "scope", "both")
}

func testPhaseOfScope(t *testing.T) {
	for scope, want := range map[rule.EPCLScope]world.Phase{
		rule.DormantOnly: world.DormantMMT, rule.ActiveOnly: world.ActiveMMT, rule.Either: world.MixedMMT,
	} {
		if got := world.PhaseFor(scope); got != want {
			t.Errorf("scope %q is tested by %q, want %q", scope, got, want)
		}
	}
}
