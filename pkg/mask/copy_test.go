package mask_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/mask"
	"s1mig/pkg/mutate"
	"s1mig/pkg/proof"
)

// TestNothingRemains masks every file of a run: no identifier of any of them
// stands in any copy, and every copy is as good as its original.
func TestNothingRemains(t *testing.T) {
	w, key := w1(t), newKey(t, secret)
	files := exchanged(t, w)
	var ids []string
	for _, data := range files {
		ids = append(ids, identifiers(data)...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) < 100 {
		t.Fatalf("the run has %d identifiers", len(ids))
	}
	copies := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		out, err := masked(t, w, name, files[name], key, codec.Options{})
		if refused := (*mask.RefusedError)(nil); errors.As(err, &refused) {
			if refused.Type != "MEF" && refused.Type != "RUN-MANIFEST" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		copies++
		if left := leaks(ids, out); len(left) > 0 {
			t.Errorf("%s: the copy has %v", name, left)
		}
		if got := judged(t, w, path.Base(name), out); len(got) > 0 {
			t.Errorf("%s: of the copy is found %v", name, got)
		}
		if len(identifiers(out)) != len(identifiers(files[name])) && !bytes.Contains(out, []byte("(masked)")) {
			t.Errorf("%s: %d identifiers became %d", name, len(identifiers(files[name])), len(identifiers(out)))
		}
	}
	if copies < 100 {
		t.Errorf("only %d files were copied", copies)
	}
}

// TestLeaksAreFound is the control of the test above.
func TestLeaksAreFound(t *testing.T) {
	for _, text := range []string{`{"a":"90-b3-d5-1f-31-00-00-01"}`, `{"a":"x90B3D51F31000001"}`, `{"a":"99000000000155"}`} {
		if len(leaks([]string{"90-B3-D5-1F-31-00-00-01", "9900000000015"}, []byte(text))) != 1 {
			t.Errorf("no leak is seen in %s", text)
		}
	}
}

// withoutTestData is the mutator of a header that does not say whether MPANs of
// the dummy distributor are to be warned of, which the copy must know.
const withoutTestData = "a header without testData"

// TestSameFaults masks what every mutator makes of the files of a run: what is
// found of the copy is what was found of the original, in the same places, and
// nothing of what identifies remains. Only what cannot be told apart is refused.
func TestSameFaults(t *testing.T) {
	ctx, w, key := context.Background(), w1(t), newKey(t, secret)
	sets, err := proof.Clean(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same, refusals := map[finding.Code]bool{}, map[finding.Code]bool{}
	for _, m := range mutants(sets) {
		out, err := masked(t, w, m.name, m.data, key, codec.Options{})
		if malformed := (*mask.MalformedError)(nil); errors.As(err, &malformed) {
			refusals[malformed.Finding.Code] = refusals[malformed.Finding.Code] || m.what != withoutTestData
			continue
		}
		if notFile := (*codec.NotMigrationFileError)(nil); errors.As(err, &notFile) {
			continue
		}
		if err != nil {
			t.Errorf("%s, %s: %v", m.name, m.what, err)
			continue
		}
		before, after := judged(t, w, m.name, m.data), judged(t, w, m.name, out)
		if !slices.Equal(before, after) {
			t.Errorf("%s, %s: found\n%v\nand of the copy\n%v", m.name, m.what, before, after)
		}
		for _, found := range before {
			same[found.code] = true
		}
		if left := leaks(identifiers(m.data), out); len(left) > 0 {
			t.Errorf("%s, %s: the copy has %v", m.name, m.what, left)
		}
	}
	t.Logf("kept: %v; refused: %v", slices.Sorted(maps.Keys(same)), slices.Sorted(maps.Keys(refusals)))
	if len(same) < 40 {
		t.Errorf("only %d codes were seen of copies", len(same))
	}
	for code, unexpected := range refusals {
		if !unexpected {
			continue
		}
		switch code {
		case finding.Syntax, finding.Truncated, finding.InvalidUTF8, finding.LoneSurrogate, finding.ControlChar, finding.Nesting, finding.RecordSize, finding.TopOrder, finding.TrailingData:
		default:
			t.Errorf("%s was refused", code)
		}
	}
}

// mutant is a file with one fault.
type mutant struct {
	name, what string
	data       []byte
}

// mutants are what every mutator makes of the sets, but sealed files.
func mutants(sets []*mutate.Set) (all []mutant) {
	for _, m := range mutate.All() {
		for _, s := range sets {
			spoilt, change, err := m.ApplyTo(s)
			if err != nil {
				continue // not for this set
			}
			for _, f := range spoilt.Files() {
				if f.Path == change.File && !strings.Contains(f.Path, "MEF_") {
					all = append(all, mutant{path.Base(f.Path), m.Name, f.Data})
				}
			}
		}
	}
	return all
}

// TestSameMapping: what one key masks is the same in every file, and what another
// masks is not.
func TestSameMapping(t *testing.T) {
	w := w1(t)
	files := exchanged(t, w)
	numbers := regexp.MustCompile(`"mpxn":"([0-9]+)"`)
	of := func(kind string, key *mask.Key) map[string]bool {
		seen := map[string]bool{}
		for name, data := range files {
			if !strings.HasPrefix(path.Base(name), kind) {
				continue
			}
			out, err := masked(t, w, name, data, key, codec.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range numbers.FindAllSubmatch(out, -1) {
				seen[string(m[1])] = true
			}
		}
		return seen
	}
	one, other := newKey(t, secret), newKey(t, secret+"!")
	authorised, common := of("MAF_", one), of("MCF_", one)
	if len(authorised) < 8 {
		t.Fatalf("%d MPxNs are authorised", len(authorised))
	}
	for n := range authorised {
		if !common[n] {
			t.Errorf("%s is in a MAF and in no MCF", n)
		}
	}
	for n := range of("MAF_", other) {
		if authorised[n] {
			t.Errorf("%s with two keys", n)
		}
	}
}

// TestWorkers: neither the number of workers nor the size of blocks changes a
// byte.
func TestWorkers(t *testing.T) {
	w, key := w1(t), newKey(t, secret)
	for name, data := range exchanged(t, w) {
		want, err := masked(t, w, name, data, key, codec.Options{Workers: 1})
		for _, opt := range []codec.Options{{Workers: 2}, {Workers: 7, BlockSize: 256}, {Workers: 3, BlockSize: 1500}} {
			got, otherErr := masked(t, w, name, data, key, opt)
			if !bytes.Equal(got, want) || (err == nil) != (otherErr == nil) {
				t.Errorf("%s: other bytes with %+v (%v, %v)", name, opt, err, otherErr)
			}
		}
	}
}
