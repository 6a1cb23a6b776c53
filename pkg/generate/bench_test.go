package generate_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/generate"
	"s1mig/pkg/world"
)

// benchInstallations is how many installations the benchmarks' world has.
const benchInstallations = 20_000

func benchWorld(b *testing.B) *world.World {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "world")
	if err := world.New(b.Context(), dir, world.NewOptions{Installations: benchInstallations, Seed: 1, SMSOs: 1, Days: 1}); err != nil {
		b.Fatal(err)
	}
	w, err := world.Load(dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// BenchmarkFile makes the largest file of each type, signed, to nowhere, and has
// SHA-256 of the same bytes take turns with it. What is reported is the best
// turn's: MB/s and devices sealed a second by the clock, the ratio to SHA-256 and
// the CPU time of a device by the time of all cores, which a busy machine leaves
// alone.
func BenchmarkFile(b *testing.B) {
	w := benchWorld(b)
	for _, t := range filetype.Seven() {
		for workers := 1; workers <= 2; workers++ {
			files, err := generate.Files(b.Context(), generate.Options{World: w, Start: w.Start, Environment: w.Environment, Workers: workers}, t)
			if err != nil || len(files) == 0 {
				b.Fatal(len(files), err)
			}
			f, text := largest(b, files)
			devices := 0
			if t == mef.Type {
				devices = bytes.Count(text, []byte(`"deviceID"`))
			}
			b.Run(fmt.Sprintf("%s/workers=%d", t.Name, workers), func(b *testing.B) { benchFile(b, f, text, devices) })
		}
	}
}

func largest(b *testing.B, files []*generate.File) (f *generate.File, text []byte) {
	for _, candidate := range files {
		var out bytes.Buffer
		if _, err := candidate.Write(b.Context(), &out); err != nil {
			b.Fatal(err)
		}
		if out.Len() > len(text) {
			f, text = candidate, out.Bytes()
		}
	}
	return f, text
}

func benchFile(b *testing.B, f *generate.File, text []byte, devices int) {
	b.ReportAllocs()
	own, hash := best{}, best{}
	for b.Loop() {
		own.time(func() {
			if _, err := f.Write(b.Context(), io.Discard); err != nil {
				b.Fatal(err)
			}
		})
		hash.time(func() { sha256.Sum256(text) })
	}
	b.ReportMetric(float64(len(text))/own.wall.Seconds()/1e6, "MB/s")
	b.ReportMetric(float64(len(text))/own.cpu.Seconds()/1e6, "MB/cpu-s")
	b.ReportMetric(hash.cpu.Seconds()/own.cpu.Seconds(), "x-sha256")
	if devices > 0 {
		b.ReportMetric(float64(devices)/own.wall.Seconds()/1e6, "Mdevices/s")
		b.ReportMetric(float64(own.cpu.Nanoseconds())/float64(devices), "cpu-ns/device")
	}
}

// best is the shortest of several times, by the clock and of all cores.
type best struct{ wall, cpu time.Duration }

func (t *best) time(do func()) {
	wall, cpu := time.Now(), cpuTime()
	do()
	t.keep(time.Since(wall), cpuTime()-cpu)
}

func (t *best) keep(wall, cpu time.Duration) {
	if t.wall == 0 || wall < t.wall {
		t.wall = wall
	}
	if t.cpu == 0 || cpu < t.cpu {
		t.cpu = cpu
	}
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
