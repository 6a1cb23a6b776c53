package main

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// forget takes a file out of the page cache, once all of it is on the disk. A file
// system that has no other place for it leaves it where it is.
func forget(f *os.File) error {
	return errors.Join(f.Sync(), unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED))
}
