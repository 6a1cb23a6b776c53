package validate

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
)

// TestEnoughFindings checks that what is kept of a file of faults is the first
// of each code, told in full, and that all is counted, however it is read.
func TestEnoughFindings(t *testing.T) {
	k := newKit(t)
	texts := make([]string, 1500)
	for i := range texts {
		texts[i] = authorisation(fmt.Sprintf("A-%06d", i), ident.MPANWithCheck(uint64(990000000000+i)).String())
		switch i % 3 {
		case 0:
			texts[i] = strings.Replace(texts[i], `"authorisationID":"A`, `"authorisationID":"-A`, 1)
		case 1:
			texts[i] = strings.Replace(texts[i], `"migrationWeek":"2022-06-13"`, `"migrationWeek":"2022-06-14"`, 1)
		}
	}
	m := k.make(t, draft{Type: "MAF", Records: texts})
	judge := func(limit int, tune codec.Options) *File {
		opt := k.options()
		opt.MaxPerCode, opt.Codec = limit, tune
		f, err := Reader(t.Context(), m.name, bytes.NewReader(m.text), opt)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	all := judge(len(texts), codec.Options{Workers: 1})
	const limit = 7
	var want []finding.Finding
	kept := map[finding.Code]int{}
	for _, f := range all.Findings {
		if kept[f.Code]++; kept[f.Code] <= limit {
			want = append(want, f)
		}
	}
	if len(want) < 2*limit || all.Truncated {
		t.Fatalf("%d findings of %v", len(want), all.ByCode)
	}
	for _, tune := range []codec.Options{{Workers: 1}, {Workers: 2}, {Workers: 3, BlockSize: 700}, {Workers: 2, BlockSize: 5000}} {
		few := judge(limit, tune)
		if diff := cmp.Diff(want, few.Findings); diff != "" {
			t.Errorf("%+v: findings (-want +got):\n%s", tune, diff)
		}
		if diff := cmp.Diff(all.ByCode, few.ByCode); diff != "" || few.RejectedTotal != all.RejectedTotal || !few.Truncated {
			t.Errorf("%+v: counts %v, rejected %d of %d, truncated %v", tune, few.ByCode, few.RejectedTotal, all.RejectedTotal, few.Truncated)
		}
	}
}

// TestUntoldFindings checks that findings of the file as a whole are counted where
// its reader keeps no more of them.
func TestUntoldFindings(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", ident.MPANWithCheck(990000000000).String())}})
	const commas = 1000
	text := bytes.Replace(m.text, []byte("[\n{"), []byte("[\n"+strings.Repeat(",", commas)+"{"), 1)
	for _, stages := range []Stage{AllStages, Answered} {
		opt := k.options()
		opt.Stages = stages
		f, err := Reader(t.Context(), m.name, bytes.NewReader(text), opt)
		if err != nil {
			t.Fatal(err)
		}
		want := int64(commas)
		if stages == Answered {
			want = 0
		}
		if n := f.ByCode[finding.Syntax]; n != want || f.Truncated != (want > 0) || (f.Outcome == Rejected) != (want > 0) {
			t.Errorf("%v: %d findings of %d, truncated %v, %s", stages, n, want, f.Truncated, f.Outcome)
		}
		var sum int64
		for _, n := range f.ByCode {
			sum += n
		}
		if errors := f.BySeverity[finding.Error]; errors != sum || f.Records != 1 {
			t.Errorf("%v: %d errors of %v, %d records", stages, errors, f.ByCode, f.Records)
		}
	}
}

// TestGapsAreCounted checks that a fault between records makes no record more, and
// turns away the record before it alone.
func TestGapsAreCounted(t *testing.T) {
	k := newKit(t)
	const n = 300
	texts := make([]string, n)
	for i := range texts {
		texts[i] = authorisation(fmt.Sprintf("A-%06d", i), ident.MPANWithCheck(uint64(990000000000+i)).String())
	}
	m := k.make(t, draft{Type: "MAF", Records: texts})
	for _, gap := range []string{" x,\n", "\n", ",,\n", "", ",,"} {
		text := bytes.ReplaceAll(m.text, []byte("},\n{\"authorisationID"), []byte("}"+gap+"{\"authorisationID"))
		for _, tune := range []codec.Options{{Workers: 1}, {Workers: 3, BlockSize: 700}} {
			opt := k.options()
			opt.Codec = tune
			f, err := Reader(t.Context(), m.name, bytes.NewReader(text), opt)
			if err != nil {
				t.Fatal(err)
			}
			if f.ByCode[finding.Syntax] != n-1 || f.RejectedTotal != n-1 || f.Records != n || f.Has(finding.Count) {
				t.Errorf("%q, %+v: %v, %d of %d records rejected, want %d", gap, tune, f.ByCode, f.RejectedTotal, f.Records, n-1)
			}
		}
	}
}
