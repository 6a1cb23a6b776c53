package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// counter is a codec.Worker that does nothing but count.
type counter struct {
	t     tally
	fault error
}

// outcome is what a counter has counted in a block.
type outcome struct {
	tally
	fault error
}

func (c *counter) Record(r *codec.Record) {
	if r.Broken || len(r.Findings) > 0 {
		c.fault = fmt.Errorf("record %d: %v", r.Index, r.Findings)
		return
	}
	switch v := r.Value.(type) {
	case *mcf.Installation:
		c.t.installation(v)
	case *maf.Authorisation:
		c.t.authorisation(v)
	}
}

func (c *counter) End() any {
	o := outcome{c.t, c.fault}
	*c = counter{}
	return o
}

func newCounter() codec.Worker { return &counter{} }

func merge(t *tally) func(any) error {
	return func(v any) error {
		o := v.(outcome)
		t.add(o.tally)
		return o.fault
	}
}

func (j *job) codec() codec.Options { return codec.Options{Workers: j.cores} }

// prepareLines parses the records with every lexical check, and hashes nothing.
func prepareLines(j *job) (round, error) {
	return func() (t tally, err error) {
		f, err := j.open(true)
		if err != nil {
			return t, err
		}
		defer f.Close()
		err = codec.Lines(context.Background(), f, j.file.fileType().Record, j.codec(), newCounter, merge(&t))
		return t, err
	}, nil
}

// prepareVisit parses a whole file and hashes it.
func prepareVisit(j *job) (round, error) {
	return func() (t tally, err error) {
		f, err := j.open(false)
		if err != nil {
			return t, err
		}
		defer f.Close()
		opened, err := j.codecFile(f)
		if err != nil {
			return t, err
		}
		result, err := opened.Visit(context.Background(), newCounter, merge(&t))
		if err == nil && (!result.Complete || result.SHA256 != j.file.Tally.Digest) {
			err = errors.New("not read to its end")
		}
		return t, err
	}, nil
}

func (j *job) codecFile(r io.Reader) (*codec.File, error) {
	if j.file.CSV != nil {
		return codec.OpenCSV(r, &envelope.Header{FileType: maf.Type.Name}, j.codec())
	}
	return codec.Open(r, filetype.Lookup, j.codec())
}

// prepareValidate judges the file with everything that s1mig has: all rules, the
// facts of the world, digest and signature.
func prepareValidate(j *job) (round, error) {
	w, _, err := world.LoadFacts(j.estate.World, j.estate.Seed)
	if err != nil {
		return nil, err
	}
	opt := validate.Options{Facts: w.Facts(), Directory: w.Directory(), Keys: w, Codec: j.codec(),
		AsOf: &rule.Clock{Now: j.file.Judged, Source: "flag"}}
	opt.Facts.Clock = opt.AsOf
	if c := j.file.CSV; c != nil {
		recipient, _ := ident.ParseEUI64([]byte(c.Recipient))
		opt.CSV = validate.CSV{Environment: w.Environment, Release: c.Release, Recipient: recipient, Sequence: c.Sequence, Signature: c.Signature}
	}
	return func() (t tally, err error) {
		f, err := j.open(false)
		if err != nil {
			return t, err
		}
		defer f.Close()
		verdict, err := validate.Reader(context.Background(), filepath.Base(j.file.Path), f, opt)
		if err != nil {
			return t, err
		}
		return tally{Records: verdict.Records}, clean(verdict)
	}, nil
}

// clean reports what keeps a verdict from being a clean one on a sealed file.
func clean(v *validate.File) error {
	if v.Valid == nil || !*v.Valid || !v.Sealed || v.Outcome != validate.Accepted || v.BySeverity[finding.Error] > 0 {
		return fmt.Errorf("valid %v, sealed %t, outcome %s, findings %v, not evaluated %v", v.Valid != nil && *v.Valid, v.Sealed, v.Outcome, v.ByCode, v.NotEvaluated)
	}
	return nil
}
