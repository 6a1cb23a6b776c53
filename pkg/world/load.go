package world

import (
	"context"
	"errors"
	"fmt"
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
	list     *packed
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
	w.registers, l.list = nil, newPacked(w)
	for _, smso := range w.smsos() {
		r := &Register{SMSO: smso, all: l.list, first: l.list.n}
		w.registers = append(w.registers, r)
		if err := l.register(r); err != nil {
			return err
		}
	}
	l.list.seal()
	var unique bool
	w.installations, unique = newLookup(l.list)
	end := l.list.n
	for _, r := range slices.Backward(w.registers) {
		r.lookup, r.n = w.installations, end-r.first
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
	newWorker := func() codec.Worker {
		return &batchWorker{lineWorker: newLineWorker(l.world, r.SMSO, l.shown(name)), kinds: newKindCache(l.list.kinds)}
	}
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
		from := 0
		for k, end := range b.ends {
			if err := l.add(r, b.text[from:end], b.lines[k]); err != nil {
				return err
			}
			from = end
		}
		return nil
	})
}

// maxInstallations is how many installations the registers of a world can have:
// they are numbered in 32 bits, with one added.
const maxInstallations = 1<<32 - 2

// add adds the installation on a line of a register.
func (l *loader) add(r *Register, installation []byte, line int32) error {
	if l.list.n == maxInstallations {
		return fmt.Errorf("the registers have more than %d installations", maxInstallations)
	}
	l.list.add(installation)
	if l.care == nil {
		return nil
	}
	return l.once(r, installation, line)
}
