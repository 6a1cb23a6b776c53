package dcc

import (
	"math/rand/v2"
	"testing"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
)

// TestReported: what is packed of a device comes back, whatever stands before it.
func TestReported(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 8))
	states := []string{"", cof.Commissioned, cof.Failed, cof.NotAttempted, wordReady, wordNotReady}
	var want []reported
	var packed []byte
	before := reported{id: ident.EUI64(chance.Uint64())}
	read := before
	for range 1000 {
		for _, kind := range mcf.DeviceTypes() {
			for _, s := range states {
				r := reported{id: before.id + ident.EUI64(chance.IntN(9)), kind: wordOf(kind), state: wordOf(s), owners: uint8(chance.IntN(4))}
				switch chance.IntN(4) {
				case 0:
					r.id, r.owners = ident.EUI64(chance.Uint64()), uint8(chance.Uint32())
				case 1:
					r.mpxn = ident.MPANWithCheck(990000000000 + chance.Uint64N(9999999999))
				case 2:
					r.mpxn = ident.MPxN(chance.Uint64())
				}
				piece := appendReported(nil, &before, &r)
				if len(piece) > reportedMost {
					t.Fatalf("%d bytes, at most %d were expected", len(piece), reportedMost)
				}
				want, packed, before = append(want, r), append(packed, piece...), r
			}
		}
	}
	for i := range want {
		if packed = read.read(packed); read != want[i] {
			t.Fatalf("device %d is %+v, want %+v", i, read, want[i])
		}
	}
	if len(packed) > 0 {
		t.Errorf("%d bytes are left", len(packed))
	}
}
