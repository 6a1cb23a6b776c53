package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// TestSideBySide checks that the report does not depend on how many files are
// judged at a time: small ones, one larger than that, and some that are no
// migration files.
func TestSideBySide(t *testing.T) {
	k := newKit(t)
	files := map[string][]byte{"big.json": bigMAF(t, k), "notes.txt": []byte("no migration file")}
	for i, one := range []map[string]made{k.chain(t, nil), k.chain(t, map[string]func(*draft){"MVF": records(`{"installationID":"I-A7","outcome":"Pass","reasons":[]}`)})} {
		for name, m := range one {
			files[fmt.Sprintf("%d/%s.json", i, name)] = m.text
		}
	}
	var want *Report
	for workers := 1; workers <= 4; workers++ {
		opt := k.options()
		opt.Codec = codec.Options{Workers: workers}
		got, err := Memory(t.Context(), files, true, opt)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
			if len(got.Files) != 15 || len(got.Skipped) != 1 || got.Count(finding.Error) == 0 {
				t.Fatalf("%d files, %d skipped, %d errors", len(got.Files), len(got.Skipped), got.Count(finding.Error))
			}
		}
		if diff := cmp.Diff(want, got, ofVerdict()); diff != "" {
			t.Errorf("%d workers (-one +several):\n%s", workers, diff)
		}
	}
}

// lost are organisations of which nobody can be found without a fault.
type lost struct{ rule.Organisations }

// TestFaultSideBySide raises a fault of the program on the caller's goroutine,
// however many files are judged at a time.
func TestFaultSideBySide(t *testing.T) {
	k := newKit(t)
	files := map[string][]byte{}
	for name, m := range k.chain(t, nil) {
		files[name+".json"] = m.text
	}
	for workers := 1; workers <= 3; workers++ {
		opt := k.options()
		facts := *opt.Facts
		facts.Organisations = lost{}
		opt.Facts, opt.Codec.Workers = &facts, workers
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d workers: the fault is not the caller's", workers)
				}
			}()
			_, _ = Memory(t.Context(), files, true, opt)
		}()
	}
}

// bigMAF is a MAF that is no small file.
func bigMAF(t *testing.T, k *kit) []byte {
	var texts []string
	for i, n := 0, 0; n <= smallFile; i++ {
		texts = append(texts, authorisation(fmt.Sprintf("B-%06d", i), ident.MPANWithCheck(uint64(980000000000+i)).String()))
		n += len(texts[i])
	}
	return k.make(t, draft{Type: "MAF", Records: texts, Sequence: 2}).text
}

// TestSideBySideEnds checks that the context ends the judging of many files, with
// what was judged before in the report.
func TestSideBySideEnds(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	var all []member
	for i := range 100 {
		all = append(all, member{path: fmt.Sprint(i), name: fmt.Sprint(i), size: int64(len(m.text))})
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var opened atomic.Int32
	opt := k.options()
	opt.Codec.Workers = 3
	opt.ledgers = &ledgers{}
	opt.from = func(path string) (io.ReadCloser, error) {
		if strings.HasSuffix(path, receiptSuffix) {
			return nil, io.EOF
		}
		if opened.Add(1) == 50 {
			cancel()
		}
		return seekable{bytes.NewReader(m.text)}, nil
	}
	report := &Report{}
	err := report.judge(ctx, all, true, opt)
	if !errors.Is(err, context.Canceled) || len(report.Files) > 53 { // 50 opened, and one more by each worker
		t.Fatalf("%d files, %v", len(report.Files), err)
	}
	for i, f := range report.Files {
		if f.Name != fmt.Sprint(i) || f.Err != nil || f.Records != 1 {
			t.Errorf("file %d is %s: %d records, %v", i, f.Name, f.Records, f.Err)
		}
	}
}

// TestPlaceOfHeader checks that findings of the set have a place in files that no
// ledger is kept of.
func TestPlaceOfHeader(t *testing.T) {
	k := newKit(t)
	files := map[string][]byte{}
	for _, n := range []int64{1, 3} {
		files[fmt.Sprint(n, ".json")] = k.make(t, draft{Type: "MAF", Sequence: n, Records: []string{authorisation("A-1", "9900000000015")}}).text
	}
	r, err := Memory(t.Context(), files, true, k.options())
	if err != nil || len(r.Files) != 2 || codes(r.Files[1].Findings) != "X-GAP" {
		t.Fatal(r.Files, err)
	}
	f := r.Files[1].Findings[0]
	if want := int64(bytes.Index(files["3.json"], []byte(`{"fileType"`))); f.Pos.Line != 1 || f.Pos.Offset != want || f.Path != "/header" || r.Files[1].ledger != nil {
		t.Errorf("stands at %+v %s, want offset %d", f.Pos, f.Path, want)
	}
}
