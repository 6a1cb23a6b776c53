package validate

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFirsts compares what is known of what came more than once with a map: of places
// that are dense, and of such that are not.
func TestFirsts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, span := range []int{1, 3, 40, 5_000, 1 << 17, 1 << 24} {
		for _, later := range []bool{false, true} {
			f := firsts{later: later}
			records, want := map[uint32][]uint32{}, int64(0)
			var block []standing
			for record := range uint32(20_000) {
				place := uint32(rnd.IntN(span))
				records[place] = append(records[place], record)
				block = append(block, standing{place, record})
				if record%37 == 0 {
					f.add(block)
					block = block[:0]
				}
			}
			f.add(block)
			var told recordSet
			for place, in := range records {
				if f.repeated(place) != (len(in) > 1) {
					t.Fatalf("of %d: place %d came %d times", span, place, len(in))
				}
				if len(in) == 1 {
					continue
				}
				if later {
					in = in[1:]
				}
				want += int64(len(in))
				for _, record := range in {
					told.add(int64(record))
				}
			}
			if f.repeated(uint32(span)) || f.repeated(1<<31) {
				t.Errorf("of %d: a place that did not come is repeated", span)
			}
			if span <= 5_000 && f.lost || span == 1<<24 && !f.lost && !later {
				t.Errorf("of %d: lost %v", span, f.lost)
			}
			if diff := cmp.Diff(told, f.records); !f.lost && (f.n != want || diff != "") {
				t.Errorf("of %d: %d, want %d: %s", span, f.n, want, diff)
			}
		}
	}
}

// TestFirstsTakeLittleRoom: places that are far apart do not take a chunk each.
func TestFirstsTakeLittleRoom(t *testing.T) {
	var f firsts
	rnd := rand.New(rand.NewPCG(3, 4))
	for record := range uint32(100_000) {
		f.add([]standing{{uint32(rnd.IntN(maxNumbered)), record}})
	}
	if most := 2*f.seen + spareRoom; f.room > most {
		t.Errorf("room for %d places, of which %d came", f.room, f.seen)
	}
}

// TestFarRecords: of a record that cannot be noted it is known that something stands
// in it that came more than once, and that not all is known.
func TestFarRecords(t *testing.T) {
	for _, c := range []struct {
		records []uint32 // of a place, behind record 5 of another in its chunk
		later   bool
		n       int64
		lost    bool
	}{
		{[]uint32{5, 6}, false, 2, false},
		{[]uint32{5 + farOff - 2, 1 << 17}, false, 2, false},
		{[]uint32{5 + farOff - 1, 1 << 17}, false, 2, true},
		{[]uint32{5 + farOff - 1, 1 << 17, 1 << 17}, true, 2, false},
		{[]uint32{1 << 20}, false, 0, false},
		{[]uint32{lastNoted}, false, 0, false},
		{[]uint32{lastNoted, lastNoted}, true, 1, true},
	} {
		f := firsts{later: c.later}
		f.add([]standing{{7, 5}})
		for _, record := range c.records {
			f.add([]standing{{8, record}})
		}
		if f.repeated(8) != (len(c.records) > 1) || f.repeated(7) || f.n != c.n || f.lost != c.lost {
			t.Errorf("%+v: %d, lost %v", c, f.n, f.lost)
		}
		want := recordSet(nil)
		if !c.lost && c.n > 0 {
			for i, record := range c.records {
				if i > 0 || !c.later {
					want.add(int64(record))
				}
			}
			if diff := cmp.Diff(want, f.records); diff != "" {
				t.Errorf("%+v: %s", c, diff)
			}
		}
	}
}
