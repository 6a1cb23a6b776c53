package party

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"s1mig/pkg/ident"
)

// Alerts and ledgers hold what slices hold, through any mixture of additions and
// takings.
func TestLists(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 6))
	kinds := []*AlertKind{{Code: "N16"}, {Code: "N24", Released: true}, {Code: "N42", Recipient: "SUPA"}}
	ways := []*Way{{"SUPA", "SMSO1"}, {"SUPB", "SMSO1"}, {"SUPA", "SMSO2"}}
	var alerts, freshAlerts Alerts
	var made, freshMade Ledger[Way]
	var wantAlerts []Alert
	var wantMade []Entry[Way]
	for i := range 200_000 {
		a := Alert{kinds[chance.IntN(len(kinds))], ident.EUI64(chance.Uint64())}
		freshAlerts.Add(a)
		wantAlerts = append(wantAlerts, a)
		e := entry(chance, i, ways[chance.IntN(len(ways))])
		freshMade.Add(e)
		wantMade = append(wantMade, e)
		if chance.IntN(5000) == 0 {
			alerts.Take(&freshAlerts)
			made.Take(&freshMade)
		}
	}
	alerts.Take(&freshAlerts)
	made.Take(&freshMade)
	if !slices.Equal(slices.Collect(alerts.All()), wantAlerts) || alerts.Len() != len(wantAlerts) || freshAlerts.Len() != 0 {
		t.Errorf("%d alerts, want %d", alerts.Len(), len(wantAlerts))
	}
	if !slices.Equal(slices.Collect(made.All()), wantMade) || made.Len() != len(wantMade) || freshMade.Len() != 0 {
		t.Errorf("%d entries, want %d", made.Len(), len(wantMade))
	}
}

// entry makes an entry whose id begins with what it is of, or does not, or is of
// nothing.
func entry(chance *rand.Rand, i int, way *Way) Entry[Way] {
	of := fmt.Sprintf("I-%d", i)
	switch chance.IntN(4) {
	case 0:
		return Entry[Way]{fmt.Sprintf("AUTH-%d", i), of, way}
	case 1:
		return Entry[Way]{of, "", way}
	case 2:
		return Entry[Way]{"", of, way}
	}
	return Entry[Way]{of + ".SUPA", of, way}
}

// A ledger ends as soon as it is told to.
func TestLedgerStops(t *testing.T) {
	var l Ledger[End]
	for i := range 3 {
		l.Add(Entry[End]{ID: fmt.Sprint(i), Kind: &End{}})
	}
	for e := range l.All() {
		if e.ID != "0" {
			t.Errorf("entry %s after the first", e.ID)
		}
		break
	}
}
