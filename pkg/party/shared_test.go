package party

import "testing"

func TestShared(t *testing.T) {
	var s Shared[string]
	kept := map[string]*string{}
	for _, v := range []string{"a", "b", "a", "", "b", "a", ""} {
		at := s.Of(v)
		if *at != v || kept[v] != nil && kept[v] != at {
			t.Errorf("%q is kept as %q at %p, before at %p", v, *at, at, kept[v])
		}
		kept[v] = at
	}
}
