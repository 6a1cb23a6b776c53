package main

import (
	"bytes"
	"fmt"
	"syscall"
	"testing"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/generate"
	"s1mig/pkg/rule"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// BenchmarkValidateMEF validates an MEF of 20,000 installations and opens all
// that is sealed in it. The CPU time is that of all cores.
func BenchmarkValidateMEF(b *testing.B) {
	dir := b.TempDir() + "/world"
	if err := world.New(b.Context(), dir, world.NewOptions{Installations: 20_000, Seed: 1, SMSOs: 1, Days: 1}); err != nil {
		b.Fatal(err)
	}
	w, err := world.Load(dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	files, err := generate.Files(b.Context(), generate.Options{World: w, Start: w.Start, Environment: w.Environment}, mef.Type)
	if err != nil {
		b.Fatal(err)
	}
	var doc bytes.Buffer
	if _, err := files[0].Write(b.Context(), &doc); err != nil {
		b.Fatal(err)
	}
	devices := bytes.Count(doc.Bytes(), []byte(`"deviceID"`))
	facts := *w.DCCFacts()
	facts.Clock = &rule.Clock{Now: files[0].Header.CreatedAt.Time()}
	for workers := 1; workers <= 2; workers++ {
		opt := validate.Options{Facts: &facts, Directory: w.Directory(), Keys: w, Audience: validate.ForDCC, Codec: codec.Options{Workers: workers}}
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) { benchValidate(b, files[0].Name(), doc.Bytes(), devices, opt) })
	}
}

func benchValidate(b *testing.B, name string, doc []byte, devices int, opt validate.Options) {
	b.ReportAllocs()
	b.SetBytes(int64(len(doc)))
	before := processTime(b)
	for b.Loop() {
		v, err := validate.Reader(b.Context(), name, bytes.NewReader(doc), opt)
		if err != nil || !v.Sealed || len(v.Findings)+len(v.NotEvaluated) > 0 {
			b.Fatal(err, v)
		}
	}
	cpu := processTime(b) - before
	b.ReportMetric(float64(devices*b.N)/b.Elapsed().Seconds()/1e6, "Mdevices/s")
	b.ReportMetric(float64(cpu.Nanoseconds())/float64(devices*b.N), "cpu-ns/device")
}

// processTime is the CPU time of this process so far.
func processTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
