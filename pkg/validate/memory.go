package validate

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// reads opens a file to be read, by its path.
type reads func(path string) (io.ReadCloser, error)

func onDisk(path string) (io.ReadCloser, error) { return os.Open(path) }

// Memory judges files that are in memory, by their names with forward slashes, as
// Paths judges a folder that holds them; or, where folder is false, as Paths
// judges files that are named one by one. The error is that of the context.
func Memory(ctx context.Context, files map[string][]byte, folder bool, opt Options) (*Report, error) {
	report := &Report{Profile: opt.Profile.Name()}
	var all []member
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !isSidecar(name) {
			all = append(all, member{name, name, int64(len(files[name])), !folder})
		}
	}
	opt.from = func(path string) (io.ReadCloser, error) {
		data, ok := files[path]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return seekable{bytes.NewReader(data)}, nil
	}
	return report, report.judge(ctx, all, folder, opt)
}

// seekable is a reader of memory that need not be closed.
type seekable struct{ *bytes.Reader }

// Close implements io.Closer.
func (seekable) Close() error { return nil }
