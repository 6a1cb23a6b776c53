package main

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"error", "warning", "info", "never"}
	for word, want := range map[string]string{"eror": "error", "Warning": "warning", "warn": "", "x": "", "infos": "info", "nevre": "never"} {
		if got, _ := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) { // textbook pairs, and swaps
	for _, c := range []struct {
		a, b string
		want int
	}{{"kitten", "sitting", 3}, {"", "abc", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}, {"chekc", "check", 1}, {"ab", "ba", 1}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
