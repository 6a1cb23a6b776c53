package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"s1mig/pkg/report"
)

// Names in the folder of a run. A folder with the marker was made by a run and
// may be replaced by another.
const (
	runMarker  = ".s1mig-run"
	runStaging = ".s1mig-partial"
)

// runFolder is the folder of a run. Files are made in a folder within it, and
// take the place of those of an earlier run at once, when the run is over: a run
// that fails leaves what was there before.
type runFolder struct {
	dir, staging string
	made         bool // the folder was not there before
	kept         bool
}

// newRunFolder takes a folder for a run, unless it holds what no run has made.
func newRunFolder(dir string) (*runFolder, error) {
	f := &runFolder{dir: dir, staging: filepath.Join(dir, runStaging)}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.made = true
	case err != nil:
		return nil, unwritable(dir, err)
	}
	if len(entries) > 0 && !isRun(dir) {
		return nil, usagef("give a folder that is new or empty, or that an earlier run made", "%s holds something that no run has made; nothing was changed", dir)
	}
	if err := f.begin(); err != nil {
		f.discard()
		return nil, unwritable(dir, err)
	}
	return f, nil
}

func isRun(dir string) bool {
	info, err := os.Lstat(filepath.Join(dir, runMarker))
	return err == nil && info.Mode().IsRegular()
}

func (f *runFolder) begin() error {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(f.dir, runMarker), []byte("This folder was made by s1mig run, and the next run replaces it.\n"), 0o644); err != nil {
		return err
	}
	if err := os.RemoveAll(f.staging); err != nil {
		return err
	}
	return os.Mkdir(f.staging, 0o755)
}

// publish puts the new files into the place of the old ones.
func (f *runFolder) publish() error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return unwritable(f.dir, err)
	}
	for _, e := range entries {
		if e.Name() != runMarker && e.Name() != runStaging {
			if err := os.RemoveAll(filepath.Join(f.dir, e.Name())); err != nil {
				return unwritable(f.dir, err)
			}
		}
	}
	made, err := os.ReadDir(f.staging)
	if err != nil {
		return unwritable(f.dir, err)
	}
	for _, e := range made {
		if err := os.Rename(filepath.Join(f.staging, e.Name()), filepath.Join(f.dir, e.Name())); err != nil {
			return unwritable(f.dir, err)
		}
	}
	f.kept = true
	if err := os.Remove(f.staging); err != nil {
		return &failure{code: report.ExitFault, what: describe(err), err: err}
	}
	return nil
}

// discard removes what a run that failed has made.
func (f *runFolder) discard() {
	if f.kept {
		return
	}
	// What cannot be removed is only half a run, in a folder marked as such.
	_ = os.RemoveAll(f.staging)
	if f.made {
		_ = os.Remove(filepath.Join(f.dir, runMarker))
		_ = os.Remove(f.dir)
	}
}
