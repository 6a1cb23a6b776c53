package codec_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

type fruit struct {
	spec.Object
	Name  string
	Count int64
}

func fruitTable() *spec.Table {
	return spec.New("fruit", "A fruit.",
		spec.Def[fruit]{Name: "name", Lex: ident.TextType, Required: true, Clause: "test", Doc: "Its name.", At: func(f *fruit) any { return &f.Name }},
		spec.Def[fruit]{Name: "count", Clause: "test", Doc: "How many.", At: func(f *fruit) any { return &f.Count }})
}

// lineLog writes down what it is shown.
type lineLog struct{ seen []string }

func (l *lineLog) Record(r *codec.Record) {
	s := fmt.Sprintf("%d %d:%d+%d", r.Index, r.Pos.Line, r.Pos.Column, r.Pos.Offset)
	if v := r.Value.(*fruit); !r.Broken {
		s += fmt.Sprintf(" %s=%d", v.Name, v.Count)
	}
	for _, f := range r.Findings {
		s += fmt.Sprintf(" [%s %d:%d %s]", f.Code, f.Pos.Line, f.Pos.Column, f.Path)
	}
	l.seen = append(l.seen, s)
}

func (l *lineLog) End() any { s := l.seen; l.seen = nil; return s }

func readLines(t *testing.T, r io.Reader, opt codec.Options) ([]string, error) {
	t.Helper()
	var all []string
	err := codec.Lines(t.Context(), r, fruitTable(), opt, func() codec.Worker { return &lineLog{} }, func(outcome any) error {
		all = append(all, outcome.([]string)...)
		return nil
	})
	return all, err
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"none", "", nil},
		{"canonical", `{"name":"fig","count":1}` + "\n" + `{"name":"pear"}` + "\n", []string{"0 1:1+0 fig=1", "1 2:1+25 pear=0"}},
		{"no last line end", `{"name":"fig"}` + "\n" + `{"name":"pear"}`, []string{"0 1:1+0 fig=0", "1 2:1+15 pear=0"}},
		{"white space", "{\"name\":\"fig\"}\r\n  { \"name\" : \"pear\" } \t\n", []string{"0 1:1+0 fig=0", "1 2:3+18 pear=0"}},
		{"empty line", "{\"name\":\"fig\"}\n\n{\"name\":\"pear\"}\n", []string{"0 1:1+0 fig=0", "1 2:1+15 [S-SYNTAX 2:1 /lines/1]", "2 3:1+16 pear=0"}},
		{"two on a line", `{"name":"fig"}{"name":"pear"}`, []string{"0 1:1+0 fig=0 [S-TRAILING-DATA 1:15 /lines/0]"}},
		{"one on two lines", "{\"name\":\n\"fig\"}\n", []string{"0 1:1+0 [S-TRUNCATED 1:9 /lines/0]", "1 2:1+9 [S-SYNTAX 2:6 /lines/1]"}},
		{"unknown field", "{\"name\":\"fig\",\"colour\":1}\n", []string{"0 1:1+0 fig=0 [S-UNKNOWN-FIELD 1:15 /lines/0/colour]"}},
		{"escapes", "{\"name\":\"f\\u0069g\"}\n", []string{"0 1:1+0 fig=0"}},
		{"byte order mark", "\ufeff{\"name\":\"fig\"}\n", []string{"0 1:1+0 [S-BOM 1:1 /lines/0]"}},
		{"NUL", "\x00\n{\"name\":\"fig\"}\n", []string{"0 1:1+0 [S-SYNTAX 1:1 /lines/0]", "1 2:1+2 fig=0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, opt := range []codec.Options{{}, {Workers: 1, BlockSize: 1}, {Workers: 3, BlockSize: 20}} {
				got, err := readLines(t, iotest.OneByteReader(strings.NewReader(c.text)), opt)
				if err != nil || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
					t.Errorf("%+v:\ngot  %q, %v\nwant %q", opt, got, err, c.want)
				}
			}
		})
	}
}

func TestLinesTooLong(t *testing.T) {
	text := "{\"name\":\"fig\"}\n{\"name\":\"" + strings.Repeat("x", 5000) + "\"}\n"
	got, err := readLines(t, strings.NewReader(text), codec.Options{BlockSize: 64, MaxRecord: 1000})
	if err != nil || len(got) != 2 || got[1] != "1 2:1+15 [S-RECORD-SIZE 2:1 /lines/1]" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestLinesInOrder(t *testing.T) {
	var text strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&text, "{\"name\":\"fig%d\",\"count\":%d}\n", i, i)
	}
	got, err := readLines(t, strings.NewReader(text.String()), codec.Options{Workers: 4, BlockSize: 100})
	if err != nil || len(got) != 10_000 {
		t.Fatal(len(got), err)
	}
	for i, s := range got {
		if want := fmt.Sprintf("fig%d=%d", i, i); !strings.HasPrefix(s, fmt.Sprintf("%d %d:1+", i, i+1)) || !strings.HasSuffix(s, want) {
			t.Fatalf("record %d is %s", i, s)
		}
	}
}

func TestLinesFaults(t *testing.T) {
	bad := errors.New("the disk is gone")
	good := strings.Repeat("{\"name\":\"fig\"}\n", 100)
	got, err := readLines(t, io.MultiReader(strings.NewReader(good+`{"name":`), iotest.ErrReader(bad)), codec.Options{BlockSize: 64})
	if !errors.Is(err, bad) || len(got) != 100 {
		t.Errorf("reading: %d records, %v", len(got), err)
	}
	newWorker := func() codec.Worker { return &lineLog{} }
	err = codec.Lines(t.Context(), strings.NewReader(good), fruitTable(), codec.Options{BlockSize: 64}, newWorker, func(any) error { return bad })
	if !errors.Is(err, bad) {
		t.Errorf("merging: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = codec.Lines(ctx, strings.NewReader(good), fruitTable(), codec.Options{BlockSize: 64}, newWorker, func(any) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func FuzzLines(f *testing.F) {
	f.Add("{\"name\":\"fig\"}\n\n{\"name\":1}\n{", 16)
	f.Fuzz(func(t *testing.T, text string, block int) {
		whole, err1 := readLines(t, strings.NewReader(text), codec.Options{Workers: 1})
		parts, err2 := readLines(t, strings.NewReader(text), codec.Options{Workers: 2, BlockSize: 1 + block&0xff})
		if err1 != nil || err2 != nil || fmt.Sprint(whole) != fmt.Sprint(parts) {
			t.Errorf("whole %q, %v\nparts %q, %v", whole, err1, parts, err2)
		}
	})
}
