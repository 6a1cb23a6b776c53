package validate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// TestPlaceSet: the keys of what came more than once are told as often as it
// came, and no others.
func TestPlaceSet(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, span := range []int{1, 3, 40, 5_000, 1 << 20} {
		var set placeSet
		var told []uint64
		times, want := map[uint32]int{}, 0
		for range 10_000 {
			place := 1 + uint32(rnd.IntN(span))
			times[place]++
			for range set.add(place) {
				told = append(told, uint64(place)<<20)
			}
		}
		for _, key := range told {
			if times[uint32(key>>20)] < 2 {
				t.Fatalf("of %d: place %d came once and is told", span, key>>20)
			}
		}
		for _, n := range times {
			if n > 1 {
				want += n
			}
		}
		if len(told) != want {
			t.Errorf("of %d: %d keys told, want %d", span, len(told), want)
		}
	}
}

// placing is a register whose cursors know places of half of the meters.
type placing struct{ oneRegister }

// Open implements rule.Opener.
func (p placing) Open(smso, submitter string) rule.Cursor {
	return &placingCursor{Cursor: rule.Open(p.oneRegister, smso, submitter)}
}

type placingCursor struct {
	rule.Cursor
	last ident.MPxN
}

// Meter implements rule.Cursor.
func (p *placingCursor) Meter(m ident.MPxN, room *rule.MeterFacts) (*rule.MeterFacts, string, bool) {
	p.last = m
	return p.Cursor.Meter(m, room)
}

// Place implements rule.Cursor: the last digits of the MPAN but for the check digit,
// where they are an odd number.
func (p *placingCursor) Place() uint32 {
	if number := uint64(p.last) & (1<<56 - 1) / 10 % 10_000; number%2 == 1 {
		return uint32(number)
	}
	return 0
}

// TestDuplicatesByPlace: what stands twice is found alike whether or not the
// register has places for it.
func TestDuplicatesByPlace(t *testing.T) {
	k := newKit(t)
	rnd := rand.New(rand.NewPCG(3, 4))
	records := make([]string, 3_000)
	for i := range records {
		records[i] = authorisation(fmt.Sprintf("A-%05d", rnd.IntN(20_000)), ident.MPANWithCheck(990000000000+uint64(rnd.IntN(9_000))).String())
	}
	m := k.make(t, draft{Type: "MAF", Records: records})
	read := func(r rule.Register, workers int) *File {
		opt := k.options()
		facts := *opt.Facts
		facts.Register, opt.Facts = r, &facts
		opt.MaxPerCode = len(records) * 2
		opt.Codec = codec.Options{Workers: workers, BlockSize: 16 << 10}
		f, err := Reader(t.Context(), m.name, bytes.NewReader(m.text), opt)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	want := read(oneRegister{}, 1)
	if n := want.ByCode["X-DUPLICATE"]; n < 100 {
		t.Fatalf("%d duplicates", n)
	}
	for _, workers := range []int{1, 3} {
		got := read(placing{}, workers)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(File{}), cmpopts.IgnoreFields(File{}, "Header", "Type", "Clock")); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}
