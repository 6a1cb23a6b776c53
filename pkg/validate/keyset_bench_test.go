package validate

import (
	"testing"
)

// BenchmarkDuplicates looks for what stands twice among four million keys, in the
// blocks in which the reader delivers them.
func BenchmarkDuplicates(b *testing.B) {
	const block, blocks = 4096, 1024
	u := newUnique(false)
	keys := make([]uint64, block)
	b.ReportAllocs()
	for b.Loop() {
		var s keySet
		for n := range uint64(blocks) {
			for i := range keys {
				keys[i] = u.number(n*block + uint64(i))
			}
			if err := s.add(keys); err != nil {
				b.Fatal(err)
			}
		}
		if r, err := s.repeated(2); err != nil || r.occurrences != 0 {
			b.Fatal(r.occurrences, err)
		}
		if err := s.close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(block*blocks)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mkeys/s")
}
