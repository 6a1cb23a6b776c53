package report

import (
	"strconv"
	"strings"
	"testing"
)

// A record without an id is told of as such, and a line does not grow without end.
func TestTurnedAway(t *testing.T) {
	var many []string
	for i := range maxShown + 3 {
		many = append(many, strconv.Itoa(i))
	}
	for want, ids := range map[string][]string{
		"":                  nil,
		"A-1":               {"A-1"},
		"A-1, (no id), A-3": {"A-1", "", "A-3"},
		strings.Join(many[:maxShown], ", ") + " and 3 more": many,
	} {
		f := File{Rejected: ids}
		if got := f.turnedAway(); got != want {
			t.Errorf("%q are told as %q, want %q", ids, got, want)
		}
		if len(ids) > 1 && ids[1] == "(no id)" {
			t.Error("the ids of the report were changed")
		}
	}
}
