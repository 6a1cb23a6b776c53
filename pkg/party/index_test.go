package party

import (
	"fmt"
	"strings"
	"testing"
)

// An index numbers texts as a map would, whatever their lengths, and what it
// returns holds.
func TestIndex(t *testing.T) {
	var x Index
	if _, ok := x.Find(""); ok {
		t.Error("an empty index finds a text")
	}
	want := map[string]int{}
	var kept []string
	for i := range 200_000 {
		text := fmt.Sprintf("I-%d", i*i%99_991)
		switch i % 10_000 {
		case 17:
			text = strings.Repeat("x", i/100)
		case 18:
			text = strings.Repeat("y", packBlock+i)
		case 19:
			text = ""
		}
		known, ok := want[text]
		if n, found := x.Find(text); found != ok || ok && n != known {
			t.Fatalf("%.20q is found as %d, %t; want %d, %t", text, n, found, known, ok)
		}
		n, added := x.Add(text)
		if !ok {
			known, want[text] = len(want), len(want)
			kept = append(kept, x.At(n))
		}
		if n != known || added == ok {
			t.Fatalf("%.20q has number %d, added %t; want %d, %t", text, n, added, known, !ok)
		}
	}
	if x.Len() != len(want) {
		t.Errorf("%d texts, want %d", x.Len(), len(want))
	}
	for text, n := range want {
		if x.At(n) != text || kept[n] != text {
			t.Fatalf("number %d is %.20q, and was %.20q; want %.20q", n, x.At(n), kept[n], text)
		}
	}
}

// What a store holds stays where it is.
func TestStore(t *testing.T) {
	var s Store[int]
	var at []*int
	for i := range 3*storePart + 1 {
		if n := s.Add(-i); n != i {
			t.Fatalf("item %d is at %d", i, n)
		}
		at = append(at, s.At(i))
	}
	for i := range at {
		if at[i] != s.At(i) || *at[i] != -i {
			t.Fatalf("item %d is %d, and %d where it was at first", i, *s.At(i), *at[i])
		}
	}
	if s.Len() != len(at) {
		t.Errorf("%d items, want %d", s.Len(), len(at))
	}
}
