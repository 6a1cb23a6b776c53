package codec_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
)

// Extents tell of all records of a canonical file, and of none of another; any of
// them can be read by themselves. (That they are read as the first time is for read to
// see, of every document of every test.)
func TestExtents(t *testing.T) {
	doc := long(2000)
	opt := codec.Options{Workers: 3, BlockSize: 4096}
	f, extents := extentsOf(t, doc, opt)
	next := 0
	for _, e := range extents {
		if e.First() != next {
			t.Fatalf("the extent behind record %d begins at %d", next, e.First())
		}
		next += e.Records()
	}
	if next != 2000 || len(extents) < 20 {
		t.Fatalf("%d extents of %d records", len(extents), next)
	}
	chosen := []codec.Extent{extents[3], extents[7], extents[8], extents[len(extents)-1]}
	var want, got []int
	for _, e := range chosen {
		for k := range e.Records() {
			want = append(want, e.First()+k)
		}
	}
	if err := reread(f, chosen, doc, func(r *codec.Record) { got = append(got, r.Index) }); err != nil || !slices.Equal(got, want) {
		t.Errorf("records %v (%v), want %v", got, err, want)
	}
	for name, other := range map[string]string{"pretty": strings.ReplaceAll(doc, ",\n{", ",\n  {"), "on one line": strings.ReplaceAll(doc, "\n", "")} {
		if _, extents := extentsOf(t, other, opt); len(extents) > 0 {
			t.Errorf("%s: %d extents", name, len(extents))
		}
	}
}

// A file that is another one the second time is told of.
func TestRereadOfAnotherFile(t *testing.T) {
	doc := long(2000)
	f, extents := extentsOf(t, doc, codec.Options{Workers: 1, BlockSize: 4096})
	middle := len(doc) / 2
	for name, other := range map[string]string{"cut short": doc[:middle], "a line end": doc[:middle] + "\n" + doc[middle+1:]} {
		if err := reread(f, extents, other, func(*codec.Record) {}); !errors.Is(err, codec.ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fault := errors.New("fault")
	err := f.Reread(t.Context(), extents, func(int64) (io.Reader, error) { return nil, fault }, func() codec.Worker { return each(func(*codec.Record) {}) }, func(any) error { return nil })
	if !errors.Is(err, fault) {
		t.Errorf("the error is %v", err)
	}
	err = f.Reread(t.Context(), extents, at(doc), func() codec.Worker { return each(func(*codec.Record) {}) }, func(any) error { return fault })
	if !errors.Is(err, fault) {
		t.Errorf("the error of merge is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Reread(ctx, extents, at(doc), func() codec.Worker { return each(func(*codec.Record) {}) }, func(any) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("the error of the context is %v", err)
	}
}

func extentsOf(t *testing.T, doc string, opt codec.Options) (f *codec.File, all []codec.Extent) {
	t.Helper()
	f, err := codec.Open(strings.NewReader(doc), filetype.Lookup, opt)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Visit(t.Context(), func() codec.Worker { return each(func(*codec.Record) {}) }, func(any) error {
		if e, ok := f.Extent(); ok {
			all = append(all, e)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f, all
}

func at(doc string) func(int64) (io.Reader, error) {
	return func(offset int64) (io.Reader, error) { return strings.NewReader(doc[min(int(offset), len(doc)):]), nil }
}

// reread shows the records of extents to one, in their order.
func reread(f *codec.File, extents []codec.Extent, doc string, one func(*codec.Record)) error {
	for _, e := range extents { // one after the other, as one is for no more than one goroutine
		err := f.Reread(context.Background(), []codec.Extent{e}, at(doc), func() codec.Worker { return each(one) }, func(any) error { return nil })
		if err != nil {
			return err
		}
	}
	return nil
}
