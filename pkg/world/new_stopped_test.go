package world

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// stopping is a context that is cancelled when it has been asked a few times.
type stopping struct {
	context.Context
	left int
}

func (s *stopping) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestStoppedNew wants nothing left of a world whose making is interrupted, so
// that the same command can be given again.
func TestStoppedNew(t *testing.T) {
	parent := t.TempDir()
	for _, dir := range []string{parent, filepath.Join(parent, "new")} {
		err := New(&stopping{t.Context(), 2}, dir, NewOptions{Installations: 20_000})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it is interrupted", err)
		}
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left over, %v", left, err)
	}
}

// TestFailedNewLeavesOthers wants the registers to stay that another process has begun
// meanwhile.
func TestFailedNewLeavesOthers(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, registerFolder), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := New(t.Context(), dir, NewOptions{Installations: 10}); err == nil {
		t.Error("a directory that holds something is taken")
	}
	if _, err := os.Stat(filepath.Join(dir, registerFolder)); err != nil {
		t.Error(err)
	}
}

// TestStoppedIndex wants no index, and no part of one, where its making is
// interrupted.
func TestStoppedIndex(t *testing.T) {
	dir := t.TempDir()
	if err := New(t.Context(), dir, NewOptions{Installations: 1000}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := WriteIndex(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it is interrupted", err)
	}
	found, err := fs.Glob(os.DirFS(dir), indexName+"*")
	if err != nil || len(found) > 0 {
		t.Errorf("%v is left over, %v", found, err)
	}
}
