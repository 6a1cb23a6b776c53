package world

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// TestMetersFit: a meter whose class or whose installation's id is not there is
// found wherever it stands.
func TestMetersFit(t *testing.T) {
	const n = 2*manyPages*metersPerPage + 5
	x := &index{size: indexSize{Meters: n, Classes: 3, IDBytes: 10}, meters: make([]byte, n*meterSize)}
	x.pages = make([]byte, x.size.pages()*pageSize)
	if !x.metersFit() {
		t.Fatal("the meters do not fit")
	}
	x.metersAt = 1001 // of a file in which meters begin in one piece and end in the next
	crossing := (readPiece - x.metersAt) / meterSize
	if !fitInFile(t, x) {
		t.Fatal("in their file the meters do not fit")
	}
	for _, at := range []int{0, 1, crossing - 1, crossing, crossing + 1, metersPerPage, n / 2, manyPages*metersPerPage - 1, manyPages * metersPerPage, 2*manyPages*metersPerPage - 1, n - 5, n - 1} {
		for _, c := range []struct {
			meter indexedMeter
			fits  bool
		}{
			{indexedMeter{class: 2, id: 7, idLength: 3}, true}, {indexedMeter{class: 3}, false},
			{indexedMeter{id: 8, idLength: 3}, false}, {indexedMeter{class: 1 << 16}, false},
		} {
			c.meter.put(x.meters[at*meterSize:])
			if x.metersFit() != c.fits {
				t.Errorf("%+v at %d: fits %v, want %v", c.meter, at, !c.fits, c.fits)
			}
			if fitInFile(t, x) != c.fits {
				t.Errorf("%+v at %d of a file: fits %v, want %v", c.meter, at, !c.fits, c.fits)
			}
			clear(x.meters[at*meterSize:][:meterSize])
		}
	}
}

// fitInFile is whether the meters of an index are found to fit while the sum of its
// file is checked.
func fitInFile(t *testing.T, x *index) bool {
	t.Helper()
	file := append(make([]byte, x.metersAt), x.meters...)
	file = binary.LittleEndian.AppendUint32(file, sumOf(file))
	if err := x.check(bytes.NewReader(file), len(file)); err != nil {
		t.Fatal(err)
	}
	return x.fit
}
