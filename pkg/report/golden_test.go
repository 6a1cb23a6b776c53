package report_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"s1mig/pkg/finding"
	"s1mig/pkg/report"
	"s1mig/pkg/rule"
)

var update = flag.Bool("update", false, "rewrite the golden files; review what changes")

// catalogue is enough of a catalogue to show where it is told of.
func catalogue() []*rule.Rule {
	return []*rule.Rule{
		{
			Code: "MTAD-17.20a", Name: "MPXN_NOT_REGISTERED", Title: "MPxN not registered in the SMSO system",
			Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.20(a)",
			Doc: "The SMSO's register has no such meter.", Fix: "Compare the MPxN with the register.",
		},
		{
			Code: "S-SYNTAX", Name: "SYNTAX", Title: "Not JSON", Severity: finding.Error, Scope: rule.File,
			Clause: "RFC 8259", Doc: "The file is not JSON.", Fix: "Write it with a JSON library.",
		},
	}
}

// TestGolden renders the report.json of each case in every format.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases found: %v", err)
	}
	for _, name := range cases {
		t.Run(filepath.Base(name), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	r := parse(t, []byte(want["input"]))
	out := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
	for _, format := range report.Formats() {
		got := render(t, report.Format(format), r, report.Options{Rules: catalogue(), MaxRows: 3, MaxResults: 2})
		out.Files = append(out.Files, txtar.File{Name: format, Data: []byte(got)})
		if diff := cmp.Diff(want[format], got); diff != "" && !*update {
			t.Errorf("%s differs (-want +got); after review, run go test -update\n%s", format, diff)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDeterministic renders the same report twice, from maps made anew.
func TestDeterministic(t *testing.T) {
	for _, format := range report.Formats() {
		var first string
		for i := range 20 {
			r := &report.Report{Files: []report.File{{File: "a", ByCode: map[string]int64{}}}, Run: &report.Run{States: map[string]int64{}}}
			for k := range 20 {
				r.Files[0].ByCode[fmt.Sprintf("X-%d", k)] = int64(k)
				r.Run.States[fmt.Sprintf("STATE_%d", k)] = int64(k)
			}
			r.Judge()
			got := render(t, report.Format(format), r, report.Options{})
			if i == 0 {
				first = got
			} else if got != first {
				t.Fatalf("%s differs the second time", format)
			}
		}
	}
}
