package main

import (
	"context"
	"errors"
	"io"
	"slices"
)

// A result is what was measured of a contestant on one file and number of cores.
type result struct {
	Group      string // of those it took turns with
	Contestant string
	File       string
	Cores      int
	Absent     string `json:",omitempty"`

	Records int64 // read in a round
	Bytes   int64
	Rounds  []reply `json:",omitempty"`

	Seconds   spread  // of wall time
	MBs       spread  // 10^6 bytes a second
	ToJSON    float64 // how many times as fast as encoding/json, or encoding/csv: the median over the rounds
	ToSHA256  float64 // the same of crypto/sha256
	ToGood    float64 `json:",omitempty"` // how many times as long as on the good file: the median over the rounds
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

// group measures those of a group on one number of cores, taking turns.
func (b *bench) group(ctx context.Context, g *group, cores int) ([]*result, error) {
	var running []*process
	defer func() {
		for _, p := range running {
			p.stop()
		}
	}()
	if err := g.cached(); err != nil {
		return nil, err
	}
	var results, present []*result
	for _, e := range g.entrants {
		if cores > 1 && e.OneCore || !named(e.Name, b.only) {
			continue
		}
		j := &job{estate: b.estate, file: e.file, cores: cores, sample: e.Sampled, ajv: b.ajv}
		want, size := j.want()
		r := &result{Group: g.name, Contestant: e.Name, File: e.file.Name, Cores: cores, Records: want.Records, Bytes: size}
		results = append(results, r)
		p, err := start(ctx, e.contestant, j, b.folder)
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
	g.summarise(present)
	return results, nil
}

// summarise works out the medians and ratios of results that have taken turns.
func (g *group) summarise(results []*result) {
	find := func(is func(r *result) bool) *result {
		if i := slices.IndexFunc(results, is); i >= 0 {
			return results[i]
		}
		return nil
	}
	base := find(func(r *result) bool { return r.Contestant == g.baseline })
	hash := find(func(r *result) bool { return r.Contestant == stdSHA256 })
	for _, r := range results {
		r.summarise()
		r.ToJSON, r.ToSHA256 = r.against(base, (*result).speed), r.against(hash, (*result).speed)
		good := find(func(o *result) bool { return o.Contestant == r.Contestant && o.File == g.good })
		r.ToGood = r.against(good, (*result).seconds)
	}
}

// summarise works out the medians of a result by itself.
func (r *result) summarise() {
	var speeds, seconds, cpu, allocs []float64
	for i := range r.Rounds {
		speeds, seconds = append(speeds, r.speed(i)), append(seconds, r.seconds(i))
		cpu = append(cpu, float64(r.Rounds[i].CPU)/float64(r.Records))
		allocs = append(allocs, float64(r.Rounds[i].Mallocs)/float64(r.Records))
		r.PeakBytes = max(r.PeakBytes, r.Rounds[i].Peak)
	}
	r.MBs, r.Seconds = spreadOf(speeds), spreadOf(seconds)
	r.CPU, r.Allocs = median(cpu), median(allocs)
}

// seconds is the wall time of round i.
func (r *result) seconds(i int) float64 { return float64(r.Rounds[i].Wall) / 1e9 }

// speed is that of round i in 10^6 bytes a second.
func (r *result) speed(i int) float64 {
	return float64(r.Bytes) / 1e6 / r.seconds(i)
}

// against is the median of the ratios to what another has of something in the same
// round; 0 where there is no other.
func (r *result) against(other *result, of func(r *result, round int) float64) float64 {
	if other == nil {
		return 0
	}
	var ratios []float64
	for i := range r.Rounds {
		ratios = append(ratios, of(r, i)/of(other, i))
	}
	return median(ratios)
}

func spreadOf(all []float64) spread { return spread{median(all), slices.Min(all), slices.Max(all)} }

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
