//go:build unix

package world

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestIndexIsPipe checks that nobody waits for an index that is no file.
func TestIndexIsPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, indexName), 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan storedIndex, 1)
	go func() { read <- readIndex(dir) }()
	select {
	case s := <-read:
		if s.index != nil || s.missing || s.why != damaged {
			t.Errorf("got %+v", s)
		}
	case <-time.After(time.Minute):
		t.Fatal("still waiting")
	}
}
