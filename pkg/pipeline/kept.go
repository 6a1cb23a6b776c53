package pipeline

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/mem"
)

// Kept is a transport in memory whose files can be read when the run is over.
// The zero Kept is ready to use.
type Kept struct {
	paths []string
	boxes map[string]*mem.Mailbox
}

// KeptFile is one file of a run: its path below the folder that the run would
// have, and its bytes.
type KeptFile struct {
	Path string
	Data []byte
}

// Transport is the transport to give to a run.
func (k *Kept) Transport() Transport {
	return func(path string) (exchange.Mailbox, error) {
		if k.boxes == nil {
			k.boxes = map[string]*mem.Mailbox{}
		}
		if k.boxes[path] == nil {
			k.boxes[path] = &mem.Mailbox{}
			k.paths = append(k.paths, path)
		}
		return k.boxes[path], nil
	}
}

// Files returns every file of the run but the receipts, sorted by path.
func (k *Kept) Files(ctx context.Context) ([]KeptFile, error) {
	return k.files(ctx, func(name string) bool { return !strings.HasSuffix(name, exchange.ReceiptSuffix) })
}

// AllFiles returns every file of the run, receipts included, sorted by path.
func (k *Kept) AllFiles(ctx context.Context) ([]KeptFile, error) {
	return k.files(ctx, func(string) bool { return true })
}

func (k *Kept) files(ctx context.Context, want func(name string) bool) ([]KeptFile, error) {
	var files []KeptFile
	for _, path := range k.paths {
		box := k.boxes[path]
		entries, err := box.List(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !want(e.Name) {
				continue
			}
			r, err := box.Open(ctx, e.Name)
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(r)
			if err = errors.Join(err, r.Close()); err != nil {
				return nil, err
			}
			files = append(files, KeptFile{path + "/" + e.Name, data})
		}
	}
	slices.SortFunc(files, func(a, b KeptFile) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}
