package main

import (
	"fmt"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
)

// A tally accounts for what was read. A contestant that skipped a record, or did
// not look at its values, has another one than the file.
type tally struct {
	Records int64
	Meters  int64  // MPxNs
	Sum     uint64 // of the MPxNs as integers, modulo 2^64
	Digest  string // SHA-256 in hex, of one that hashes
}

func (t *tally) add(o tally) {
	t.Records += o.Records
	t.Meters += o.Meters
	t.Sum += o.Sum
}

func (t *tally) meter(m ident.MPxN) {
	if !m.IsZero() {
		t.Meters++
		t.Sum += uint64(m)
	}
}

// text counts an MPxN as it stands in a file; "" is none.
func (t *tally) text(s []byte) error {
	if len(s) == 0 {
		return nil
	}
	m, ok := ident.ParseMPxN(s)
	if !ok {
		return fmt.Errorf("%q is no MPxN", s)
	}
	t.meter(m)
	return nil
}

func (t *tally) installation(in *mcf.Installation) {
	t.Records++
	for i := range in.Devices {
		t.meter(in.Devices[i].MPxN)
	}
}

func (t *tally) authorisation(a *maf.Authorisation) {
	t.Records++
	for i := range a.Meters {
		t.meter(a.Meters[i].MPxN)
	}
}

// proof is what a contestant can show of its work.
type proof string

const (
	values  proof = "values"  // records, and the sum of what stands in them
	rows    proof = "rows"    // the sum alone: a row of a CSV is less than a record
	records proof = "records" // their number, and a verdict that depends on all values
	digest  proof = "digest"
)

// check compares what a contestant made of a file with what was written.
func (p proof) check(got, want tally) error {
	switch p {
	case rows:
		got.Records = want.Records
	case records:
		got.Meters, got.Sum = want.Meters, want.Sum
	case digest:
		if got.Digest == want.Digest && got.Digest != "" {
			return nil
		}
		return fmt.Errorf("digest %s, the file has %s", got.Digest, want.Digest)
	}
	got.Digest = want.Digest
	if got != want {
		return fmt.Errorf("read %+v, the file has %+v", got, want)
	}
	return nil
}
