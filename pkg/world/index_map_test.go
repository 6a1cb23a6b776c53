//go:build unix

package world

import (
	"os"
	"path/filepath"
	"testing"

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
	if last := len(w.index.mapped); w.IndexHolds(0) || (*World)(nil).IndexHolds(0) || last == 0 {
		t.Error("the index holds address 0")
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
	mapped, _, err := indexBytes(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	read, err := readSummed(f, info.Size())
	if err != nil || string(read) != string(mapped) {
		t.Errorf("%d and %d bytes, %v", len(read), len(mapped), err)
	}
	if mapFile(f, -1) != nil {
		t.Error("nothing can be mapped to less than nothing")
	}
}
