package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"s1mig/fixtures"
	"s1mig/pkg/mutate"
	"s1mig/pkg/report"
	"s1mig/pkg/rules"
)

// mutable is what a mutator is applied to.
type mutable struct {
	set    *mutate.Set
	folder bool
}

// maxMutable bounds the size of all files together: mutants are for looking at.
const maxMutable = 256 << 20

// readSet reads a file with its receipt and signature, or a folder.
func (a *app) readSet(path string) (mutable, error) {
	w, err := a.loadWorld()
	if err != nil {
		return mutable{}, err
	}
	source, err := a.worldFiles()
	if err != nil {
		return mutable{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return mutable{}, err
	}
	in := mutable{folder: info.IsDir()}
	var files []mutate.File
	if in.folder {
		files, err = readFolder(path)
	} else {
		files, err = readWithSidecars(path)
	}
	if err != nil {
		return mutable{}, err
	}
	in.set = mutate.NewSet(files, w, source)
	if len(in.set.Files()) == 0 {
		return mutable{}, inputf("", "%s: no migration file", path)
	}
	return in, nil
}

// worldFiles are the files of the world that the flags name.
func (a *app) worldFiles() (mutate.WorldFiles, error) {
	if a.common.world == "" {
		return mutate.ReadWorld(fixtures.W1())
	}
	all, err := mutate.ReadWorld(os.DirFS(a.common.world))
	for name := range all {
		if name != "world.yaml" && !strings.HasPrefix(name, "register/") {
			delete(all, name)
		}
	}
	return all, err
}

func readFolder(dir string) (files []mutate.File, err error) {
	left := int64(maxMutable)
	err = filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !slices.Contains([]string{".json", ".csv", ".jws"}, filepath.Ext(at)) {
			return err
		}
		data, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		if left -= int64(len(data)); left < 0 {
			return inputf("", "%s holds more than %d bytes", dir, maxMutable)
		}
		name, err := filepath.Rel(dir, at)
		files = append(files, mutate.File{Path: filepath.ToSlash(name), Data: data})
		return err
	})
	return files, err
}

func readWithSidecars(path string) (files []mutate.File, err error) {
	for _, suffix := range []string{"", ".receipt.json", ".jws"} {
		data, err := os.ReadFile(path + suffix)
		if suffix != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, mutate.File{Path: filepath.Base(path) + suffix, Data: data})
	}
	return files, nil
}

// writeMutant writes the copy and says what was changed and what is found in it.
func (a *app) writeMutant(ctx context.Context, in mutable, out string, m *mutate.Mutator, s *mutate.Set, c mutate.Change) error {
	found, err := s.Found(ctx)
	if err != nil {
		return err
	}
	if err := writeSet(in, out, s); err != nil {
		return err
	}
	command := "s1mig validate " + out
	if m.Code == rules.EnvMismatch.Code {
		command += " --environment " + s.Environment
	}
	if s.History != nil {
		command = "by a party that has received other files before; validate has no memory"
	}
	if files, changed := s.ChangedWorld(); changed {
		if err := files.WriteTo(out + ".world"); err != nil {
			return unwritable(out+".world", err)
		}
		command += " --world " + out + ".world"
	}
	err = a.write("", func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s: %s\nfile     %s\nplace    %s\nbefore   %s\nafter    %s\nleft out %d files that came later\nfound    %s\njudge    %s\n",
			m.Code, m.Name, c.File, c.Pointer, report.Visible(c.Before), report.Visible(c.After), c.LeftOut, codeList(found), command)
		return err
	})
	if err == nil && !slices.Equal(found, m.Expects()) {
		fmt.Fprintf(a.stderr, "s1mig: expected %s, found %s\n", codeList(m.Expects()), codeList(found))
		return ended(report.ExitFindings)
	}
	return err
}

// writeSet writes a folder, or one file with what goes with it. A folder must be
// new or empty.
func writeSet(in mutable, out string, s *mutate.Set) error {
	info, err := os.Stat(out)
	isDir := err == nil && info.IsDir()
	if !in.folder && !isDir {
		return writeNamed(out, s)
	}
	if in.folder {
		if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return usagef("give a folder that is new or empty", "%s is not an empty folder", out)
		}
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return unwritable(out, err)
	}
	if err := s.WriteTo(out); err != nil {
		return unwritable(out, err)
	}
	return nil
}

// writeNamed writes one file under a name of the caller's, and what goes with it
// beside it.
func writeNamed(out string, s *mutate.Set) error {
	for _, f := range s.Files() {
		name := out
		for _, suffix := range []string{".receipt.json", ".jws"} {
			if strings.HasSuffix(f.Path, suffix) {
				name += suffix
			}
		}
		err := writeFile(name, func(w io.Writer) error { _, err := w.Write(f.Data); return err })
		if err != nil {
			return err
		}
	}
	return nil
}
