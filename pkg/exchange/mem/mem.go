// Package mem keeps a mailbox in memory. It serves tests and simulations that
// have no need of a disk; a file is held whole, so it is not for large estates.
//
// It imports exchange and the standard library alone.
package mem

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"s1mig/pkg/exchange"
)

// Mailbox is an exchange.Mailbox in memory. The zero value is empty and ready.
// It must not be copied.
type Mailbox struct {
	mu    sync.Mutex
	files map[string]file // by exchange.FoldName
}

// A file is never altered once it is in the map, so readers need no lock.
type file struct {
	name string
	data []byte
}

var _ exchange.Mailbox = (*Mailbox)(nil)

// Put implements exchange.Mailbox.
func (m *Mailbox) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	if err := m.put(ctx, name, write); err != nil {
		return &exchange.Error{Op: "put", Name: name, Err: err}
	}
	return nil
}

func (m *Mailbox) put(ctx context.Context, name string, write func(io.Writer) error) error {
	if err := exchange.ValidName(name); err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := exchange.NewWriter(ctx, &buf).Run(write); err != nil {
		return err
	}
	return m.publish(file{name, buf.Bytes()})
}

func (m *Mailbox) publish(f file) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := exchange.FoldName(f.name)
	old, there := m.files[key]
	switch {
	case there && old.name != f.name:
		return fmt.Errorf("%w: %q differs only in letter case", exchange.ErrExists, old.name)
	case there && !bytes.Equal(old.data, f.data):
		return fmt.Errorf("%w, with other bytes", exchange.ErrExists)
	case there:
		return nil
	}
	if m.files == nil {
		m.files = make(map[string]file)
	}
	m.files[key] = f
	return nil
}

// List implements exchange.Mailbox.
func (m *Mailbox) List(ctx context.Context) ([]exchange.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, &exchange.Error{Op: "list", Err: err}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]exchange.Entry, 0, len(m.files))
	for _, f := range m.files {
		list = append(list, exchange.Entry{Name: f.name, Size: int64(len(f.data))})
	}
	slices.SortFunc(list, func(a, b exchange.Entry) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// Open implements exchange.Mailbox.
func (m *Mailbox) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(ctx, name)
	if err != nil {
		return nil, &exchange.Error{Op: "open", Name: name, Err: err}
	}
	return io.NopCloser(bytes.NewReader(f.data)), nil
}

// Remove implements exchange.Mailbox.
func (m *Mailbox) Remove(ctx context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.find(ctx, name); err != nil {
		return &exchange.Error{Op: "remove", Name: name, Err: err}
	}
	delete(m.files, exchange.FoldName(name))
	return nil
}

// find returns the file of exactly that name. The caller holds the lock.
func (m *Mailbox) find(ctx context.Context, name string) (file, error) {
	if err := ctx.Err(); err != nil {
		return file{}, err
	}
	if err := exchange.ValidName(name); err != nil {
		return file{}, err
	}
	f, there := m.files[exchange.FoldName(name)]
	if !there || f.name != name {
		return file{}, exchange.ErrNotExist
	}
	return f, nil
}
