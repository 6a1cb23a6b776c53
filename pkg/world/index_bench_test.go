package world

import (
	"testing"

	"s1mig/pkg/ident"
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
	dir := benchWorld(b, 300_000)
	w, _, err := LoadFacts(dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	register, n := w.Facts().Register, 0
	var all []ident.MPxN
	for at := range int(w.index.size.Meters) {
		if m := w.index.mpxn(at); register.Elsewhere(m) == "SMSO1" {
			all = append(all, m)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		n = (n + 7919*64) % len(all)
		if _, ok := register.Meter("SMSO1", "SUP01", all[n]); !ok {
			b.Fatal(all[n])
		}
	}
}
