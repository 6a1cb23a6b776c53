package state_test

import (
	"strings"
	"testing"

	"s1mig/pkg/state"
)

func TestNames(t *testing.T) {
	// Requirements Part B, the conservation rule.
	const want = "MAF_REJECTED, SUPERSEDED, HELD_LAPSED, NO_AUTHORISATION, NOT_IN_MCF, MCF_FAILED, GROUP_FAILED, S1SP_FAILED, COMMISSION_FAILED, PARTIAL, COMMISSIONED"
	if got := strings.Join(state.Names(), ", "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

//trace:shows 5.2
func TestCombinations(t *testing.T) {
	// MTAD 5.2.
	const want = "5.2(a) 5.2(b) 5.2(c) 5.2(d) 5.2(e)(i) 5.2(e)(ii)"
	if got := strings.Join(state.Combinations(), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
