package compare_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/compare"
	"s1mig/pkg/filetype/mcf"
)

// folder writes files of MCFs: of each its name, its sequence number and the
// number of its record.
func folder(t *testing.T, all ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range all {
		var name string
		var sequence, k int
		if _, err := fmt.Sscan(f, &name, &sequence, &k); err != nil {
			t.Fatal(err)
		}
		h := headerOf(mcf.Type)
		h["sequence"] = sequence
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(document(mcf.Type, h, []object{sample(mcf.Record, k)}, false)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestFolders: files are paired by what they are and the order of their numbers.
func TestFolders(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want []string }{
		"order":        {[]string{"x 3 1", "y 1 2"}, []string{"m 7 2", "n 9 1"}, []string{"x=n", "y=m"}},
		"one missing":  {[]string{"x 1 1", "y 2 2", "z 3 3"}, []string{"m 2 2", "n 3 3"}, []string{"x only in A", "y=m", "z=n"}},
		"one more":     {[]string{"x 1 1"}, []string{"m 1 1", "n 2 2"}, []string{"n only in B", "x=m"}},
		"copies":       {[]string{"in/x 1 1", "out/x 1 1"}, []string{"in/z 1 2", "out/b 1 1"}, []string{"in/x!in/z", "out/x=out/b"}},
		"other folder": {[]string{"in/x 1 1"}, []string{"x 1 1"}, []string{"in/x=x"}},
	} {
		r, err := compare.Folders(context.Background(), folder(t, c.a...), folder(t, c.b...), compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range r.OnlyA {
			got = append(got, f.Name+" only in A")
		}
		for _, f := range r.OnlyB {
			got = append(got, f.Name+" only in B")
		}
		same := len(got) == 0
		for _, p := range r.Pairs {
			got = append(got, p.A+map[bool]string{true: "=", false: "!"}[p.Same]+p.B)
			same = same && p.Same
		}
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") || r.Same() != same {
			t.Errorf("%s: got %q, want %q; same %t", name, got, c.want, r.Same())
		}
	}
}

// TestFoldersOfNothing: nothing to compare is not the same.
func TestFoldersOfNothing(t *testing.T) {
	if _, err := compare.Folders(context.Background(), t.TempDir(), t.TempDir(), compare.Options{}); !errors.Is(err, compare.ErrNoFiles) {
		t.Error(err)
	}
}
