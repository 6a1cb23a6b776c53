package party

import (
	"math/rand/v2"
	"slices"
	"testing"

	"s1mig/pkg/ident"
)

// Lists hold what slices hold, through any mixture of additions and takings.
func TestLists(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 6))
	kinds := []*AlertKind{{Code: "N16"}, {Code: "N24", Released: true}, {Code: "N42", Recipient: "SUPA"}}
	var list, spare List[int]
	var alerts, fresh Alerts
	var want []int
	var wantAlerts []Alert
	for i := range 200_000 {
		a := Alert{kinds[chance.IntN(len(kinds))], ident.EUI64(chance.Uint64())}
		spare.Add(i)
		fresh.Add(a)
		want, wantAlerts = append(want, i), append(wantAlerts, a)
		if chance.IntN(5000) == 0 {
			list.Take(&spare)
			alerts.Take(&fresh)
		}
	}
	list.Take(&spare)
	alerts.Take(&fresh)
	var got []int
	for v := range list.All() {
		got = append(got, *v)
	}
	if !slices.Equal(got, want) || list.Len() != len(want) || spare.Len() != 0 {
		t.Errorf("%d items, want %d", list.Len(), len(want))
	}
	if !slices.Equal(slices.Collect(alerts.All()), wantAlerts) || alerts.Len() != len(wantAlerts) || fresh.Len() != 0 {
		t.Errorf("%d alerts, want %d", alerts.Len(), len(wantAlerts))
	}
}
