package world

import (
	"os"
	"unsafe"
)

// mapping is the file of an index that is mapped into memory. What somebody writes
// into that file is seen there, after its sum was found right.
type mapping struct {
	data   []byte
	file   *os.File
	before stamp // of the file, from before its sum was taken
}

// IndexHolds reports whether an address is of the world's index, as that of a
// fault is where somebody has cut its file short.
func (w *World) IndexHolds(address uintptr) bool {
	if w == nil || w.index == nil || w.index.mapped == nil {
		return false
	}
	data := w.index.mapped.data
	first := uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	return address-first < uintptr(len(data))
}

// IndexChanged reports whether the index of a world has been written to since
// LoadFacts: what the world has answered may be wrong then. Who judges by such a
// world asks it at the end. To replace the file, as world check does, or to remove
// it changes nothing for those who have it open.
func (w *World) IndexChanged() bool {
	return w.index != nil && w.index.mapped != nil && w.index.mapped.changed()
}

// changed compares the size and the time of modification. The time of change is
// no proof of writing: to remove the name of a file sets it as well.
func (m *mapping) changed() bool {
	info, err := m.file.Stat()
	if err != nil {
		return true
	}
	now := stampOf(info)
	return now.Size != m.before.Size || now.Modified != m.before.Modified
}
