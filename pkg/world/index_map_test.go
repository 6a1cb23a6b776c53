//go:build unix

package world

import (
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"
	"time"

	"s1mig/pkg/abreast"
	"s1mig/pkg/ident"
)

// TestIndexCutShort cuts an index short while it is in use. A look-up panics then,
// with an address that the world knows for its index's own.
func TestIndexCutShort(t *testing.T) {
	dir := synthetic(t, 300)
	w := loadFacts(t, dir, false, false, false)
	if w.index.mapped == nil {
		t.Fatal("the index is not mapped")
	}
	if err := os.Truncate(filepath.Join(dir, indexName), 0); err != nil {
		t.Fatal(err)
	}
	crash := abreast.Catch(func() { w.Facts().Register.Elsewhere(ident.MPxN(1)) })
	if crash == nil {
		t.Fatal("nothing is wrong")
	}
	if address, ok := abreast.Fault(crash); !ok || !w.IndexHolds(address) {
		t.Errorf("%v: the fault is at %#x, %v", crash.Unwrap(), address, ok)
	}
	if w.IndexHolds(0) {
		t.Error("the index is said to hold address 0")
	}
	if (*World)(nil).IndexHolds(0) {
		t.Error("no world is said to hold address 0")
	}
	if !w.IndexChanged() {
		t.Error("the index is said to be as it was")
	}
}

// TestIndexChanged does to an index in use what may be done to a file. Writing
// into it changes what stands in memory, even where the size stays; another file
// in its place does not, nor does its removal.
func TestIndexChanged(t *testing.T) {
	later := time.Now().Add(time.Hour)
	for _, c := range []struct {
		name    string
		do      func(index string) error
		changed bool
	}{
		{"nothing", func(string) error { return nil }, false},
		{"write into it", func(index string) error {
			f, err := os.OpenFile(index, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte{0}, 1<<10)
			return errors.Join(err, f.Close(), os.Chtimes(index, later, later))
		}, true},
		{"append to it", func(index string) error {
			f, err := os.OpenFile(index, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteString("more")
			return errors.Join(err, f.Close())
		}, true},
		{"make it again", func(index string) error {
			_, err := WriteIndex(t.Context(), filepath.Dir(index))
			return err
		}, false},
		{"remove it", os.Remove, false},
	} {
		dir := synthetic(t, 300)
		w := loadFacts(t, dir, false, false, false)
		if err := c.do(filepath.Join(dir, indexName)); err != nil {
			t.Fatal(err)
		}
		if got := w.IndexChanged(); got != c.changed {
			t.Errorf("%s: changed is %v", c.name, got)
		}
	}
}

// TestIndexCutShortEarly cuts it short before it is seen whether all in it fits.
func TestIndexCutShortEarly(t *testing.T) {
	dir := synthetic(t, 300)
	w, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := readIndex(dir)
	if err := os.Truncate(filepath.Join(dir, indexName), 0); err != nil {
		t.Fatal(err)
	}
	if x, use := s.usable(dir, w); x != nil || use.Stale != damaged {
		t.Errorf("%+v", use)
	}
}

// TestIndexRead: an index that cannot be mapped is read, to the same bytes.
func TestIndexRead(t *testing.T) {
	f, err := os.Open(filepath.Join(synthetic(t, 300), indexName))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	mapped := parseStored(f, info.Size())
	if mapped.index == nil || mapped.index.mapped == nil {
		t.Fatal("the index is not mapped")
	}
	read, err := readSummed(f, info.Size())
	if data := mapped.index.mapped.data; err != nil || string(read) != string(data[:len(data)-crc32.Size]) {
		t.Errorf("%d and %d bytes, %v", len(read), len(data), err)
	}
	if mapFile(f, -1) != nil {
		t.Error("nothing can be mapped to less than nothing")
	}
}
