package world

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// edit changes one text of a file to another, leaving its size alone if theirs
// are the same.
func edit(t *testing.T, name, old, new string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s: no %q, %v", name, old, err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestIndexIsBound changes a world behind the back of its index in every way,
// and wants the answers of the registers each time.
func TestIndexIsBound(t *testing.T) {
	register := filepath.Join("register", "SMSO1.ndjson")
	for _, c := range []struct {
		name        string
		change      func(t *testing.T, dir string)
		stale, read bool
	}{
		{"nothing", func(*testing.T, string) {}, false, false},
		{"times alone", func(t *testing.T, dir string) {
			if err := os.Chtimes(filepath.Join(dir, register), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
		}, false, true},
		{"same size, new times", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, register), `"responsibleSupplier":"SUP01"`, `"responsibleSupplier":"SUP02"`)
		}, true, true},
		{"other size", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, register), `"commissionedWithSMSO":true`, `"commissionedWithSMSO":true,"migrated":true`)
		}, true, true},
		{"shorter", func(t *testing.T, dir string) {
			data, err := os.ReadFile(filepath.Join(dir, register))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, register), data[:strings.IndexByte(string(data), '\n')+1], 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, true, true},
		{"world.yaml", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, configName), "SUP01", "SUP00")
			for _, smso := range []string{"SMSO1", "SMSO2", "SMSO3", "SMSO4", "SMSO5"} {
				name := filepath.Join(dir, "register", smso+".ndjson")
				data, _ := os.ReadFile(name)
				if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(data), "SUP01", "SUP00")), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := synthetic(t, 300)
			c.change(t, dir)
			full, err := Load(dir, 1)
			if err != nil {
				t.Fatal(err)
			}
			sameFacts(t, full, loadFacts(t, dir, false, c.stale, c.read))
			writeIndex(t, dir) // mends it
			sameFacts(t, full, loadFacts(t, dir, false, false, false))
		})
	}
}

// TestForgedTimes sets the time of modification back after a change. Where the
// system notes the time of the change as well, that tells.
func TestForgedTimes(t *testing.T) {
	dir := synthetic(t, 300)
	name := filepath.Join(dir, "register", "SMSO1.ndjson")
	before, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, name, `"responsibleSupplier":"SUP01"`, `"responsibleSupplier":"SUP02"`)
	if err := os.Chtimes(name, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	told := stampOf(before).Changed != 0
	loadFacts(t, dir, false, told, told)
}

// TestYoungStamps wants a register to be read that was written to in the tick in
// which its index was begun: a later change could bear the same times.
func TestYoungStamps(t *testing.T) {
	dir := synthetic(t, 300)
	s := readIndex(dir)
	w, err := Load(dir, 1)
	if err != nil || s.why != "" {
		t.Fatal(err, s.why)
	}
	at := int64(0)
	for _, f := range s.header.Files[1:] { // world.yaml is told by its digest
		at = max(at, f.latest())
	}
	for begun, want := range map[int64]bool{at: true, at + 1: false} {
		s.header.Begun = begun
		if x, use := s.usable(dir, w); x == nil || use.Read != want {
			t.Errorf("begun %d after the last change: %+v, want read %v", begun-at, use, want)
		}
	}
}

// TestMissingIndex wants an index in memory, and none on the disk.
func TestMissingIndex(t *testing.T) {
	dir := synthetic(t, 300)
	name := filepath.Join(dir, indexName)
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	full, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	sameFacts(t, full, loadFacts(t, dir, true, false, false))
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an index was written: %v", err)
	}
	if err := os.Mkdir(name, 0o755); err != nil {
		t.Fatal(err)
	}
	sameFacts(t, full, loadFacts(t, dir, false, true, false))
	if _, err := WriteIndex(t.Context(), dir); err == nil {
		t.Error("an index takes the place of a directory")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestDamagedIndex cuts an index short and changes bytes of it, with its sum made
// to fit as somebody might. Nothing may break; without the sum, nothing may be
// taken for an index.
func TestDamagedIndex(t *testing.T) {
	dir := synthetic(t, 60)
	name := filepath.Join(dir, indexName)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	full, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	other, err := W1Facts(1) // a world that an index may be too large for
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(5, 6))
	for i := range 600 {
		bad := append([]byte{}, good...)
		at := chance.IntN(len(bad) - 4)
		if i%3 == 0 {
			at = chance.IntN(1600) // the header, and the first slots
		}
		switch {
		case i%10 == 0:
			bad = bad[:at]
		default:
			bad[at] ^= byte(1 + chance.IntN(255))
		}
		forged := i%2 == 1 && len(bad) > 4
		if forged {
			end := len(bad) - 4
			binary.LittleEndian.PutUint32(bad[end:], sumOf(bad[:end]))
		}
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s := readIndex(dir)
		if s.why == "" && !forged {
			t.Fatalf("byte %d changed, and the index is taken", at)
		}
		for _, w := range []*World{full, other} {
			if s.why == "" && w.fits(s.index) {
				askAll(w, s.index)
			}
		}
	}
	if err := os.WriteFile(name, good[:len(good)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	sameFacts(t, full, loadFacts(t, dir, false, true, false))
}

// askAll asks an index of all that it holds.
func askAll(w *World, x *index) {
	with := *w
	with.index = x
	f := indexFacts{&with}
	var meters []ident.MPxN
	for at := range int(x.size.Meters) {
		meters = append(meters, x.key(at).mpxn())
	}
	for _, o := range with.organisations {
		cursor, facts := f.Open(o.Name, o.Name), rule.MeterFacts{}
		for _, m := range meters {
			_, _ = f.Meter(o.Name, o.Name, m)
			_, _, _ = cursor.Meter(m, &facts)
			_, _, _ = cursor.Meter(m+1, &facts)
		}
		cursor.Expect(meters)
		for _, m := range slices.Backward(meters) {
			_, _, _ = cursor.Meter(m, &facts)
		}
	}
	for _, m := range meters {
		_ = f.Elsewhere(m)
	}
}

// TestOldIndex wants an index in the format of an earlier version not to be
// taken for one, whole as it is.
func TestOldIndex(t *testing.T) {
	dir := synthetic(t, 300)
	name := filepath.Join(dir, indexName)
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	end := len(old) - crc32.Size
	copy(old, "s1mig register index 1\n")
	binary.LittleEndian.PutUint32(old[end:], sumOf(old[:end]))
	if err := os.WriteFile(name, old, 0o600); err != nil {
		t.Fatal(err)
	}
	full, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	if s := readIndex(dir); s.why != "it is of another version" {
		t.Errorf("got %q", s.why)
	}
	sameFacts(t, full, loadFacts(t, dir, false, true, false))
	writeIndex(t, dir)
	sameFacts(t, full, loadFacts(t, dir, false, false, false))
}

// TestIndexLongerThanRegisters wants no memory for an index that no registers
// could call for.
func TestIndexLongerThanRegisters(t *testing.T) {
	dir := synthetic(t, 60)
	if err := os.Truncate(filepath.Join(dir, indexName), 1<<40); err != nil {
		t.Fatal(err)
	}
	loadFacts(t, dir, false, true, false)
}

// shifting is a file system whose files are never as old as they were.
type shifting struct {
	fs.FS
	opened *int
}

type shiftingFile struct {
	fs.File
	n *int
}

type shiftingInfo struct {
	fs.FileInfo
	at time.Time
}

func (s shifting) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	return shiftingFile{f, s.opened}, err
}

func (f shiftingFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	*f.n++
	return shiftingInfo{info, time.Unix(int64(*f.n), 0)}, err
}

func (i shiftingInfo) ModTime() time.Time { return i.at }

// TestRegisterChangesMeanwhile wants no index of a register that is written to
// while it is read.
func TestRegisterChangesMeanwhile(t *testing.T) {
	l := newLoader(shifting{edited(t), new(int)}, "w", 1)
	if err := l.config(1); err != nil || len(l.problems) > 0 {
		t.Fatal(err, l.problems)
	}
	if _, err := newIndexBuilder(l, true).build(t.Context()); !errors.Is(err, errChanged) {
		t.Errorf("got %v", err)
	}
}
