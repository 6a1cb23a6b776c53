package world

import "io/fs"

// LoadFS loads the world in a file system, such as one that was made in memory.
// name is what errors call it. The error is as that of Load.
func LoadFS(fsys fs.FS, name string, seed uint64) (*World, error) {
	return load(fsys, name, seed)
}
