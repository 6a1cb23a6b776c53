package world

import (
	"fmt"
	"testing"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// benchWorld makes a world with an index. Its size is that of a small trial: the
// figures are for comparing one version of the program with another.
func benchWorld(b *testing.B, installations int) (dir string) {
	b.Helper()
	dir = b.TempDir()
	if err := New(b.Context(), dir, NewOptions{Installations: installations, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	if _, err := WriteIndex(b.Context(), dir); err != nil {
		b.Fatal(err)
	}
	return dir
}

// perInstallation reports what one operation takes for each installation.
func perInstallation(b *testing.B, installations int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(installations), "ns/installation")
}

func BenchmarkWorldLoad(b *testing.B) {
	const installations = 100_000
	dir := benchWorld(b, installations)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(dir, 1); err != nil {
			b.Fatal(err)
		}
	}
	perInstallation(b, installations)
}

func BenchmarkIndexBuild(b *testing.B) {
	const installations = 100_000
	dir := benchWorld(b, installations)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := WriteIndex(b.Context(), dir); err != nil {
			b.Fatal(err)
		}
	}
	perInstallation(b, installations)
}

func BenchmarkIndexLoad(b *testing.B) {
	const installations = 300_000
	dir := benchWorld(b, installations)
	b.ReportAllocs()
	for b.Loop() {
		if _, use, err := LoadFacts(dir, 1); err != nil || use.Stale != "" || use.Missing || use.Read {
			b.Fatal(use, err)
		}
	}
	perInstallation(b, installations)
}

// BenchmarkIndexLookup asks for meters far apart, as no file in the order of its
// register does.
func BenchmarkIndexLookup(b *testing.B) {
	w, meters := benchFacts(b)
	register, n := w.Facts().Register, 0
	b.ReportAllocs()
	for b.Loop() {
		n = (n + 7919*64) % len(meters)
		if _, ok := register.Meter("SMSO1", "SUP01", meters[n]); !ok {
			b.Fatal(meters[n])
		}
	}
}

// BenchmarkIndexCursor asks a cursor for one meter in so many, in order, and for
// meters far apart that it was told to expect.
func BenchmarkIndexCursor(b *testing.B) {
	w, meters := benchFacts(b)
	for _, step := range []int{1, 2, 4, 8, 16, 32, 48, 64, 96, 128} {
		b.Run(fmt.Sprintf("1 in %d", step), func(b *testing.B) {
			n := 0
			askInTurn(b, w, func() ident.MPxN {
				if n += step; n >= len(meters) {
					n = 0
				}
				return meters[n]
			})
		})
	}
	b.Run("far apart", func(b *testing.B) {
		n := 0
		askInTurn(b, w, func() ident.MPxN { n = (n + 7919*64) % len(meters); return meters[n] })
	})
}

// askInTurn asks a cursor for meters as a file does that is read by blocks.
func askInTurn(b *testing.B, w *World, next func() ident.MPxN) {
	cursor := rule.Open(w.Facts().Register, "SMSO1", "SUP01")
	var facts rule.MeterFacts
	block, at := make([]ident.MPxN, 100), 100
	b.ReportAllocs()
	for b.Loop() {
		if at == len(block) {
			for at = range block {
				block[at] = next()
			}
			if at = 0; cursor.Scattered() {
				cursor.Expect(block)
			}
		}
		if _, _, ok := cursor.Meter(block[at], &facts); !ok {
			b.Fatal(block[at])
		}
		at++
	}
}

// benchFacts returns the facts of a world and the meters of SMSO1.
func benchFacts(b *testing.B) (w *World, meters []ident.MPxN) {
	w, _, err := LoadFacts(benchWorld(b, 300_000), 1)
	if err != nil {
		b.Fatal(err)
	}
	for at := range int(w.index.size.Meters) {
		if m := w.index.key(at).mpxn(); w.Facts().Register.Elsewhere(m) == "SMSO1" {
			meters = append(meters, m)
		}
	}
	return w, meters
}
