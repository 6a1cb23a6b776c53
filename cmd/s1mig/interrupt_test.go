package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// interrupted runs a command that is interrupted before it does anything.
func interrupted(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	pipe, w := io.Pipe() // never gives anything
	defer w.Close()
	a := &app{stdin: pipe, stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	if code := a.run(ctx, args); code != 130 {
		t.Errorf("%v: exit code %d, want 130; %s", args, code, errs.String())
	}
	return out.String()
}

// TestInterruptedRun leaves an earlier run as it was, and no new folder.
func TestInterruptedRun(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old")
	var discard bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &discard, stderr: &discard, getenv: func(string) string { return "" }}
	if code := a.run(context.Background(), []string{"run", "--out", old}); code != 0 {
		t.Fatalf("exit code %d: %s", code, discard.String())
	}
	before, err := os.ReadFile(filepath.Join(old, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	interrupted(t, "run", "--seed", "2", "--out", old)
	interrupted(t, "run", "--out", filepath.Join(dir, "new"))
	after, err := os.ReadFile(filepath.Join(old, "manifest.json"))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the earlier run was changed: %v", err)
	}
	for _, name := range []string{"new", "old/.s1mig-partial"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left over: %v", name, err)
		}
	}
}

// TestInterruptedValidate prints a report that says that it is partial.
func TestInterruptedValidate(t *testing.T) {
	for _, args := range [][]string{{t.TempDir()}, {"-"}, {"interrupt_test.go"}} {
		got := interrupted(t, append([]string{"validate", "--format", "json"}, args...)...)
		if !strings.Contains(got, `"interrupted":true`) || !strings.HasSuffix(got, "\"exit\":130}\n") {
			t.Errorf("%v: got %s", args, got)
		}
	}
	if got := interrupted(t, "validate", "-"); !strings.HasSuffix(got, "interrupted: this report is partial\n") {
		t.Errorf("got %s", got)
	}
}

// TestInterruptedGenerate leaves no file.
func TestInterruptedGenerate(t *testing.T) {
	out := filepath.Join(t.TempDir(), "mcf.json")
	interrupted(t, "generate", "mcf", "--smso", "SMSO1", "-o", out)
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file is left: %v", err)
	}
}

func TestInterruptible(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	if err := iotest.TestReader(newInterruptible(context.Background(), strings.NewReader(text)), []byte(text)); err != nil {
		t.Error(err)
	}
}
