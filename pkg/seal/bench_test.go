package seal_test

import (
	"syscall"
	"testing"
	"time"

	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
)

const benchDevices = 1000

func deviceOf(i int) ident.EUI64 { return ident.EUI64(0x90b3d51f30000000 + uint64(i)) }

func aadOf(dst []byte, i int) []byte {
	return seal.AAD(dst, 0x90b3d51f30050004, 1, "CA", "I-00000001", deviceOf(i))
}

// perDevice runs do for all devices and reports what one costs: by the clock,
// and in CPU time, which a busy machine leaves alone.
func perDevice(b *testing.B, do func(i int)) {
	b.ReportAllocs()
	before := cpuTime(b)
	for b.Loop() {
		for i := range benchDevices {
			do(i)
		}
	}
	cpu := cpuTime(b) - before
	b.ReportMetric(float64(b.N)*benchDevices/b.Elapsed().Seconds()/1e6, "Mdevices/s")
	b.ReportMetric(float64(cpu.Nanoseconds())/float64(b.N)/benchDevices, "cpu-ns/device")
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSeal makes and seals the credentials of devices on one core, stage by
// stage.
func BenchmarkSeal(b *testing.B) {
	source := seal.NewCredentialSource(1)
	seed := uint64(1)
	sealer := seal.NewSealer(seal.NewContentKey(&seed, []byte("header")), true)
	var aad, plain, sealed []byte
	b.Run("derive", func(b *testing.B) {
		perDevice(b, func(i int) { plain = source.AppendJSON(plain[:0], deviceOf(i)) })
	})
	b.Run("seal", func(b *testing.B) {
		perDevice(b, func(i int) {
			aad = aadOf(aad[:0], i)
			sealed = sealer.Seal(sealed[:0], aad, plain)
		})
	})
}

// BenchmarkOpen opens the credentials of devices on one core and reads them.
func BenchmarkOpen(b *testing.B) {
	seed := uint64(1)
	sealer := seal.NewSealer(seal.NewContentKey(&seed, []byte("header")), true)
	source := seal.NewCredentialSource(1)
	sealed := make([][]byte, benchDevices)
	for i := range sealed {
		c := source.Derive(deviceOf(i))
		sealed[i] = sealer.Seal(nil, aadOf(nil, i), c.AppendJSON(nil))
	}
	var aad, plain []byte
	b.Run("open", func(b *testing.B) {
		perDevice(b, func(i int) {
			aad = aadOf(aad[:0], i)
			var err error
			if plain, err = sealer.Open(plain[:0], aad, sealed[i]); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("check", func(b *testing.B) {
		perDevice(b, func(int) {
			if err := seal.CheckCredentials(plain); err != nil {
				b.Fatal(err)
			}
		})
	})
}
