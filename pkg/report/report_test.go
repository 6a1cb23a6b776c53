package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/report"
)

// input is the JSON of a report as a test reads it: the lists of a run are
// slices here.
type input struct {
	report.Report
	Run    *inputRun `json:"run"`
	FailOn string
	// Totals are the exact counts of the first file, where its findings are cut.
	Totals *struct {
		ByCode     map[string]int64
		BySeverity report.Counts
	}
}

type inputRun struct {
	Seed           uint64
	Installations  []report.Installation
	Authorisations []report.Authorisation
	States         map[string]int64
	Alerts         []report.Alert
	Stages         []report.Stage
	Files          []report.Exchanged
}

func parse(t *testing.T, text []byte) *report.Report {
	t.Helper()
	var in input
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		t.Fatal(err)
	}
	r := in.Report
	r.FailOn = in.FailOn
	if in.Totals != nil {
		r.Files[0].ByCode, r.Files[0].BySeverity = in.Totals.ByCode, in.Totals.BySeverity
	}
	if in.Run != nil {
		r.Run = &report.Run{
			Seed: in.Run.Seed, States: in.Run.States, Stages: in.Run.Stages,
			Installations:  slices.Values(in.Run.Installations),
			Authorisations: slices.Values(in.Run.Authorisations),
			Alerts:         slices.Values(in.Run.Alerts),
			Files:          slices.Values(in.Run.Files),
		}
	}
	r.Judge()
	return &r
}

func render(t *testing.T, f report.Format, r *report.Report, opt report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, f, r, opt); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.String()
}

// example reads an example of the contract, which has comments.
func example(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`(?m) +//.*$`).ReplaceAll(text, nil)
}

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return b.String()
}

// TestJSONIsTheContract compares with the examples that the contract prints,
// byte for byte save for white space: the names, their order, their values.
//
//trace:shows 1.1
func TestJSONIsTheContract(t *testing.T) {
	want := example(t, "cli-validate.jsonc")
	got := render(t, report.JSON, parse(t, want), report.Options{})
	if g, w := compact(t, []byte(got)), compact(t, want); g != w {
		t.Errorf("validate:\n got %s\nwant %s", g, w)
	}
	if !strings.HasSuffix(got, "}\n") {
		t.Error("no newline at the end")
	}
	run := append(append([]byte{}, example(t, "cli-run.jsonc")...), ",\n \"exit\":1}"...)
	want = bytes.Replace(want, []byte(` "exit":1}`), run, 1)
	got = render(t, report.JSON, parse(t, want), report.Options{})
	if g, w := compact(t, []byte(got)), compact(t, want); g != w {
		t.Errorf("run:\n got %s\nwant %s", g, w)
	}
}

// TestJSONOfAnUndeterminedFile: null is a value of its own, and a list is never
// null.
func TestJSONOfAnUndeterminedFile(t *testing.T) {
	r := &report.Report{Files: []report.File{{File: "a.json", Outcome: "undetermined"}}}
	r.Judge()
	got := compact(t, []byte(render(t, report.JSON, r, report.Options{})))
	want := `{"file":"a.json","fileType":"","sha256":"","records":0,"valid":null,"outcome":"undetermined","rejected":[],"notEvaluated":[],"findings":[]}`
	if !strings.Contains(got, want) {
		t.Errorf("got %s\nwant in it %s", got, want)
	}
	r = &report.Report{Run: &report.Run{}}
	r.Judge()
	got = compact(t, []byte(render(t, report.JSON, r, report.Options{})))
	want = `"run":{"seed":0,"installations":[],"authorisations":[],"states":{},"alerts":[],"stages":[],"files":[]}`
	if !strings.Contains(got, want) || !strings.Contains(got, `"files":[],`) {
		t.Errorf("got %s\nwant in it %s", got, want)
	}
}

// TestExit: each cause has its code, and the first of the list 130, 3, 1, 0
// counts.
func TestExit(t *testing.T) {
	found := func(severity string) []report.File {
		return []report.File{{Findings: []report.Finding{{Code: "X", Severity: severity}}}}
	}
	unread := []report.Note{{File: "a", Because: "b"}}
	for _, c := range []struct {
		name string
		r    report.Report
		want int
		word string
	}{
		{"nothing", report.Report{}, 0, "clean"},
		{"error", report.Report{Files: found("error")}, 1, "failed: 1 finding at or above error"},
		{"warning", report.Report{Files: found("warning")}, 0, "passed: nothing at or above error"},
		{"warning as failure", report.Report{Files: found("warning"), FailOn: "warning"}, 1, "failed: 1 finding at or above warning"},
		{"info", report.Report{Files: found("info"), FailOn: "warning"}, 0, "passed: nothing at or above warning"},
		{"info as failure", report.Report{Files: found("info"), FailOn: "info"}, 1, "failed: 1 finding at or above info"},
		{"never", report.Report{Files: found("error"), FailOn: "never"}, 0, "passed: nothing fails, as asked"},
		{"unread", report.Report{Files: found("error"), Unread: unread}, 3, "1 input could not be read"},
		{"unread, never", report.Report{Unread: unread, FailOn: "never"}, 3, "1 input could not be read"},
		{"interrupted", report.Report{Unread: unread, Interrupted: true}, 130, "interrupted: this report is partial"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.r.Judge()
			if c.r.Exit != c.want || c.r.Verdict() != c.word {
				t.Errorf("exit %d %q, want %d %q", c.r.Exit, c.r.Verdict(), c.want, c.word)
			}
			if got := render(t, report.Text, &c.r, report.Options{}); !strings.HasSuffix(got, c.word+"\n") {
				t.Errorf("text ends otherwise than with %q:\n%s", c.word, got)
			}
		})
	}
}
