package codec

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"s1mig/pkg/filetype"
)

// BenchmarkParsers parses one line after the other, without a file around them.
func BenchmarkParsers(b *testing.B) {
	for _, t := range filetype.Seven() {
		rnd := rand.New(rand.NewPCG(7, 8))
		var lines [][]byte
		size := 0
		for len(lines) < 2000 {
			v := t.Record.New()
			fillRandom(rnd, t.Record, t.Record.Base(v))
			if line := Append(nil, t.Record, v); !needsCare(line) {
				lines, size = append(lines, bytes.Clone(padded(line))), size+len(line)
			}
		}
		v := t.Record.New()
		base, quick := t.Record.Base(v), newProgram(t.Record)
		b.Run("fast/"+t.Name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, line := range lines {
					if quick.object(inputOf(line), 0, base) < 0 {
						b.Fatalf("refused: %s", line)
					}
				}
			}
		})
	}
}
