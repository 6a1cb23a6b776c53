// Package dir keeps a mailbox in a directory: one file of the directory is one
// file of the mailbox.
//
// A file is written under a hidden temporary name in the same directory and
// then linked to its own name, which fails if that name is taken: no reader
// ever sees half a file and no writer ever replaces another's, in whichever
// processes they run. Where the file system has no hard links, a hidden claim
// file, made exclusively, stands in for the link.
//
// Two names that differ only in letter case are refused. Within one Mailbox
// that is certain, and for what was there before its first Put; for what other
// processes put there later, on a file system that tells the two apart, it is
// not. The names of migration
// files hold their sender, so two senders never come near.
//
// The directory is held open as an os.Root: nothing in it leads outside.
// Symbolic links, directories, devices and names that are not those of the
// exchange are left alone. Files are not readable by the world.
//
// It imports exchange and the standard library alone.
package dir

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"s1mig/pkg/exchange"
)

const (
	dirPerm  fs.FileMode = 0o750
	filePerm fs.FileMode = 0o640
)

// Options says how a directory is used. The zero value suits a simulation.
type Options struct {
	// Sync forces each file and the directory to the disk before Put returns,
	// so that what was put survives a loss of power and not only the end of
	// the process. It makes Put slower by an order of magnitude or two.
	Sync bool
}

// Mailbox is an exchange.Mailbox in a directory.
type Mailbox struct {
	root *os.Root
	opts Options

	mu      sync.Mutex        // held while publishing, never while writing
	writing map[string]bool   // the temporary files of this Mailbox
	folded  map[string]string // names by their folded form; nil until the first Put

	// Where the operating system is met, so that tests can make it fail.
	create func(name string) (tempFile, error)
	link   func(oldname, newname string) error
	sync   func(d *os.File) error // of the directory
}

// tempFile is what Put needs of an *os.File.
type tempFile interface {
	io.Writer
	Sync() error
	Close() error
}

var _ exchange.Mailbox = (*Mailbox)(nil)

// Open opens the mailbox in the directory at path, which must exist. The
// caller closes it.
func Open(path string, opts Options) (*Mailbox, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	m := &Mailbox{root: root, opts: opts, writing: make(map[string]bool), link: root.Link, sync: (*os.File).Sync}
	m.create = func(name string) (tempFile, error) {
		return root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, filePerm)
	}
	return m, nil
}

// Create makes the directory at path, with its parents, unless it is there,
// and opens the mailbox in it.
func Create(path string, opts Options) (*Mailbox, error) {
	if err := os.MkdirAll(path, dirPerm); err != nil {
		return nil, err
	}
	return Open(path, opts)
}

// Close lets go of the directory. Readers that are open stay so.
func (m *Mailbox) Close() error { return m.root.Close() }

// List implements exchange.Mailbox.
func (m *Mailbox) List(ctx context.Context) ([]exchange.Entry, error) {
	list, err := m.list(ctx)
	if err != nil {
		return nil, &exchange.Error{Op: "list", Err: err}
	}
	return list, nil
}

func (m *Mailbox) list(ctx context.Context) ([]exchange.Entry, error) {
	entries, err := m.readDir(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]exchange.Entry, 0, len(entries))
	for _, e := range entries {
		if !e.Type().IsRegular() || exchange.ValidName(e.Name()) != nil {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed since the directory was read
		}
		if err != nil {
			return nil, err
		}
		list = append(list, exchange.Entry{Name: e.Name(), Size: info.Size()})
	}
	slices.SortFunc(list, func(a, b exchange.Entry) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// readDir returns everything in the directory, in no particular order.
func (m *Mailbox) readDir(ctx context.Context) ([]fs.DirEntry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d, err := m.root.Open(".")
	if err != nil {
		return nil, err
	}
	entries, err := d.ReadDir(-1)
	return entries, errors.Join(err, d.Close())
}

// Open implements exchange.Mailbox.
func (m *Mailbox) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	f, err := m.open(ctx, name)
	if err != nil {
		return nil, &exchange.Error{Op: "open", Name: name, Err: err}
	}
	return f, nil
}

func (m *Mailbox) open(ctx context.Context, name string) (*os.File, error) {
	want, err := m.stat(ctx, name)
	if err != nil {
		return nil, err
	}
	f, err := m.root.Open(name)
	if err != nil {
		return nil, missing(err)
	}
	got, err := f.Stat()
	if err == nil && !os.SameFile(want, got) {
		err = errors.New("the file was replaced while it was being opened")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Remove implements exchange.Mailbox.
func (m *Mailbox) Remove(ctx context.Context, name string) error {
	_, err := m.stat(ctx, name)
	if err == nil {
		err = missing(m.root.Remove(name))
	}
	if err != nil {
		return &exchange.Error{Op: "remove", Name: name, Err: err}
	}
	return nil
}

// stat finds the regular file of that name. Anything else of that name, such
// as a symbolic link, is no file of the mailbox.
func (m *Mailbox) stat(ctx context.Context, name string) (fs.FileInfo, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := exchange.ValidName(name); err != nil {
		return nil, err
	}
	info, err := m.root.Lstat(name)
	if err != nil {
		return nil, missing(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: it is not a regular file", exchange.ErrNotExist)
	}
	return info, nil
}

// missing turns the operating system's word for it into the exchange's.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return exchange.ErrNotExist
	}
	return err
}
