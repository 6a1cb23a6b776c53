//go:build unix

package world

import (
	"os"
	"syscall"
)

// mapFile maps the first n bytes of a file into memory, to be read; it returns
// nil where that is refused, as some file systems do.
func mapFile(f *os.File, n int64) []byte {
	if int64(int(n)) != n {
		return nil
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(n), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil
	}
	return data
}
