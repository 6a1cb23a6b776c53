package source_test

import (
	"testing"

	"s1mig/pkg/source"
)

// The wanted places are counted by hand: the column is the number of bytes since
// the last line end, from 1.
func TestAdvance(t *testing.T) {
	for _, c := range []struct {
		name string
		read []string
		want source.Position
	}{
		{"nothing", nil, source.Position{Line: 1, Column: 1}},
		{"within a line", []string{"ab", "c"}, source.Position{Line: 1, Column: 4, Offset: 3}},
		{"behind a line end", []string{"ab\n"}, source.Position{Line: 2, Column: 1, Offset: 3}},
		{"several lines at once", []string{"a\n\nbc"}, source.Position{Line: 3, Column: 3, Offset: 5}},
		{"line by line", []string{"a\n", "\n", "b", "c"}, source.Position{Line: 3, Column: 3, Offset: 5}},
		{"CRLF ends one line", []string{"a\r", "\nb"}, source.Position{Line: 2, Column: 2, Offset: 4}},
		{"bytes, not characters", []string{"é"}, source.Position{Line: 1, Column: 3, Offset: 2}},
	} {
		p := source.Start()
		for _, b := range c.read {
			p = p.Advance([]byte(b))
		}
		if p != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, p, c.want)
		}
	}
}

func TestZeroPositionIsNoPlace(t *testing.T) {
	if (source.Position{}).IsValid() || !source.Start().IsValid() {
		t.Error("the zero position must be no place, and the start one")
	}
}
