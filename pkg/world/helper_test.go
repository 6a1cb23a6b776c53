package world

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"s1mig/fixtures"
)

func mustW1(t testing.TB) *World {
	t.Helper()
	w, err := W1(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// edited returns the files of W1 with texts replaced: file, old, new, file, …
// Each old text must be there.
func edited(t testing.TB, edits ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(fixtures.W1(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fixtures.W1(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(edits); i += 3 {
		f := files[edits[i]]
		if f == nil || !strings.Contains(string(f.Data), edits[i+1]) {
			t.Fatalf("%s does not hold %q", edits[i], edits[i+1])
		}
		f.Data = []byte(strings.Replace(string(f.Data), edits[i+1], edits[i+2], 1))
	}
	return files
}

func mustLoad(t testing.TB, edits ...string) *World {
	t.Helper()
	w, err := load(edited(t, edits...), "w", 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// configError loads W1 with texts replaced and returns why it does not load,
// neither as a whole nor for its facts.
func configError(t testing.TB, edits ...string) *ConfigError {
	t.Helper()
	_, err := load(edited(t, edits...), "w", 1)
	var bad, facts *ConfigError
	if !errors.As(err, &bad) {
		t.Fatalf("got %v, expected a *ConfigError", err)
	}
	if _, err := factsOf(edited(t, edits...)); !errors.As(err, &facts) || *facts != *bad {
		t.Fatalf("for its facts it fails with %v, expected %v", err, bad)
	}
	return bad
}

const (
	yamlFile = "world.yaml"
	smso1    = "register/SMSO1.ndjson"
	smso2    = "register/SMSO2.ndjson"
	smso3    = "register/SMSO3.ndjson"
	smso4    = "register/SMSO4.ndjson"
)
