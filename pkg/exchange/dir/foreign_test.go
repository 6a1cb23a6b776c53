package dir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"s1mig/pkg/exchange"
)

// TestForeignEntries: symbolic links, directories and names that are not those
// of the exchange are no files of the mailbox, wherever they lead.
func TestForeignEntries(t *testing.T) {
	m, path := open(t, Options{})
	outside := filepath.Join(t.TempDir(), "secret")
	write(t, outside, "secret")
	write(t, filepath.Join(path, "inside"), "inside")
	write(t, filepath.Join(path, "with space"), "x")
	if err := os.Mkdir(filepath.Join(path, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	foreign := []string{"folder"}
	for name, target := range map[string]string{"leads-out": outside, "leads-in": "inside", "leads-nowhere": "absent"} {
		if err := os.Symlink(target, filepath.Join(path, name)); err != nil {
			t.Fatal(err)
		}
		foreign = append(foreign, name)
	}
	list, err := m.List(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "inside" {
		t.Errorf("list is %v, %v, want the file inside alone", list, err)
	}
	for _, name := range foreign {
		if _, err := m.Open(t.Context(), name); !errors.Is(err, exchange.ErrNotExist) {
			t.Errorf("open %s returns %v, want ErrNotExist", name, err)
		}
		if err := m.Remove(t.Context(), name); !errors.Is(err, exchange.ErrNotExist) {
			t.Errorf("remove %s returns %v, want ErrNotExist", name, err)
		}
		if err := m.Put(t.Context(), name, text("secret")); !errors.Is(err, exchange.ErrExists) {
			t.Errorf("put %s returns %v, want ErrExists", name, err)
		}
	}
	wantFiles(t, path, "folder", "inside", "leads-in", "leads-nowhere", "leads-out", "with space")
	if got, err := os.ReadFile(outside); string(got) != "secret" || err != nil {
		t.Errorf("the file outside reads %q, %v", got, err)
	}
}

func TestOpenNeedsADirectory(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "absent"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("open of an absent directory returns %v, want fs.ErrNotExist", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	if _, err := Create(file, Options{}); err == nil {
		t.Error("create over a file succeeded")
	}
}
