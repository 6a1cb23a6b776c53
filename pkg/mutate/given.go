package mutate

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"s1mig/pkg/rule"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// WorldFiles are the files of a world, by name: world.yaml and the registers.
type WorldFiles map[string][]byte

// ReadWorld reads the files of a world.
func ReadWorld(fsys fs.FS) (WorldFiles, error) {
	files := WorldFiles{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files[name], err = fs.ReadFile(fsys, name)
		return err
	})
	return files, err
}

func (w WorldFiles) clone() WorldFiles { return maps.Clone(w) }

// WriteTo writes the files below a directory, which must not exist yet.
func (w WorldFiles) WriteTo(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(w)) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, w[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Given is what files are judged by.
type Given struct {
	// Environment is the only one whose files are taken.
	Environment string
	// History is what was received before; nil for nothing.
	History validate.History

	world   *world.World // that the files were made in, and whose keys sign
	source  WorldFiles
	changed bool // source is another world now
}

// ChangedWorld returns the files of the world that the set is judged in, where a
// mutator has changed it.
func (g *Given) ChangedWorld() (WorldFiles, bool) { return g.source, g.changed }

// editWorld puts one text in the place of another in a file of the world. Where
// the text is not there the mutator does not apply to this world.
func (g *Given) editWorld(name, old, text string) error {
	if !bytes.Contains(g.source[name], []byte(old)) {
		return notApplicable("%s does not say %s", name, old)
	}
	g.source[name] = bytes.Replace(bytes.Clone(g.source[name]), []byte(old), []byte(text), 1)
	g.changed = true
	return nil
}

// judgedIn is the world by which the set is judged.
func (g *Given) judgedIn() (*world.World, error) {
	if !g.changed {
		return g.world, nil
	}
	parent, err := os.MkdirTemp("", "s1mig-world-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "world")
	if err := g.source.WriteTo(dir); err != nil {
		return nil, err
	}
	w, err := world.Load(dir, g.world.Seed)
	if err != nil {
		return nil, fmt.Errorf("the changed world does not load: %w", err)
	}
	return w, nil
}

// options are what the set is judged by.
func (g *Given) options() (validate.Options, error) {
	w, err := g.judgedIn()
	if err != nil {
		return validate.Options{}, err
	}
	facts := w.Facts()
	facts.Clock = &rule.Clock{Now: w.Start, Source: "world"}
	return validate.Options{Facts: facts, Directory: w.Directory(), Keys: w, Environment: g.Environment, History: g.History}, nil
}
