package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// many is a MAF of n authorisations, of which every seventh is spoilt and two
// pairs are duplicates.
func (k *kit) many(t testing.TB, n int) made {
	var list []string
	for i := range n {
		r := authorisation(fmt.Sprintf("A-%05d", i), fmt.Sprintf("%013d", 9900000000000+i))
		switch {
		case i%7 == 3:
			r = strings.Replace(r, "2022-06-15", "2022-06-20", 1)
		case i%7 == 5:
			r = strings.Replace(r, `"mpxn":"`, `"mpxn":"x`, 1)
		case i%50 == 42:
			r = r[:20] + r[25:]
		}
		list = append(list, r)
	}
	list[n-1] = authorisation("A-00000", fmt.Sprintf("%013d", 9900000000001))
	return k.make(t, draft{Type: "MAF", Records: list})
}

// TestDeterminism checks that neither workers nor blocks change anything that is
// found: all verdicts are equal, and those with few findings kept as well.
func TestDeterminism(t *testing.T) {
	k := newKit(t)
	m := k.many(t, 300)
	for _, limit := range []int{0, 3} {
		var want string
		for workers := 1; workers <= 4; workers++ {
			for size := 64; size <= 64<<10; size *= 4 {
				opt := k.options()
				opt.MaxPerCode, opt.Codec = limit, codec.Options{Workers: workers, BlockSize: size}
				f := k.judge(t, m, opt)
				f.Type, f.Header, f.Clock, f.Valid = nil, nil, nil, nil
				got := fmt.Sprintf("%+v", f)
				if want == "" {
					want = got
					if f.Records != 300 || !f.Has("X-DUPLICATE") || !f.Has(finding.MPxNFormat) || !f.Has("MTAD-17.20d") {
						t.Fatalf("%d records, %v", f.Records, f.ByCode)
					}
				}
				if got != want {
					t.Fatalf("limit %d, %d workers, blocks of %d:\n%s\nwant\n%s", limit, workers, size, got, want)
				}
			}
		}
	}
}

// TestPretty checks that another layout of the same document has the same
// findings.
func TestPretty(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015"), authorisation("A-2", "9900000000015")}})
	want := k.judge(t, m, k.options())
	pretty := made{m.name, "", bytes.ReplaceAll(bytes.ReplaceAll(m.text, []byte("\n"), nil), []byte(`,"`), []byte(",\n \""))}
	got := k.judge(t, pretty, k.options())
	var kept []finding.Finding
	for _, f := range got.Findings {
		if f.Code != finding.Digest {
			kept = append(kept, f)
		}
	}
	if codes(kept) != codes(want.Findings) || len(kept) != 2 {
		t.Errorf("found %v, want %v", kept, want.Findings)
	}
}

// TestDuplicates checks that all of several authorisations for one MPxN are found
// and turned away (A.5), whether the input can be rewound or not.
func TestDuplicates(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{
		authorisation("A-1", "9900000000015"), authorisation("A-2", "9900000000024"),
		authorisation("A-3", "9900000000015"), authorisation("A-4", "9900000000015"), authorisation("A-2", "9900000000033")}})
	piped, err := Reader(context.Background(), m.name, struct{ *strings.Reader }{strings.NewReader(string(m.text))}, k.options())
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Reader(context.Background(), m.name, onlyRead{bytes.NewReader(m.text)}, k.options())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*File{piped, plain} {
		if got := strings.Join(f.Rejected, " "); got != "A-1 A-2 A-3 A-4 A-2" || f.RejectedTotal != 5 || f.Outcome != Rejected {
			t.Errorf("rejected %s, %s", got, f.Outcome)
		}
		if f.ByCode["X-DUPLICATE"] != 5 || f.Findings[0].Path != "/authorisations/0/meters/0/mpxn" || f.Findings[0].Pos.Line != 3 ||
			f.Findings[4].Path != "/authorisations/4/authorisationID" {
			t.Errorf("found %v", f.Findings)
		}
	}
}

// onlyRead hides that a reader can be rewound.
type onlyRead struct{ r *bytes.Reader }

// Read implements io.Reader.
func (o onlyRead) Read(p []byte) (int, error) { return o.r.Read(p) }

// TestAxes checks the two axes of a verdict: what the process turns away is a
// valid file all the same, and missing facts leave both open.
func TestAxes(t *testing.T) {
	k := newKit(t)
	good, late := authorisation("A-1", "9900000000015"), strings.Replace(authorisation("A-2", "9900000000024"), "2022-06-15", "2022-06-20", 1)
	all := k.options()
	all.Facts.Register, all.Facts.Certificates = anyRegister{}, twoHolders{}
	all.Facts.EPCL, all.Facts.Groups, all.Facts.Participants = nil, nil, nil
	f := k.judge(t, k.make(t, draft{Type: "MAF", Records: []string{good, late}}), all)
	if f.Valid == nil || !*f.Valid || f.Outcome != PartlyRejected || strings.Join(f.Rejected, " ") != "A-2" || len(f.NotEvaluated) != 0 {
		t.Errorf("valid %v, %s, rejected %v, not evaluated %v", f.Valid, f.Outcome, f.Rejected, f.NotEvaluated)
	}
	f = k.judge(t, k.make(t, draft{Type: "MAF", Records: []string{good}}), k.options())
	if f.Valid != nil || f.Outcome != Undetermined || fmt.Sprint(f.NotEvaluated[0]) != "{MTAD-17.20a no register}" {
		t.Errorf("valid %v, %s, not evaluated %v", f.Valid, f.Outcome, f.NotEvaluated)
	}
	f = k.judge(t, k.make(t, draft{Type: "MAF", Records: []string{strings.Replace(good, `"mpxn"`, `"mpan"`, 1), late}}), all)
	if f.Valid == nil || *f.Valid || f.Outcome != Rejected || f.RejectedTotal != 2 {
		t.Errorf("valid %v, %s, rejected %v", f.Valid, f.Outcome, f.Rejected)
	}
}

// TestClock checks what a file is judged by: the flag, else the receipt beside it
// if it is one of this very file, else the world.
//
//trace:shows 17.20(c), 17.20(e)
func TestClock(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	dir := t.TempDir()
	at := filepath.Join(dir, "maf.json")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(at, string(m.text))
	judged := func(opt Options) (string, bool) {
		report, err := Paths(context.Background(), []string{at}, opt)
		if err != nil || len(report.Files) != 1 {
			t.Fatal(report, err)
		}
		return report.Files[0].Clock.Source, report.Files[0].Has("MTAD-17.20c")
	}
	if source, started := judged(k.options()); source != "world" || started {
		t.Errorf("by %s, started %v", source, started)
	}
	receipt := `{"digest":"` + m.digest + `","receivedAt":"2022-06-12T23:00:00Z"}`
	write(at+".receipt.json", receipt)
	if source, started := judged(k.options()); source != "receipt" || !started {
		t.Errorf("by %s, started %v", source, started)
	}
	opt := k.options()
	opt.AsOf = &rule.Clock{Now: time.Date(2022, 6, 12, 22, 59, 59, 0, time.UTC), Source: "flag"}
	if source, started := judged(opt); source != "flag" || started {
		t.Errorf("by %s, started %v", source, started)
	}
	write(at+".receipt.json", strings.Replace(receipt, m.digest[:12], "sha-256:0000", 1))
	if source, _ := judged(k.options()); source != "world" {
		t.Errorf("by the receipt of another file: %s", source)
	}
}

// TestPaths checks what of a folder is judged, what is skipped, and what cannot
// be read.
func TestPaths(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	dir := t.TempDir()
	for name, text := range map[string]string{"b.json": string(m.text), "a/report.json": `{"tool":{}}`, "notes.txt": "hello", "empty": "", "x.jws": "a.b.c"} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report, err := Paths(context.Background(), []string{dir}, k.options())
	if err != nil || len(report.Files) != 1 || report.Files[0].Name != "b.json" {
		t.Fatal(report, err)
	}
	var skipped []string
	for _, s := range report.Skipped {
		skipped = append(skipped, s.Name)
	}
	if got := strings.Join(skipped, " "); got != "a/report.json empty notes.txt" {
		t.Errorf("skipped %s", got)
	}
	report, err = Paths(context.Background(), []string{filepath.Join(dir, "nowhere"), filepath.Join(dir, "notes.txt")}, k.options())
	var foreign *codec.NotMigrationFileError
	if err != nil || !errors.Is(report.Files[0].Err, os.ErrNotExist) || !errors.As(report.Files[1].Err, &foreign) {
		t.Errorf("%v, %v", report.Files[0].Err, report.Files[1].Err)
	}
}

// TestEnvironment checks that files of the other environment are refused
// (3.1(c)), and that the name of a file is compared with its header.
//
//trace:shows 3.1(c)
func TestEnvironment(t *testing.T) {
	k := newKit(t)
	opt := k.options()
	opt.Environment = envelope.MigrationDUST
	m := k.make(t, draft{Type: "MAF", Name: "MAF_SMSO1_90-B3-D5-1F-30-00-00-0A_20220608_090000_000002.json"})
	f := k.judge(t, m, opt)
	if got := codes(f.Findings); got != "X-ENV-MISMATCH X-FILE-NAME" || f.Outcome != Rejected || f.Findings[0].Path != "/header/environment" || f.Findings[0].Pos.Line != 1 {
		t.Errorf("%s, found %v", f.Outcome, f.Findings)
	}
}

// TestHistory checks replay and gap against what was received before.
func TestHistory(t *testing.T) {
	k := newKit(t)
	for _, c := range []struct {
		history history
		want    string
	}{
		{history{"", 1}, ""}, {history{"sha-256:other", 2}, "S-REPLAY"}, {history{"", 0}, "X-GAP"}, {history{"same", 2}, ""},
	} {
		opt := k.options()
		m := k.make(t, draft{Type: "MAF", Sequence: 2})
		if c.history.digest == "same" {
			c.history.digest = m.digest
		}
		opt.History = c.history
		if f := k.judge(t, m, opt); codes(f.Findings) != c.want {
			t.Errorf("%v: found %v", c.history, f.Findings)
		}
	}
}

// TestNothingUnevaluated checks that with all facts at hand no rule is left out,
// of any file of a set, alone or together.
//
//trace:shows 5.3, 5.6(a)
//trace:covers * validate content,format,exchange
func TestNothingUnevaluated(t *testing.T) {
	k := newKit(t)
	for name, m := range k.chain(t, nil) {
		opt := k.options()
		opt.Facts.Register, opt.Facts.Certificates = anyRegister{}, twoHolders{}
		opt.Facts.EPCL, opt.Facts.Groups = nothing{}, nothing{}
		f := k.judge(t, m, opt)
		if len(f.NotEvaluated) > 0 {
			t.Errorf("%s: %v", name, f.NotEvaluated)
		}
		if f.Outcome == Undetermined {
			t.Errorf("%s is undetermined", name)
		}
	}
}
