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
	"s1mig/pkg/ident"
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
type loader struct {
	fsys     fs.FS
	dir      string
	limit    int // of problems
	world    *World
	lines    map[string][]int32 // by SMSO: the lines that its entries stand on
	problems []ConfigError
}

func newLoader(fsys fs.FS, dir string, limit int) *loader {
	return &loader{fsys: fsys, dir: dir, limit: limit, lines: map[string][]int32{}}
}

// errEnough says that as many problems have been found as were asked for.
var errEnough = errors.New("enough problems found")

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
	w, problems, err := resolve(l.fsys, l.dir, seed)
	if err != nil {
		return nil, err
	}
	if l.world = w; len(problems) > 0 {
		return nil, l.note(problems...)
	}
	for i := range w.organisations {
		if o := &w.organisations[i]; o.Kind == envelope.SMSO {
			r := &Register{SMSO: o.Name, byID: map[string]int32{}, byMPxN: map[ident.MPxN]meterRef{}}
			w.registers = append(w.registers, r)
			if err := l.register(r); err != nil {
				return nil, err
			}
		}
	}
	if err := l.uniqueDevices(); err != nil {
		return nil, err
	}
	return w, l.absent()
}

// shown is the name of a file of the world as the caller may open it.
func (l *loader) shown(name string) string { return filepath.Join(l.dir, filepath.FromSlash(name)) }

// registerName is the file of an SMSO's register within the world.
func registerName(smso string) string { return path.Join("register", smso+".ndjson") }

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
	newWorker := func() codec.Worker { return newLineWorker(l.world, r.SMSO, l.shown(name)) }
	return codec.Lines(context.Background(), f, registerTable, codec.Options{}, newWorker, func(outcome any) error {
		b := outcome.(*batch)
		if len(b.problems) > 0 {
			if err := l.note(b.problems...); err != nil {
				return err
			}
		}
		return l.add(r, b)
	})
}

// add adds what was read to the register and its indexes.
func (l *loader) add(r *Register, b *batch) error {
	for k := range b.installations {
		inst := &b.installations[k]
		at := len(r.list)
		r.list = append(r.list, inst)
		l.lines[r.SMSO] = append(l.lines[r.SMSO], b.lines[k])
		if err := l.addID(r, inst.ID, at); err != nil {
			return err
		}
		for d := range inst.Devices {
			if m := inst.Devices[d].MPxN; !m.IsZero() {
				if err := l.addMeter(r, m, at, d); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (l *loader) addID(r *Register, id string, at int) error {
	for _, other := range l.world.registers {
		if i, twice := other.byID[id]; twice {
			return l.twice(r, at, "installation "+id, other, int(i))
		}
	}
	r.byID[id] = int32(at)
	return nil
}

func (l *loader) addMeter(r *Register, m ident.MPxN, at, device int) error {
	for _, other := range l.world.registers {
		if ref, twice := other.byMPxN[m]; twice {
			return l.twice(r, at, "MPxN "+m.String(), other, ref.installation())
		}
	}
	r.byMPxN[m] = meterRef(at<<8 | device)
	return nil
}

// uniqueDevices checks that no two devices of the world have one EUI-64. It
// sorts a list instead of keeping an index that nothing else needs.
func (l *loader) uniqueDevices() error {
	var ids []ident.EUI64
	for _, r := range l.world.registers {
		for _, inst := range r.list {
			for k := range inst.Devices {
				ids = append(ids, inst.Devices[k].ID)
			}
		}
	}
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] && (i < 2 || ids[i] != ids[i-2]) {
			if err := l.twiceDevice(ids[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// twiceDevice finds the first two entries of a device that stands twice.
func (l *loader) twiceDevice(id ident.EUI64) error {
	var first *Register
	var firstAt int
	for _, r := range l.world.registers {
		for at, inst := range r.list {
			for k := range inst.Devices {
				switch {
				case inst.Devices[k].ID != id:
				case first == nil:
					first, firstAt = r, at
				default:
					return l.twice(r, at, "deviceID "+id.String(), first, firstAt)
				}
			}
		}
	}
	return nil
}

// twice notes that something of entry at of r stands in entry i of other already.
func (l *loader) twice(r *Register, at int, what string, other *Register, i int) error {
	return l.note(ConfigError{File: l.shown(registerName(r.SMSO)), Line: int(l.lines[r.SMSO][at]),
		Problem: fmt.Sprintf("%s stands in line %d of %s already", what, l.lines[other.SMSO][i], registerName(other.SMSO))})
}
