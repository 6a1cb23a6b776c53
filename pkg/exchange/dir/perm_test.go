//go:build unix

package dir

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNotReadableByTheWorld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inbox")
	m, err := Create(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.Put(t.Context(), "a", text("x")); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, filepath.Join(path, "a")} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode()&0o007 != 0 {
			t.Errorf("%s has mode %v, want none for the world", info.Name(), info.Mode())
		}
	}
}
