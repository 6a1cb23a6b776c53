package dir

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/exchangetest"
)

// open opens a fresh directory and returns its path too.
func open(t *testing.T, opts Options) (*Mailbox, string) {
	t.Helper()
	path := t.TempDir()
	m, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m, path
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// wantFiles fails unless the directory holds exactly these, hidden ones too.
func wantFiles(t *testing.T, path string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("directory has %q, want %q", got, want)
	}
}

// withoutLinks makes the mailbox believe that its file system has no links.
func withoutLinks(m *Mailbox) {
	m.link = func(oldname, newname string) error {
		return &os.LinkError{Op: "link", Old: oldname, New: newname, Err: syscall.EPERM}
	}
}

func TestConformanceWithoutLinks(t *testing.T) {
	exchangetest.Run(t, func(t *testing.T) exchange.Mailbox {
		m, _ := open(t, Options{})
		withoutLinks(m)
		return m
	})
}

// full is a disk that takes the first byte of a file, and then one operation
// of it fails.
type full struct {
	*os.File
	write, sync, close error
}

func (f full) Write(p []byte) (int, error) {
	if f.write == nil {
		return f.File.Write(p)
	}
	n, _ := f.File.Write(p[:1])
	return n, f.write
}
func (f full) Sync() error  { return f.sync }
func (f full) Close() error { return errors.Join(f.File.Close(), f.close) }

func TestDiskFull(t *testing.T) {
	for name, disk := range map[string]full{
		"write": {write: syscall.ENOSPC},
		"sync":  {sync: syscall.ENOSPC},
		"close": {close: syscall.ENOSPC},
	} {
		t.Run(name, func(t *testing.T) {
			m, path := open(t, Options{Sync: true})
			create := m.create
			m.create = func(name string) (tempFile, error) {
				f, err := create(name)
				disk.File, _ = f.(*os.File)
				return disk, err
			}
			err := m.Put(t.Context(), "a.json", text("content"))
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), `"a.json"`) {
				t.Errorf("put returns %v, want one that names a.json and is ENOSPC", err)
			}
			wantFiles(t, path)
		})
	}
}

func TestNoRoomForAFile(t *testing.T) {
	m, path := open(t, Options{})
	m.create = func(name string) (tempFile, error) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EDQUOT}
	}
	if err := m.Put(t.Context(), "a.json", text("x")); !errors.Is(err, syscall.EDQUOT) {
		t.Errorf("put returns %v, want EDQUOT", err)
	}
	wantFiles(t, path)
}

func TestDirectoryNotSynced(t *testing.T) {
	m, path := open(t, Options{Sync: true})
	m.sync = func(*os.File) error { return syscall.EIO }
	if err := m.Put(t.Context(), "a.json", text("x")); !errors.Is(err, syscall.EIO) {
		t.Errorf("put returns %v, want EIO", err)
	}
	wantFiles(t, path)
}

func TestNeitherLinkNorRename(t *testing.T) {
	m, path := open(t, Options{})
	withoutLinks(m)
	write(t, filepath.Join(path, ".claim-a.json"), "")
	err := m.Put(t.Context(), "A.json", text("x"))
	if !errors.Is(err, syscall.EPERM) || !strings.Contains(err.Error(), "another writer") {
		t.Errorf("put returns %v, want one that tells of the link and of the other writer", err)
	}
	wantFiles(t, path, ".claim-a.json")
}

func TestSweep(t *testing.T) {
	m, path := open(t, Options{})
	write(t, filepath.Join(path, ".put-1-0"), "half")
	write(t, filepath.Join(path, ".claim-a.json"), "")
	write(t, filepath.Join(path, ".profile"), "not ours")
	err := m.Put(t.Context(), "a.json", func(w io.Writer) error {
		if n, err := m.Sweep(t.Context()); n != 2 || err != nil {
			t.Errorf("sweep returns %d, %v, want 2", n, err)
		}
		return text("x")(w)
	})
	if err != nil {
		t.Errorf("put during a sweep: %v", err)
	}
	wantFiles(t, path, ".profile", "a.json")
}

// TestLeftover: the temporary file of a crashed process with the same number
// is neither listed nor reused.
func TestLeftover(t *testing.T) {
	m, path := open(t, Options{})
	write(t, filepath.Join(path, ".put-x"), "half")
	temp, f, err := m.createTemp()
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	delete(m.writing, temp) // as if another process had made it
	if err := m.Put(t.Context(), "a.json", text("x")); err != nil {
		t.Fatal(err)
	}
	list, err := m.List(t.Context())
	if want := []exchange.Entry{{Name: "a.json", Size: 1}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("list is %v, %v, want %v", list, err, want)
	}
	wantFiles(t, path, temp, ".put-x", "a.json")
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
