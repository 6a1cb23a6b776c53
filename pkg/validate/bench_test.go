package validate

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
)

// BenchmarkMAF validates a MAF of 100,000 authorisations with every rule but
// those of Migration DUST.
func BenchmarkMAF(b *testing.B) {
	k := newKit(b)
	records := make([]string, 100_000)
	for i := range records {
		records[i] = authorisation(fmt.Sprintf("A-%06d", i), ident.MPANWithCheck(uint64(990000000000+i)).String())
	}
	m := k.make(b, draft{Type: "MAF", Records: records})
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint(workers, " workers"), func(b *testing.B) {
			opt := k.options()
			opt.Facts.Register, opt.Facts.Certificates = oneRegister{}, twoHolders{}
			opt.Codec = codec.Options{Workers: workers}
			b.SetBytes(int64(len(m.text)))
			b.ReportAllocs()
			for b.Loop() {
				f, err := Reader(context.Background(), m.name, bytes.NewReader(m.text), opt)
				if err != nil || f.Records != int64(len(records)) || f.RejectedTotal != 0 {
					b.Fatal(f.ByCode, err)
				}
			}
			b.ReportMetric(float64(len(records))*float64(b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
