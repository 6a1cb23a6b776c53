package mask

import (
	"flag"
	"os"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

var update = flag.Bool("update", false, "write the decisions as they are now; review each that changes")

const decisionsPath = "testdata/decisions.txt"

// TestEveryFieldIsDecided: what becomes of each field of each type is written
// down, so that a new field fails here until somebody has said what it
// identifies, and a changed decision is seen.
func TestEveryFieldIsDecided(t *testing.T) {
	var b strings.Builder
	for _, typ := range filetype.All() {
		decisions(&b, typ.Name+" header", typ.Header)
		decisions(&b, typ.Name+" "+typ.Record.Name, typ.Record)
	}
	if *update {
		if err := os.WriteFile(decisionsPath, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(decisionsPath)
	if err != nil {
		t.Fatal(err)
	}
	was, is := lines(string(text)), lines(b.String())
	for line := range is {
		if !was[line] {
			t.Errorf("nobody has decided on this: %s", line)
		}
	}
	for line := range was {
		if !is[line] {
			t.Errorf("no longer so: %s", line)
		}
	}
}

func lines(text string) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(text) {
		all[strings.TrimSpace(line)] = true
	}
	return all
}

func decisions(b *strings.Builder, path string, t *spec.Table) {
	for i := range t.Fields {
		f := &t.Fields[i]
		how := string(Decide(t, f))
		if how == "" {
			how = "undecided: no copy"
		}
		b.WriteString(path + "." + f.Name + ": " + how + "\n")
		if f.Table != nil {
			decisions(b, path+"."+f.Name, f.Table)
		}
	}
}

// TestRefusedTypes: only a type with secrets, and the list of the files of a run,
// are not copied.
func TestRefusedTypes(t *testing.T) {
	for _, typ := range filetype.All() {
		_, head := newPlan(typ.Header)
		_, records := newPlan(typ.Record)
		refused := head != nil || records != nil
		if want := typ.Name == "MEF" || typ.Name == "RUN-MANIFEST"; refused != want {
			t.Errorf("%s is refused: %v (%v, %v)", typ.Name, refused, head, records)
		}
	}
}

// TestFormsOfSecretsAreUndecided: no field of such a form slips into a copy.
func TestFormsOfSecretsAreUndecided(t *testing.T) {
	for _, form := range []*ident.Type{ident.SealedType, ident.JWSType, ident.JWEType} {
		if how := decideForm(form); how != Undecided {
			t.Errorf("a %s: %s", form.Name, how)
		}
	}
}
