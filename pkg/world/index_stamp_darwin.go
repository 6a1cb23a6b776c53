package world

import (
	"io/fs"
	"syscall"
)

// changedAt is the time of the last change of the inode, 0 if not known.
func changedAt(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctimespec.Nano()
	}
	return 0
}
