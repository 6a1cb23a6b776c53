package validate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
)

// TestKeySet compares what came more than once with a map, for few keys, for
// many, and for more than are held in memory.
func TestKeySet(t *testing.T) {
	for _, c := range []struct{ n, span, budget int }{
		{0, 1, 0}, {1, 1, 0}, {100, 100, 0}, {1000, 1 << 40, 0}, {fewKeys, 1 << 16, 0}, {fewKeys + 1, 1 << 14, 0},
		{300_000, 1 << 19, 0}, {300_000, 3, 0}, {300_000, 1 << 18, 20_000}, {300_000, 1 << 40, 50_000},
	} {
		rnd := rand.New(rand.NewPCG(uint64(c.n), uint64(c.span)))
		mix := newUnique(false).mix
		set, times := keySet{budget: c.budget}, map[uint64]int{}
		var stretches [][]uint64
		var stretch []uint64
		for i := range c.n {
			key := mix.of(uint64(rnd.IntN(c.span)))
			if i%1000 == 7 {
				key = 0
			}
			times[key]++
			if stretch = append(stretch, key); len(stretch) == 777 || i == c.n-1 {
				if err := set.add(stretch); err != nil {
					t.Fatal(err)
				}
				set.endStretch()
				stretches, stretch = append(stretches, stretch), nil
				if len(stretches)%5 == 2 { // a stretch without any
					set.endStretch()
					stretches = append(stretches, nil)
				}
			}
		}
		checkRepeated(t, &set, times, stretches)
		if spilled := set.spill != nil; spilled != (c.budget > 0) {
			t.Errorf("%+v: spilled %v", c, spilled)
		}
		if err := set.close(); err != nil {
			t.Error(err)
		}
	}
}

func checkRepeated(t *testing.T, set *keySet, times map[uint64]int, stretches [][]uint64) {
	t.Helper()
	r, err := set.repeated(3)
	if err != nil {
		t.Fatal(err)
	}
	twice, occurrences := r.twice, r.occurrences
	for k, stretch := range stretches {
		want := slices.ContainsFunc(stretch, func(key uint64) bool { return times[key] > 1 })
		if got := r.stretches.has(k); got != want && !r.everywhere {
			t.Fatalf("stretch %d of %d: %v, want %v", k, len(stretches), got, want)
		}
	}
	if r.everywhere && occurrences < len(times)/manyTwice {
		t.Errorf("%d of %d keys are taken to stand everywhere", occurrences, len(times))
	}
	want := 0
	for key, n := range times {
		if n > 1 {
			want += n
		}
		if twice.has(key) != (n > 1) {
			t.Fatalf("key %x came %d times, repeated %v", key, n, twice.has(key))
		}
	}
	if occurrences != want {
		t.Errorf("%d occurrences, want %d", occurrences, want)
	}
}

// TestMixerKeepsNumbersApart spot-checks that different numbers stay different,
// neighbours above all.
func TestMixerKeepsNumbersApart(t *testing.T) {
	mix := newUnique(false).mix
	seen := map[uint64]uint64{}
	for i := range uint64(100_000) {
		for _, n := range []uint64{i, i << 40} {
			if other, ok := seen[mix.of(n)]; ok && other != n {
				t.Fatalf("%d and %d fall together", n, other)
			}
			seen[mix.of(n)] = n
		}
	}
}

// TestManyDuplicates counts duplicates exactly where there are more than are
// looked at twice, of records that are turned away for another reason as well.
func TestManyDuplicates(t *testing.T) {
	k := newKit(t)
	texts := make([]string, maxTexts+5000)
	mpxn := ident.MPANWithCheck(990000000001).String()
	for i := range texts {
		texts[i] = authorisation(fmt.Sprintf("A-%06d", i/2), mpxn)
		if i%3 == 0 {
			texts[i] = strings.Replace(texts[i], `"migrationWeek":"2022-06-13"`, `"migrationWeek":"2022-06-14"`, 1)
		}
	}
	m := k.make(t, draft{Type: "MAF", Records: texts})
	for _, workers := range []int{1, 3} {
		opt := k.options()
		opt.Codec = codec.Options{Workers: workers}
		f, err := Reader(t.Context(), m.name, bytes.NewReader(m.text), opt)
		if err != nil {
			t.Fatal(err)
		}
		if n := int64(len(texts)); f.ByCode["X-DUPLICATE"] != 2*n || f.RejectedTotal != n || !f.Truncated || len(f.Rejected) != 1000 {
			t.Errorf("%d workers: %v, rejected %d of %d", workers, f.ByCode, f.RejectedTotal, n)
		}
	}
}
