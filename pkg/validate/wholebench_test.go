package validate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/generate"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// BenchmarkWhole judges a sealed file of a synthetic world with every rule, by
// one worker, in turns with a SHA-256 of the same bytes. The fastest of each
// counts: whatever else the machine does can only slow a round.
//
// A profile of it makes the compiler look where time is spent. To renew it, add one
// to the one there is, or take it alone where the code has become another:
//
//	go test -trimpath -o /dev/null ./pkg/validate -run '^$' -bench Whole -benchtime 3s -cpuprofile new.pgo
//	go tool pprof -proto cmd/s1mig/default.pgo new.pgo > both.pgo && mv both.pgo cmd/s1mig/default.pgo
func BenchmarkWhole(b *testing.B) {
	dir := b.TempDir() + "/world"
	if err := world.New(b.Context(), dir, world.NewOptions{Installations: 30_000, Seed: 1, SMSOs: 1, Days: 1}); err != nil {
		b.Fatal(err)
	}
	w, err := world.Load(dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	facts, _, err := world.LoadFacts(dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	smso, supplier := w.SMSOs()[0], w.Suppliers()[0]
	b.Run("MCF", func(b *testing.B) {
		whole(b, facts, sealed(b, w, mcf.Type, smso, smso.SMSO, func(out *codec.Writer, in *world.Installation) {
			var ids []string
			generate.Authorisations(w, in, func(a generate.Authorisation) { ids = append(ids, a.AuthorisationID) })
			out.Write(generate.MCFInstallation(in, ids))
		}))
	})
	var csv bytes.Buffer
	rows := codec.NewCSVWriter(&csv)
	file := sealed(b, w, maf.Type, supplier, smso.SMSO, func(out *codec.Writer, in *world.Installation) {
		if a, ok := generate.AuthorisationOf(w, in, supplier.Name); ok {
			out.Write(&a.Authorisation)
			rows.Write(&a.Authorisation)
		}
	})
	if _, err := rows.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run("MAF", func(b *testing.B) { whole(b, facts, file) })
	b.Run("CSV", func(b *testing.B) {
		whole(b, facts, namedFile{strings.TrimSuffix(file.name, ".json") + ".csv", csv.Bytes()})
	})
}

type namedFile struct {
	name string
	text []byte
}

func sealed(b *testing.B, w *world.World, t *envelope.Type, from world.Organisation, smso string, write func(*codec.Writer, *world.Installation)) namedFile {
	h := &envelope.Header{FileType: t.Name, FormatVersion: envelope.FormatVersion, Environment: w.Environment, CapabilityRelease: w.SMSORelease(smso),
		SMSO: smso, Sender: from.EUI, Recipient: w.DCC().EUI, Sequence: 1, CreatedAt: civil.InstantOf(w.Start) + 1, TestData: true}
	if t == mcf.Type {
		h.Parents = []envelope.Parent{{File: "MAF_SMSO1_90-B3-D5-1F-30-01-00-00_20220608_090001_000001.json", Digest: "sha-256:2c49f7de564d76cbe011990e3959f0d100ed7c5c1f70b3fced01c3070e0a99c0"}}
	}
	var text bytes.Buffer
	out := codec.NewWriter(&text, t, h)
	r := w.Register(smso)
	for i := range r.Len() {
		write(out, r.At(i))
	}
	kid, key, _ := w.SigningKey(from.Name)
	if _, err := out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) }); err != nil {
		b.Fatal(err)
	}
	return namedFile{filetype.FileName(h), text.Bytes()}
}

func whole(b *testing.B, w *world.World, f namedFile) {
	opt := validate.Options{Facts: w.Facts(), Directory: w.Directory(), Keys: w, Draft: true, Codec: codec.Options{Workers: 1}}
	opt.Facts.Clock = &rule.Clock{Now: w.Start, Source: "world"}
	judged, hashed := time.Hour, time.Hour
	for b.Loop() {
		for range 20 {
			judged = min(judged, took(func() {
				v, err := validate.Reader(context.Background(), f.name, bytes.NewReader(f.text), opt)
				if err != nil || v.Valid == nil || !*v.Valid {
					b.Fatal(v, err)
				}
			}))
			hashed = min(hashed, took(func() { sha256.Sum256(f.text) }))
		}
	}
	b.ReportMetric(float64(len(f.text))/judged.Seconds()/1e6, "MB/s")
	b.ReportMetric(judged.Seconds()/hashed.Seconds(), "sha256-times")
}

func took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
