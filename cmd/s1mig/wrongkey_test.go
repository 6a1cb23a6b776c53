package main

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/rogpeppe/go-internal/testscript"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// wrongKey makes an MEF whose content key was encrypted for another key of the
// same name, and is signed by its sender all the same:
//
//	wrongkey in.json out.json
func wrongKey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: wrongkey IN OUT")
	}
	out, err := forAnotherKey([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(writeFile(ts.MkAbs(args[1]), func(w io.Writer) error { _, err := w.Write(out); return err }))
}

func forAnotherKey(in []byte) ([]byte, error) {
	own, err := world.W1(1)
	if err != nil {
		return nil, err
	}
	other, err := world.W1(2)
	if err != nil {
		return nil, err
	}
	f, err := codec.Open(bytes.NewReader(in), filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		return nil, err
	}
	id, _ := other.AgreementKey()
	certificate, err := other.Directory().Lookup(id)
	if err != nil {
		return nil, err
	}
	seed := uint64(7)
	f.Header.ContentKey, err = seal.WrapContentKey(seal.NewContentKey(&seed, nil), certificate, &seed, []byte("test"))
	if err != nil {
		return nil, err
	}
	sender, ok := own.ByEUI(f.Header.Sender)
	kid, key, signs := own.SigningKey(sender.Name)
	if !ok || !signs {
		return nil, fmt.Errorf("no key of the sender")
	}
	var out bytes.Buffer
	w := codec.NewWriter(&out, f.Type, f.Header)
	_, err = f.Visit(context.Background(), func() codec.Worker { return &rawCopy{} }, func(records any) error {
		for _, r := range records.([][]byte) {
			w.WriteRaw(r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	_, err = w.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) })
	return out.Bytes(), err
}

// rawCopy keeps the bytes of records.
type rawCopy struct{ records [][]byte }

func (c *rawCopy) Record(r *codec.Record) { c.records = append(c.records, bytes.Clone(r.Raw)) }

func (c *rawCopy) End() any {
	records := c.records
	c.records = nil
	return records
}
