package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestTemporaryFileFull checks that what is said of a full disk names the file
// that is full: the input is elsewhere.
func TestTemporaryFileFull(t *testing.T) {
	name := filepath.Join(os.TempDir(), "s1mig-spool-1")
	got := describeInput(&fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC})
	if want := "the temporary file " + name + ": no space left on device"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := describeInput(&fs.PathError{Op: "open", Path: "s1mig-run", Err: syscall.ENOENT}); got != "no such file or folder" {
		t.Errorf("got %q", got)
	}
}
