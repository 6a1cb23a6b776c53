package validate

import (
	"time"

	"s1mig/pkg/codec"
)

// Spent is how long the goroutines that judged a file were busy, all added up,
// by what they did. It is zero without Options.Codec.Watch, and nothing that is
// found depends on it.
type Spent struct {
	Read, Parse, Hash time.Duration
	Rules             time.Duration // of records; measured on one of timedEach, and taken for all
	Duplicates        time.Duration // working out what stands twice, and finding where
	Signature         time.Duration
	Open              time.Duration // of the sealed values of an MEF: the file is read again
}

// timedEach is of how many records one is timed: the clock takes its time, too.
const timedEach = 16

// add adds what another file took.
func (s *Spent) add(other *Spent) {
	s.Read += other.Read
	s.Parse += other.Parse
	s.Hash += other.Hash
	s.Rules += other.Rules
	s.Duplicates += other.Duplicates
	s.Signature += other.Signature
	s.Open += other.Open
}

// Spent is what all files took.
func (r *Report) Spent() (sum Spent) {
	for _, f := range r.Files {
		sum.add(&f.Spent)
	}
	return sum
}

// reading adds what the codec measured; what the rules took is part of its
// parsing.
func (s *Spent) reading(c codec.Spent) {
	s.Read, s.Hash = c.Read, c.Hash
	s.Rules = min(s.Rules, c.Parse)
	s.Parse = c.Parse - s.Rules
}

// now is the time gone by; 0 without a clock.
func (o *Options) now() time.Duration {
	if o.Codec.Watch == nil {
		return 0
	}
	return o.Codec.Watch()
}

// timed reports whether the record at hand is one of those that are timed.
func (w *worker) timed() bool {
	return w.v.opt.Codec.Watch != nil && w.out.records%timedEach == 1
}
