package party

import (
	"fmt"
	"testing"
)

// Texts hold for good, whatever is added and whenever the list is clipped.
func TestTexts(t *testing.T) {
	var list Texts
	var early []string
	for i := range 1000 {
		list.Add(fmt.Sprintf("%d", i*i%977))
		early = append(early, list.At(i))
		if i%300 == 0 {
			list.Clip()
		}
	}
	list.Add("")
	for i := range 1000 {
		if want := fmt.Sprintf("%d", i*i%977); list.At(i) != want || early[i] != want {
			t.Fatalf("text %d is %q, and was %q; want %q", i, list.At(i), early[i], want)
		}
	}
	if list.Len() != 1001 || list.At(1000) != "" {
		t.Errorf("%d texts, the last of them %q", list.Len(), list.At(list.Len()-1))
	}
}
