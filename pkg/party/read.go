package party

import (
	"context"
	"io"
	"io/fs"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/validate"
)

// ReadOptions says how a party judges a file that it reads.
type ReadOptions struct {
	Facts  *rule.Facts // the desk's where nil
	Stages validate.Stage
	Keys   validate.Keys
}

// Read validates a file that has arrived and keeps of each record what compact
// makes of it, in file order. What compact returns must not hold text of the
// record: it is gone when compact returns. compact runs on several goroutines.
func Read[T, C any](ctx context.Context, d *Desk, a *Arrival, o ReadOptions,
	compact func(r *codec.Record, v *T, found []finding.Finding) C) (*validate.File, []C, error) {
	r, err := a.Open(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var kept []C
	opt := d.validation(a, r, o)
	opt.Collect = func(*envelope.Header, *envelope.Type) validate.Collector { return &collector[T, C]{compact: compact} }
	opt.Merge = func(items any) error {
		kept = append(kept, items.([]C)...)
		return nil
	}
	lap := d.Journal.lap()
	verdict, err := validate.Reader(ctx, a.Name, r, opt)
	if err != nil {
		return nil, nil, err
	}
	a.Digest = digestOf(verdict)
	d.Journal.judged(d.Self.Name, a, verdict, lap)
	return verdict, kept, nil
}

// Look validates a file that has arrived and keeps nothing of it.
func Look(ctx context.Context, d *Desk, a *Arrival, o ReadOptions) (*validate.File, error) {
	r, err := a.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	lap := d.Journal.lap()
	verdict, err := validate.Reader(ctx, a.Name, r, d.validation(a, r, o))
	if err != nil {
		return nil, err
	}
	a.Digest = digestOf(verdict)
	d.Journal.judged(d.Self.Name, a, verdict, lap)
	return verdict, nil
}

// digestOf is the digest of a file: of its bytes before the trailer or, where
// that never came, of all its bytes, so that an answer can name what it is to.
func digestOf(v *validate.File) string {
	if v.Digest == "" {
		return "sha-256:" + v.SHA256
	}
	return v.Digest
}

func (d *Desk) validation(a *Arrival, r io.Reader, o ReadOptions) validate.Options {
	facts := *d.Facts
	if o.Facts != nil {
		facts = *o.Facts
	}
	facts.Clock = &rule.Clock{Now: a.At, Source: "receipt"}
	tuning := d.Codec
	if f, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Size() < smallFile {
			tuning.Workers = 1
		}
	}
	return validate.Options{Facts: &facts, Directory: d.World.Directory(), Keys: o.Keys, AsOf: facts.Clock,
		Codec: tuning, Environment: d.Environment, Stages: o.Stages, Audience: validate.ForDCC, MaxPerCode: maxPerCode}
}

// smallFile is the size in bytes below which a file is read by one goroutine: it
// takes less time than others take to begin.
const smallFile = 64 << 10

// maxPerCode keeps every finding of a file: a party acts on each.
const maxPerCode = 1 << 30

type collector[T, C any] struct {
	compact func(*codec.Record, *T, []finding.Finding) C
	items   []C
}

func (c *collector[T, C]) Record(r *codec.Record, found []finding.Finding) {
	if !r.Broken {
		c.items = append(c.items, c.compact(r, r.Value.(*T), found))
	}
}

func (c *collector[T, C]) End() any {
	items := c.items
	c.items = nil
	return items
}

// Refusal lists what is wrong with a file as a whole: the errors that do not
// stand in a record and are no answers of the process.
func Refusal(v *validate.File, t *envelope.Type) []envelope.Reason {
	var reasons []envelope.Reason
	for _, f := range v.Findings {
		if f.Severity == finding.Error && !InRecord(f, t) && len(reasons) < maxReasons {
			reasons = append(reasons, Reason(f))
		}
	}
	return reasons
}

const maxReasons = 20

// InRecord reports whether a finding stands in a record of its file.
func InRecord(f finding.Finding, t *envelope.Type) bool {
	return strings.HasPrefix(f.Path, "/"+t.Records+"/")
}

// Reason puts a finding into a file.
func Reason(f finding.Finding) envelope.Reason {
	return envelope.Reason{Code: string(f.Code), Detail: Text(f.Message)}
}

// Text fits a message into a free text field: at most 500 characters and no
// control characters.
func Text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if runes := []rune(s); len(runes) > 500 {
		s = string(runes[:499]) + "…"
	}
	return s
}

// RefusedFiles reads a negative acknowledgement and returns the files that it
// refuses.
func RefusedFiles(ctx context.Context, d *Desk, a *Arrival) (*validate.File, []string, error) {
	return Read(ctx, d, a, ReadOptions{}, func(_ *codec.Record, n *nack.Delivery, _ []finding.Finding) string {
		return strings.Clone(n.File)
	})
}
