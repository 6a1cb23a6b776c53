package party

import (
	"fmt"
	"strings"
	"testing"
)

// Texts are what was added, alike or not, whenever the list is clipped.
func TestTexts(t *testing.T) {
	var list Texts
	var early []string
	for i := range 1000 {
		list.Add(text(i))
		early = append(early, list.At(i))
		if i%300 == 0 {
			list.Clip()
		}
	}
	list.Add("")
	for i := range 1000 {
		if want := text(i); list.At(i) != want || early[i] != want {
			t.Fatalf("text %d is %q, and was %q; want %q", i, list.At(i), early[i], want)
		}
	}
	if list.Len() != 1001 || list.At(1000) != "" {
		t.Errorf("%d texts, the last of them %q", list.Len(), list.At(list.Len()-1))
	}
}

// text makes a text that is like the one before, or is not.
func text(i int) string {
	switch i % 5 {
	case 0:
		return fmt.Sprintf("%d", i*i%977)
	case 1:
		return strings.Repeat("ab", i%300)
	case 2:
		return strings.Repeat("ab", i%300+1)
	}
	return fmt.Sprintf("I-%d.SUPA", i*i%977)
}
