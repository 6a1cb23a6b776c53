// Package state names the terminal states of an authorisation and of an
// installation, and the combinations of MTAD 5.2. Every authorisation and every
// installation that enters a run ends in exactly one state, and the sums equal
// what entered. The names are simulator-defined.
//
// It may import the standard library alone.
package state

// State is a terminal state.
type State string

// The terminal states, in the order of the process.
const (
	MAFRejected      State = "MAF_REJECTED"      // a fault at receipt, or one of the eight exceptions of 17.20
	Superseded       State = "SUPERSEDED"        // a later authorisation of the same MPxN took its place
	HeldLapsed       State = "HELD_LAPSED"       // waited for another party's authorisation until the week started
	NoAuthorisation  State = "NO_AUTHORISATION"  // an installation with Active Meters and no authorisation at all
	NotInMCF         State = "NOT_IN_MCF"        // left out when the MCF was built
	MCFFailed        State = "MCF_FAILED"        // the MCF was rejected, or its MVF says Fail
	GroupFailed      State = "GROUP_FAILED"      // MGF or MEF lost, not to be opened, or not matching
	S1SPFailed       State = "S1SP_FAILED"       // a check of 5.5 failed
	CommissionFailed State = "COMMISSION_FAILED" // the CHF was not commissioned
	Partial          State = "PARTIAL"           // the CHF was commissioned, but not every meter
	Commissioned     State = "COMMISSIONED"      // the CHF and every meter were commissioned
)

// All lists the terminal states in the order of the process.
func All() []State {
	return []State{
		MAFRejected, Superseded, HeldLapsed, NoAuthorisation, NotInMCF, MCFFailed,
		GroupFailed, S1SPFailed, CommissionFailed, Partial, Commissioned,
	}
}

// Names lists the terminal states as strings, in the order of All.
func Names() []string { return names(All()) }

// Combination is one of the combinations of meters, suppliers and Commissioning
// Party that 5.2 lists. No other may be migrated.
type Combination string

// The six combinations of 5.2.
const (
	A  Combination = "5.2(a)"     // Active only, one Responsible Supplier, DCC commissions
	B  Combination = "5.2(b)"     // Active only, one Responsible Supplier, which commissions all but the CHF
	C  Combination = "5.2(c)"     // Active only, more than one Responsible Supplier, DCC commissions
	D  Combination = "5.2(d)"     // Dormant only, one or more Responsible Suppliers, DCC commissions
	E1 Combination = "5.2(e)(i)"  // ESME active, GSME dormant, DCC commissions
	E2 Combination = "5.2(e)(ii)" // GSME active, ESME dormant, DCC commissions
)

// AllCombinations lists the six combinations in the order of 5.2.
func AllCombinations() []Combination { return []Combination{A, B, C, D, E1, E2} }

// Combinations lists the six combinations as strings, in the order of 5.2.
func Combinations() []string { return names(AllCombinations()) }

func names[T ~string](list []T) []string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = string(v)
	}
	return s
}
