package world

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"s1mig/fixtures"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
)

// W1 loads the embedded reference world.
func W1(seed uint64) (*World, error) {
	return load(fixtures.W1(), "W1", seed)
}

// Load loads the world in a directory. The error is a *ConfigError where its
// files are at fault, else a fault of the world.
func Load(dir string, seed uint64) (*World, error) {
	return load(os.DirFS(dir), dir, seed)
}

func load(fsys fs.FS, dir string, seed uint64) (*World, error) {
	l := newLoader(fsys, dir, 1)
	w, err := l.load(seed)
	if len(l.problems) > 0 {
		return nil, &l.problems[0]
	}
	if err != nil {
		return nil, err
	}
	return w, nil
}

// loader reads the files of a world and notes what is wrong with them.
//
// It reads registers quickly, and does no more than see whether anything is
// wrong. Where something is, it reads them again with care, which tells all of
// it in the order of the files.
type loader struct {
	fsys     fs.FS
	dir      string
	limit    int // of problems
	world    *World
	care     *care // nil while it reads quickly
	list     []*Installation
	problems []ConfigError
}

func newLoader(fsys fs.FS, dir string, limit int) *loader {
	return &loader{fsys: fsys, dir: dir, limit: limit}
}

var (
	// errEnough says that as many problems have been found as were asked for.
	errEnough = errors.New("enough problems found")
	// errSuspect says that something is wrong, or may be: care is called for.
	errSuspect = errors.New("a register wants to be read with care")
)

func (l *loader) note(problems ...ConfigError) error {
	l.problems = append(l.problems, problems...)
	if len(l.problems) >= l.limit {
		l.problems = l.problems[:l.limit]
		return errEnough
	}
	return nil
}

// load reads world.yaml and the registers. Where problems were noted, the world
// is not to be used; the error is errEnough or a fault of the world.
func (l *loader) load(seed uint64) (*World, error) {
	if err := l.config(seed); err != nil || l.world == nil || len(l.problems) > 0 {
		return nil, err
	}
	if l.registers() != nil {
		l.care, l.problems = newCare(), nil
		if err := l.registers(); err != nil {
			return nil, err
		}
	}
	return l.world, l.absent()
}

// config reads world.yaml.
func (l *loader) config(seed uint64) error {
	w, problems, err := resolve(l.fsys, l.dir, seed)
	if err != nil {
		return err
	}
	if l.world = w; len(problems) > 0 {
		return l.note(problems...)
	}
	return nil
}

// registers reads the registers of all SMSOs.
func (l *loader) registers() error {
	w := l.world
	w.registers, l.list = nil, nil
	for _, smso := range w.smsos() {
		r := &Register{SMSO: smso, first: len(l.list)}
		w.registers = append(w.registers, r)
		if err := l.register(r); err != nil {
			return err
		}
	}
	var unique bool
	w.installations, unique = newLookup(l.list)
	end := len(l.list)
	for _, r := range slices.Backward(w.registers) {
		r.lookup, r.list = w.installations, l.list[r.first:end:end]
		end = r.first
	}
	switch {
	case l.care != nil:
		return l.uniqueDevices()
	case !unique:
		return errSuspect
	}
	return nil
}

// smsos are the names of the SMSOs, sorted: each has a register.
func (w *World) smsos() (names []string) {
	for i := range w.organisations {
		if o := &w.organisations[i]; o.Kind == envelope.SMSO {
			names = append(names, o.Name)
		}
	}
	return names
}

// shown is the name of a file of the world as the caller may open it.
func (l *loader) shown(name string) string { return filepath.Join(l.dir, filepath.FromSlash(name)) }

// registerName is the file of an SMSO's register within the world.
func registerName(smso string) string { return path.Join(registerFolder, smso+".ndjson") }

func (l *loader) register(r *Register) error {
	name := registerName(r.SMSO)
	f, err := l.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return l.note(ConfigError{File: l.shown(name), Problem: "there is no such file: " + r.SMSO + " has no register",
			Hint: "the register of an SMSO without installations is an empty file"})
	}
	if err != nil {
		return err
	}
	defer f.Close()
	newWorker := func() codec.Worker { return &batchWorker{lineWorker: newLineWorker(l.world, r.SMSO, l.shown(name))} }
	return codec.Lines(context.Background(), f, registerTable, codec.Options{}, newWorker, func(outcome any) error {
		b := outcome.(*batch)
		if len(b.problems) > 0 {
			if l.care == nil {
				return errSuspect
			}
			if err := l.note(b.problems...); err != nil {
				return err
			}
		}
		for k := range b.installations {
			l.list = append(l.list, &b.installations[k])
			if l.care != nil {
				if err := l.once(r, &b.installations[k], b.lines[k]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
