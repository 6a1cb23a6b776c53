package rules

import (
	"testing"

	"s1mig/pkg/ident"
)

// TestProductPlaces checks that products that differ as those of one EPCL entry do,
// in a digit of the model or of the firmware, are remembered beside each other.
func TestProductPlaces(t *testing.T) {
	for family := range uint32(4) {
		var a epclAnswer
		taken := map[*product]product{}
		for device := range uint32(4) {
			for release := range uint32(2) {
				base := 0x00010000 + (family+1)<<8
				p := product{model: ident.Model(base + device + 1), firmware: ident.Firmware(base + (device+1)<<4 + release)}
				if other, ok := taken[p.place(&a)]; ok {
					t.Errorf("%v and %v have one place", p, other)
				}
				taken[p.place(&a)] = p
			}
		}
	}
}
