package codec_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
)

// repeat gives head, then body n times, then tail, without holding them.
func repeat(head, body string, n int, tail string) io.Reader {
	many := bytes.Repeat([]byte(body), max(1, 1<<16/len(body)))
	whole := int64(n) * int64(len(body))
	return io.MultiReader(strings.NewReader(head), io.LimitReader(&endless{text: many}, whole), strings.NewReader(tail))
}

type endless struct {
	text []byte
	at   int
}

func (e *endless) Read(b []byte) (int, error) {
	n := copy(b, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

// tally counts what it is shown, and keeps nothing.
type tally struct{ records, broken, found int }

func (w *tally) Record(r *codec.Record) {
	w.records++
	w.found += len(r.Findings)
	if r.Broken {
		w.broken++
	}
}

func (w *tally) End() any {
	out := *w
	*w = tally{}
	return out
}

// count reads all of a file and returns what was shown, and the most memory in
// use at the end of a block.
func count(t *testing.T, r io.Reader, opt codec.Options) (sum tally, result codec.Result, heap uint64) {
	t.Helper()
	f, err := codec.Open(r, filetype.Lookup, opt)
	if err != nil {
		t.Fatal(err)
	}
	merges := 0
	result, err = f.Visit(context.Background(), func() codec.Worker { return &tally{} }, func(o any) error {
		part := o.(tally)
		sum.records, sum.broken, sum.found = sum.records+part.records, sum.broken+part.broken, sum.found+part.found
		if merges++; merges%16 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap = max(heap, m.HeapAlloc)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum, result, heap
}

const tail = "],\n\"trailer\":{\"recordCount\":0,\"digest\":\"sha-256:" + zeros + "\",\"signature\":\"e30.e30.AAAA\"}}\n"

// What a hostile file may cost: memory that does not depend on its size, and
// time that is about the same for each byte of it.
//
//trace:shows DC-5
func TestHostileFiles(t *testing.T) {
	const mb = 1 << 20
	n := 48
	if testing.Short() {
		n = 4
	}
	oneLine := strings.ReplaceAll(sampleHead, "\n", "")
	for _, c := range []struct {
		name    string
		r       io.Reader
		records int // at least
		found   bool
	}{
		{"canonical", repeat(sampleHead, sampleSecond+",\n", n*mb/120, "\n"+tail), n * mb / 120, false},
		{"minified to one line", repeat(oneLine, sampleSecond+",", n*mb/120, tail), n * mb / 120, false},
		{"one record of one line", repeat(oneLine+`{"x":"`, "x", n*mb, `"}`+tail), 1, true},
		{"one record of brackets", repeat(oneLine, "[", n*mb, tail), 1, true},
		{"empty records", repeat(sampleHead, "{},\n", n*mb/400, "{}\n"+tail), n * mb / 400, true},
		{"empty records on one line", repeat(oneLine, "{},", n*mb/400, "{}"+tail), n * mb / 400, true},
		{"broken lines", repeat(sampleHead, "{\"a\",\n", n*mb/400, tail), n * mb / 400, true},
		{"commas", repeat(oneLine, ",", n*mb/10, tail), 0, false},
		{"no commas", repeat(oneLine, "{}", n*mb/400, tail), n * mb / 400, true},
		{"words behind records", repeat(sampleHead, "{} x,\n", n*mb/400, "{}\n"+tail), n * mb / 400, true},
		{"words on lines of their own", repeat(sampleHead, "{}\nx,\n", n*mb/400, "{}\n"+tail), n * mb / 400, true},
		{"two commas", repeat(sampleHead, "{},,\n", n*mb/400, "{}\n"+tail), n * mb / 400, true},
		{"commas behind a record", repeat(oneLine+"{}", ",", n*mb/10, tail), 1, true},
		{"white space behind a record", repeat(oneLine+"{}", " ", n*mb, tail), 1, true},
		{"numbers", repeat(sampleHead, "5,\n", n*mb/400, "{}\n"+tail), n * mb / 400, true},
		{"line ends", repeat(sampleHead, "\n", n*mb, tail), 0, false},
		{"parts of the document", repeat(strings.TrimSuffix(oneLine, `,"authorisations":[`), `,"x":[1]`, n*mb/80, "}"), 0, false},
		{"canonical again and again", repeat(sampleHead, strings.Repeat("{},\n", 70)+"{\n},\n", n*mb/20000, "{}\n"+tail), 71 * (n * mb / 20000), true},
		{"behind the document", repeat(sample(), "x", n*mb, ""), 2, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			sum, _, heap := count(t, c.r, codec.Options{Workers: 2})
			if sum.records < c.records || (sum.found > 0) != c.found {
				t.Errorf("%+v", sum)
			}
			if heap > 64*mb {
				t.Errorf("%d MB in use", heap/mb)
			}
			t.Logf("%v, %d MB in use", time.Since(start), heap/mb)
		})
	}
}

// One record of a megabyte that is all wrong, given a little at a time.
func TestHostileRecord(t *testing.T) {
	var b strings.Builder
	b.WriteString("{")
	for i := range 60_000 {
		fmt.Fprintf(&b, `"x%d":[{}],`, i)
	}
	doc := sampleHead + b.String() + `"meters":[` + strings.Repeat(`{"mpxn":"1"},`, 10_000) + `{}]}` + sampleTail
	for name, wrap := range map[string]func(io.Reader) io.Reader{"at once": plain, "one byte at a time": iotest.OneByteReader} {
		s := read(wrap(strings.NewReader(doc)), codec.Options{})
		if len(s.Records) != 1 || len(s.findings) < 200 || len(s.findings) > 210 {
			t.Errorf("%s: %s, %d records, %d findings", name, s.Err, len(s.Records), len(s.findings))
		}
	}
}

// Goroutines end, and nothing is returned, when merge fails, the context is
// cancelled or the input fails.
func TestVisitEndsEarly(t *testing.T) {
	doc := long(5000)
	wrong := errors.New("wrong")
	before := runtime.NumGoroutine()
	for _, workers := range []int{1, 3} {
		for _, text := range []string{doc, strings.ReplaceAll(doc, "\n", "")} {
			opt := codec.Options{Workers: workers, BlockSize: 4096}
			for after := range 4 {
				if r, err := stop(strings.NewReader(text), opt, after, func(context.CancelFunc) error { return wrong }); err != wrong || r.Records != 0 {
					t.Errorf("merge fails: %+v, %v", r, err)
				}
				if _, err := stop(strings.NewReader(text), opt, after, func(cancel context.CancelFunc) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
					t.Errorf("cancelled: %v", err)
				}
			}
			for n := 500; n < len(text); n += len(text) / 7 {
				input := io.MultiReader(strings.NewReader(text[:n]), iotest.ErrReader(wrong))
				if r, err := stop(input, opt, 1<<30, nil); !errors.Is(err, wrong) || r.Records != 0 {
					t.Errorf("input fails at %d: %+v, %v", n, r, err)
				}
			}
		}
	}
	for i := 0; runtime.NumGoroutine() > before && i < 200; i++ {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

// stop reads a file and does something at a merge.
func stop(r io.Reader, opt codec.Options, after int, do func(context.CancelFunc) error) (codec.Result, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	f, err := codec.Open(r, filetype.Lookup, opt)
	if err != nil {
		return codec.Result{}, err
	}
	return f.Visit(ctx, func() codec.Worker { return &tally{} }, func(any) error {
		if after--; after < 0 {
			return do(cancel)
		}
		return nil
	})
}

func TestInputThatFailsAtOnce(t *testing.T) {
	wrong := errors.New("wrong")
	for _, text := range []string{"", "{", `{"header":{"fileType":"MA`} {
		if _, err := codec.Open(io.MultiReader(strings.NewReader(text), iotest.ErrReader(wrong)), filetype.Lookup, codec.Options{}); !errors.Is(err, wrong) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := codec.Open(idle{}, filetype.Lookup, codec.Options{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a reader that gives nothing: %v", err)
	}
}

// idle is a reader that never gives anything.
type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// A record nested far too deep is one finding, and the rest is read.
func TestDeepNesting(t *testing.T) {
	doc := seal(strings.Replace(sample(), `"migrateOn":"2022-06-15"`, `"migrateOn":"2022-06-15","x":`+strings.Repeat(`{"a":[`, 10_000)+strings.Repeat(`]}`, 10_000), 1))
	for _, text := range []string{doc, seal(strings.ReplaceAll(doc, "\n", ""))} {
		s := readString(text)
		var codes []finding.Code
		for _, f := range s.findings {
			codes = append(codes, f.Code)
		}
		if fmt.Sprint(codes) != "[S-UNKNOWN-FIELD S-NESTING]" || len(s.Records) != 2 {
			t.Errorf("%s %v, %d records", s.Err, codes, len(s.Records))
		}
	}
}
