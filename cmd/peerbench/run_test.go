package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMain is also the process of a contestant, as main is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == serveFlag {
		exit(serve(os.Args[2], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// TestRun runs the program on one small file, each contestant in a process of its
// own.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "page.md")
	if err := os.WriteFile(page, []byte("before\n"+beginMark+"old\n"+endMark+"after\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	arguments := []string{"-records", "100", "-sample", "20", "-rounds", "3", "-files", "maf", "-only", "s1mig,encoding/json,crypto,gojson",
		"-dir", filepath.Join(dir, "estate"), "-update", page}
	if err := os.Mkdir(filepath.Join(dir, "estate"), 0o755); err != nil {
		t.Fatal(err)
	}
	r := runJSON(t, arguments...)
	want := []string{"s1mig validate", "s1mig validate, the program", "s1mig parse + SHA-256", "s1mig parse", "encoding/json", "gojsonschema", "crypto/sha256"}
	var got []string
	for _, x := range r.Results {
		if x.Cores == 1 {
			got = append(got, x.Contestant)
		}
		if len(x.Rounds) != 3 || x.MBs.Min <= 0 || x.MBs.Min > x.MBs.Median || x.MBs.Median > x.MBs.Max || x.PeakBytes < 1<<20 && byName(x.Contestant).program == nil || x.ToJSON <= 0 || x.ToSHA256 <= 0 {
			t.Errorf("%+v", x)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("took part: %q, want %q", got, want)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); !strings.HasPrefix(s, "before\n"+beginMark) || !strings.HasSuffix(s, endMark+"after\n") || strings.Contains(s, "old") || !strings.Contains(s, "| s1mig validate |") {
		t.Errorf("page:\n%s", s)
	}
}

// runJSON runs the program and returns its report.
func runJSON(t *testing.T, arguments ...string) (r report) {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), append(arguments, "-format", "json"), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRunWrong: wrong files take turns with the good one that they were made from,
// and have a table with it alone.
func TestRunWrong(t *testing.T) {
	arguments := []string{"-records", "40", "-rounds", "3", "-files", "csv-wrong-date,csv-wrong-twice", "-one-core"}
	r := runJSON(t, arguments...)
	var got []string
	for _, x := range r.Results {
		got = append(got, x.Group+" "+x.File)
		if len(x.Rounds) != 3 || x.Seconds.Min <= 0 || x.Seconds.Min > x.Seconds.Median || x.Seconds.Median > x.Seconds.Max || x.ToGood <= 0 || x.File == "csv" && x.ToGood != 1 {
			t.Errorf("%+v", x)
		}
	}
	if want := []string{"csv-wrong csv", "csv-wrong csv-wrong-date", "csv-wrong csv-wrong-twice"}; !slices.Equal(got, want) {
		t.Errorf("measured: %q, want %q", got, want)
	}
	var text strings.Builder
	if err := r.text(&text); err != nil {
		t.Fatal(err)
	}
	if s := text.String(); strings.Count(s, "records, ") != 1 || !strings.Contains(s, "the good file") || !strings.Contains(s, "no date") {
		t.Errorf("text:\n%s", s)
	}
}

// TestUnknownFile: a name that no file has is not passed over.
func TestUnknownFile(t *testing.T) {
	err := run(t.Context(), []string{"-records", "20", "-files", "csv,mcf-wrong-nothing"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"mcf-wrong-nothing"`) || !strings.Contains(err.Error(), "mcf-wrong-id") {
		t.Errorf("error %v", err)
	}
}

// TestInterrupted: a run that is interrupted leaves nothing behind.
func TestInterrupted(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, []string{"-records", "20"}, io.Discard, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}

// TestInterruptedRound: an interrupt ends the processes that run.
func TestInterruptedRound(t *testing.T) {
	dir := t.TempDir()
	e, err := makeEstate(t.Context(), dir, 20, 20, 1)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, err := start(ctx, byName(stdSHA256), &job{estate: e, file: e.file("mcf"), cores: 1}, dir)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	p.stop()
	if _, err := p.round(); err == nil {
		t.Error("a process that was ended answers")
	}
}

// TestFault: a process says what went wrong in it.
func TestFault(t *testing.T) {
	dir := t.TempDir()
	e, err := makeEstate(t.Context(), dir, 20, 20, 1)
	if err != nil {
		t.Fatal(err)
	}
	f := e.file("mcf")
	if err := os.WriteFile(f.Path, []byte(strings.Repeat("{},\n", int(f.Last)/4+1)), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = start(t.Context(), byName("s1mig parse + SHA-256"), &job{estate: e, file: f, cores: 1}, dir)
	if err == nil || !strings.Contains(err.Error(), "not a migration file") {
		t.Errorf("error %v", err)
	}
}

func TestFlags(t *testing.T) {
	for _, wrong := range [][]string{{"-format", "xml"}, {"-rounds", "0"}, {"-records", "-1"}, {"more"}, {"-nonsense"}} {
		if _, err := parse(wrong, io.Discard); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// TestAnotherEstate: a folder that holds another estate than is asked for is refused by
// name, and left as it is.
func TestAnotherEstate(t *testing.T) {
	dir := t.TempDir()
	manifest := filepath.Join(dir, manifestName)
	if err := os.WriteFile(manifest, []byte(`{"Seed":1,"Records":100,"Sampled":20}`), 0o644); err != nil {
		t.Fatal(err)
	}
	s := settings{records: 100, sample: 20, seed: 1}
	if _, err := s.estate(t.Context(), dir, io.Discard); err == nil || !strings.Contains(err.Error(), dir+" holds an estate of other records") {
		t.Errorf("of a version before: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%d files are left (%v)", len(left), err)
	}
}
