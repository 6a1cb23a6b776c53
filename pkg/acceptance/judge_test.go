package acceptance

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// judge judges a file by all that the world knows, at an instant.
func judge(t testing.TB, w *world.World, name, text string, at time.Time) *validate.File {
	t.Helper()
	f, err := validate.Reader(context.Background(), path.Base(name), strings.NewReader(text), everything(w, at))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// everything is all that a file can be judged by.
func everything(w *world.World, at time.Time) validate.Options {
	return validate.Options{Facts: w.Facts(), Directory: w.Directory(), Keys: w, AsOf: &rule.Clock{Now: at, Source: "flag"}}
}

// codes lists the codes found, sorted and once each.
func codes(f *validate.File) string {
	var all []string
	for _, found := range f.Findings {
		all = append(all, string(found.Code))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// wantCodes fails unless exactly these are found, in any severity.
func wantCodes(t testing.TB, f *validate.File, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := codes(f); got != strings.Join(want, " ") {
		t.Errorf("found %q, want %q: %v", got, want, f.Findings)
	}
}

// wantIn fails unless an error of that code is found in a record of that id.
func wantIn(t testing.TB, f *validate.File, code finding.Code, id string) finding.Finding {
	t.Helper()
	for _, found := range f.Findings {
		if found.Code == code && found.Record == id && found.Severity == finding.Error {
			return found
		}
	}
	t.Errorf("no %s in %q: %v", code, id, f.Findings)
	return finding.Finding{}
}
