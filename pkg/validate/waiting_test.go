//go:build unix

package validate

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// namedPipe makes a pipe with a name and has write write to it once somebody
// reads.
func namedPipe(t *testing.T, name string, write func(*os.File)) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if write != nil {
		go func() {
			if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
				write(f)
				f.Close()
			}
		}()
	}
	return path
}

// TestPipes checks that of several pipes each is read once, from its beginning:
// to see whether files may form a chain must not take anything away.
func TestPipes(t *testing.T) {
	k := newKit(t)
	chain := k.chain(t, nil)
	var paths []string
	for _, name := range []string{"MAF", "MCF"} {
		paths = append(paths, namedPipe(t, name, func(f *os.File) { _, _ = f.Write(chain[name].text) }))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	report, err := Paths(ctx, paths, k.options())
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range report.Files {
		if f.Err != nil || f.Type == nil || f.Type.Name != []string{"MAF", "MCF"}[i] || !f.Sealed {
			t.Errorf("%+v", f)
		}
	}
}

// TestWaiting checks that the end of the context ends the wait for a pipe that
// nobody opens, and for one whose writer says nothing more.
func TestWaiting(t *testing.T) {
	k := newKit(t)
	maf := k.make(t, draft{Type: "MAF"}).text
	said := make(chan struct{})
	stop := make(chan struct{})
	defer close(stop)
	for name, path := range map[string]string{
		"nobody": namedPipe(t, "a", nil),
		"mute": namedPipe(t, "b", func(f *os.File) {
			_, _ = f.Write(bytes.TrimRight(maf, "}\n"))
			close(said)
			<-stop
		}),
	} {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := Paths(ctx, []string{path}, k.options())
			done <- err
		}()
		if name == "mute" {
			<-said
		}
		cancel()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, want that it is interrupted", name, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: still waiting", name)
		}
	}
}
