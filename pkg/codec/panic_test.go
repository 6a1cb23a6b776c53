package codec_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
)

// faulty panics at one record.
type faulty struct{ at int }

var errBroken = errors.New("a rule is broken")

func (w faulty) Record(r *codec.Record) {
	if r.Index == w.at {
		panic(fmt.Errorf("at record %d: %w", w.at, errBroken))
	}
}

func (faulty) End() any { return nil }

// recovered runs do and returns what it panics with.
func recovered(do func()) (value any) {
	defer func() { value = recover() }()
	do()
	return nil
}

// raised wants the panic of a worker, with its stack where it was another
// goroutine's.
func raised(t *testing.T, what string, value any, where string) {
	t.Helper()
	err, _ := value.(error)
	if !errors.Is(err, errBroken) || !strings.Contains(err.Error(), where) {
		t.Errorf("%s: %v", what, value)
	}
}

// Whatever goroutine panics, it is the caller's that does so in the end: a fault
// of the program must not look like one of a file, nor hang, nor end the program
// without its say.
func TestWorkerPanicIsTheCallers(t *testing.T) {
	canonical := long(500)
	for name, doc := range map[string]string{"canonical": canonical, "one line": strings.ReplaceAll(canonical, "\n", "")} {
		for _, at := range []int{0, 200, 499} {
			for workers := 1; workers <= 3; workers++ {
				f, err := codec.Open(strings.NewReader(doc), filetype.Lookup, codec.Options{Workers: workers, BlockSize: 4096})
				if err != nil {
					t.Fatal(err)
				}
				value := recovered(func() {
					f.Visit(t.Context(), func() codec.Worker { return faulty{at} }, func(any) error { return nil })
				})
				raised(t, fmt.Sprint(name, at, workers), value, "at record")
			}
		}
	}
	doc := csvHead + strings.Repeat(csvRows, 200)
	for workers := 1; workers <= 3; workers++ {
		f, err := codec.OpenCSV(strings.NewReader(doc), &envelope.Header{}, codec.Options{Workers: workers, BlockSize: 1000})
		if err != nil {
			t.Fatal(err)
		}
		raised(t, "CSV", recovered(func() {
			f.Visit(t.Context(), func() codec.Worker { return faulty{300} }, func(any) error { return nil })
		}), "faulty.Record")
	}
}

func TestLinesPanicIsTheCallers(t *testing.T) {
	text := strings.Repeat("{\"name\":\"fig\"}\n", 1000)
	raised(t, "lines", recovered(func() {
		codec.Lines(t.Context(), strings.NewReader(text), fruitTable(), codec.Options{Workers: 2, BlockSize: 100},
			func() codec.Worker { return faulty{500} }, func(any) error { return nil })
	}), "faulty.Record")
}

// failingReader panics in the middle of the input: the splitter reads it.
type failingReader struct{ io.Reader }

func (r failingReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err == io.EOF {
		panic(errBroken)
	}
	return n, err
}

func TestReaderPanicIsTheCallers(t *testing.T) {
	opt := codec.Options{Workers: 2, BlockSize: 4096}
	raised(t, "reading", recovered(func() {
		f, err := codec.Open(failingReader{strings.NewReader(long(500)[:20_000])}, filetype.Lookup, opt)
		if err != nil {
			t.Fatal(err)
		}
		f.Visit(t.Context(), func() codec.Worker { return faulty{-1} }, func(any) error { return nil })
	}), "")
	raised(t, "reading lines", recovered(func() {
		codec.Lines(t.Context(), failingReader{strings.NewReader("{\"name\":\"fig\"}\n")}, fruitTable(), opt,
			func() codec.Worker { return faulty{-1} }, func(any) error { return nil })
	}), "")
}

// A merge that panics leaves no goroutine behind.
func TestMergePanicIsTheCallers(t *testing.T) {
	f, err := codec.Open(strings.NewReader(long(500)), filetype.Lookup, codec.Options{Workers: 2, BlockSize: 4096})
	if err != nil {
		t.Fatal(err)
	}
	raised(t, "merging", recovered(func() {
		f.Visit(t.Context(), func() codec.Worker { return faulty{-1} }, func(any) error { panic(errBroken) })
	}), "")
}
