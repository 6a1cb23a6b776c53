package dcc

import (
	"fmt"
	"testing"
)

// TestAlertIDs: alerts are numbered on and on, in eight digits as long as they do.
func TestAlertIDs(t *testing.T) {
	for _, before := range []int{0, 8, 9, 99_995, 9_999_990, 99_999_980, 99_999_990, 100_000_000} {
		d := &DCC{alerts: before}
		for _, n := range []int{1, 9, 10, 2} {
			first := d.alerts + 1
			ids := d.number(n)
			for i := range n {
				if want := fmt.Sprintf("ALERT-%08d", first+i); ids.of(i) != want {
					t.Errorf("alert %d is %s, want %s", first+i, ids.of(i), want)
				}
			}
		}
		if d.alerts != before+22 {
			t.Errorf("%d alerts after %d", d.alerts-before, before)
		}
	}
}
