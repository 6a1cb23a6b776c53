package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runTree runs s1mig run in a folder of its own and returns all that it left
// there, by path, and what it printed. The throughput is no part of either.
func runTree(t *testing.T, env []string, args ...string) (tree map[string][]byte, stdout []byte) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("s1mig", append([]string{"run"}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.String())
	}
	tree = map[string][]byte{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "stats.json" {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			tree[name], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree, stdout
}

// TestRunDeterministic: the same world, seed and clock give the same bytes, in
// whatever time zone, on however many cores, and however often.
//
//trace:shows 17.19
func TestRunDeterministic(t *testing.T) {
	want, said := runTree(t, []string{"TZ=UTC", "LC_ALL=C"}, "-j", "1")
	if len(want) < 100 {
		t.Fatalf("the run left %d files", len(want))
	}
	for _, c := range []struct {
		env  []string
		args []string
	}{
		{[]string{"TZ=UTC"}, []string{"-j", "2"}},
		{[]string{"TZ=Pacific/Auckland", "LC_ALL=C.UTF-8"}, []string{"-j", "7"}},
		{[]string{"TZ=America/St_Johns", "GOMAXPROCS=1"}, nil},
		{[]string{"TZ=Europe/London", "GOGC=1"}, []string{"--seed", "1", "--as-of", "2022-06-08T09:00:00Z"}},
	} {
		// The report says where the clock comes from.
		if len(c.args) > 2 {
			want, said = runTree(t, []string{"TZ=UTC"}, "--as-of", "2022-06-08T10:00:00+01:00")
		}
		got, says := runTree(t, c.env, c.args...)
		if !bytes.Equal(said, says) {
			t.Errorf("%v %v: printed\n%s\nwant\n%s", c.env, c.args, says, said)
		}
		for name, data := range want {
			if !bytes.Equal(got[name], data) {
				t.Errorf("%v %v: %s differs", c.env, c.args, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%v %v: %d files, want %d", c.env, c.args, len(got), len(want))
		}
	}
}

// TestRunDependsOnSeed is the control of the test above: another seed gives
// other bytes, since every file is signed. A receipt holds a digest, which is of
// what is signed alone and may be the same.
func TestRunDependsOnSeed(t *testing.T) {
	one, _ := runTree(t, nil)
	two, _ := runTree(t, nil, "--seed", "2")
	differ := 0
	for name, data := range one {
		if strings.HasSuffix(name, ".receipt.json") || filepath.Base(name) == ".s1mig-run" {
			continue
		}
		if bytes.Equal(two[name], data) {
			t.Errorf("%s is the same with another seed", name)
		}
		differ++
	}
	if differ < 100 {
		t.Errorf("only %d files were compared", differ)
	}
}
