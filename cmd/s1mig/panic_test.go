package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// TestPanic: a panic ends in exit code 4, with a request to report it and, only
// if asked for, where it happened.
func TestPanic(t *testing.T) {
	for _, debug := range []string{"", "1"} {
		var stderr bytes.Buffer
		a := &app{stderr: &stderr, getenv: func(string) string { return debug }}
		code := func() (code int) {
			defer a.recover(&code)
			panic("something \x1b[2J broke")
		}()
		if code != 4 {
			t.Errorf("exit code %d, want 4", code)
		}
		got := stderr.String()
		if !strings.Contains(got, `fault of this program: something \x1b[2J broke`) || !strings.Contains(got, "please report it") {
			t.Errorf("got %q", got)
		}
		if has := strings.Contains(got, "panic_test.go"); has != (debug != "") {
			t.Errorf("S1MIG_DEBUG=%q: stack printed %t", debug, has)
		}
	}
}

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{usagef("", "x"), 2},
		{inputf("", "x"), 3},
		{fmt.Errorf("reading: %w", context.Canceled), 130},
		{&world.ConfigError{File: "world.yaml", Line: 3, Problem: "p"}, 2},
		{&codec.NotMigrationFileError{Reason: "r"}, 3},
		{fmt.Errorf("f: %w", seal.ErrWrongKey), 3},
		{fmt.Errorf("MCF_1.json: %w", codec.ErrChanged), 3},
		{&fs.PathError{Op: "open", Path: "f", Err: fs.ErrNotExist}, 3},
		{errors.New("what nobody thought of"), 4},
	} {
		if f := classify(c.err); f.code != c.want || f.what == "" {
			t.Errorf("%v: exit code %d %q, want %d", c.err, f.code, f.what, c.want)
		}
	}
}
