package main

import (
	"context"
	"errors"
	"io"
	"slices"
)

// A result is what was measured of a contestant on one file and number of cores.
type result struct {
	Contestant string
	File       string
	Cores      int
	Absent     string `json:",omitempty"`

	Records int64 // read in a round
	Bytes   int64
	Rounds  []reply `json:",omitempty"`

	MBs       spread  // 10^6 bytes a second
	ToJSON    float64 // how many times as fast as encoding/json, or encoding/csv: the median over the rounds
	ToSHA256  float64 // the same of crypto/sha256
	CPU       float64 // ns of processor time a record, the median
	Allocs    float64 // a record, the median
	PeakBytes int64
}

// spread is a median with its smallest and largest value.
type spread struct{ Median, Min, Max float64 }

// bench is one run of the program.
type bench struct {
	estate   *estate
	folder   string
	rounds   int
	only     string // names of contestants, "" for all
	ajv      string
	progress io.Writer
}

// group measures the contestants of one file on one number of cores, taking
// turns.
func (b *bench) group(ctx context.Context, f *file, cores int) ([]*result, error) {
	var running []*process
	defer func() {
		for _, p := range running {
			p.stop()
		}
	}()
	var results, present []*result
	for _, c := range contestants() {
		if !c.reads(f, cores) || !named(c.Name, b.only) {
			continue
		}
		j := &job{estate: b.estate, file: f, cores: cores, sample: c.Sampled, ajv: b.ajv}
		want, size := j.want()
		r := &result{Contestant: c.Name, File: f.Name, Cores: cores, Records: want.Records, Bytes: size}
		results = append(results, r)
		p, err := start(ctx, &c, j, b.folder)
		var away absent
		if errors.As(err, &away) {
			r.Absent = away.why
			continue
		} else if err != nil {
			return nil, errors.Join(ctx.Err(), err)
		}
		running, present = append(running, p), append(present, r)
	}
	for range b.rounds {
		for i, p := range running {
			one, err := p.round()
			if err = errors.Join(ctx.Err(), err); err != nil {
				return nil, err
			}
			present[i].Rounds = append(present[i].Rounds, one)
		}
	}
	summarise(present, f.baseline())
	return results, nil
}

// summarise works out the medians and ratios of results that have taken turns.
func summarise(results []*result, baseline string) {
	find := func(name string) *result {
		for _, r := range results {
			if r.Contestant == name {
				return r
			}
		}
		return nil
	}
	base, hash := find(baseline), find(stdSHA256)
	for _, r := range results {
		var speeds, cpu, allocs []float64
		for i := range r.Rounds {
			speeds = append(speeds, r.speed(i))
			cpu = append(cpu, float64(r.Rounds[i].CPU)/float64(r.Records))
			allocs = append(allocs, float64(r.Rounds[i].Mallocs)/float64(r.Records))
			r.PeakBytes = max(r.PeakBytes, r.Rounds[i].Peak)
		}
		r.MBs = spread{median(speeds), slices.Min(speeds), slices.Max(speeds)}
		r.CPU, r.Allocs = median(cpu), median(allocs)
		r.ToJSON, r.ToSHA256 = r.against(base), r.against(hash)
	}
}

// speed is that of round i in 10^6 bytes a second.
func (r *result) speed(i int) float64 {
	return float64(r.Bytes) / 1e6 / (float64(r.Rounds[i].Wall) / 1e9)
}

// against is the median of the ratios to another's speed in the same round; 0
// where there is none.
func (r *result) against(other *result) float64 {
	if other == nil {
		return 0
	}
	var ratios []float64
	for i := range r.Rounds {
		ratios = append(ratios, r.speed(i)/other.speed(i))
	}
	return median(ratios)
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
