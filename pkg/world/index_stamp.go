package world

import "io/fs"

// stamp is what a file system says of a file without reading it. Times are in
// nanoseconds of the Unix epoch.
type stamp struct {
	Size     int64 `json:"size"`
	Modified int64 `json:"modified"`
	Changed  int64 `json:"changed,omitempty"` // the inode, and so the content; 0 where the system does not say
}

func stampOf(info fs.FileInfo) stamp {
	return stamp{info.Size(), info.ModTime().UnixNano(), changedAt(info)}
}

// latest is when the file was written to last. Who writes can set the time of
// modification, but not that of the change.
func (s stamp) latest() int64 {
	if s.Changed != 0 {
		return s.Changed
	}
	return s.Modified
}
