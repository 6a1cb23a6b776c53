// Package exchange is the mailbox through which the parties of a migration
// hand each other files. The stub DCC, the stub SMSOs and the suppliers share
// nothing else: no memory, no calls, no order of running. Either stub can
// therefore be replaced by a real system that reads and writes the same files.
//
// A Mailbox is one party's in-tray. The transports are the packages below this
// one: dir (a directory) and mem (in memory, for tests). exchangetest is the
// one suite that every transport passes, and fault wraps any of them in order
// to lose, spoil, repeat or delay a file on purpose.
//
// The mailbox knows names and bytes only. What a file says, who sent it and
// whether it was seen before is the business of the party that reads it.
//
// The package imports the standard library alone.
package exchange

import (
	"context"
	"io"
)

// Mailbox is one party's in-tray: files are put into it by others, and listed,
// opened and removed by its owner. All methods may be called concurrently.
// Every error is an *Error that names the file.
type Mailbox interface {
	// Put publishes a file under name. The write function receives the
	// destination and is called once; a reader of the mailbox sees the whole
	// file afterwards, or nothing. A write that fails, or a context that is
	// cancelled before the file is published, leaves nothing behind, even
	// where the write function swallowed the error of its writer.
	//
	// Putting a name that is there already with the same bytes is not an
	// error: duplicate delivery is idempotent. With other bytes, or with a
	// name that differs from one there in letter case only, the result is
	// ErrExists and what was there first is kept. A name that ValidName
	// refuses is ErrName.
	Put(ctx context.Context, name string, write func(io.Writer) error) error

	// List returns the published files sorted by name, bytewise. Receipts are
	// files like any other. A transport's own temporary files are not listed,
	// and neither is anything that could not be opened: a name that ValidName
	// refuses, a directory, a symbolic link.
	List(ctx context.Context) ([]Entry, error)

	// Open opens a published file for reading, or fails with ErrNotExist. The
	// context governs the opening alone. The bytes stay readable until Close,
	// even if the file is removed meanwhile. The caller closes the reader.
	Open(ctx context.Context, name string) (io.ReadCloser, error)

	// Remove takes a file out of the mailbox, or fails with ErrNotExist.
	Remove(ctx context.Context, name string) error
}

// Entry is one file of a mailbox.
type Entry struct {
	Name string // as it was put
	Size int64  // in bytes
}
